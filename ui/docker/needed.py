"""Print what the image installs: the dependencies of pyproject.toml without those that bring torch."""

import re
import sys
import tomllib
from pathlib import Path

LEFT_OUT = {"sentence-transformers", "transformers"}


def main() -> None:
    """Print one requirement a line."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [one for one in project["dependencies"] if re.split(r"[<>=\[ ]", one)[0] not in LEFT_OUT]
    sys.stdout.write("\n".join(wanted) + "\n")


if __name__ == "__main__":
    main()
