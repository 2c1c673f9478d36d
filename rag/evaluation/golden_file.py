"""A file of golden questions, JSON Lines: read strictly, written whole, and known by a version.

A JSON array of such objects is read too, and UTF-16 behind a byte order mark. Reading tells every line that
is wrong, not only the first; nothing of a faulty file is used.
"""

import codecs
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import BadGolden
from rag.evaluation.golden import GoldenQuestion, parse, to_record
from rag.storage import atomic

EXAMPLE = '{"id": "1", "question": "…", "answers": ["…"], "documents": ["…"]}'
# A workbook, which is a zip archive, or lines parted by commas or tabs under the name of a column.
_TABLE = re.compile(rb"PK\x03\x04|(?:\xef\xbb\xbf)?\s*\"?[^\s{}\[\]\",;\t]{1,60}\"?[,;\t]")
_MEMBER = re.compile(r"[^\s,]")  # begins behind a blank or comma

_Read = tuple[int, GoldenQuestion | None, Sequence[str]]  # a line, its question, or what is wrong with it


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line; line 0 is the file as a whole."""

    line: int
    what: str

    def told(self, name: str) -> str:
        """Return the problem with its place: `golden.jsonl:12: …`."""
        return f"{name}:{self.line}: {self.what}" if self.line else f"{name}: {self.what}"


@dataclass(frozen=True, slots=True)
class GoldenSet:
    """The questions of a file in their order, the line of each, and what is wrong with the other lines."""

    name: str
    questions: tuple[GoldenQuestion, ...]
    lines: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with any question; order and spelling of JSON are nothing."""
        told = sorted(json.dumps(to_record(one), sort_keys=True) for one in self.questions)
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]


def read_golden(path: str | Path) -> GoldenSet:
    """Return the golden questions of a file.

    Raises BadGolden if it cannot be read, a line is wrong or there is no question; its `lines` tell all.
    """
    found = examine_golden(path)
    if found.problems:
        raise BadGolden([problem.told(str(path)) for problem in found.problems])
    return found


def examine_golden(path: str | Path) -> GoldenSet:
    """Return the usable questions of a file and all problems of the others; raise BadGolden if unreadable."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise BadGolden([f"{path}: cannot be read: {error.strerror}"]) from error
    return parse_golden(content, Path(path).name)


def parse_golden(content: bytes, name: str) -> GoldenSet:
    """Return the usable questions of a file's content and every problem of the others."""
    kept: dict[str, tuple[int, GoldenQuestion]] = {}
    problems: list[Problem] = []
    for number, question, wrong in _read(content):
        if question is not None and question.id in kept:
            wrong = [f"the id {question.id!r} was already used in line {kept[question.id][0]}"]
        problems += [Problem(number, what) for what in wrong]
        if question is not None and not wrong:
            kept[question.id] = (number, question)
    if not kept and not problems:
        problems.append(Problem(0, "holds no question"))
    lines, questions = tuple(one[0] for one in kept.values()), tuple(one[1] for one in kept.values())
    return GoldenSet(name, questions, lines, tuple(problems))


def write_golden(path: str | Path, questions: Iterable[GoldenQuestion]) -> None:
    """Write a file that `read_golden` reads back, replacing what was there at once."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    atomic.write(Path(path), to_lines(questions).encode())


def to_lines(questions: Iterable[GoldenQuestion]) -> str:
    """Return the questions as JSON Lines, their Chinese readable."""
    return "".join(json.dumps(to_record(one), ensure_ascii=False) + "\n" for one in questions)


def _read(content: bytes) -> Iterator[_Read]:
    """Yield the line of each question, and the question or what is wrong with it."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.decode("utf-16", "replace").encode("utf-8", "replace")
    if _TABLE.match(content):
        yield 0, None, [f"a table; wanted are lines of JSON such as {EXAMPLE}"]
        return
    if content.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"["):
        members = _members(content)
        if members is not None:
            yield from members
            return
    for number, line in enumerate(content.splitlines(), start=1):
        if line.strip():
            yield (number, *_read_line(line))


def _members(content: bytes) -> list[_Read] | None:
    """Return what the members of a JSON array are, by the line each begins in; None if it is none."""
    try:
        text = content.decode("utf-8-sig")
        members = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        is_lines = error.msg == "Extra data"  # the first of them an array
        return None if is_lines else [(error.lineno, None, [f"not JSON: {error}"])]
    except (ValueError, RecursionError):
        return None
    found: list[_Read] = []
    line, place, end = 1, 0, text.index("[") + 1
    for member in members:
        start = next(one.start() for one in _MEMBER.finditer(text, end))
        line, place = line + text.count("\n", place, start), start
        _, end = _DECODER.raw_decode(text, start)
        found.append((line, *_parsed(member)))
    return found


def _read_line(line: bytes) -> tuple[GoldenQuestion | None, Sequence[str]]:
    """Return the question of a line, or what is wrong with it."""
    try:
        record = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        return None, [f"not UTF-8 at byte {error.start}; save the file as UTF-8"]
    except RecursionError:
        return None, ["nested too deeply"]
    except ValueError as error:
        return None, [f"not JSON: {error}"]
    return _parsed(record)


def _parsed(record: object) -> tuple[GoldenQuestion | None, Sequence[str]]:
    """Return the question of a JSON value, or what is wrong with it."""
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return None, ["holds half of a character (a lone surrogate)"]
    if not isinstance(record, dict):
        return None, [f"not an object such as {EXAMPLE}"]
    question, wrong = parse(record)
    return (None, wrong) if wrong else (question, [])


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON value")


_DECODER = json.JSONDecoder(parse_constant=_refuse)
