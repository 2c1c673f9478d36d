"""The runs of a store's golden sets: one at a time in a thread of its own, watched from any page."""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from embeddings.errors import AppError
from rag.errors import BadRun
from rag.evaluation import folder
from rag.evaluation.asking import Library
from rag.evaluation.comparison import compare, on_shared
from rag.evaluation.flips import flips
from rag.evaluation.golden_file import GoldenSet, read_golden
from rag.evaluation.report.comparison import comparison_page
from rag.evaluation.report.write import PAGE, write_reports
from rag.evaluation.run import evaluate, settings_of
from rag.evaluation.summary import summarise
from rag.protocols import Reader

NAME = re.compile(r"\w[\w\-]{0,69}")  # that of a set with a number behind it
RIGHT = "answer_right"


@dataclass(frozen=True, slots=True)
class Going:
    """A run on its way, or the last one."""

    name: str
    done: int = 0
    total: int | None = None
    failed: int = 0
    ended: bool = False
    error: str | None = None


class Runs:
    """The folder of runs, and the one that is going on."""

    def __init__(self, library: Library, base: Path, reader: Callable[[], Reader | None]) -> None:
        """Ask `library`; `reader` is called when the first run starts."""
        self._library = library
        self._base = base
        self._reader = reader
        self._going: Going | None = None
        self._starting = threading.Lock()

    def start(self, golden: Path) -> str:
        """Begin a run of a golden set, or go on with one that was stopped, and return its name.

        Raises BadGolden, and BadRun while another goes on.
        """
        questions = read_golden(golden)
        with self._starting:
            if self._going is not None and not self._going.ended:
                raise BadRun(f"{self._going.name} is still running. Wait until it ends.")
            reader = self._reader()
            name = folder.choose(questions, settings_of(self._library, reader), base=self._base).name
            self._going = Going(name)
        threading.Thread(target=self._run, args=(questions, name, reader), daemon=True).start()
        return name

    def going(self) -> dict[str, Any] | None:
        """Return how far the run is; None before the first."""
        one = self._going
        if one is None:
            return None
        return {
            "run": one.name,
            "done": one.done,
            "total": one.total,
            "failed": one.failed,
            "ended": one.ended,
            "error": one.error,
        }

    def listed(self) -> list[dict[str, Any]]:
        """Return what there is to say of each run that has a report, newest first."""
        found = [path.parent for path in self._base.glob(f"*/{PAGE}") if NAME.fullmatch(path.parent.name)]
        newest = sorted(found, key=lambda path: (path / PAGE).stat().st_mtime, reverse=True)
        return [_about(place) for place in newest]

    def report(self, name: str) -> str:
        """Return the HTML of a run's report; raises BadRun if there is none."""
        path = self._place(name) / PAGE
        if not path.is_file():
            raise BadRun(f"There is no finished run {name!r}.")
        return path.read_text("utf-8")

    def comparison(self, first: str, second: str) -> str:
        """Return the HTML that compares two runs; raises BadRun if there is one less, or they do not fit."""
        one, other, left_out = on_shared(folder.load(self._place(first)), folder.load(self._place(second)))
        left, right = (summarise(run.golden.questions, run.records).columns for run in (one, other))
        return comparison_page((first, second), compare(left, right), flips(one, other), left_out)

    def _run(self, golden: GoldenSet, name: str, reader: Reader | None) -> None:
        try:
            done, summary = evaluate(
                self._library, golden, self._base / name, jobs=1, reader=reader, progress=self._tell
            )
            write_reports(done, summary)
            self._change(ended=True, failed=len(summary.failed))
        except AppError as error:
            self._change(ended=True, error=str(error))
        except Exception as error:  # the page must hear of it, whatever it is
            self._change(ended=True, error=f"{type(error).__name__}: {error}")
            raise

    def _tell(self, done: int, total: int | None) -> None:
        self._change(done=done, total=total)

    def _change(self, **changed: Any) -> None:
        if self._going is not None:
            self._going = replace(self._going, **changed)

    def _place(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise BadRun(f"{name[:60]!r} is no run.")
        return self._base / name


def _about(place: Path) -> dict[str, Any]:
    """Read what the summary tells; the figures are not worked out again for every look at the list."""
    about = {"name": place.name, "golden": None, "questions": 0, "asked": 0, "failed": 0, "right": None}
    try:
        held = json.loads((place / folder.SUMMARY).read_text("utf-8"))
        told = {name: held[name] for name in ("golden", "questions", "asked")}
        right = held["metrics"].get(RIGHT, {}).get("value")
        return about | told | {"failed": len(held["failed"]), "right": right}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return about  # damaged: told when opened
