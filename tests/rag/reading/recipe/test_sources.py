import json
from pathlib import Path

import pytest

from rag.reading.recipe.sources import Passage, Question, is_concise, part_of, questions


def test_the_dev_set_of_cmrc_is_never_learnt_from() -> None:
    parts = [part_of("cmrc2018", f"p{n}", "dev") for n in range(500)]
    assert set(parts) == {"tune", "report"}
    assert parts.count("tune") / 500 == pytest.approx(2 / 5, abs=0.06)
    assert part_of("cmrc2018", "p1", "trial") == part_of("cmrc2018", "p2", "train_sample") == "train"


def test_a_fifth_of_the_other_sets_is_set_aside_by_passage() -> None:
    parts = [part_of("drcd", f"p{n}", "dev") for n in range(500)]
    assert set(parts) == {"train", "report"}
    assert parts.count("report") / 500 == pytest.approx(1 / 5, abs=0.06)


@pytest.mark.parametrize(
    ("answer", "concise"),
    [
        pytest.param("80公分", True, id="what_was_asked"),
        pytest.param("体长可达80公分", False, id="repeats_the_question"),
        pytest.param("最长有80公分。", False, id="a_sentence"),
        pytest.param("长" * 31, False, id="too_long"),
    ],
)
def test_an_answer_that_says_more_than_was_asked_is_not_learnt(answer: str, *, concise: bool) -> None:
    asked = Question("q", "蓝线鱼的体长是多少？", Passage("p", "蓝线鱼体长可达80公分。"), (answer,))
    assert is_concise(asked) == concise


def test_questions_come_in_simplified_script_with_their_passage(tmp_path: Path) -> None:
    folder = tmp_path / "drcd"
    folder.mkdir()
    asked = {"passage_ids": ["p1"], "answers": ["歐洲"], "split": "dev"}
    (folder / "passages.jsonl").write_text(json.dumps({"id": "p1", "title": "梵文", "text": "在歐洲。"}))
    (folder / "questions.jsonl").write_text(
        "\n".join(
            json.dumps(asked | {"id": number, "question": "哪個地區？", "answerable": answerable})
            for number, answerable in (("q1", True), ("q2", False))
        )
    )
    found: list[Question] = [
        question for part in ("train", "report") for question in questions(tmp_path, "drcd", part)
    ]
    assert [(question.id, question.text, question.answers) for question in found] == [
        ("q1", "哪个地区？", ("欧洲",))
    ]
    assert found[0].passage.text == "在欧洲。"
