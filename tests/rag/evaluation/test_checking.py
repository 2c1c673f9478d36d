"""Every fault a golden set can have is told, with its line; a sound set has none."""

import json
from collections.abc import Mapping

import pytest

from rag.datatypes import Document
from rag.errors import UnknownDocument
from rag.evaluation.checking import check
from rag.evaluation.golden_file import parse_golden

BRIDGE = Document("bridge.md", "青石桥", None, "青石橋位於柳河鎮東街，始建于1752年。桥长多少米？无人知晓。")
TALK = Document("talk.md", "问答", None, "问：柳河镇有几座石桥？答：有三座。")
STORE = {BRIDGE.id: BRIDGE, TALK.id: TALK}
SOUND = {"id": "1", "question": "青石桥建于哪年？", "answers": ["1752年"], "documents": ["bridge.md"]}


def show(name: str) -> Document:
    if name not in STORE:
        raise UnknownDocument(name)
    return STORE[name]


def told(*records: Mapping[str, object] | str) -> list[str]:
    lines = [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in records]
    golden = parse_golden("\n".join(lines).encode(), "golden.jsonl")
    return [problem.told("golden.jsonl") for problem in check(golden, list(STORE), show)]


def test_a_sound_set_has_no_problem() -> None:
    silent = {"id": "2", "question": "桥归谁管？", "answerable": False}
    assert (
        told(SOUND, silent, SOUND | {"id": "3", "question": "桥在哪条街？", "answers": ["東街", "东街"]})
        == []
    )


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"answers": ["1753年"]}, "the answer '1753年' does not occur in bridge.md"),
        ({"answers": [], "items": [["东街"], ["西街"]]}, "the answer '西街' does not occur"),
        ({"documents": ["brigde.md"]}, "the store holds no document 'brigde.md'"),
        (
            {"passages": [{"document_id": "bridge.md", "start": 0, "end": 999}]},
            "ends outside bridge.md, which has 31",
        ),
        ({"passages": [{"document_id": "x", "start": 0, "end": 9}]}, "the store holds no document 'x'"),
        ({"passages": [{"document_id": "bridge.md", "start": 0, "end": 9}]}, "[0, 9) of bridge.md holds no"),
        ({"question": "柳河镇有几座石桥？"}, "the question stands in the document 'talk.md'"),
        ({"answers": []}, 'needs "answers" or "items"'),
        ({"answerable": False}, 'has no "answers"'),
    ],
)
def test_each_fault_is_told_with_its_line(change: dict[str, object], problem: str) -> None:
    faults = told(SOUND | {"id": "0", "question": "桥始建于何年？"}, SOUND | change)
    assert len(faults) == 1
    assert faults[0].startswith("golden.jsonl:2: ")
    assert problem in faults[0]


def test_a_document_that_asks_and_answers_the_question_is_no_leak() -> None:
    asked = {"id": "1", "question": "柳河镇有几座石桥？", "answers": ["三座"], "documents": ["talk.md"]}
    assert told(asked) == []


def test_a_passage_that_holds_the_answer_in_another_script_is_sound() -> None:
    passage = {"document_id": "bridge.md", "start": 0, "end": 12}
    assert told(SOUND | {"answers": ["东街"], "passages": [passage]}) == []


@pytest.mark.parametrize("name", ["青石桥", "bridge"])
def test_the_id_of_a_document_called_by_its_title_or_file_is_told(name: str) -> None:
    [fault] = told(SOUND | {"documents": [name]})
    assert fault.endswith(f"the store holds no document {name!r}; its id is 'bridge.md'")


def test_the_same_question_twice_is_told_and_a_follow_up_of_another_talk_is_not() -> None:
    again = SOUND | {"id": "2", "question": "青石桥建于哪年?"}
    assert told(SOUND, again) == ["golden.jsonl:2: asks the same as line 1: 青石桥建于哪年?"]
    assert told(SOUND, again | {"history": [{"role": "user", "content": "说说青石桥"}]}) == []


def test_all_faulty_lines_are_told_in_order() -> None:
    faults = told("{", SOUND, SOUND, "[]")
    assert [fault.split(":")[1] for fault in faults] == ["1", "3", "4"]
