import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.errors import StoreError
from rag.knowledge_base import KnowledgeBase
from rag.storage import soundness
from rag.storage.corpus import Corpus
from tests.fakes import BagEmbedder


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text("南翔镇发布根系工程项目。", "utf-8")
    (news / "b.txt").write_text("朱泾镇为五龙村实施亮灯工程。", "utf-8")
    with KnowledgeBase.open(tmp_path / "store", embedder=BagEmbedder()) as opened:
        opened.index(news)
        yield opened


def spoil(tmp_path: Path, change: str) -> None:
    connection = sqlite3.connect(tmp_path / "store" / "store.sqlite")
    with connection:
        connection.execute(change)
    connection.close()


def test_a_sound_store_has_no_problems(kb: KnowledgeBase) -> None:
    report = kb.doctor(repair=True)
    assert (report.ok, report.problems, report.repaired) == (True, (), ())


def test_a_new_store_has_no_problems(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "new") as empty:
        assert empty.doctor().ok


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("UPDATE chunks SET end = 999 WHERE id = 1", "outside the 12 characters"),
        ("UPDATE chunks SET start = -1 WHERE id = 1", "outside the 12 characters"),
        ("UPDATE chunks SET origin = x'00' WHERE id = 1", "origin of a chunk is damaged"),
        ("UPDATE chunks SET clean = clean || '多' WHERE id = 1", "does not fit its text"),
        ("UPDATE chunks SET vector = x'00' WHERE id = 1", "1 bytes instead of 256"),
        ("UPDATE chunks SET vector = zeroblob(256) WHERE id = 1", "not of length 1"),
        ("UPDATE chunks SET vector = cast(x'0000c07f' || zeroblob(252) AS blob) WHERE id = 1", "not finite"),
    ],
)
def test_chunks_that_cannot_be_right_are_found_and_made_again(
    kb: KnowledgeBase, tmp_path: Path, change: str, problem: str
) -> None:
    sound = kb.search("根系工程", k=9)
    spoil(tmp_path, change)
    found = kb.doctor()
    assert not found.ok
    assert "news/a.txt" in found.problems[0]
    assert problem in found.problems[0]
    mended = kb.doctor(repair=True)
    assert (mended.ok, mended.repaired) == (True, found.problems)
    with KnowledgeBase.open(tmp_path / "store", embedder=BagEmbedder()) as again:
        assert [(hit.text, hit.score) for hit in again.search("根系工程", k=9)] == [
            (hit.text, hit.score) for hit in sound
        ]


def test_a_document_that_cannot_be_read_is_named_and_can_be_removed_or_read_anew(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    damage = "UPDATE documents SET metadata = 'damaged' WHERE id = 'news/a.txt'"
    spoil(tmp_path, damage)
    spoil(tmp_path, "UPDATE chunks SET end = 999 WHERE id = 2")
    assert [problem.partition(":")[0] for problem in kb.doctor().problems] == ["news/a.txt", "news/b.txt"]
    (left,) = kb.doctor(repair=True).problems
    assert left == f"news/a.txt: {soundness.UNREADABLE}"
    kb.index(tmp_path / "news", rebuild=True)
    assert kb.doctor().ok
    spoil(tmp_path, damage)
    assert kb.remove("news/a.txt") == ["news/a.txt"]
    assert kb.doctor().ok


def test_chunks_without_a_document_are_dropped(kb: KnowledgeBase, tmp_path: Path) -> None:
    spoil(tmp_path, "DELETE FROM documents WHERE id = 'news/a.txt'")  # without foreign keys
    assert "1 chunks belong to no document" in kb.doctor().problems
    assert kb.doctor(repair=True).ok
    assert [hit.chunk.document_id for hit in kb.search("根系工程")] == ["news/b.txt"]


def test_derived_files_are_checked_and_made_again(kb: KnowledgeBase, tmp_path: Path) -> None:
    (vectors,) = (tmp_path / "store" / "derived").glob("*.faiss")
    vectors.write_bytes(vectors.read_bytes()[:-1])
    (problem,) = kb.doctor().problems
    assert "missing or damaged" in problem
    assert kb.doctor(repair=True).repaired == (problem,)


def test_derived_files_of_an_earlier_commit_are_outdated(kb: KnowledgeBase, tmp_path: Path) -> None:
    spoil(tmp_path, "INSERT INTO commits VALUES (2, 'later')")
    (problem,) = kb.doctor().problems
    assert "of commit 1, not 2" in problem
    assert kb.doctor(repair=True).ok


def test_what_a_stopped_process_left_is_cleared_away(kb: KnowledgeBase, tmp_path: Path) -> None:
    left = tmp_path / "store" / "derived" / ".snapshot.json.12.tmp"
    left.touch()
    assert kb.doctor().problems == (f"{left} was left behind by a stopped process",)
    assert kb.doctor(repair=True).ok
    assert not left.exists()


def test_files_being_written_just_now_are_no_problem(kb: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "store" / "derived" / ".snapshot.json.12.tmp").touch()
    with Corpus.open(tmp_path / "store") as other, other.writer():
        assert kb.doctor().ok


def test_a_malformed_file_is_reported_with_what_to_do(kb: KnowledgeBase, tmp_path: Path) -> None:
    kb.close()
    path = tmp_path / "store" / "store.sqlite"
    content = bytearray(path.read_bytes())
    content[4096 * 3 :] = b"\xa5" * (len(content) - 4096 * 3)
    path.write_bytes(content)
    try:
        with KnowledgeBase.open(tmp_path / "store", embedder=BagEmbedder()) as damaged:
            problems = " ".join(damaged.doctor(repair=True).problems)
    except StoreError as error:
        problems = str(error)
    assert "is damaged" in problems
    assert "genxi index" in problems


def test_the_advice_names_what_is_still_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, upload = tmp_path / "my news", tmp_path / "upload"
    for folder in (kept, upload):
        folder.mkdir()
        (folder / "a.txt").write_text("南翔镇发布根系工程项目。", "utf-8")
    with KnowledgeBase.open(tmp_path / "store", embedder=BagEmbedder()) as kb:
        kb.index([kept, upload])
        shutil.rmtree(upload)
        monkeypatch.setattr(soundness, "file_faults", lambda view: ["page 3"])
        (problem,) = kb.doctor().problems
    assert problem.endswith(f"index again: genxi index '{kept}'")
