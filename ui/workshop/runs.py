"""The runs of a store's golden sets: one at a time in a thread of its own, watched from any page."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from embeddings.errors import AppError
from rag.errors import BadRun
from rag.evaluation import folder
from rag.evaluation.asking import Library
from rag.evaluation.comparison import compare, refuse_other_questions
from rag.evaluation.flips import flips
from rag.evaluation.report.comparison import comparison_page
from rag.evaluation.report.write import PAGE, write_reports
from rag.evaluation.run import evaluate
from rag.evaluation.summary import summarise
from rag.protocols import Reader
from ui.workshop.sets import NAME

RIGHT = "answer_right"


@dataclass(frozen=True, slots=True)
class Going:
    """A run on its way, or the last one."""

    name: str
    done: int = 0
    total: int | None = None
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
        """Begin a run of a golden set and return its name; raises BadRun while another goes on."""
        with self._starting:
            if self._going is not None and not self._going.ended:
                raise BadRun(f"{self._going.name} is still running. Wait until it ends.")
            name = self._free(golden.stem)
            self._going = Going(name)
        threading.Thread(target=self._run, args=(golden, name), daemon=True).start()
        return name

    def going(self) -> dict[str, Any] | None:
        """Return how far the run is; None before the first."""
        one = self._going
        if one is None:
            return None
        return {"run": one.name, "done": one.done, "total": one.total, "ended": one.ended, "error": one.error}

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
        one, other = folder.load(self._place(first)), folder.load(self._place(second))
        refuse_other_questions((first, one.golden.version), (second, other.golden.version))
        left, right = (summarise(run.golden.questions, run.records).columns for run in (one, other))
        return comparison_page((first, second), compare(left, right), flips(one, other))

    def _run(self, golden: Path, name: str) -> None:
        try:
            done, summary = evaluate(
                self._library, golden, self._base / name, jobs=1, reader=self._reader(), progress=self._tell
            )
            write_reports(done, summary)
            self._change(ended=True)
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

    def _free(self, stem: str) -> str:
        number = 1
        while (self._base / f"{stem}-{number}").exists():
            number += 1
        return f"{stem}-{number}"

    def _place(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise BadRun(f"{name[:60]!r} is no run.")
        return self._base / name


def _about(place: Path) -> dict[str, Any]:
    """Read what the summary tells; the figures are not worked out again for every look at the list."""
    try:
        held = json.loads((place / folder.SUMMARY).read_text("utf-8"))
        right = held["metrics"].get(RIGHT, {}).get("value")
        return {"name": place.name, "golden": held["golden"], "questions": held["questions"], "right": right}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {
            "name": place.name,
            "golden": None,
            "questions": 0,
            "right": None,
        }  # damaged: told when opened
