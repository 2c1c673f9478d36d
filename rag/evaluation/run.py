"""Ask every golden question and judge the answers; what `genxi eval run` does.

    with KnowledgeBase.open(".genxi") as kb:
        run, summary = evaluate(kb, "golden.jsonl", "runs/today")
    print(summary.figures["answer_right"].value)

Ended at any point, the same call goes on where it stopped.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path

from rag.errors import BadGolden
from rag.evaluation import fingerprint, folder
from rag.evaluation.asking import Library, ask
from rag.evaluation.checking import unknown_documents
from rag.evaluation.folder import Recorder, Run, Settings
from rag.evaluation.golden import GoldenQuestion
from rag.evaluation.golden_file import GoldenSet, Problem, read_golden
from rag.evaluation.record import Record
from rag.evaluation.summary import Summary, summarise
from rag.protocols import Reader

WARMING_UP = "热身"
Progress = Callable[[int, int | None], None]  # questions done, questions in all


def evaluate(
    library: Library,
    golden: str | Path | GoldenSet,
    out: str | Path | None = None,
    *,
    again: bool = False,
    jobs: int | None = None,
    reader: Reader | None = None,
    progress: Progress | None = None,
) -> tuple[Run, Summary]:
    """Ask what has not been asked yet, `jobs` questions at a time, and return the run with its figures.

    `reader` measures how well quotes carry answers. A question that fails is kept with its error, counted in
    `Summary.failed` and part of no figure; calling again asks it again. Raises BadGolden, BadRun.
    """
    questions = read_golden(golden) if isinstance(golden, str | Path) else golden
    refuse_unknown_documents(library, questions)
    settings = settings_of(library, reader)
    place = Path(out) if out is not None else folder.choose(questions, settings)
    run = folder.begin(place, questions, settings, again=again)
    left = [one for one in questions.questions if (seen := run.records.get(one.id)) is None or seen.error]
    asked = _ask_all(library, left, run, jobs or (os.cpu_count() or 1), reader, progress)
    done = replace(run, records={**run.records, **asked})
    return done, summarise(questions.questions, done.records)


def settings_of(library: Library, reader: Reader | None) -> Settings:
    """Return what the records of a run depend on besides its questions."""
    return library.settings() | {"reader": reader is not None, "program": fingerprint.of_program()}


def refuse_unknown_documents(library: Library, golden: GoldenSet) -> None:
    """Raise BadGolden if a question names a document that the store does not hold."""
    titles = {one.id: one.title for one in library.documents()}
    problems = [
        Problem(line, what)
        for line, one in zip(golden.lines or [0] * len(golden.questions), golden.questions, strict=True)
        for what in unknown_documents(one, titles)
    ]
    if problems:
        raise BadGolden([problem.told(golden.name) for problem in problems])


def _ask_all(
    library: Library,
    questions: Sequence[GoldenQuestion],
    run: Run,
    jobs: int,
    reader: Reader | None,
    progress: Progress | None,
) -> dict[str, Record]:
    total = len(run.golden.questions)
    done = total - len(questions)
    asked: dict[str, Record] = {}
    if questions:
        library.search(WARMING_UP, 1)  # models load before the first clock starts
    with folder.recording(run.folder) as recorder, ThreadPoolExecutor(jobs, "ask") as pool:

        def ask_one(gold: GoldenQuestion) -> Record:
            return _asked(library, gold, reader, recorder)

        futures = [pool.submit(ask_one, gold) for gold in questions]
        try:
            for count, future in enumerate(as_completed(futures), start=done):
                if progress:
                    progress(count, total)
                record = future.result()
                asked[record.id] = record
            if progress:
                progress(total, total)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)  # what is being asked is still kept
            raise
    return asked


def _asked(library: Library, gold: GoldenQuestion, reader: Reader | None, recorder: Recorder) -> Record:
    record = ask(library, gold, reader)
    recorder.add(record)
    return record
