"""Drafting a set: spread, seeded, unambiguous; near misses that the documents really are silent on."""

from collections.abc import Sequence

import numpy as np

from rag.cleaning.pipeline import clean
from rag.datatypes import Chunk, Document, Hit
from rag.evaluation.checking import check
from rag.evaluation.drafting.choosing import sound
from rag.evaluation.drafting.draft import draft
from rag.evaluation.drafting.drafted import Draft
from rag.evaluation.drafting.unsaid import unsaid
from rag.evaluation.golden import GoldenPassage, GoldenQuestion
from rag.evaluation.golden_file import parse_golden, to_lines

TOWNS = [
    Document(
        f"{name}.md",
        f"{name}概况",
        None,
        f"{name}的事，写在下面几段里，供来人查阅和参考。\n\n{name}党委书记{person}表示，河道已经治好。\n\n"
        f"{name}共有中小学校{number}所。\n\n2019年5月{day}日，{name}举办了“{festival}”活动。\n",
    )
    for name, person, number, day, festival in [
        ("南翔镇", "陈杰", 12, 6, "小笼节"),
        ("张江镇", "王庆", 31, 8, "科学周"),
        ("朱泾镇", "李卫国", 24, 9, "花灯会"),
    ]
]


def hits(documents: Sequence[Document]) -> list[Hit]:
    found = []
    for one in documents:
        cleaned = clean(one.text)
        chunk = Chunk(one.id, 0, len(one.text), cleaned.text, np.ascontiguousarray(cleaned.origin))
        found.append(Hit(chunk, 1.0, one.title, None, None, one.text))
    return found


def search(_: str) -> list[Hit]:
    return hits(TOWNS)


def some(count: int, **options: float) -> list[GoldenQuestion]:
    return draft(TOWNS, search, count=count, **options)  # type: ignore[arg-type]


def test_the_same_seed_gives_the_same_questions_and_another_others() -> None:
    assert some(5, seed=3) == some(5, seed=3)
    assert any(some(5, seed=3) != some(5, seed=other) for other in range(4, 8))


def test_questions_are_spread_over_the_documents() -> None:
    drafted = some(3, seed=1, unanswerable=0.0)
    assert sorted(one.documents[0] for one in drafted) == sorted(one.id for one in TOWNS)


def test_what_is_drafted_passes_the_check_and_can_be_read_back() -> None:
    drafted = some(20, seed=1)
    read = parse_golden(to_lines(drafted).encode(), "drafts.jsonl")
    by_id = {one.id: one for one in TOWNS}
    assert read.questions == tuple(drafted)
    assert check(read, list(by_id), by_id.__getitem__) == []


def test_no_near_miss_is_answered_by_another_document() -> None:
    turned = [one for one in some(40, seed=1, unanswerable=0.5) if not one.answerable]
    assert turned
    said = {"党委书记是谁", "共有中小学校多少所"}  # told of every town, so that another town's is told too
    assert not any(what in one.question for one in turned for what in said)


def test_a_question_is_unsaid_only_if_no_passage_speaks_of_it() -> None:
    assert not unsaid("张江镇共有中小学校多少所？", search)
    assert unsaid("张江镇是什么时候举办“小笼节”活动的？", search)
    assert unsaid("张江镇2007年举办什么活动？", search)


def test_a_question_with_two_answers_is_dropped() -> None:
    place = GoldenPassage("a", 0, 9)
    one = Draft("南翔镇共有多少所学校？", ("12所",), (), place, ("fact", "number"))
    other = Draft("南翔镇共有多少所学校？", ("13所",), (), GoldenPassage("b", 0, 9), ("fact", "number"))
    assert sound([one]) == [one]
    assert sound([one, other]) == []
    assert sound([one, one]) == [one]
