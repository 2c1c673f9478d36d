"""Public formats, on files written here: documents and golden questions that fit each other."""

import json
from pathlib import Path

import pytest

from rag.errors import BadGolden
from rag.evaluation.checking import check
from rag.evaluation.golden import GoldenPassage
from rag.evaluation.golden_file import GoldenSet
from rag.evaluation.importing import Imported, import_file

TEXT = "青石桥始建于1752年，长30米。"


def nested(**more: object) -> dict[str, object]:
    answer = {"text": "1752年", "answer_start": TEXT.index("1752")}
    asked = {"id": "q1", "question": "建于哪年？", "answers": [answer, answer]} | more
    return {
        "version": "1",
        "data": [{"title": "青石桥", "paragraphs": [{"id": "p1", "context": TEXT, "qas": [asked]}]}],
    }


def imported(form: str, folder: Path, content: object, name: str = "set.json") -> Imported:
    path = folder / name
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    found = import_file(form, path)
    texts = {one.id: one for one in found.documents}
    golden = GoldenSet(name, found.questions, tuple(range(1, len(found.questions) + 1)))
    assert check(golden, list(texts), texts.__getitem__) == []
    return found


@pytest.mark.parametrize("form", ["squad", "cmrc", "drcd"])
def test_nested_sets_keep_answers_and_their_places(form: str, tmp_path: Path) -> None:
    found = imported(form, tmp_path, nested())
    [document], [question] = found.documents, found.questions
    assert (document.id, document.title, document.text) == ("p1", "青石桥", TEXT)
    assert (question.id, question.answers, question.documents) == ("q1", ("1752年",), ("p1",))
    assert question.passages == (GoldenPassage("p1", 6, 11),)


def test_a_wrong_place_is_mended_where_there_is_no_doubt(tmp_path: Path) -> None:
    found = imported("squad", tmp_path, nested(answers=[{"text": "30米", "answer_start": 0}]))
    assert found.questions[0].passages == (GoldenPassage("p1", 13, 16),)


def test_squad_2_marks_what_is_not_answered(tmp_path: Path) -> None:
    [question] = imported("squad", tmp_path, nested(answers=[], is_impossible=True)).questions
    assert (question.answerable, question.answers, question.documents) == (False, (), ())


def test_the_flat_layout_of_cmrc(tmp_path: Path) -> None:
    asked = {"query_id": "Q0", "query_text": "多长？", "answers": ["30米", "长30米", "30米"]}
    flat = [{"context_id": "C0", "context_text": TEXT, "title": "桥", "qas": [asked]}]
    [question] = imported("cmrc", tmp_path, flat).questions
    assert (question.id, question.answers, question.documents) == ("Q0", ("30米", "长30米"), ("C0",))


def test_rgb_wants_every_answer_and_keeps_the_irrelevant_texts(tmp_path: Path) -> None:
    record = {
        "id": 7,
        "query": "何时建，多长？",
        "answer": [["1752年", "1752"], "30米"],
        "positive": [TEXT],
        "negative": ["无关。"],
    }
    found = imported("rgb", tmp_path, json.dumps(record, ensure_ascii=False) + "\n", "set.jsonl")
    assert [one.id for one in found.documents] == ["7-positive-0", "7-negative-0"]
    assert found.questions[0].items == (("1752年", "1752"), ("30米",))
    assert found.questions[0].documents == ("7-positive-0",)


def test_questions_beside_their_passages(tmp_path: Path) -> None:
    (tmp_path / "passages.jsonl").write_text(json.dumps({"id": "p", "title": "桥", "text": TEXT}))
    record = {"id": "q", "question": "多长？", "passage_ids": ["p"], "answers": ["30米"], "answerable": True}
    [question] = imported("passages", tmp_path, json.dumps(record), "questions.jsonl").questions
    assert question.passages == (GoldenPassage("p", 13, 16),)


def test_an_answer_is_found_in_every_passage_that_says_it_once(tmp_path: Path) -> None:
    texts = {"p": TEXT, "twice": "30米，30米。", "r": "桥长30米。", "other": "无关。"}
    lines = [json.dumps({"id": name, "title": "桥", "text": text}) for name, text in texts.items()]
    (tmp_path / "passages.jsonl").write_text("\n".join(lines))
    record = {"id": "q", "question": "多长？", "passage_ids": [*texts, "gone"], "answers": ["30米"]}
    [question] = imported("passages", tmp_path, json.dumps(record), "questions.jsonl").questions
    assert question.passages == (GoldenPassage("p", 13, 16), GoldenPassage("r", 2, 5))


def test_a_question_whose_answer_is_not_in_its_text_is_left_out_and_told(tmp_path: Path) -> None:
    content = nested()
    paragraphs = content["data"][0]["paragraphs"]  # type: ignore[index]
    paragraphs[0]["qas"].append(
        {"id": "q2", "question": "谁修？", "answers": [{"text": "周德山", "answer_start": 0}]}
    )
    found = imported("drcd", tmp_path, content)
    assert found.left_out == ("q2: its answer '周德山' does not occur in its text",)
    assert len(found.questions) == 1


@pytest.mark.parametrize(
    ("form", "content", "problem"),
    [
        ("squad", "{", "not JSON"),
        ("squad", "[]", "not in the format 'squad'"),
        ("cmrc", '[{"text": 1}]', "not in the format 'cmrc'"),
        ("rgb", '{"query": "？"}\n', "not in the format 'rgb'"),
        ("rgb", "", "holds no question"),
        ("passages", "{}", "passages.jsonl: cannot be read"),
        ("squad", "[" * 100_000, "not JSON"),
    ],
)
def test_what_is_not_in_the_format_is_refused_in_one_line(
    form: str, content: str, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(BadGolden, match=problem) as refused:
        imported(form, tmp_path, content)
    assert str(tmp_path) in str(refused.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadGolden, match="cannot be read"):
        import_file("squad", tmp_path / "none.json")
