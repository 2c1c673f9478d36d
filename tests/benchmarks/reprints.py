"""Near duplicates found in a store of reprints: `python -m tests.benchmarks.reprints FOLDER [--show]`.

FOLDER holds `crud_news`. Of each of some hundred articles, reprints made by code are stored beside it, and
all the other articles, most of which are no copies of anything. A pair is right when both stem from one
article. Articles that agencies reprinted themselves count as wrong pairs though they are copies; `--show`
prints how the wrong pairs begin, so that one can judge.
"""

import argparse
import json
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from rag.cleaning.pipeline import clean
from rag.datatypes import Document
from rag.retrieval.copies import Copies
from rag.retrieval.duplicates import probes, signature
from rag.storage.batch import Sketch
from rag.storage.corpus import Corpus
from rag.storage.view import Origin
from tests.rag.cleaning.damage import TRADITIONAL, as_saved_page

REPRINTED = 120  # articles
SHORTEST = 250  # characters of an article that is reprinted

Reprint = Callable[[str, random.Random], str]


def menu(text: str, generator: random.Random) -> str:
    """Put the article into another site's page."""
    return as_saved_page(lines(text), generator)


def retitled(text: str, _generator: random.Random) -> str:
    """Give it another title, an editor's note and a source."""
    note = "本网今日要闻：记者带您了解详情\n编者按：以下内容转载自其他媒体。"
    return f"{note}\n{lines(text)}\n来源：某报 责任编辑：李四"


def cut_end(text: str, _generator: random.Random) -> str:
    """Keep the first two thirds."""
    return text[: len(text) * 2 // 3]


def cut_middle(text: str, _generator: random.Random) -> str:
    """Leave out a third in the middle."""
    return text[: len(text) // 3] + text[len(text) * 2 // 3 :]


def traditional(text: str, _generator: random.Random) -> str:
    """Turn it to traditional script."""
    return str(TRADITIONAL(text))


def menu_and_cut(text: str, generator: random.Random) -> str:
    """Cut its end and put it into another site's page."""
    return menu(cut_end(text, generator), generator)


REPRINTS: tuple[Reprint, ...] = (menu, retitled, cut_end, cut_middle, traditional, menu_and_cut)


def lines(text: str) -> str:
    """Return a text with a line a sentence, as news pages are."""
    return text.replace("。", "。\n").strip()


def main() -> None:
    """Print recall by kind of reprint, precision, and what becomes of mere quotations."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="print how the wrong pairs begin")
    given = parser.parse_args()
    articles = _articles(given.folder)
    texts = _with_reprints(articles)
    found = _pairs(texts)
    for reprint in REPRINTS:
        hits = sum((name, f"{name}/{reprint.__name__}") in found for name in _reprinted(articles))
        print(f"{reprint.__name__:14} found {hits} of {len(_reprinted(articles))}")
    right = {pair for pair in found if _article(pair[0]) == _article(pair[1])}
    wanted = sum(n * (n - 1) // 2 for n in Counter(map(_article, texts)).values())
    print(f"pairs: recall {len(right)} of {wanted} = {len(right) / wanted:.3f}")
    print(f"pairs: precision {len(right)} of {len(found)} = {len(right) / len(found):.4f}")
    quoted = {
        f"{name}/quoted": f"{text[: len(text) // 4]}{_other(articles, name)}"
        for name, text in articles.items()
    }
    quoting = _pairs(dict(articles) | dict(list(quoted.items())[:REPRINTED]))
    taken = sum((name, f"{name}/quoted") in quoting for name in articles)
    print(f"another article that quotes a quarter of this one: taken for its copy {taken} of {REPRINTED}")
    for one, other in sorted(found - right) if given.show else ():
        print(f"  {one} | {other}\n    {texts[one][:60]!r}\n    {texts[other][:60]!r}")


def _articles(folder: Path) -> dict[str, str]:
    with (folder / "crud_news" / "passages.jsonl").open(encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    return {record["id"]: record["text"] for record in records}


def _reprinted(articles: Mapping[str, str]) -> list[str]:
    return [name for name, text in articles.items() if len(text) >= SHORTEST][:REPRINTED]


def _with_reprints(articles: Mapping[str, str]) -> dict[str, str]:
    texts = dict(articles)
    for number, name in enumerate(_reprinted(articles)):
        for reprint in REPRINTS:
            generator = random.Random(number)  # noqa: S311
            texts[f"{name}/{reprint.__name__}"] = reprint(articles[name], generator)
    return texts


def _other(articles: Mapping[str, str], name: str) -> str:
    names = list(articles)
    return articles[names[(names.index(name) + 1) % len(names)]]


def _article(name: str) -> str:
    return name.partition("/")[0]


def _pairs(texts: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return every pair of copies that a store of these texts finds, each in order."""
    with tempfile.TemporaryDirectory() as folder, Corpus.open(Path(folder), create=True) as corpus:
        with corpus.writer() as writer, writer.batch() as batch:
            for name, text in texts.items():
                whole = signature(clean(text).text)
                document = Document(name, name, None, text)
                batch.put(document, Origin(b"", folder, folder), [], Sketch(whole, probes(whole)))
        with corpus.view() as view:
            copies = Copies(view)
            return {(name, other) for name in texts for other in copies.of(name) if name < other}


if __name__ == "__main__":
    main()
