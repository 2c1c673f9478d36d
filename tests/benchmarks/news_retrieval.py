"""How often search finds the article a question was written for, among thousands of news articles.

    GENXI_BENCHMARK_DATA=… python -m tests.benchmarks.news_retrieval [--articles 3000] [--json FILE]

The passages of `crud_news` that have questions, and so many of its other articles as distractors (all 24,644
take hours to embed), in one knowledge base. Rows as in `pooled_retrieval`, which see. Another report of the
same event may answer as well and still counts as a miss, so the first column says less than the second.
Questions that point at a day or a place without naming it ("deictic") are left out.
"""

import argparse
import gzip
import json
import os
import tempfile
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from embeddings.choose import choose_embedder
from tests.benchmarks.pooled_retrieval import LEGS, Question, measure, print_table
from tests.benchmarks.vector_cache import CachedEmbedder


def main() -> None:
    """Index, ask, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=3_000, help="distractors")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "genxi-benchmarks")
    given = parser.parse_args()
    folder = Path(os.environ["GENXI_BENCHMARK_DATA"]) / "crud_news"
    embedder = CachedEmbedder(choose_embedder("bundled"), given.cache / "vectors.sqlite")
    sets = {"news": questions(folder / "questions.jsonl")}
    with tempfile.TemporaryDirectory() as made:
        others = Path(made) / "articles.jsonl"
        with gzip.open(folder / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
            others.write_text("".join(islice(lines, given.articles)), encoding="utf-8")
        files = [folder / "passages.jsonl", others]
        rows = measure(Path(made) / "store", files, embedder, sets, legs=LEGS)
    print_table(rows, sets)
    if given.json:
        plain = {row: asdict(of["news"]) for row, of in rows.items()}
        given.json.write_text(json.dumps(plain, indent=1), encoding="utf-8")


def questions(path: Path) -> list[Question]:
    """Return the questions that name what they are about."""
    records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Question(record["question"], frozenset(record["passage_ids"]))
        for record in records
        if not record["deictic"]
    ]


if __name__ == "__main__":
    main()
