from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import BadGate, BadRun
from rag.evaluation.comparison import compare, on_shared
from rag.evaluation.flips import flips
from rag.evaluation.folder import Run
from rag.evaluation.gate import Line, pass_through
from rag.evaluation.golden_file import GoldenSet
from rag.evaluation.record import Record
from rag.evaluation.run import evaluate
from rag.evaluation.summary import Summary, summarise
from rag.evaluation.summary_file import full_record, read_baseline, write_summary
from tests.rag.evaluation.making import BRIDGE, LENGTH, QUESTIONS, RIGHT, SILENT, Told, cited, record

GOLDEN = GoldenSet("town.jsonl", QUESTIONS)
MANY = GoldenSet(
    "many.jsonl",
    tuple(
        [replace(LENGTH, id=f"a{n}") for n in range(40)] + [replace(SILENT, id=f"s{n}") for n in range(40)]
    ),
)


def a_run(folder: Path, wrong: int = 0, invented: int = 0) -> tuple[Run, Summary]:
    """A run of MANY with so many wrong answers and false answers, at the end of each half."""
    records: dict[str, Record] = {}
    for number in range(40):
        good, due = MANY.questions[number], MANY.questions[40 + number]
        text = "宽5米" if number >= 40 - wrong else "长30米"
        records[good.id] = record(good, text, cited(BRIDGE, "桥长30米，宽5米"))
        records[due.id] = record(due, "四十岁" if number >= 40 - invented else "")
    return Run(folder, MANY, {}, records), summarise(MANY.questions, records)


def failing(lines: list[Line]) -> list[str]:
    return [line.metric for line in lines if not line.passed]


@pytest.fixture
def baseline(tmp_path: Path) -> Path:
    run, summary = a_run(tmp_path)
    return write_summary(run, full_record(run, summary))


def test_floors_are_floors_and_where_lower_is_better_ceilings(tmp_path: Path) -> None:
    run, summary = a_run(tmp_path, wrong=4, invented=4)
    floors = {"answer_right": 0.9, "refusal_recall": 0.91, "false_answer_rate": 0.1, "risk": 0.1}
    lines = pass_through(run, summary, floors)
    assert failing(lines) == ["refusal_recall", "risk"]
    assert lines[1].told == "refusal_recall = 0.9000, at least 0.91 wanted"
    assert lines[3].told == "risk = 0.1818, at most 0.1 wanted"


def test_a_figure_that_was_not_measured_fails(tmp_path: Path) -> None:
    run, summary = a_run(tmp_path)
    [line] = pass_through(run, summary, {"citation_support": 0.0})
    assert (line.passed, line.told) == (
        False,
        "citation_support was not measured: no question has a say in it",
    )


def test_a_misspelt_metric_is_refused_with_the_right_name(tmp_path: Path) -> None:
    with pytest.raises(BadGate, match=r"no metric 'answer_f'\. Did you mean answer_f1\?"):
        pass_through(*a_run(tmp_path), {"answer_f": 0.5})


def test_questions_that_failed_fail_the_gate(tmp_path: Path) -> None:
    bad = replace(LENGTH, id="bad", question="坏？")
    run, summary = evaluate(Told(RIGHT), GoldenSet("x", (LENGTH, bad)), tmp_path / "run")
    assert failing(pass_through(run, summary, {"answer_right": 0.5})) == ["failed"]
    assert pass_through(run, summary, {}) == [], "no gate was asked for"


def test_the_same_answers_are_no_worse(tmp_path: Path, baseline: Path) -> None:
    lines = pass_through(*a_run(tmp_path / "b"), {}, read_baseline(baseline))
    assert len(lines) > 10
    assert failing(lines) == []


def test_the_same_figures_are_no_worse_than_their_own_file_rounded(tmp_path: Path) -> None:
    def thirds(folder: Path) -> tuple[Run, Summary]:
        run, _ = a_run(folder)
        records = {
            name: replace(one, spans=("桥30米长",) if name.startswith("a") else ())
            for name, one in run.records.items()
        }
        return replace(run, records=records), summarise(MANY.questions, records)

    run, summary = thirds(tmp_path)
    write_summary(run, full_record(run, summary))
    assert 0 < summary.figures["answer_f1"].value < 1
    assert failing(pass_through(run, summary, {}, read_baseline(tmp_path))) == []


def test_one_answer_more_or_less_is_noise(tmp_path: Path, baseline: Path) -> None:
    assert failing(pass_through(*a_run(tmp_path, wrong=2, invented=1), {}, read_baseline(baseline))) == []


def test_a_fall_is_named_and_nothing_else(tmp_path: Path, baseline: Path) -> None:
    lines = pass_through(*a_run(tmp_path, wrong=15), {}, read_baseline(baseline.parent))
    fallen = {"answer_right_cited", "answer_right", "answer_f1", "answer_rouge_l", "risk"}
    assert set(failing(lines)) == fallen
    told = next(line.told for line in lines if line.metric == "answer_right")
    assert told.startswith(f"answer_right 1.0000 → 0.6250 against {baseline.parent} (-0.3750, 95 % -0.")


def test_answers_to_what_has_none_are_named_as_such(tmp_path: Path, baseline: Path) -> None:
    lines = pass_through(*a_run(tmp_path, invented=15), {}, read_baseline(baseline))
    assert set(failing(lines)) == {"refusal_recall", "refusal_f1", "false_answer_rate", "risk"}


def test_becoming_better_passes(tmp_path: Path) -> None:
    run, summary = a_run(tmp_path, wrong=20, invented=20)
    write_summary(run, full_record(run, summary))
    assert failing(pass_through(*a_run(tmp_path / "b"), {}, read_baseline(tmp_path))) == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_seeds_and_threads_change_no_verdict(tmp_path: Path, seed: int) -> None:
    run, before = evaluate(Told(RIGHT), GOLDEN, tmp_path / "a", jobs=1)
    _, after = evaluate(Told(RIGHT), GOLDEN, tmp_path / "b", jobs=4)
    write_summary(run, full_record(run, before))
    assert failing(pass_through(run, after, {}, read_baseline(tmp_path / "a"))) == []
    reseeded = summarise(GOLDEN.questions, run.records, seed=seed)
    assert {name: figure.value for name, figure in reseeded.figures.items() if "_p" not in name} == {
        name: figure.value for name, figure in after.figures.items() if "_p" not in name
    }
    assert not any(one.is_worse for one in compare(before.columns, after.columns, seed=seed))


def test_other_golden_questions_are_refused_with_the_reason(tmp_path: Path, baseline: Path) -> None:
    run, summary = evaluate(Told(RIGHT), GOLDEN, tmp_path / "run")
    with pytest.raises(BadRun, match=r"asked different golden questions \(versions \w+ and \w+\)"):
        pass_through(run, summary, {}, read_baseline(baseline))


@pytest.mark.parametrize(
    ("content", "why"),
    [("{", "is not the summary of a run"), ("{}", "is not the summary"), ("[]", "is not the summary")],
)
def test_a_baseline_that_is_none_is_refused(tmp_path: Path, content: str, why: str) -> None:
    (tmp_path / "x.json").write_text(content)
    with pytest.raises(BadRun, match=why):
        read_baseline(tmp_path / "x.json")
    with pytest.raises(BadRun, match=r"summary\.json cannot be read: No such file"):
        read_baseline(tmp_path)


def test_only_questions_that_both_runs_got_through_are_compared(tmp_path: Path) -> None:
    run, summary = a_run(tmp_path)
    fewer = summarise(MANY.questions, {**run.records, "a0": Record("a0", error="lost")})
    right = next(one for one in compare(summary.columns, fewer.columns) if one.metric.name == "answer_right")
    assert (right.questions, right.value) == (39, 0)


def test_of_a_set_that_changed_the_same_questions_are_compared(tmp_path: Path) -> None:
    first, _ = a_run(tmp_path / "first", wrong=2)
    added = replace(LENGTH, id="new")
    changed = replace(MANY.questions[0], answers=("31米",))
    golden = GoldenSet("many.jsonl", (changed, *MANY.questions[1:], added))
    second = replace(first, folder=tmp_path / "second", golden=golden)
    left, right, left_out = on_shared(first, second)
    assert left.golden.questions == right.golden.questions == MANY.questions[1:]
    assert left_out == 2
    with pytest.raises(BadRun, match="first and second share no golden question"):
        on_shared(first, replace(second, golden=GoldenSet("many.jsonl", (added,))))


def test_flips_go_both_ways(tmp_path: Path) -> None:
    first, _ = a_run(tmp_path, wrong=2)
    second, _ = a_run(tmp_path, invented=1)
    found = [(flip.gold.id, flip.before, flip.after, flip.is_better) for flip in flips(first, second)]
    assert found == [
        ("a38", "wrong", "right", True),
        ("a39", "wrong", "right", True),
        ("s39", "refused", "invented", False),
    ]
