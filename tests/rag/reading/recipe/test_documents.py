"""Lessons over documents: what is read, where the answer stands in it, and what is read in vain."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from rag.cleaning.chinese import simplify
from rag.reading.recipe.documents import FOLDER, PARTS, Asked, lessons, of_seeds, seed_questions, whole
from rag.reading.recipe.golden import GOLDEN as LEARNT
from rag.reading.recipe.run import WHOLE
from rag.reading.recipe.samples import Lesson, place

ROOT = Path(__file__).parents[4]
SEEDS, GOLDEN = ROOT / "seeds", ROOT / "tests" / "golden"
ALIKE = 0.65  # share of the character pairs of two questions
RULES = "# 春风公司请假办法（{year}年）\n\n员工每年有{days}天年假。请假由主管批准。\n"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for year, days in ((2023, 7), (2024, 12)):
        (folder / f"rules_{year}.md").write_text(RULES.format(year=year, days=days), encoding="utf-8")
    return folder


def only(folder: Path, asked: Asked) -> tuple[Lesson, dict[str, str]]:
    [found] = lessons(folder, [asked])
    return found


def test_an_answer_is_read_under_its_title_and_its_twin_in_vain(documents: Path) -> None:
    lesson, texts = only(documents, Asked("2024年版的年假有几天？", "rules_2024", "12天"))
    own = lesson.question.passage.text
    assert own.startswith("春风公司请假办法")
    assert "2024年" in own
    assert lesson.place
    assert own[slice(*lesson.place)] == "12天"
    vain = [texts[name][start:end] for name, start, end in lesson.negatives]
    assert any("每年有7天" in text for text in vain)
    assert not any("12天" in text for text in vain)


def test_what_nothing_answers_is_only_read_in_vain(documents: Path) -> None:
    lesson, texts = only(documents, Asked("2022年版的年假有几天？", "rules_2023", None))
    assert lesson.place is None
    assert {name for name, _, _ in lesson.negatives} == set(texts)


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(Asked("2024年版的年假有几天？", "rules_2024", "2天"), id="part_of_a_number"),
        pytest.param(Asked("2024年版的年假有几天？", "rules_2024", "十二日"), id="not_verbatim"),
    ],
)
def test_an_answer_that_is_not_found_teaches_nothing(documents: Path, asked: Asked) -> None:
    assert list(lessons(documents, [asked])) == []


def test_golden_questions_for_facts_are_lessons(documents: Path, tmp_path: Path) -> None:
    of_2023 = ["documents/rules_2023.md"]
    rows = [
        {
            "question": "2023年版的年假有几天？",
            "answers": ["7", "7天"],
            "documents": of_2023,
            "answerable": True,
        },
        {
            "question": "带哪些材料？",
            "answers": [],
            "items": [["证"]],
            "documents": of_2023,
            "answerable": True,
        },
        {"question": "年假工资多少？", "answers": [], "documents": [], "answerable": False},
    ]
    file = tmp_path / "golden.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    assert [lesson.question.answers for lesson, _ in of_seeds(documents, [file])] == [("7天",), ()]


@pytest.mark.parametrize("part", PARTS)
def test_every_written_answer_stands_in_its_document(part: str) -> None:
    texts = {row["id"]: row["text"] for row in _rows(f"documents{part}.jsonl")}
    asked = [Asked(**row) for row in _rows(f"document_questions{part}.jsonl")]
    assert all(one.answer is None or one.answer in texts[one.document] for one in asked)
    assert 0.3 < sum(one.answer is None for one in asked) / len(asked) < 0.6


@pytest.mark.parametrize("part", WHOLE)
def test_prose_is_read_in_full_in_simplified_script_too(part: str) -> None:
    rows = _rows(f"documents{part}.jsonl")
    marked = {row["id"] for row in rows if re.search(r"^## ", row["text"], re.MULTILINE)}
    asked = whole(part)
    assert marked
    assert marked.isdisjoint(question.passage.id for question in asked)
    assert all(place(question) for question in asked if question.answers)
    assert not any("們" in question.passage.text + question.text for question in asked)


def test_every_answer_of_the_questions_over_the_seeds_stands_in_its_article() -> None:
    asked = seed_questions()
    texts = {path.stem: path.read_text("utf-8") for path in SEEDS.glob("*.md")}
    assert all(one.answer is None or one.answer in texts[one.document] for one in asked)
    assert 0.3 < sum(one.answer is None for one in asked) / len(asked) < 0.6


def test_no_question_over_the_seeds_asks_nearly_as_a_golden_one_that_counts() -> None:
    counted = [
        _pairs(json.loads(line)["question"])
        for file in GOLDEN.glob("*.jsonl")
        if file.stem not in LEARNT
        for line in file.read_text("utf-8").splitlines()
    ]
    for one in seed_questions():
        own = _pairs(one.question)
        assert all(2 * len(own & other) < ALIKE * (len(own) + len(other)) for other in counted), one


def _pairs(question: str) -> set[str]:
    plain = re.sub(r"\W", "", simplify(question)).lower()
    return {plain[place : place + 2] for place in range(len(plain) - 1)}


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]
