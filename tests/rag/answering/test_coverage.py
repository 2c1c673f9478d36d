"""The first hits change places where one sentence speaks of more of the question; scores stay in order."""

from pathlib import Path

import pytest

from rag.answering.coverage import MOVED, closer
from rag.chunking.chunks import chunk
from rag.cleaning.pipeline import clean
from rag.datatypes import Hit
from rag.knowledge_base import KnowledgeBase

SCATTERED = "春芽计划在三月公布。镇里的图书馆很多。每年有许多读者。添置书架的是志愿者。"
TOLD = "消息不少。春芽计划每年给图书馆添置图书两千册。"
OTHER = "白河镇的集市在周末开放。"
QUESTION = "春芽计划每年给图书馆添置多少册图书？"


def hits(*texts: str, scores: tuple[float, ...]) -> list[Hit]:
    return [
        Hit(part, score, "镇报", None, None, text[part.start : part.end])
        for place, (text, score) in enumerate(zip(texts, scores, strict=True))
        for part in chunk(f"{place}.md", clean(text))
    ]


def order(found: list[Hit]) -> str:
    return "".join(Path(hit.chunk.document_id).stem for hit in found)


def test_a_sentence_that_has_the_whole_question_comes_first_and_places_keep_their_scores() -> None:
    found = closer(QUESTION, hits(SCATTERED, TOLD, OTHER, scores=(0.81, 0.8, 0.1)))
    assert order(found) == "102"
    assert [hit.score for hit in found] == [0.81, 0.8, 0.1]


def test_a_hit_that_the_search_clearly_prefers_stays_first() -> None:
    assert order(closer(QUESTION, hits(SCATTERED, TOLD, OTHER, scores=(1.0, 0.4, 0.1)))) == "012"


def test_hits_behind_the_first_stay_where_they_are() -> None:
    found = hits(*[SCATTERED] * MOVED, TOLD, scores=(0.5,) * (MOVED + 1))
    assert order(closer(QUESTION, found)) == "0123"


@pytest.mark.parametrize("query", ["How many books does the library buy?", "？！", "的"])
def test_a_query_without_chinese_words_to_look_for_changes_nothing(query: str) -> None:
    assert order(closer(query, hits(SCATTERED, TOLD, scores=(0.5, 0.5)))) == "01"


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_hits_to_change_places(count: int) -> None:
    found = hits(TOLD, scores=(0.5,))[:count]
    assert closer(QUESTION, found) == found


def test_the_first_hit_does_not_depend_on_how_many_are_wanted(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in (("a", SCATTERED), ("b", TOLD), ("c", OTHER)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with KnowledgeBase.open(tmp_path / "store") as kb:
        kb.index([folder])
        one, three = kb.search(QUESTION, 1), kb.search(QUESTION, 3)
    assert len(one) == 1
    assert len(three) == 3
    assert order(one) == order(three)[0] == "b"
