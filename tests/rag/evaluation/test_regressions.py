"""Regressions planted in a real knowledge base: the gate names the lines that fell, and only a real fall."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from rag.answering.extractive import ExtractiveAnswerer
from rag.chat import Chat
from rag.datatypes import Answer, Document, DocumentSummary, Hit, Turn
from rag.evaluation.folder import Run
from rag.evaluation.gate import pass_through
from rag.evaluation.golden import GoldenQuestion
from rag.evaluation.golden_file import GoldenSet
from rag.evaluation.run import evaluate
from rag.evaluation.summary import Summary
from rag.evaluation.summary_file import full_record, read_baseline, write_summary
from rag.knowledge_base import KnowledgeBase
from tests.fakes import BagEmbedder

TOWNS = [
    *("柳河", "石桥", "南山", "北塘", "东湖", "西溪", "青浦", "白沙"),
    *("红岩", "金泽", "银杏", "铜梁", "松林", "竹园", "梅岭", "兰亭"),
]
THRESHOLD = 0.1  # bags of characters are less alike than sentences of one meaning, so that confidence is low
ALL_CHUNKS = 1_000


def town(place: int) -> dict[str, str]:
    name = TOWNS[place]
    text = (
        f"{name}镇图书馆藏书{place + 3}万册，每周一闭馆。\n\n"
        f"{name}镇公园占地{place * 7 + 20}亩，于{1950 + place}年建成，园内有一座石桥。"
    )
    return {"id": name, "title": f"{name}镇", "text": text}


def questions() -> Iterator[GoldenQuestion]:
    for place, name in enumerate(TOWNS):
        built = (f"{1950 + place}年",)
        area = (f"{place * 7 + 20}亩",)
        yield GoldenQuestion(f"built{place}", f"{name}镇公园是哪一年建成的？", built, documents=(name,))
        yield GoldenQuestion(f"area{place}", f"{name}镇公园占地多少亩？", area, documents=(name,))
        yield GoldenQuestion(f"school{place}", f"{name}镇小学的校长是谁？", answerable=False)


def embedder() -> BagEmbedder:
    """Counts characters in eight bins: near enough to answer by, too coarse to search by alone."""
    return BagEmbedder("coarse", 8)


GOLDEN = GoldenSet("towns.jsonl", tuple(questions()))


@dataclass(frozen=True)
class DenseOnly:
    """The knowledge base with its lexical leg off: passages in the order of their cosines alone."""

    kb: KnowledgeBase

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        answerer = ExtractiveAnswerer(embedder(), threshold=THRESHOLD)
        return Chat(self.search, answerer, lambda: ["towns"]).ask(question, history)

    def search(self, query: str, k: int = 10, *, one_per_document: bool = False) -> list[Hit]:
        hits = self.kb.search(query, ALL_CHUNKS, one_per_document=one_per_document)
        return sorted(hits, key=lambda hit: -hit.dense)[:k]

    def show(self, document_id: str) -> Document:
        return self.kb.show(document_id)

    def documents(self) -> list[DocumentSummary]:
        return self.kb.documents()

    def settings(self) -> dict[str, str | float | int]:
        return self.kb.settings() | {"lexical": 0}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("towns")
    records = "\n".join(json.dumps(town(place)) for place in range(len(TOWNS)))
    (folder / "towns.jsonl").write_text(records)
    with opened(folder) as kb:
        kb.index(folder / "towns.jsonl")
    return folder


def opened(store: Path, threshold: float = THRESHOLD) -> KnowledgeBase:
    return KnowledgeBase.open(store / "store", embedder=embedder(), threshold=threshold)


@pytest.fixture(scope="module")
def before(store: Path) -> tuple[Run, Summary]:
    with opened(store) as kb:
        run, summary = evaluate(kb, GOLDEN, store / "before", jobs=1)
    write_summary(run, full_record(run, summary))
    return run, summary


def failing(store: Path, after: tuple[Run, Summary]) -> set[str]:
    lines = pass_through(*after, {}, read_baseline(store / "before"))
    return {line.metric for line in lines if not line.passed}


def test_there_is_something_to_lose(before: tuple[Run, Summary]) -> None:
    figures = before[1].figures
    assert figures["answer_right_cited"].value > 0.9
    assert figures["refusal_recall"].value > 0.6
    assert figures["citation_verbatim"].value == 1


def test_other_thread_counts_pass(store: Path, before: tuple[Run, Summary]) -> None:
    with opened(store) as kb:
        after = evaluate(kb, GOLDEN, store / "threads", jobs=4)
    assert failing(store, after) == set()
    assert after[1].figures["answer_f1"] == before[1].figures["answer_f1"]


def test_a_raised_threshold_fails_the_lines_of_answers_and_of_due_refusals(
    store: Path, before: tuple[Run, Summary]
) -> None:
    with opened(store, threshold=1.0) as kb:
        fallen = failing(store, evaluate(kb, GOLDEN, store / "raised"))
    assert {"answer_right", "answer_right_cited", "answer_f1", "refusal_precision"} <= fallen
    assert not {"refusal_recall", "false_answer_rate"} & fallen
    assert not {name for name in fallen if "recall@" in name}, "the search is the same"


def test_a_lowered_threshold_fails_the_lines_of_refusals(store: Path, before: tuple[Run, Summary]) -> None:
    with opened(store, threshold=0.0) as kb:
        fallen = failing(store, evaluate(kb, GOLDEN, store / "lowered"))
    assert {"refusal_recall", "false_answer_rate"} <= fallen
    assert not {name for name in fallen if name.startswith("answer_") or "recall@" in name}


def test_without_the_lexical_leg_the_lines_of_the_search_fail(
    store: Path, before: tuple[Run, Summary]
) -> None:
    with opened(store) as kb:
        fallen = failing(store, evaluate(DenseOnly(kb), GOLDEN, store / "dense"))
    assert {"passage_recall@1", "passage_mrr"} <= fallen
