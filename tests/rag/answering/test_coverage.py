"""The first hits change places where one sentence speaks of more of the question; scores stay in order."""

from pathlib import Path

import pytest

from rag.answering.coverage import LONGEST, MOVED, Closer
from rag.chunking.chunks import chunk
from rag.cleaning.pipeline import clean
from rag.datatypes import Hit
from rag.knowledge_base import KnowledgeBase

QUESTION = "春芽计划给图书馆添置多少册图书？"
SCATTERED = "春芽计划在三月公布。志愿者给图书馆添置图书。"
TOLD = "春芽计划给图书馆添置图书两千册。"
OTHER = "白河镇的集市在周末开放。"


def hits(*texts: str, scores: tuple[float, ...] = ()) -> list[Hit]:
    return [
        Hit(part, score, "镇报", None, None, text[part.start : part.end])
        for place, (text, score) in enumerate(zip(texts, scores or (0.5,) * len(texts), strict=True))
        for part in chunk(f"{place}.md", clean(text))
    ]


def closer(query: str, found: list[Hit]) -> list[Hit]:
    return Closer(query).order(found)


def order(found: list[Hit]) -> str:
    return "".join(Path(hit.chunk.document_id).stem for hit in found)


def test_one_sentence_with_all_of_the_question_leads_and_places_keep_their_scores() -> None:
    found = closer(QUESTION, hits(SCATTERED, TOLD, OTHER, scores=(0.81, 0.8, 0.1)))
    assert order(found) == "102"
    assert [hit.score for hit in found] == [0.81, 0.8, 0.1]


def test_a_hit_that_the_search_clearly_prefers_stays_first() -> None:
    assert order(closer(QUESTION, hits(SCATTERED, TOLD, scores=(1.0, 0.4)))) == "01"


@pytest.mark.parametrize(
    ("question", "first", "better"),
    [
        pytest.param(
            "春芽计划何时举行？", "春芽计划很好。", "春芽计划在三月召开。", id="a word by its synonym"
        ),
        pytest.param(
            "青石镇图书馆的藏书", "图书馆在青石镇，有藏书。", "青石镇图书馆有藏书。", id="words side by side"
        ),
        pytest.param(
            "第二十三届运动会在哪里举行？",
            "第20届、第13届运动会在县城举行。",
            "第23届运动会在县城举行。",
            id="a numeral as a whole",
        ),
        pytest.param(
            "集市、集市、集市和图书馆的时间？",
            "集市开放。",
            "图书馆开放。",
            id="a word said thrice counts once",
        ),
    ],
)
def test_what_speaks_of_more_of_the_question_leads(question: str, first: str, better: str) -> None:
    assert order(closer(question, hits(first, better))) == "10"


def test_a_rare_word_tells_more_than_one_that_all_hits_have() -> None:
    found = hits("集市很大。", "庙会很大。", "集市很远。", "集市很小。", "集市很好。")
    assert order(closer("集市和庙会", found))[0] == "1"


def test_hits_behind_the_first_stay_where_they_are() -> None:
    found = hits(*[SCATTERED] * MOVED, TOLD)
    assert order(closer(QUESTION, found)) == "012345"


@pytest.mark.parametrize(
    "query",
    ["How many books does the 图书馆 buy for the 春芽计划?", QUESTION * (LONGEST // len(QUESTION) + 1)],
)
def test_a_question_in_english_or_too_long_changes_nothing(query: str) -> None:
    assert order(closer(query, hits(SCATTERED, TOLD))) == "01"


@pytest.mark.parametrize("query", ["？！", "的", "😀"])
def test_a_query_without_words_to_look_for_changes_nothing(query: str) -> None:
    assert order(closer(query, hits(SCATTERED, TOLD))) == "01"


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_hits_to_change_places(count: int) -> None:
    found = hits(TOLD)[:count]
    assert closer(QUESTION, found) == found


@pytest.mark.parametrize("one_per_document", [False, True])
def test_which_hit_leads_does_not_depend_on_how_many_are_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, one_per_document: bool
) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in (("a", SCATTERED), ("b", TOLD), ("c", OTHER)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with KnowledgeBase.open(tmp_path / "store") as kb:
        kb.index([folder])
        plain = order(kb.search(QUESTION, 3))
        monkeypatch.setattr(Closer, "order", lambda _, found: found[::-1])
        one, three = (kb.search(QUESTION, k, one_per_document=one_per_document) for k in (1, 3))
    assert (order(one), order(three)) == (plain[-1], plain[::-1])
