import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rag.cleaning.aligned import Aligned
from rag.datatypes import Chunk, Document, DocumentSummary
from rag.errors import NoStore, StoreError, StoreLocked, UnknownDocument
from rag.storage.batch import StoredChunk
from rag.storage.blobs import pack_vector
from rag.storage.corpus import Corpus, Writer
from rag.storage.manifest import Manifest
from rag.storage.view import Origin
from tests.permissions import read_only

ORIGIN = Origin(b"hash", "/root", "/root/file")


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", create=True) as opened:
        yield opened


def document(name: str, text: str = "甲乙丙丁", published: str | None = None) -> Document:
    return Document(name, f"题{name}", f"源{name}", text, published, {"作者": "某"})


def chunks(one: Document, size: int = 2) -> list[StoredChunk]:
    whole = Aligned.whole(one.text)
    vector = pack_vector(np.array([0.6, 0.8], np.float32))
    return [
        StoredChunk(
            Chunk(one.id, start, end, one.text[start:end], whole.origin[start:end], "节"), b"h", vector
        )
        for start in range(0, len(one.text), size)
        for end in [min(start + size, len(one.text))]
    ]


def put(writer: Writer, *documents: Document) -> None:
    with writer.batch() as batch:
        batch.describe(Manifest("two", 2))
        for one in documents:
            batch.put(one, ORIGIN, chunks(one))


def put_and_remove(writer: Writer, new: Document, old: list[str]) -> None:
    with writer.batch() as batch:
        batch.put(new, ORIGIN, chunks(new))
        batch.remove(old)


def test_what_was_put_is_read_as_it_was(corpus: Corpus) -> None:
    one = document("a.md", "甲\0乙\n丙𠮷丁", "2023-03")
    with corpus.writer() as writer:
        put(writer, one)
    with Corpus.open(corpus.folder) as again, again.view() as view:
        assert view.document("a.md") == one
        assert view.manifest() == Manifest("two", 2)
        assert view.origins() == {"a.md": ORIGIN}
        assert view.summaries() == [DocumentSummary("a.md", "题a.md", "源a.md", "2023-03", 4)]
        for chunk in view.chunks(view.chunk_ids().tolist()).values():
            assert one.text[chunk.start : chunk.end] == chunk.clean
            assert chunk.source_range(0, 1) == (chunk.start, chunk.start + 1)
        ((ids, vectors),) = view.vectors()
        assert ids.tolist() == view.chunk_ids().tolist()
        assert np.allclose(vectors, [[0.6, 0.8]] * 4)


def test_a_document_put_again_replaces_its_chunks_under_new_ids(corpus: Corpus) -> None:
    with corpus.writer() as writer:
        put(writer, document("a"), document("b"))
        with corpus.view() as view:
            before = set(view.chunk_ids().tolist())
        put(writer, document("a", "新的"))
    with corpus.view() as view:
        assert view.document("a").text == "新的"
        asked = ["b", *map(str, range(1_000)), "a"]
        assert {name: one.text for name, one in view.documents(asked).items()} == {
            "a": "新的",
            "b": "甲乙丙丁",
        }
        assert view.ids() == ["a", "b"]
        after = set(view.chunk_ids().tolist())
    assert len(after) == 3
    assert max(after) > max(before)  # the new one
    assert len(after & before) == 2  # those of b


def test_every_commit_has_a_number_and_a_token_of_its_own(corpus: Corpus) -> None:
    commits = []
    with corpus.writer() as writer:
        for name in "abc":
            put(writer, document(name))
            with corpus.view() as view:
                commits.append(view.commit())
        with writer.batch():
            pass
    with corpus.view() as view:
        assert view.commit() == commits[-1]  # an empty batch is no commit
        assert all(view.holds(commit) for commit in commits)
    assert [commit.generation for commit in commits] == [1, 2, 3]
    assert len({commit.token for commit in commits}) == 3


def test_a_failing_batch_leaves_nothing(corpus: Corpus) -> None:
    with corpus.writer() as writer:
        put(writer, document("a"))
        with pytest.raises(UnknownDocument):
            put_and_remove(writer, document("b"), ["a", "nowhere"])
    with corpus.view() as view:
        assert view.ids() == ["a"]
        assert view.commit().generation == 1


def test_a_view_stays_at_its_commit_while_a_writer_goes_on(corpus: Corpus) -> None:
    with corpus.writer() as writer:
        put(writer, document("a"))
        with corpus.view() as view:
            assert view.ids() == ["a"]
            put(writer, document("b"))
            assert view.ids() == ["a"]
            assert view.commit().generation == 1
    with corpus.view() as view:
        assert view.ids() == ["a", "b"]


def test_removing_a_document_removes_its_chunks(corpus: Corpus) -> None:
    with corpus.writer() as writer:
        put(writer, document("a"), document("b"))
        with writer.batch() as batch:
            batch.remove(["a"])
    with corpus.view() as view:
        assert view.ids() == ["b"]
        assert view.count_chunks() == 2


DATED = {
    "none": None,
    "empty": "",
    "year": "2023",
    "march": "2023-03",
    "day": "2023-03-31",
    "old": "2021-12-21",
}


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2023", None, {"year", "march", "day"}),
        ("2023-03-31", None, {"year", "march", "day"}),
        ("2023-04", None, {"year"}),
        (None, "2023-03-30", {"year", "march", "old"}),
        (None, "2022", {"old"}),
        ("2023-03", "2023-03", {"year", "march", "day"}),
        ("2024", None, set()),
    ],
)
def test_dates_are_compared_as_far_as_both_are_known(
    corpus: Corpus, since: str | None, until: str | None, expected: set[str]
) -> None:
    with corpus.writer() as writer:
        put(writer, *(document(name, "甲", date) for name, date in DATED.items()))
    with corpus.view() as view:
        found = view.chunks(view.chunk_ids_where(None, since, until).tolist()).values()
    assert {chunk.document_id for chunk in found} == expected


def test_a_glob_matches_ids_and_sources(corpus: Corpus) -> None:
    with corpus.writer() as writer:
        put(writer, document("seeds/a.md", "甲"), document("other/b.txt", "乙"))
    with corpus.view() as view:
        assert len(view.chunk_ids_where("seeds/*", None, None)) == 1
        assert len(view.chunk_ids_where("源*.txt", None, None)) == 1
        assert len(view.chunk_ids_where("*", None, None)) == 2


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("docs/[2023]3号.txt", {"docs/[2023]3号.txt"}),
        ("源docs/[2023]3号.txt", {"docs/[2023]3号.txt"}),
        ("docs", {"docs/[2023]3号.txt", "docs/2.txt"}),
        ("docs/", {"docs/[2023]3号.txt", "docs/2.txt"}),
        ("docs/[2023].txt", {"docs/2.txt"}),
        ("docs*", {"docs/[2023]3号.txt", "docs/2.txt", "docs2/a.txt"}),
        ("doc", set()),
        ("", set()),
    ],
)
def test_a_source_may_be_an_id_or_a_folder(corpus: Corpus, source: str, expected: set[str]) -> None:
    with corpus.writer() as writer:
        put(writer, *(document(name, "甲") for name in ("docs/[2023]3号.txt", "docs/2.txt", "docs2/a.txt")))
    with corpus.view() as view:
        found = view.chunks(view.chunk_ids_where(source, None, None).tolist()).values()
    assert {chunk.document_id for chunk in found} == expected


def test_staged_vectors_are_kept_per_embedder_and_are_no_commit(corpus: Corpus) -> None:
    with corpus.writer() as writer:
        with writer.batch() as batch:
            batch.stage("new", {b"key": b"vector"})
        with corpus.view() as view:
            assert view.staged_vectors("new", [b"key", b"other"]) == {b"key": b"vector"}
            assert view.staged_vectors("old", [b"key"]) == {}
            assert view.commit().generation == 0


def test_many_values_are_looked_up_in_parts(corpus: Corpus) -> None:
    with corpus.writer() as writer:
        put(writer, document("a", "字" * 3000))
    with corpus.view() as view:
        assert len(view.chunks(view.chunk_ids().tolist())) == 1500


def test_a_missing_store_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NoStore, match="genxi index PATH"):
        Corpus.open(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="is a file"):
        Corpus.open(tmp_path / "file", create=True)


def test_a_store_that_one_may_not_look_for_is_said_so(public_folder: Path) -> None:
    closed, other = public_folder / "closed", public_folder / "other"
    closed.mkdir(mode=0)
    other.mkdir()
    with read_only(other), pytest.raises(StoreError, match=r"cannot be read \(Permission denied\)"):
        Corpus.open(closed / "store", create=True)


def test_a_creation_stopped_half_way_is_finished(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "store.sqlite")
    connection.execute("PRAGMA journal_mode = WAL")  # the first thing that creating does
    connection.close()
    with Corpus.open(tmp_path, create=True) as corpus, corpus.view() as view:
        assert view.ids() == []


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "store.sqlite")
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    content = (tmp_path / "store.sqlite").read_bytes()
    with pytest.raises(StoreError, match="not a Genxi store"):
        Corpus.open(tmp_path, create=True)
    assert (tmp_path / "store.sqlite").read_bytes() == content


def test_a_store_of_a_newer_version_is_refused(corpus: Corpus) -> None:
    connection = sqlite3.connect(corpus.path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="newer genxi"):
        Corpus.open(corpus.folder)


@pytest.mark.parametrize("content", [b"not a database, but a long enough line of text " * 99, b"\0" * 5000])
def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "store.sqlite").write_bytes(content)
    with pytest.raises(StoreError, match=r"(damaged|not a Genxi store)"):
        Corpus.open(tmp_path)


def test_a_closed_store_says_so(corpus: Corpus) -> None:
    corpus.close()
    with pytest.raises(StoreError, match="was closed"), corpus.view():
        pass


def test_a_read_only_folder_is_read_but_not_written(public_folder: Path) -> None:
    with Corpus.open(public_folder, create=True) as corpus, corpus.writer() as writer:
        put(writer, document("a"))
    with read_only(public_folder), Corpus.open(public_folder, create=True) as corpus:
        for _ in range(2):
            with corpus.view() as view:
                assert view.ids() == ["a"]
        refused = pytest.raises(StoreError, match=r"cannot be written")
        with refused, corpus.writer():
            pass


def test_a_reader_without_rights_follows_a_writer_with_them(public_folder: Path) -> None:
    with Corpus.open(public_folder, create=True) as corpus, corpus.writer() as writer:
        put(writer, document("a"))
    with read_only(public_folder):
        reader = Corpus.open(public_folder)
        with reader.view() as view:
            assert view.ids() == ["a"]
    with Corpus.open(public_folder) as corpus, corpus.writer() as writer:
        put(writer, document("b"))
    with read_only(public_folder), reader, reader.view() as view:
        assert view.ids() == ["a", "b"]


def test_a_store_that_cannot_be_created_is_said_so(public_folder: Path) -> None:
    with read_only(public_folder), pytest.raises(StoreError, match="cannot be created"):
        Corpus.open(public_folder / "store", create=True)


def test_a_full_disk_loses_the_batch_and_nothing_else(corpus: Corpus) -> None:
    with corpus.writer() as writer:
        put(writer, document("a"))
        with writer.batch() as batch:
            (pages,) = batch.connection.execute("PRAGMA page_count").fetchone()
            batch.connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="disk full"):
            put(writer, document("b", "字" * 100_000))
        with corpus.view() as view:
            assert view.ids() == ["a"]


def test_a_second_writer_is_turned_away(corpus: Corpus) -> None:
    second = corpus.writer(wait_seconds=0)
    with corpus.writer(), pytest.raises(StoreLocked, match="Wait until it ends"), second:
        pass
