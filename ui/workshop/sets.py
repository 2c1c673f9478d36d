"""The golden sets of a store: files in one folder, each under a name that can act as nothing else."""

import json
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rag.datatypes import Document
from rag.errors import BadGolden, UnknownDocument
from rag.evaluation.checking import asked, check
from rag.evaluation.golden import GoldenQuestion, parse
from rag.evaluation.golden_file import GoldenSet, examine_golden, parse_golden, read_golden, write_golden
from rag.storage import atomic

NAME = re.compile(r"\w[\w\-]{0,59}")  # letters of any script, digits, - and _
REJECTED = "rejected.json"


class Sets:
    """The folder of golden sets, and which drafts have been rejected; its changes wait for one another."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made before it is needed."""
        self._folder = folder
        self._changing = threading.Lock()  # requests are served by a pool of threads

    def path(self, name: str) -> Path:
        """Return the file of a set, whether or not it exists; raises BadGolden for what is no name."""
        if not NAME.fullmatch(name):
            raise BadGolden([f"{name[:60]!r} is no name of a golden set: use letters, digits, - and _"])
        return self._folder / f"{name}.jsonl"

    def listed(self) -> list[dict[str, Any]]:
        """Return the name of each set, how many questions it has and how many faulty lines."""
        return [_about(path) for path in sorted(self._folder.glob("*.jsonl")) if NAME.fullmatch(path.stem)]

    def take(
        self, name: str, content: bytes, ids: Sequence[str], show: Callable[[str], Document]
    ) -> tuple[int, list[str]]:
        """Keep an uploaded set and return how many questions it has, and what to mind about them.

        `ids` are the documents of the store. Raises BadGolden and keeps nothing if a line cannot be used.
        """
        path = self.path(name)
        found = parse_golden(content, path.name)
        if found.problems:
            raise BadGolden([problem.told(path.name) for problem in found.problems])
        with self._changing:
            if path.exists():
                raise BadGolden([f"There is a set {name!r} already. Rename the file and send it again."])
            write_golden(path, found.questions)
        return len(found.questions), [problem.told(path.name) for problem in check(found, ids, show)]

    def add(self, name: str, record: dict[str, Any], show: Callable[[str], Document]) -> int:
        """Add a question to a set, which is made if need be, and return how many it then has.

        `show` finds the documents it names. Raises BadGolden if anything is wrong with it.
        """
        question = _sound(record, show)
        path = self.path(name)
        with self._changing:
            held = read_golden(path).questions if path.exists() else ()
            taken = {one.id for one in held}
            if question.id in taken:
                raise BadGolden([f"The set {name!r} already has the question {question.id!r}."])
            for one in held:
                if asked(one) == asked(question):
                    raise BadGolden([f"The set {name!r} already asks this: {one.id!r}."])
            write_golden(path, (*held, question))
        return len(held) + 1

    def reject(self, identity: str) -> None:
        """Never show a draft again."""
        with self._changing:
            self._folder.mkdir(parents=True, exist_ok=True)
            kept = json.dumps(sorted({*self._rejected(), identity})) + "\n"
            atomic.write(self._folder / REJECTED, kept.encode())

    def judged(self) -> set[str]:
        """Return the ids of the drafts that were accepted or rejected."""
        accepted = (one.id for path in self._folder.glob("*.jsonl") for one in examine_golden(path).questions)
        return {*self._rejected(), *accepted}

    def _rejected(self) -> Sequence[str]:
        try:
            return [str(one) for one in json.loads((self._folder / REJECTED).read_text("utf-8"))]
        except (OSError, ValueError, TypeError):
            return []  # lost rejections only bring drafts back


def _is_known(name: str, show: Callable[[str], Document]) -> bool:
    try:
        show(name)
    except UnknownDocument:
        return False
    return True


def _about(path: Path) -> dict[str, Any]:
    found = examine_golden(path)
    return {"name": path.stem, "questions": len(found.questions), "problems": len(found.problems)}


def _sound(record: dict[str, Any], show: Callable[[str], Document]) -> GoldenQuestion:
    question, wrong = parse(record)
    if not wrong:
        alone = GoldenSet("draft", (question,), (1,))
        known = [name for name in question.documents if _is_known(name, show)]
        wrong = [problem.what for problem in check(alone, known, show)]
    if wrong:
        raise BadGolden(wrong)
    return replace(question, question=question.question.strip())
