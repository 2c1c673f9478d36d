"""`genxi eval run` and `compare` over the real store: what a user types, reads and scripts against."""

import json
import signal
from pathlib import Path

import pytest

from tests.ui.cli.conftest import Command, Real
from tests.ui.cli.real_store import started

BUILDER = {
    "id": "builder",
    "question": "谁主持了青石桥的重修工程？",
    "answers": ["周德山"],
    "documents": ["town/bridge.md"],
    "answerable": True,
    "tags": ["fact"],
}
HEAD = BUILDER | {
    "id": "head",
    "question": "柳河镇图书馆的馆长是谁？",
    "answers": ["林秋白"],
    "documents": ["town/library.txt"],
}
MARS = {"id": "mars", "question": "火星上有几座火山？", "answers": [], "documents": [], "answerable": False}
METRICS = ("answer_right_cited", "refusal_recall", "citation_verbatim", "document_recall@1", "latency_p95")


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    return written(tmp_path / "town.jsonl", BUILDER, HEAD, MARS)


def written(path: Path, *records: object) -> Path:
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return path


def test_a_run_prints_one_object_and_leaves_its_reports(real: Real, golden: Path, tmp_path: Path) -> None:
    ran = real("eval", "run", str(golden), "--out", str(tmp_path / "run"), "--json")
    [told] = ran.records
    assert (ran.code, ran.err) == (0, "")
    assert (told["questions"], told["asked"], told["failed"]) == (3, 3, [])
    for name in METRICS:
        assert set(told["metrics"][name]) == {"value", "low", "high", "questions"}, name
    assert told["metrics"]["answer_right_cited"]["value"] == 1
    assert told["metrics"]["refusal_recall"]["value"] == 1
    assert told["tags"]["fact"]["citation_verbatim"]["value"] == 1
    assert Path(told["report"]).read_text("utf-8").startswith("<!doctype html>")
    assert {path.name for path in (tmp_path / "run").iterdir()} >= {
        "records.jsonl",
        "summary.json",
        "report.md",
    }


def test_a_gate_that_fails_is_3_and_names_its_lines(real: Real, golden: Path, tmp_path: Path) -> None:
    floors = "answer_right=0.5,latency_p95=0.000001,citation_recall=1.5"
    ran = real("eval", "run", str(golden), "--out", str(tmp_path / "run"), "--json", "--fail-under", floors)
    assert ran.code == 3
    assert [line.split(" = ")[0] for line in ran.err.splitlines()] == [
        "genxi: gate: latency_p95",
        "genxi: gate: citation_recall",
    ]
    assert [one["passed"] for one in ran.records[0]["gate"]] == [True, False, False]


def test_a_gate_in_several_options_holds_every_line(real: Real, golden: Path, tmp_path: Path) -> None:
    floors = ("--fail-under", "citation_recall=1.5", "--fail-under", "answer_right=0.5")
    ran = real("eval", "run", str(golden), "--out", str(tmp_path / "run"), "--json", *floors)
    assert (ran.code, [one["passed"] for one in ran.records[0]["gate"]]) == (3, [False, True])


def test_a_gate_holds_though_nobody_reads_the_figures(real: Real, golden: Path, tmp_path: Path) -> None:
    floors = ("--fail-under", "citation_recall=1.5")
    run = ("eval", "run", str(golden), "--out", str(tmp_path / "run"), *floors)
    with started(*run, cwd=real.folder) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.wait(60) == 3
        assert process.stderr.read().startswith(b"genxi: gate: citation_recall")


def test_a_run_is_held_up_to_another(real: Real, golden: Path, tmp_path: Path) -> None:
    before, after = str(tmp_path / "before"), str(tmp_path / "after")
    assert real("eval", "run", str(golden), "--out", before).code == 0
    same = real("eval", "run", str(golden), "--out", after, "--no-worse-than", before)
    assert (same.code, same.err) == (0, "")
    compared = real("eval", "compare", before, after, "--json").records[0]
    assert (compared["questions"], compared["better"], compared["worse"]) == (3, [], [])
    assert compared["differences"]["answer_right"]["change"] == 0
    text = real("eval", "compare", before, after).out
    assert "No figure changed." in text


def test_a_threshold_that_refuses_everything_flips_questions(
    real: Real, golden: Path, tmp_path: Path
) -> None:
    before, after = str(tmp_path / "before"), str(tmp_path / "after")
    real("eval", "run", str(golden), "--out", before)
    real("eval", "run", str(golden), "--out", after, "--threshold", "1")
    told = real("eval", "compare", before, after, "--json").records[0]
    assert [one["id"] for one in told["worse"]] == ["builder", "head"]
    assert told["worse"][0]["after"]["outcome"] == "missed"
    assert told["differences"]["answer_right"]["change"] == -1


def test_other_questions_are_not_compared(real: Real, golden: Path, tmp_path: Path) -> None:
    before = str(tmp_path / "before")
    real("eval", "run", str(golden), "--out", before)
    other = written(tmp_path / "other.jsonl", BUILDER)
    ran = real("eval", "run", str(other), "--out", str(tmp_path / "b"), "--no-worse-than", before, "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "asked different golden questions" in ran.err
    assert not (tmp_path / "b").exists(), "refused before anything was asked"


def test_of_a_set_that_grew_the_shared_questions_are_compared(real: Real, tmp_path: Path) -> None:
    before, after = str(tmp_path / "before"), str(tmp_path / "after")
    real("eval", "run", str(written(tmp_path / "few.jsonl", BUILDER)), "--out", before)
    real("eval", "run", str(written(tmp_path / "more.jsonl", BUILDER, MARS)), "--out", after)
    told = real("eval", "compare", before, after, "--json").records[0]
    assert (told["questions"], told["left_out"]) == (1, 1)
    text = real("eval", "compare", before, after).out
    assert "1 questions asked in both runs, 1 left out that are not the same in both;" in text
    assert "1 questions that are not the same" in Path(told["report"]).with_suffix(".md").read_text("utf-8")


def test_every_faulty_line_is_told(real: Real, tmp_path: Path) -> None:
    path = written(tmp_path / "bad.jsonl", BUILDER | {"answers": [""]}, MARS, MARS)
    ran = real("eval", "run", str(path), "--json")
    assert (ran.code, ran.out) == (1, "")
    assert [line.split(": ")[0] for line in ran.err.splitlines()[:2]] == [f"{path}:1", f"{path}:3"]
    assert len(ran.err.splitlines()) == 3


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ([], "holds no question"),
        ([BUILDER | {"documents": ["gone.md"]}], "town.jsonl:1: the store holds no document 'gone.md'"),
    ],
)
def test_what_cannot_be_asked_is_said(real: Real, tmp_path: Path, content: list[object], told: str) -> None:
    ran = real("eval", "run", str(written(tmp_path / "town.jsonl", *content)), "--out", str(tmp_path / "r"))
    assert (ran.code, ran.out) == (1, "")
    assert told in ran.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["eval"], "COMMAND"),
        (["eval", "run"], "GOLDEN.jsonl"),
        (["eval", "run", "x", "--fail-under", "answer_f1"], "is no METRIC=NUMBER such as answer_f1=0.8"),
        (["eval", "run", "x", "--fail-under", "answer_ff=1"], "Did you mean answer_f1?"),
        (["eval", "run", "x", "--jobs", "0"], "no whole number from 1 to 64"),
    ],
)
def test_wrong_usage_is_2(genxi: Command, arguments: list[str], told: str) -> None:
    ran = genxi(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


@pytest.fixture
def many(tmp_path: Path) -> Path:
    return written(tmp_path / "many.jsonl", *(BUILDER | {"id": number} for number in range(60)))


def test_an_interrupt_is_130_and_the_same_command_goes_on(real: Real, many: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    command = ("eval", "run", str(many), "--out", str(out), "--json")
    with started(*command, cwd=real.folder) as process:
        while not (out / "records.jsonl").exists() or not (out / "records.jsonl").read_bytes():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr
        assert process.stderr.read() == b"genxi: interrupted\n"
    kept = (out / "records.jsonl").read_bytes()
    assert 0 < kept.count(b"\n") < 60
    [told] = real(*command).records
    assert told["asked"] == 60
    lines = (out / "records.jsonl").read_bytes()
    assert lines.startswith(kept)
    assert lines.count(b"\n") == 60, "nothing was asked twice"
