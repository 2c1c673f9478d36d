"""Raw pages and our own seeds asked the same: `python -m tests.benchmarks.raw_pages FOLDER [PART…]`.

FOLDER holds the five saved pages that the documents of `seeds/` retell. Both are indexed as they are, each in
a store of its own, and the answerable golden questions are asked of both, judged as in `golden.py`; a gold
document of the seeds stands for the page it retells. The clean form of a quote is what cleaning makes of it
in its document: a name that was damaged twice cannot be repaired from one of its places.

Prints how many each answers, and with `--misses` each question that the seeds answer and the pages do not,
with what the pages said.
"""

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks.golden import ROOT, Gold, fold, items, read, right

from rag.cleaning.pipeline import clean_document
from rag.datatypes import Answer, Citation
from rag.knowledge_base import KnowledgeBase

PAGES = {  # how the name of a page begins, and the seed that retells it
    "000": "zhangjiang.md",
    "001": "nanxiang.md",
    "002": "jinshanwei.md",
    "003": "zhujing.md",
    "004": "yangpu.md",
}


def main() -> None:
    """Index both and print a row for each part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("parts", nargs="*", default=["tuning"])
    parser.add_argument("--misses", action="store_true", help="print what only the seeds answer")
    given = parser.parse_args()
    seeds, pages = ROOT / "seeds", given.folder
    with (
        tempfile.TemporaryDirectory() as one,
        tempfile.TemporaryDirectory() as other,
        KnowledgeBase.open(one) as told,
        KnowledgeBase.open(other) as raw,
    ):
        told.index(seeds)
        raw.index(pages)
        ids = renamed(pages)
        for part in given.parts:
            print(compared(told, raw, part, ids, misses=given.misses), flush=True)


def renamed(pages: Path) -> dict[str, str]:
    """Return the document id of the page for the document id of each seed."""
    names = {path.name[:3]: f"{pages.name}/{path.name}" for path in pages.iterdir()}
    return {f"seeds/{seed}": names[start] for start, seed in PAGES.items()}


def compared(
    told: KnowledgeBase, raw: KnowledgeBase, part: str, ids: Mapping[str, str], *, misses: bool
) -> str:
    """Return how many answerable questions of a part each store answers rightly with a right citation."""
    by_seeds = by_pages = 0
    questions = [gold for gold in read(part) if gold["answerable"]]
    for gold in questions:
        of_pages = {**gold, "documents": [ids[name] for name in gold["documents"]]}
        answer = raw.ask(gold["question"])
        good = is_good(gold, told.ask(gold["question"]), told)
        as_good = is_good(of_pages, answer, raw)
        by_seeds, by_pages = by_seeds + good, by_pages + as_good
        if misses and good and not as_good:
            wanted = gold.get("items") or gold["answers"]
            print(f"{gold['id']} {answer.confidence:.2f} {gold['question']} {wanted} => {answer.text}")
    return f"{part}: seeds {by_seeds}, raw pages {by_pages} of {len(questions)}"


def is_good(gold: Gold, answer: Answer, kb: KnowledgeBase) -> bool:
    """Tell whether a question is answered rightly with a right citation."""
    quotes = [fold(clean_form(one, kb)) for one in answer.citations if one.document_id in gold["documents"]]
    cited = any(fold(variant) in quote for quote in quotes for item in items(gold) for variant in item)
    return not answer.abstained and right(gold, answer) and cited


def clean_form(citation: Citation, kb: KnowledgeBase) -> str:
    """Return what stands for a quote in the clean form of its document."""
    cleaned = clean_document(kb.show(citation.document_id))
    inside = (cleaned.origin[:, 0] >= citation.start) & (cleaned.origin[:, 1] <= citation.end)
    return "".join(mark for mark, held in zip(cleaned.text, inside.tolist(), strict=True) if held)


if __name__ == "__main__":
    main()
