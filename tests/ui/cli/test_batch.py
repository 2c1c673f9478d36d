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
    assert (ran.code, ran.err) == (1, "genxi: 9 of 12 questions failed; the first: a bad question\n")
    assert ran.records[2]["error"].startswith(f"{questions}:4: not JSON; want an object such as ")
    assert ("ask", ("然后呢", [Turn("user", "问")])) in store.calls


def test_a_bad_line_is_headed_by_its_place(genxi: Command, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_bytes('{"id": 1, "question": "好"}\n'.encode() * 40 + b'{"id": 2, "question": "\xff"}\n')
    ran = genxi("ask", "--questions", str(path))
    told = f"{path}:41: not UTF-8; save the questions as UTF-8"
    assert f"## {path}:41\n\nerror: {told}\n" in ran.out
    assert ran.err == f"genxi: 1 of 41 questions failed; the first: {told}\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_file_of_windows_is_read(genxi: Command, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(
        '{"id": 1, "question": "青石镇在哪里？"}\n{"id": 2, "question": "桥"}\n', encoding=encoding
    )
    ran = genxi("ask", "--questions", str(path), "--json")
    assert (ran.code, [one["question"] for one in ran.records]) == (0, ["青石镇在哪里？", "桥"])


def test_an_array_gives_a_line_for_every_question(genxi: Command, tmp_path: Path) -> None:
    path = tmp_path / "q.json"
    path.write_text('\ufeff[\n  {"id": 1,\n   "question": "好"},\n  7, {"id": NaN, "question": "x"}\n]')
    ran = genxi("ask", "--questions", str(path), "--json")
    good, number, no_id = ran.records
    assert (ran.code, good["id"], good["question"]) == (1, 1, "好")
    assert number["error"].startswith(f"{path}, question 2: want an object such as ")
    assert no_id["error"].startswith(f"{path}, question 3: not JSON")


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
