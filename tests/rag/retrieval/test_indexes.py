import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rag.ingest import ingest
from rag.retrieval.indexes import Indexes
from rag.storage.corpus import Corpus, Writer
from tests.fakes import BagEmbedder
from tests.permissions import read_only


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", create=True) as opened:
        yield opened


def add(writer: Writer, folder: Path, *names: str) -> None:
    path = folder / "r.jsonl"
    path.write_text("\n".join(json.dumps({"id": name, "text": f"根系{name}"}) for name in names), "utf-8")
    ingest([path], writer, BagEmbedder(), prune=True)


def held(indexes: Indexes) -> int:
    with indexes.reading() as (view, snapshot):
        assert snapshot.commit == view.commit()
        assert sorted(snapshot.vectors.ids) == view.chunk_ids().tolist()
        return len(snapshot.vectors)


def test_readers_follow_every_commit(corpus: Corpus, tmp_path: Path) -> None:
    indexes = Indexes(corpus)
    assert held(indexes) == 0
    with corpus.writer() as writer:
        add(writer, tmp_path, "a", "b")
        assert held(indexes) == 2
        add(writer, tmp_path, "b")
        assert held(indexes) == 1


def test_a_reader_saves_what_it_had_to_build(corpus: Corpus, tmp_path: Path) -> None:
    with corpus.writer() as writer:
        add(writer, tmp_path, "a")
        assert held(Indexes(corpus)) == 1
        assert not (corpus.folder / "derived").exists()  # a writer is at work, it will save
    assert held(Indexes(corpus)) == 1
    assert (corpus.folder / "derived" / "snapshot.json").exists()


def test_an_unchanged_snapshot_is_not_written_again(corpus: Corpus, tmp_path: Path) -> None:
    with corpus.writer() as writer:
        add(writer, tmp_path, "a")
        Indexes(corpus).save()
        files = sorted((corpus.folder / "derived").iterdir())
        Indexes(corpus).save()
        assert sorted((corpus.folder / "derived").iterdir()) == files


def test_damaged_files_are_built_anew(corpus: Corpus, tmp_path: Path) -> None:
    with corpus.writer() as writer:
        add(writer, tmp_path, "a")
        Indexes(corpus).save()
    for path in (corpus.folder / "derived").glob("1-*"):
        path.write_bytes(b"damaged")
    assert held(Indexes(corpus)) == 1
    assert not any(path.read_bytes() == b"damaged" for path in (corpus.folder / "derived").iterdir())


def test_a_folder_that_cannot_be_written_is_searched_in_memory(public_folder: Path, tmp_path: Path) -> None:
    with Corpus.open(public_folder, create=True) as corpus, corpus.writer() as writer:
        add(writer, tmp_path, "a")
    with read_only(public_folder), Corpus.open(public_folder) as corpus:
        assert held(Indexes(corpus)) == 1
    assert not (public_folder / "derived").exists()


def test_searches_and_commits_may_overlap(corpus: Corpus, tmp_path: Path) -> None:
    indexes = Indexes(corpus)
    done = threading.Event()

    def search() -> int:
        searches = 0
        while not done.is_set() or not searches:
            held(indexes)
            searches += 1
        return searches

    with ThreadPoolExecutor(4) as pool, corpus.writer() as writer:
        searching = [pool.submit(search) for _ in range(4)]
        for number in range(20):
            add(writer, tmp_path, *map(str, range(number, number + 5)))
        done.set()
        assert all(one.result() for one in searching)
    assert held(indexes) == 5


def test_a_failure_while_catching_up_is_not_kept(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexes = Indexes(corpus)
    held(indexes)
    with corpus.writer() as writer:
        add(writer, tmp_path, "a")

    def fail(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr("rag.retrieval.snapshot.catch_up", fail)
        with pytest.raises(MemoryError):
            held(indexes)
    assert held(indexes) == 1


def test_what_cannot_be_saved_on_a_full_disk_is_searched_in_memory(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise RuntimeError("write error: No space left on device")

    monkeypatch.setattr("faiss.write_index", full)
    with corpus.writer() as writer:
        add(writer, tmp_path, "a")
    assert held(Indexes(corpus)) == 1


@pytest.mark.parametrize("kind", ["faiss", "lexical"])
def test_derived_files_that_one_may_not_read_are_done_without(
    public_folder: Path, tmp_path: Path, kind: str
) -> None:
    with Corpus.open(public_folder, create=True) as corpus, corpus.writer() as writer:
        add(writer, tmp_path, "a")
        Indexes(corpus).save()
    (path,) = (public_folder / "derived").glob(f"*.{kind}")
    path.chmod(0)
    elsewhere = public_folder / "elsewhere"
    elsewhere.mkdir()
    with read_only(elsewhere), Corpus.open(public_folder) as corpus:
        assert held(Indexes(corpus)) == 1
