"""The folder of a run: its settings, its golden questions, and a line for each question asked so far.

    settings.json    what the answers depend on; a run goes on only with the same
    golden.jsonl     the questions as they were
    records.jsonl    what was seen, in the order it came; the last line of a question counts
    summary.json     the figures; report.html and report.md show them

Each line is written whole and at once, so that a run can be ended anywhere; half a line is cut off.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from rag.errors import BadGolden, BadRun
from rag.evaluation.golden_file import GoldenSet, read_golden, write_golden
from rag.evaluation.record import Record, from_record, to_record
from rag.storage import atomic

SETTINGS, GOLDEN, RECORDS, SUMMARY = "settings.json", "golden.jsonl", "records.jsonl", "summary.json"
BASE = Path(".genxi-eval")
FORMAT = 1
Settings = Mapping[str, str | float | int]


@dataclass(frozen=True, slots=True)
class Run:
    """What a folder holds: the questions asked, how, and what was seen."""

    folder: Path
    golden: GoldenSet
    settings: Settings
    records: Mapping[str, Record]

    @property
    def is_finished(self) -> bool:
        """Whether every question has been asked without an error."""
        return all((record := self.records.get(one.id)) and not record.error for one in self.golden.questions)


def load(folder: str | Path) -> Run:
    """Return the run in a folder; raises BadRun if there is none, or not a whole one."""
    place = Path(folder)
    try:
        settings = json.loads((place / SETTINGS).read_text("utf-8"))
        golden = read_golden(place / GOLDEN)
        if settings["format"] != FORMAT:
            raise BadRun(f"{place} was written by another version of genxi. Run it again: genxi eval run")
        return Run(
            place, GoldenSet(settings["golden"], golden.questions), settings["settings"], _records(place)
        )
    except FileNotFoundError as error:
        raise BadRun(
            f"{place} holds no run ({error.filename} is missing). Make one: genxi eval run"
        ) from error
    except OSError as error:
        raise BadRun(f"{place} cannot be read: {error.strerror}") from error
    except (BadGolden, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRun(f"{place} is damaged ({error}). Remove it, or name another folder.") from error


def choose(golden: GoldenSet, settings: Settings, *, base: Path = BASE) -> Path:
    """Return the folder to use when none is named: an unfinished run of the same, else a new one."""
    stem = Path(golden.name).stem
    number = 1
    while (place := base / f"{stem}-{number}").exists():
        if _goes_on(place, golden, settings):
            return place
        number += 1
    return place


def begin(folder: Path, golden: GoldenSet, settings: Settings, *, again: bool = False) -> Run:
    """Make the folder of a run, or return what it already holds of this run.

    Raises BadRun if the folder holds another run, a finished one, or something else; `again` forgets a run,
    but none that is under way.
    """
    if (folder / SETTINGS).is_file() and not again:
        held = load(folder)
        _refuse_other(held, golden, settings)
        return held
    if (
        folder.exists()
        and not (folder / SETTINGS).is_file()
        and (not folder.is_dir() or any(folder.iterdir()))
    ):
        raise BadRun(f"{folder} is there already and holds no run. Name another folder with --out.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):  # what another process is writing must not be forgotten
            for name in (RECORDS, SUMMARY):
                (folder / name).unlink(missing_ok=True)
            write_golden(folder / GOLDEN, golden.questions)
            about = {
                "format": FORMAT,
                "golden": golden.name,
                "version": golden.version,
                "settings": dict(settings),
            }
            atomic.write(folder / SETTINGS, (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode())
    except OSError as error:
        raise BadRun(
            f"{folder} cannot be written: {error.strerror}. Name another folder with --out."
        ) from error
    return Run(folder, golden, settings, {})


class Recorder:
    """Appends records to a run's folder; safe to share between threads."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._writing = threading.Lock()

    def add(self, record: Record) -> None:
        """Write one record at once."""
        line = json.dumps(to_record(record), ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
        with self._writing:
            self._stream.write(line)
            self._stream.flush()


@contextmanager
def recording(folder: Path) -> Iterator[Recorder]:
    """Open the records of a run for more; raises BadRun while another process does the same."""
    with _alone(folder), (folder / RECORDS).open("ab") as stream:
        stream.truncate(_whole(folder / RECORDS))
        yield Recorder(stream)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other processes from the folder of a run; raises BadRun if one has it."""
    lock = FileLock(folder / ".lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise BadRun(f"Another process is running {folder}. Wait until it ends, or name --out.") from error
    try:
        yield
    finally:
        lock.release()


def _goes_on(place: Path, golden: GoldenSet, settings: Settings) -> bool:
    """Tell whether a folder holds an unfinished run of the same questions and settings."""
    try:
        held = load(place)
        _refuse_other(held, golden, settings)
    except BadRun:
        return False
    return True


def _refuse_other(held: Run, golden: GoldenSet, settings: Settings) -> None:
    changed = [
        f"{name} was {held.settings.get(name)}, is {settings.get(name)}"
        for name in dict.fromkeys([*held.settings, *settings])
        if held.settings.get(name) != settings.get(name)
    ]
    if held.golden.version != golden.version:
        changed.insert(0, f"the golden questions were version {held.golden.version}, are {golden.version}")
    cure = "Name another folder with --out, or add --again to ask all anew."
    if changed:
        raise BadRun(f"{held.folder} holds another run: {'; '.join(changed)}. {cure}")
    if held.is_finished:
        raise BadRun(f"{held.folder} holds a finished run. {cure}")


def _records(folder: Path) -> dict[str, Record]:
    path = folder / RECORDS
    if not path.exists():
        return {}
    lines = path.read_bytes()[: _whole(path)].splitlines()
    records = [from_record(json.loads(line)) for line in lines]
    return {record.id: record for record in records}


def _whole(path: Path) -> int:
    """Return how many bytes of the file are whole lines."""
    return path.read_bytes().rfind(b"\n") + 1
