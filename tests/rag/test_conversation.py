import json
from pathlib import Path

import pytest

from rag.conversation import standalone
from rag.datatypes import Turn

GOLDEN = Path(__file__).parents[1] / "golden" / "tuning.jsonl"
HISTORY = [Turn("user", "什么是“根系工程”？"), Turn("assistant", "“根系工程”是……")]


@pytest.mark.parametrize(
    ("follow_up", "complete"),
    [
        ("它是谁提出的？", "“根系工程”是谁提出的？"),
        ("那它有几个方向呢？", "“根系工程”有几个方向呢？"),
    ],
)
def test_a_pronoun_takes_the_topic_asked_about(follow_up: str, complete: str) -> None:
    assert standalone(follow_up, HISTORY) == complete


def test_without_history_nothing_changes() -> None:
    assert standalone("它是谁提出的？", []) == "它是谁提出的？"


def test_complete_questions_stay_as_they_are_whatever_came_before() -> None:
    questions = [json.loads(line)["question"] for line in GOLDEN.read_text("utf-8").splitlines()]
    changed = [question for question in questions if standalone(question, HISTORY) != question]
    assert changed == []
