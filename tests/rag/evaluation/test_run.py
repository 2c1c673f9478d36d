import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from rag.datatypes import Turn
from rag.errors import BadGolden, BadRun
from rag.evaluation.folder import RECORDS, choose, load, recording
from rag.evaluation.golden import GoldenQuestion
from rag.evaluation.golden_file import GoldenSet
from rag.evaluation.run import evaluate
from rag.protocols import Reading
from tests.rag.evaluation.making import LENGTH, MAYOR, QUESTIONS, RIGHT, SILENT, Told

GOLDEN = GoldenSet("town.jsonl", QUESTIONS)
BAD = replace(LENGTH, id="bad", question="坏？")
BROKEN = replace(LENGTH, id="broken", question="崩？")


class Half:
    """A reader that is half sure of everything."""

    def read(self, question: str, passages: Sequence[str], /) -> list[Reading]:
        return [Reading(None, None, None, 0.5) for _ in passages]


def test_every_question_is_asked_once_and_judged(tmp_path: Path) -> None:
    library, steps = Told(RIGHT), []
    run, summary = evaluate(
        library, GOLDEN, tmp_path / "run", progress=lambda done, total: steps.append((done, total))
    )
    assert sorted(library.asked) == sorted(one.question for one in QUESTIONS)
    assert summary.figures["answer_right"].value == pytest.approx(2 / 3)
    assert summary.figures["refusal_recall"].value == 1
    assert summary.figures["citation_verbatim"].value == 1
    assert summary.tags["who"]["answer_right_cited"].value == 1
    assert (steps[0], steps[-1]) == ((0, 4), (4, 4))
    assert load(run.folder).records == run.records


def test_the_history_of_a_question_is_told(tmp_path: Path) -> None:
    library = Told(RIGHT)
    turns = (Turn("user", "说说桥"), Turn("assistant", "好"))
    evaluate(library, GoldenSet("x", (replace(LENGTH, history=turns),)), tmp_path / "run")
    assert library.histories == [turns]


def test_support_is_measured_if_there_is_a_reader_and_else_not(tmp_path: Path) -> None:
    _, with_reader = evaluate(Told(RIGHT), GOLDEN, tmp_path / "a", reader=Half())
    _, without = evaluate(Told(RIGHT), GOLDEN, tmp_path / "b")
    assert with_reader.figures["citation_support"].value == 0.5
    assert "citation_support" not in without.figures


def test_questions_that_fail_are_counted_and_score_nothing(tmp_path: Path) -> None:
    golden = GoldenSet("x", (LENGTH, BAD, BROKEN, SILENT))
    run, summary = evaluate(Told(RIGHT), golden, tmp_path / "run")
    assert [(one.id, one.error) for one in summary.failed] == [
        ("bad", "a bad question"),
        ("broken", "KeyError: 'lost'"),
    ]
    assert summary.figures["answer_right"] == replace(summary.figures["answer_right"], value=1.0, questions=1)
    assert summary.columns.ids == ("length", "silent")
    assert not run.is_finished


def test_what_failed_is_asked_again_and_nothing_else(tmp_path: Path) -> None:
    golden = GoldenSet("x", (LENGTH, BAD))
    evaluate(Told(RIGHT), golden, tmp_path / "run")
    library = Told(RIGHT)
    evaluate(library, golden, tmp_path / "run")
    assert library.asked == [BAD.question]


@pytest.mark.parametrize("jobs", [1, 3])
def test_an_interrupted_run_goes_on_without_asking_again(tmp_path: Path, jobs: int) -> None:
    golden = GoldenSet("x", tuple(replace(LENGTH, id=str(n), question=f"桥{n}？") for n in range(20)))
    first, second = Told(limit=8), Told()
    with pytest.raises(KeyboardInterrupt):
        evaluate(first, golden, tmp_path / "run", jobs=jobs)
    assert len(first.asked) == 8
    run, _ = evaluate(second, golden, tmp_path / "run", jobs=jobs)
    assert sorted(first.asked + second.asked) == sorted(one.question for one in golden.questions)
    assert run.is_finished


def test_half_a_line_is_cut_off_and_asked_again(tmp_path: Path) -> None:
    evaluate(Told(RIGHT), GoldenSet("x", (LENGTH, MAYOR)), tmp_path / "run", jobs=1)
    records = tmp_path / "run" / RECORDS
    records.write_bytes(records.read_bytes()[:-20])
    library = Told(RIGHT)
    run, _ = evaluate(library, GoldenSet("x", (LENGTH, MAYOR)), tmp_path / "run")
    assert library.asked == [MAYOR.question]
    assert [json.loads(line)["id"] for line in records.read_bytes().splitlines()] == ["length", "mayor"]
    assert run.is_finished


def test_a_run_goes_on_only_with_the_same_questions_and_settings(tmp_path: Path) -> None:
    evaluate(Told(), GoldenSet("x", (LENGTH, BAD)), tmp_path / "run")
    with pytest.raises(BadRun, match=r"holds another run: threshold was 0\.5, is 0\.7\. Name another"):
        evaluate(Told(threshold=0.7), GoldenSet("x", (LENGTH, BAD)), tmp_path / "run")
    with pytest.raises(BadRun, match=r"the golden questions were version \w+, are \w+"):
        evaluate(Told(), GoldenSet("x", (MAYOR, BAD)), tmp_path / "run")


def test_a_finished_run_is_not_passed_off_as_a_new_one_unless_asked_again(tmp_path: Path) -> None:
    evaluate(Told(RIGHT), GOLDEN, tmp_path / "run")
    with pytest.raises(BadRun, match="holds a finished run"):
        evaluate(Told(RIGHT), GOLDEN, tmp_path / "run")
    library = Told({})
    _, summary = evaluate(library, GOLDEN, tmp_path / "run", again=True)
    assert len(library.asked) == 4
    assert summary.figures["answer_right"].value == 0


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me")
    with pytest.raises(BadRun, match="holds no run"):
        evaluate(Told(), GOLDEN, tmp_path)
    with pytest.raises(BadRun, match="holds no run"):
        evaluate(Told(), GOLDEN, tmp_path / "letter.txt", again=True)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_without_a_name_an_unfinished_run_goes_on_and_a_finished_one_is_followed(tmp_path: Path) -> None:
    settings = Told().settings()
    assert choose(GOLDEN, settings, base=tmp_path) == tmp_path / "town-1"
    golden = GoldenSet("town.jsonl", (LENGTH, BAD))
    run, _ = evaluate(Told(), golden, tmp_path / "town-1")
    assert choose(golden, run.settings, base=tmp_path) == tmp_path / "town-1"
    assert choose(GOLDEN, run.settings, base=tmp_path) == tmp_path / "town-2"
    assert choose(golden, {**run.settings, "threshold": 0.1}, base=tmp_path) == tmp_path / "town-2"


def test_two_processes_do_not_run_one_folder(tmp_path: Path) -> None:
    evaluate(Told(), GoldenSet("x", (BAD,)), tmp_path / "run")
    with recording(tmp_path / "run"), pytest.raises(BadRun, match="Another process is running"):
        evaluate(Told(), GoldenSet("x", (BAD,)), tmp_path / "run")


def test_a_run_under_way_is_not_forgotten(tmp_path: Path) -> None:
    run, _ = evaluate(Told(RIGHT), GOLDEN, tmp_path / "run")
    with recording(run.folder), pytest.raises(BadRun, match="Another process is running"):
        evaluate(Told(RIGHT), GOLDEN, run.folder, again=True)
    assert load(run.folder).records == run.records


def test_documents_that_the_store_does_not_hold_are_told_before_anything_is_asked(tmp_path: Path) -> None:
    lost = GoldenQuestion("lost", "?", ("a",), documents=("gone", "bridge", "青石桥"))
    library = Told()
    with pytest.raises(BadGolden) as raised:
        evaluate(library, GoldenSet("x.jsonl", (LENGTH, lost), (1, 7)), tmp_path / "run")
    assert raised.value.lines == (
        "x.jsonl:7: the store holds no document 'gone'; index it, or correct the id",
        "x.jsonl:7: the store holds no document '青石桥'; its id is 'bridge'",
    )
    assert (library.asked, list(tmp_path.iterdir())) == ([], [])


@pytest.mark.parametrize("name", ["settings.json", "golden.jsonl"])
def test_a_folder_without_a_whole_run_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadRun, match="holds no run"):
        load(tmp_path)
    evaluate(Told(), GOLDEN, tmp_path / "run")
    (tmp_path / "run" / name).write_text("{")
    with pytest.raises(BadRun, match="is damaged"):
        load(tmp_path / "run")


def test_records_of_another_shape_are_refused(tmp_path: Path) -> None:
    evaluate(Told(), GOLDEN, tmp_path / "run")
    (tmp_path / "run" / RECORDS).write_text('{"id": "length"}\n')
    with pytest.raises(BadRun, match="is damaged"):
        load(tmp_path / "run")
