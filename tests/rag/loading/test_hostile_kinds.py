"""Each kind of bad input by itself: an error that says what is wrong, and the files beside it are read."""

import resource
import struct
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from rag.chunking.chunks import chunk
from rag.cleaning.pipeline import clean
from rag.datatypes import Document, FileFailure
from rag.loading import load
from tests.rag.loading import making

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2048)  # how Office packs a file with a password
BOMB = "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(9))
SECONDS = 10.0


def read(path: Path) -> list[Document | FileFailure]:
    started = time.process_time()
    found = list(load(path))
    assert time.process_time() - started < SECONDS
    assert all("\n" not in one.path + one.error for one in found if isinstance(one, FileFailure))
    return found


def error(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    (only,) = read(path)
    assert isinstance(only, FileFailure), only
    assert only.path == path.name
    return only.error


def locked_pdf() -> bytes:
    """Return a PDF that wants a password: its keys fit no password, the empty one included."""
    secret = b"<" + b"5a" * 32 + b">"
    locked = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O " + secret + b" /U " + secret + b" >>"
    return making.pdf("Hello").replace(b"/Root 1 0 R", b"/Root 1 0 R /ID [<00> <00>] /Encrypt " + locked)


def test_a_pdf_with_a_password_is_said_to_have_one(tmp_path: Path) -> None:
    assert "encrypted" in error(tmp_path / "a.pdf", locked_pdf())


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pptx"])
def test_an_office_file_with_a_password_is_said_to_have_one(tmp_path: Path, name: str) -> None:
    assert "password" in error(tmp_path / name, OLE)


@pytest.mark.parametrize(
    ("name", "part"),
    [("a.docx", "word/document.xml"), ("a.pptx", "ppt/slides/slide1.xml"), ("a.xlsx", "xl/workbook.xml")],
)
def test_entities_are_expanded_in_no_format(tmp_path: Path, name: str, part: str) -> None:
    (tmp_path / "secret").write_text("密密密")
    for declared in (f"<!ENTITY a0 'ha'>{BOMB}", f"<!ENTITY a9 SYSTEM '{(tmp_path / 'secret').as_uri()}'>"):
        xml = f"<?xml version='1.0'?><!DOCTYPE x [{declared}]><x {making.W} {making.A}><a:t>&a9;</a:t></x>"
        said = error(tmp_path / name, making.zipped({part: xml}))
        assert "密" not in said


def test_what_a_parser_says_in_several_lines_is_told_on_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(BytesIO(making.xlsx())) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    workbook = parts["xl/workbook.xml"].replace(b"visible", b"seen")
    said = error(tmp_path / "a.xlsx", making.zipped(parts | {"xl/workbook.xml": workbook}))
    assert said.startswith("not a readable XLSX file: ")
    assert "\n" not in said


@pytest.mark.parametrize("name", ["a.html", "a.mhtml"])
def test_entities_of_a_page_are_not_expanded(tmp_path: Path, name: str) -> None:
    markup = f"<!DOCTYPE html [<!ENTITY a0 'ha'>{BOMB}]><p>正文在此。&a9;</p>"
    header = "Content-Type: text/html; charset=utf-8\n\n" if name == "a.mhtml" else ""
    (tmp_path / name).write_text(header + markup, "utf-8")
    assert all(len(one.text) < 1000 for one in read(tmp_path / name) if isinstance(one, Document))


def test_a_drawing_within_itself_ends(tmp_path: Path) -> None:
    looped = making.pdf("Hello").replace(
        b"/Resources << /Font << /F1 3 0 R >> >>", b"/Resources << /XObject << /X 5 0 R >> >>"
    )
    (tmp_path / "a.pdf").write_bytes(looped.replace(b"(Hello) Tj", b"/X Do /X Do"))
    read(tmp_path / "a.pdf")


def test_an_archive_that_lies_about_a_size_is_not_believed(tmp_path: Path) -> None:
    packed = bytearray(making.zipped({"a.txt": b"0" * 5_000_000}))
    directory = packed.rindex(b"PK\x01\x02")
    packed[22:26] = packed[directory + 24 : directory + 28] = struct.pack("<I", 100)
    (tmp_path / "a.zip").write_bytes(bytes(packed))
    (only,) = read(tmp_path / "a.zip")
    assert isinstance(only, FileFailure) or len(only.text) <= 100


def test_names_that_lead_out_or_break_a_line_are_refused(tmp_path: Path) -> None:
    names = ["../a.txt", "b/../../c.txt", "/d.txt", "e\nf.txt", "g\x1b[2J.txt", "h\\..\\i.txt"]
    packed = making.zipped({**dict.fromkeys(names, "恶"), "good.txt": "好"})
    (tmp_path / "a.zip").write_bytes(packed)
    found = read(tmp_path / "a.zip")
    assert [one.text for one in found if isinstance(one, Document)] == ["好"]
    assert len(found) == len(names) + 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_link_to_itself_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("a.txt")
    (tmp_path / "b.txt").write_text("好")
    assert [type(one) for one in read(tmp_path)] == [FileFailure, Document]


def test_a_line_of_500_megabytes_takes_no_such_memory(tmp_path: Path) -> None:
    for name in ("a.jsonl", "a.txt", "a.csv", "a.html", "a.zip"):
        with (tmp_path / name).open("wb") as file:
            file.seek(500 * 2**20)
            file.write(b"\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = read(tmp_path)
    assert len(found) == 5
    assert all(isinstance(one, FileFailure) for one in found)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 200


@pytest.mark.filterwarnings("ignore::Warning")
def test_among_bad_files_of_every_kind_the_good_ones_are_read(tmp_path: Path) -> None:
    bad = {
        "empty.txt": b"",
        "cut.docx": making.docx()[:200],
        "locked.pdf": locked_pdf(),
        "locked.docx": OLE,
        "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
        "word.pdf": making.docx(),
        "bomb.xlsx": making.zipped({"xl/workbook.xml": b"0" * 20_000_000}),
        "old.doc": OLE,
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    for name, content in making.EVERY.items():
        (tmp_path / f"good-{name}").write_bytes(content)
    found = read(tmp_path)
    failed = {Path(one.path).name for one in found if isinstance(one, FileFailure)}
    assert failed == set(bad)
    assert len([one for one in found if isinstance(one, Document)]) == len(making.EVERY)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("?" * 30_000, id="lost_bytes"),
        pytest.param("“‘《【（" * 8_000, id="quotations_that_never_close"),
        pytest.param("[" * 20_000 + "1" + "]" * 20_000, id="brackets_within_brackets"),
        pytest.param("[1" * 10_000 + "]" * 10_000, id="references_within_references"),
        pytest.param("<" * 40_000, id="tags_that_never_end"),
        pytest.param("<div " * 8_000, id="attributes_that_never_end"),
        pytest.param("*" * 40_000 + "甲" + "_" * 40_000, id="emphasis"),
        pytest.param("| " * 10_000, id="table_edges"),
        pytest.param("&" * 40_000, id="entities"),
        pytest.param("> " * 20_000, id="quotation_marks_of_mail"),
        pytest.param(" \u3000\t" * 20_000 + "\n" * 20_000, id="blanks"),
        pytest.param("浣犲ソ" * 10_000, id="wrong_decoding_without_an_end"),
        pytest.param("ä½ " * 10_000, id="western_decoding"),
        pytest.param("一" * 60_000, id="one_sentence"),
        pytest.param("甲，" * 15_000, id="clauses"),
        pytest.param("。\n" * 10_000, id="lines"),
        pytest.param("首页|新闻|" * 8_000, id="menu"),
        pytest.param("2023-01-01 " * 6_000, id="dates"),
        pytest.param("a.b-" * 15_000, id="address"),
    ],
)
def test_no_text_makes_cleaning_hang(text: str) -> None:
    started = time.process_time()
    chunk("d", clean(text))
    assert time.process_time() - started < SECONDS
