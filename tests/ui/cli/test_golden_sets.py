"""Golden sets made at the command line: drafted, checked, imported, over a real store."""

import json
from pathlib import Path

import pytest

from tests.ui.cli.conftest import Command, Real


def test_drafts_pass_the_check(real: Real, tmp_path: Path) -> None:
    out = tmp_path / "drafts.jsonl"
    drafted = real("eval", "draft", "--count", "2", "--out", str(out), "--json")
    assert (drafted.code, drafted.records) == (0, [{"drafted": 2, "file": str(out)}])
    checked = real("eval", "check", str(out), "--json")
    assert (checked.code, checked.records) == (0, [{"checked": 2, "problems": 0}])


def test_drafting_overwrites_nothing(real: Real, tmp_path: Path) -> None:
    out = tmp_path / "judged.jsonl"
    out.write_text("judged", encoding="utf-8")
    drafted = real("eval", "draft", "--count", "2", "--out", str(out))
    assert (drafted.code, drafted.out, out.read_text("utf-8")) == (1, "", "judged")
    assert f"{out} is there already" in drafted.err


@pytest.mark.parametrize("out", [(), ("--out", "-")])
def test_drafts_are_printed_as_golden_questions(real: Real, out: tuple[str, ...]) -> None:
    drafted = real("eval", "draft", "--count", "2", "--unanswerable", "0", "--json", *out)
    assert drafted.code == 0
    assert not (real.folder / "-").exists()
    for record in drafted.records:
        assert record["answerable"]
        assert record["documents"] == [record["passages"][0]["document_id"]]


def test_each_problem_is_a_line_and_the_exit_code_1(real: Real, tmp_path: Path) -> None:
    golden = tmp_path / "golden.jsonl"
    wrong = {"id": "1", "question": "桥长多少？", "answers": ["99米"], "documents": ["town/bridge.md"]}
    golden.write_text(json.dumps(wrong) + "\n{\n", encoding="utf-8")
    checked = real("eval", "check", str(golden))
    first, second = checked.out.splitlines()
    assert checked.code == 1
    assert first == (
        f"{golden}:1: the answer '99米' does not occur in town/bridge.md, nor does another variant of it"
    )
    assert second.startswith(f"{golden}:2: not JSON")
    assert "2 problems in 2 lines" in checked.err
    lines = [record["line"] for record in real("eval", "check", str(golden), "--json").records]
    assert lines == [1, 2]


def test_an_imported_set_can_be_indexed_and_checked(built: Path, real: Real, tmp_path: Path) -> None:
    paragraph = {
        "context": "青石桥长30米。",
        "qas": [{"id": "q", "question": "多长？", "answers": [{"text": "30米", "answer_start": 4}]}],
    }
    source = tmp_path / "set.json"
    source.write_text(json.dumps({"data": [{"title": "桥", "paragraphs": [paragraph]}]}), encoding="utf-8")
    imported = real("eval", "import", "drcd", str(source), "--out", str(tmp_path), "--json")
    [record] = imported.records
    assert imported.code == 0
    assert (record["documents"], record["questions"], record["left_out"]) == (1, 1, 0)
    data = str(tmp_path / "store")
    assert real("index", record["files"][0], "--data", data).code == 0
    assert real("eval", "check", record["files"][1], "--data", data).code == 0
    again = real("eval", "import", "drcd", str(source), "--out", str(tmp_path))
    assert again.code == 1
    assert "is there already" in again.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("draft", "--count", "0"),
        ("draft", "--seed", "-1"),
        ("draft", "--unanswerable", "2"),
        ("draft", "--unanswerable", "nan"),
        ("import", "word", "x"),
        ("check",),
    ],
)
def test_wrong_usage_is_2(genxi: Command, arguments: tuple[str, ...]) -> None:
    assert genxi("eval", *arguments).code == 2
