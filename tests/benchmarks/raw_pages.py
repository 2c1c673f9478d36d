"""Raw pages and our own seeds asked the same: `python -m tests.benchmarks.raw_pages FOLDER [PART…]`.

FOLDER holds the five saved pages that the documents of `seeds/` retell. Both are indexed as they are, each in
a store of its own, and the answerable golden questions are asked of both, judged as by `genxi eval run`; a
gold document of the seeds stands for the page it retells. The clean form of a quote is what cleaning makes of
it in its document: a name that was damaged twice cannot be repaired from one of its places.

Prints how many each answers, and with `--misses` each question that the seeds answer and the pages do not,
with what the pages said.
"""

import argparse
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from rag.answering.recipe.pages import pages_of
from rag.cleaning.pipeline import clean_document
from rag.evaluation.asking import ask
from rag.evaluation.golden import GoldenQuestion
from rag.evaluation.golden_file import read_golden
from rag.evaluation.record import Cited, Record
from rag.evaluation.verdict import right_and_cited
from rag.knowledge_base import KnowledgeBase

ROOT = Path(__file__).parents[2]


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
        ids = pages_of(pages)
        for part in given.parts:
            print(compared(told, raw, part, ids, misses=given.misses), flush=True)


def compared(
    told: KnowledgeBase, raw: KnowledgeBase, part: str, ids: Mapping[str, str], *, misses: bool
) -> str:
    """Return how many answerable questions of a part each store answers rightly with a right citation."""
    by_seeds = by_pages = 0
    golden = read_golden(ROOT / "tests" / "golden" / f"{part}.jsonl")
    questions = [gold for gold in golden.questions if gold.answerable]
    for gold in questions:
        of_pages = replace(gold, documents=tuple(ids[name] for name in gold.documents))
        record = ask(raw, of_pages, None)
        good = is_good(gold, ask(told, gold, None), told)
        as_good = is_good(of_pages, record, raw)
        by_seeds, by_pages = by_seeds + good, by_pages + as_good
        if misses and good and not as_good:
            print(f"{gold.id} {record.confidence:.2f} {gold.question} {gold.wanted} => {record.answer}")
    return f"{part}: seeds {by_seeds}, raw pages {by_pages} of {len(questions)}"


def is_good(gold: GoldenQuestion, record: Record, kb: KnowledgeBase) -> bool:
    """Tell whether a question is answered rightly with a right citation."""
    cited = tuple(replace(one, clean=clean_form(one, kb)) for one in record.citations)
    return right_and_cited(gold, replace(record, citations=cited))


def clean_form(citation: Cited, kb: KnowledgeBase) -> str:
    """Return what stands for a quote in the clean form of its document."""
    cleaned = clean_document(kb.show(citation.document_id))
    inside = (cleaned.origin[:, 0] >= citation.start) & (cleaned.origin[:, 1] <= citation.end)
    return "".join(mark for mark, held in zip(cleaned.text, inside.tolist(), strict=True) if held)


if __name__ == "__main__":
    main()
