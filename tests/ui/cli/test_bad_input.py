"""What users get wrong, on a real store: one line that helps, the right code, nothing stored is lost."""

import json
import socket
from collections.abc import Iterator

import pytest

from rag.knowledge_base import KnowledgeBase
from rag.storage.corpus import Corpus
from tests.fakes import BagEmbedder
from tests.permissions import read_only
from tests.ui.cli.conftest import Ran, Real
from tests.ui.cli.real_store import python


def refused(ran: Ran, *told: str) -> None:
    """Assert one line on standard error that holds every word of `told`, and nothing on standard output."""
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("genxi: ")
    assert ran.err.count("\n") == 1
    for word in told:
        assert word in ran.err


@pytest.fixture(autouse=True)
def nothing_is_lost(changing: Real) -> Iterator[None]:
    yield
    assert len(changing("docs", "--json").records) == 3


def test_an_unknown_path(changing: Real) -> None:
    refused(changing("index", "nowhere", "--json"), "nowhere does not exist")
    refused(changing("index", "town", "nowhere", "--json"), "nowhere does not exist")
    refused(changing("inspect", "nowhere", "--json"), "nowhere does not exist")


def test_an_empty_folder(changing: Real) -> None:
    (changing.folder / "empty").mkdir()
    ran = changing("index", "empty", "--json")
    assert (ran.code, ran.records[0]["documents"]) == (0, 3)
    assert ran.err == "genxi: found no documents in empty\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("noise.bin", bytes(range(256)) * 8, id="binary"),
        pytest.param("noise.txt", bytes([0, 1, 2, 3, 255]) * 99, id="binary_called_text"),
        pytest.param("broken.zip", b"PK\x03\x04 and no more", id="broken_archive"),
        pytest.param("broken.jsonl", b"{not json\n", id="broken_records"),
    ],
)
def test_a_file_that_cannot_be_read(changing: Real, name: str, content: bytes) -> None:
    (changing.folder / name).write_bytes(content)
    ran = changing("index", name, "--json")
    [failure] = ran.records[0]["failed"]
    assert ran.code == 1
    assert failure["path"].startswith(name)
    assert failure["error"] in ran.err


def test_one_bad_file_does_not_stop_the_others(changing: Real) -> None:
    (changing.folder / "town" / "noise.bin").write_bytes(bytes(range(256)))
    (changing.folder / "town" / "library.txt").write_text("柳河镇图书馆今年闭馆整修。", encoding="utf-8")
    ran = changing("index", "town", "--json")
    assert (ran.code, ran.records[0]["updated"], len(ran.records[0]["failed"])) == (0, 1, 1)
    assert changing("index", "town", "--strict").code == 1


def test_a_question_that_is_none(changing: Real) -> None:
    refused(changing("ask", "", "--json"), "empty")
    refused(changing("ask", " 　\n", "--json"), "empty")
    refused(changing("search", "", "--json"), "empty")


def test_a_question_of_a_hundred_thousand_characters(changing: Real) -> None:
    path = changing.folder / "long.jsonl"
    lines = [{"id": 1, "question": "桥" * 100_000}, {"id": 2, "question": "桥"}]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    ran = changing("ask", "--questions", str(path), "--json")
    long, short = ran.records
    assert (ran.code, list(long), short["id"]) == (1, ["id", "error"], 2)
    assert "100,000 characters" in long["error"]
    refused(changing("ask", "a" * 100_000, "--json"), "100,000 characters")


def test_a_store_made_by_another_embedder(changing: Real) -> None:
    other = changing.folder / "other"
    with KnowledgeBase.open(other, embedder=BagEmbedder()) as store:
        store.index(changing.folder / "town")
    refused(changing("--data", "other", "ask", "桥", "--json"), "bag", "--rebuild")
    refused(changing("--data", "other", "index", "town", "--json"), "bag", "--rebuild")
    assert len(changing("--data", "other", "docs", "--json").records) == 3


def test_no_store_yet(changing: Real) -> None:
    for command in (["ask", "桥"], ["search", "桥"], ["docs"], ["show", "12"], ["remove", "12"], ["doctor"]):
        refused(changing("--data", "none", *command, "--json"), "Run: genxi index PATH")
    assert not (changing.folder / "none").exists()


def test_a_store_in_a_place_that_is_a_file(changing: Real) -> None:
    refused(changing("--data", "town/bridge.md", "index", "town"), "town/bridge.md is a file")


def test_an_unknown_document(changing: Real) -> None:
    refused(changing("show", "nowhere", "--json"), "nowhere", "genxi docs")


def test_a_document_whose_folder_was_left_out_is_suggested(changing: Real) -> None:
    [known, *_] = [record["id"] for record in changing("docs", "--json").records if "/" in record["id"]]
    refused(changing("show", known.rpartition("/")[2]), f"Did you mean '{known}'?")


def test_two_writers_at_once(changing: Real) -> None:
    corpus = Corpus.open(changing.folder / ".genxi", create=False)
    with corpus.writer():
        refused(changing("index", "town", "--json"), "is writing")
        refused(changing("remove", "12", "--json"), "is writing")
        assert changing("search", "桥", "--json").code == 0, "readers go on meanwhile"
    corpus.close()


def test_a_read_only_directory(changing: Real) -> None:
    for parent in [changing.folder, *changing.folder.parents][:3]:
        parent.chmod(0o755)
    with read_only(changing.folder / ".genxi"):
        refused(changing("index", "town", "--json"), ".genxi")
        assert len(changing("docs", "--json").records) == 3, "reading needs no right to write"


def test_a_taken_port_is_said_with_a_free_one(changing: Real) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = python("-m", "ui", "chat", "--port", str(port), cwd=changing.folder)
    assert (ran.returncode, ran.stdout) == (1, b"")
    line = ran.stderr.decode().splitlines()[-1]
    assert line.startswith(f"genxi: Port {port} on 127.0.0.1 is taken")
    assert "Add --port " in line
