"""Files of questions: one bad line never costs the others."""

import io
import json
import sys
from pathlib import Path

import pytest

from rag.datatypes import Turn
from tests.ui.cli.conftest import Command
from tests.ui.fake_store import FakeStore


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    lines = [
        '{"id": 7, "question": "什么是根系工程？"}',
        '{"id": "b", "question": "坏"}',
        "",
        "not json",
        '["not an object"]',
        '{"id": {"any": ["json"]}, "question": 5}',
        '{"question": "没有编号"}',
        '{"id": 9, "question": "然后呢", "history": [{"role": "user", "content": "问"}]}',
        '{"id": 10, "question": "然后呢", "history": [{"role": "system", "content": "问"}]}',
        '{"id": NaN, "question": "x"}',
        '{"id": 1e999, "question": "x"}',
        r'{"id": "\ud800", "question": "x"}',
        r'{"id": 13, "question": "x\udfff"}',
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\ufeff" + "\n".join(lines), encoding="utf-8")
    return path


def test_a_batch_answers_every_line_in_order_whatever_fails(
    genxi: Command, store: FakeStore, questions: Path
) -> None:
    ran = genxi("ask", "--questions", str(questions), "--json")
    ids = [record["id"] for record in ran.records]
    assert ids == [7, "b", None, None, {"any": ["json"]}, None, 9, 10, None, None, None, None]
    assert [index for index, record in enumerate(ran.records) if "error" in record] == [
        *(1, 2, 3, 4),
        *range(7, 12),
    ]
    assert all(list(record) == ["id", "error"] for record in ran.records if "error" in record)
    assert list(ran.records[0])[:2] == ["id", "question"]
    assert (ran.code, ran.err) == (1, "")
    assert f"{questions}:4: not a line of UTF-8 JSON" in ran.out
    assert ("ask", ("然后呢", [Turn("user", "问")])) in store.calls


def test_a_batch_survives_a_fault_of_ours_and_says_so(genxi: Command, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": 1, "question": "崩"}\n{"id": 2, "question": "坏"}\n{"id": 3, "question": "好"}\n')
    ran = genxi("ask", "--questions", str(path), "--json")
    assert ran.code == 70
    assert ["error" in record for record in ran.records] == [True, True, False]


def test_a_batch_without_failures_is_0(genxi: Command, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": 1, "question": "好"}\n')
    assert genxi("search", "--questions", str(path)).code == 0


def test_questions_come_from_standard_input(genxi: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    line = json.dumps({"id": 1, "question": "根"}).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line)))
    assert [record["id"] for record in genxi("search", "--questions", "-", "--json").records] == [1]


def test_a_missing_question_file_is_named(genxi: Command) -> None:
    ran = genxi("ask", "--questions", "nowhere.jsonl", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "nowhere.jsonl" in ran.err
