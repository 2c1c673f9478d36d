"""Files that are truncated, mislabelled, huge or hostile: one clear line each, in bounded time and memory."""

import random
import resource
import time
import zipfile
from pathlib import Path

import pytest

from rag.datatypes import Document, FileFailure
from rag.loading import load
from rag.loading.guard import LARGEST_FILE
from tests.rag.loading import making

CASES = 2500
SECONDS_A_CASE = 5.0
MEGABYTES = 300  # growth of memory over the whole fuzz run


def outcome(path: Path) -> list[Document | FileFailure]:
    found = list(load(path))
    for one in found:
        if isinstance(one, FileFailure):
            assert one.error
            assert "\n" not in one.error + one.path
        else:
            one.text.encode()
            assert "\r" not in one.text or path.suffix == ".jsonl" or ".jsonl" in one.id or one.text
    return found


def error(path: Path) -> str:
    (only,) = outcome(path)
    assert isinstance(only, FileFailure), only
    return only.error


def mutated(content: bytes, generator: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(generator.randint(1, 6)):
        at = generator.randrange(len(data) + 1)
        width = generator.choice([1, 1, 2, 8, 64])
        match generator.randrange(6):
            case 0:
                data[at : at + width] = generator.randbytes(width)
            case 1:
                del data[at : at + width]
            case 2:
                data[at:at] = generator.randbytes(width)
            case 3:
                data = data[: max(1, at)]
            case 4:
                data[at:at] = data[at : at + width] * generator.choice([2, 50])
            case _:
                data[at:at] = generator.choice(
                    [b"<", b"{", b"\\", b"\0", b"[" * 99, b"<div>" * 300, b"\xff\xfe"]
                )
    return bytes(data)


@pytest.mark.filterwarnings("ignore::Warning")
def test_no_mutated_file_crashes_hangs_or_leaks(tmp_path: Path) -> None:
    generator = random.Random(20230331)  # noqa: S311
    names = list(making.EVERY)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(CASES):
        name = names[number % len(names)]
        path = tmp_path / name
        path.write_bytes(mutated(making.EVERY[name], generator))
        started = time.monotonic()
        outcome(path)
        assert time.monotonic() - started < SECONDS_A_CASE
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEGABYTES


@pytest.mark.filterwarnings("ignore::Warning")
@pytest.mark.parametrize("name", making.EVERY)
def test_a_file_under_another_formats_name_is_an_error_or_text(tmp_path: Path, name: str) -> None:
    for other, content in making.EVERY.items():
        path = tmp_path / f"{other}{Path(name).suffix}"
        path.write_bytes(content)
        outcome(path)


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    entities = "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(9))
    declared = f"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a0 'ha'>{entities}]>"
    bomb = f"{declared}<w:document {making.W}>&a9;</w:document>"
    (tmp_path / "a.docx").write_bytes(making.zipped({"word/document.xml": bomb}))
    assert error(tmp_path / "a.docx")


def test_a_zip_bomb_is_refused_in_every_format_that_is_a_zip(tmp_path: Path) -> None:
    zeros = b"0" * 50_000_000
    for name, part in (("a.docx", "word/document.xml"), ("a.xlsx", "xl/workbook.xml"), ("a.zip", "a.txt")):
        (tmp_path / name).write_bytes(making.zipped({part: zeros}))
        assert "expands too much" in error(tmp_path / name)


def test_archives_within_archives_end(tmp_path: Path) -> None:
    content: bytes = b"x"
    name = "x.txt"
    for level in range(6):
        content, name = making.zipped({name: content}), f"{level}.zip"
    (tmp_path / "a.zip").write_bytes(content)
    assert "archives" in error(tmp_path / "a.zip")


def test_an_encrypted_member_is_named(tmp_path: Path) -> None:
    data = bytearray(making.zipped({"a.txt": "x"}))
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr("a.txt", "x")
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(bytes(data))
    assert "encrypted" in error(tmp_path / "a.zip")


@pytest.mark.parametrize("name", ["a.html", "a.htm"])
def test_deep_nesting_is_read_or_refused_quickly(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("<div>" * 200_000 + "深处" + "</div>" * 200_000)
    started = time.monotonic()
    outcome(tmp_path / name)
    assert time.monotonic() - started < SECONDS_A_CASE


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(500 * 2**20)
    started = time.monotonic()
    assert "500 MB is more than" in error(tmp_path / "a.txt")
    assert time.monotonic() - started < 1


def test_a_record_as_long_as_a_file_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    with (tmp_path / "a.jsonl").open("wb") as file:
        file.seek(LARGEST_FILE + 1000)
        file.write(b'\n{"id": 1, "text": "x"}\n')
    first, second = outcome(tmp_path / "a.jsonl")
    assert isinstance(first, FileFailure)
    assert isinstance(second, Document)


def test_empty_and_truncated_files_are_errors(tmp_path: Path) -> None:
    for name, content in making.EVERY.items():
        (tmp_path / name).write_bytes(b"")
        if name != "a.jsonl":
            assert error(tmp_path / name)
        (tmp_path / name).write_bytes(content[: len(content) // 2])
        outcome(tmp_path / name)


def test_pages_that_are_their_own_parents_end(tmp_path: Path) -> None:
    looped = making.pdf("Hello").replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    (tmp_path / "a.pdf").write_bytes(looped)
    outcome(tmp_path / "a.pdf")
