"""How many drafted questions a reader accepts as they stand.

    python -m tests.benchmarks.drafted [FILE]

`drafted_judged.jsonl` holds 100 questions as `genxi index seeds` and then `genxi eval draft --count 100
--unanswerable 0.33` proposed them, each judged by hand: `accepted`, or `why` it would have to be edited.
"""

import json
import sys
from collections import Counter
from pathlib import Path

JUDGED = Path(__file__).parent / "drafted_judged.jsonl"


def main(path: Path = JUDGED) -> None:
    """Print the share accepted, of all and by kind."""
    judged = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    kinds = Counter(one["tags"][0] for one in judged)
    accepted = Counter(one["tags"][0] for one in judged if one["accepted"])
    for kind, count in kinds.most_common():
        print(f"{kind:12} {accepted[kind]:3} of {count:3}")
    total = accepted.total()
    print(f"{'accepted':12} {total:3} of {len(judged):3} = {100 * total / len(judged):.0f} %")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
