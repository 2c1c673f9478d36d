"""Main text of saved pages, ours beside other libraries': `python -m tests.benchmarks.main_text FOLDER`.

FOLDER holds `html_cleaning` (`index.jsonl` and the pages). Every character that is not blank counts, as in a
bag: precision, recall and F1 of each page's extract against the text marked by hand, averaged over pages.
The others get the page decoded as the index says; ours gets the file. Wants: pip install trafilatura
readability-lxml resiliparse.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from lxml import html

from rag.inspection import Inspection, inspect


def ours(path: Path, _markup: str) -> str:
    """Return what `genxi inspect` shows as main text."""
    (shown,) = inspect(path)
    return shown.main_text if isinstance(shown, Inspection) else ""


def trafilatura(_path: Path, markup: str) -> str:
    """Return trafilatura's text with its default settings."""
    from trafilatura import extract

    return extract(markup) or ""


def trafilatura_precise(_path: Path, markup: str) -> str:
    """Return trafilatura's text, precision favoured."""
    from trafilatura import extract

    return extract(markup, favor_precision=True) or ""


def trafilatura_full(_path: Path, markup: str) -> str:
    """Return trafilatura's text, recall favoured."""
    from trafilatura import extract

    return extract(markup, favor_recall=True) or ""


def readability(_path: Path, markup: str) -> str:
    """Return the text of readability's summary."""
    from readability import Document

    return str(html.fromstring(Document(markup).summary()).text_content())


def resiliparse(_path: Path, markup: str) -> str:
    """Return resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    return str(extract_plain_text(HTMLTree.parse(markup), main_content=True))


EXTRACTORS: tuple[Callable[[Path, str], str], ...] = (
    ours, readability, trafilatura, trafilatura_precise, trafilatura_full, resiliparse,
)  # fmt: skip


def main() -> None:
    """Print a row for each extractor."""
    folder = Path(sys.argv[1]) / "html_cleaning"
    pages = [json.loads(line) for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    print(f"{'':20} precision  recall      F1  seconds")
    for extract in EXTRACTORS:
        started = time.monotonic()
        scores = [
            score(_tried(extract, folder / page["html_file"], page["encoding"]), page["gold_text"])
            for page in pages
        ]
        means = [sum(column) / len(pages) for column in zip(*scores, strict=True)]
        row = "  ".join(f"{mean:7.4f}" for mean in means)
        print(f"{extract.__name__:20}   {row}  {time.monotonic() - started:7.1f}")


def _tried(extract: Callable[[Path, str], str], path: Path, encoding: str) -> str:
    """Return an extract; of a page that a library fails on, none."""
    markup = path.read_bytes().decode("gb18030" if encoding.startswith("gb") else encoding, "replace")
    try:
        return extract(path, markup)
    except ImportError:
        raise
    except Exception as error:  # a library's failure on a page is its result
        print(f"{extract.__name__}: {path.name}: {error}", file=sys.stderr)
        return ""


def score(extract: str, gold: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the characters that are not blank, as bags."""
    found, wanted = (Counter(mark for mark in text if not mark.isspace()) for text in (extract, gold))
    both = (found & wanted).total()
    precision, recall = both / max(1, found.total()), both / max(1, wanted.total())
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


if __name__ == "__main__":
    main()
