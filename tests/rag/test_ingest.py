import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from embeddings.protocols import TextKind, Vectors
from rag import ingest as ingesting
from rag.datatypes import IndexReport
from rag.errors import PathMissing, StaleIndex
from rag.ingest import ingest
from rag.storage.corpus import Corpus
from rag.storage.manifest import Manifest
from tests.fakes import BagEmbedder
from tests.permissions import read_only


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", create=True) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.md").write_text("# 根系工程\n\n南翔镇发布了项目。", "utf-8")
    (folder / "b.txt").write_text("朱泾镇实施亮灯工程。", "utf-8")
    return folder


def index(
    corpus: Corpus,
    *paths: Path,
    embedder: BagEmbedder | None = None,
    prune: bool = False,
    rebuild: bool = False,
    size: int = 400,
) -> IndexReport:
    with corpus.writer() as writer:
        return ingest(
            paths, writer, embedder or BagEmbedder(), prune=prune, rebuild=rebuild, size=size, now=lambda: 0.0
        )


def ids(corpus: Corpus) -> list[str]:
    with corpus.view() as view:
        return view.ids()


def records(path: Path, **texts: str) -> Path:
    lines = [json.dumps({"id": name, "title": name, "text": text}) for name, text in texts.items()]
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_a_folder_is_added_then_unchanged(corpus: Corpus, folder: Path) -> None:
    assert index(corpus, folder) == IndexReport(2, 0, 0, 0, (), 2, 2, 0.0)
    again = BagEmbedder()
    assert index(corpus, folder, embedder=again) == IndexReport(0, 0, 2, 0, (), 2, 2, 0.0)
    assert again.embedded == []
    with corpus.view() as view:
        assert view.commit().generation == 1


@pytest.mark.parametrize(
    "line", ["title: 新题", "source: 新源", "published: 2023-04-01"], ids=["title", "source", "published"]
)
def test_a_change_of_what_is_told_about_a_document_updates_it(
    corpus: Corpus, tmp_path: Path, line: str
) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: 旧题\n---\n正文。", "utf-8")
    index(corpus, path)
    path.write_text(f"---\ntitle: 旧题\n{line}\n---\n正文。", "utf-8")
    assert index(corpus, path).updated == 1


def test_only_the_texts_that_changed_are_embedded_again(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("第一句话。" * 10 + "\n\n" + "第二句话。" * 10, "utf-8")
    index(corpus, path, size=60)
    path.write_text("第一句话。" * 10 + "\n\n" + "第三句话。" * 10, "utf-8")
    embedder = BagEmbedder()
    assert index(corpus, path, embedder=embedder, size=60).updated == 1
    assert all("第三" in text for text in embedder.embedded)


def test_a_renamed_file_is_another_document_with_the_same_vectors(corpus: Corpus, folder: Path) -> None:
    (folder / "a.md").write_text("---\ntitle: 题\n---\n正文。", "utf-8")
    index(corpus, folder)
    (folder / "a.md").rename(folder / "c.md")
    embedder = BagEmbedder()
    report = index(corpus, folder, embedder=embedder, prune=True)
    assert (report.added, report.removed, embedder.embedded) == (1, 1, [])
    assert ids(corpus) == ["news/b.txt", "news/c.md"]


def test_another_chunk_size_processes_documents_again(corpus: Corpus, folder: Path) -> None:
    index(corpus, folder)
    assert index(corpus, folder, size=100).updated == 2


def test_vanished_documents_stay_until_pruned_and_others_are_never_pruned(
    corpus: Corpus, folder: Path, tmp_path: Path
) -> None:
    alone = tmp_path / "alone.txt"
    alone.write_text("独自一篇。", "utf-8")
    index(corpus, folder, alone)
    (folder / "a.md").unlink()
    alone.unlink()
    assert index(corpus, folder).removed == 0
    assert index(corpus, folder, prune=True).removed == 1
    assert ids(corpus) == ["news/b.txt", "alone.txt"]


def test_what_vanished_is_counted_until_it_is_pruned(corpus: Corpus, folder: Path) -> None:
    index(corpus, folder)
    (folder / "a.md").unlink()
    assert index(corpus, folder).vanished == 1
    assert index(corpus, folder, embedder=BagEmbedder("other", 32), rebuild=True).vanished == 1
    pruned = index(corpus, folder, embedder=BagEmbedder("other", 32), prune=True)
    assert (pruned.vanished, pruned.removed) == (0, 1)


def test_a_folder_below_a_place_that_is_not_mounted_is_not_pruned(corpus: Corpus, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    (disk / "news").mkdir(parents=True)
    (disk / "news" / "a.txt").write_text("青石镇修桥。", "utf-8")
    index(corpus, disk / "news")
    disk.rename(tmp_path / "elsewhere")
    for _ in range(2):  # first the mount point is missing, then it is empty
        with pytest.raises(PathMissing):
            index(corpus, disk / "news", prune=True)
        disk.mkdir(exist_ok=True)
    assert ids(corpus) == ["news/a.txt"]


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_folder_that_is_empty_all_at_once_is_not_pruned(
    corpus: Corpus, folder: Path, *, rebuild: bool
) -> None:
    records(folder / "r.jsonl", x="甲")
    index(corpus, folder)
    for path in folder.iterdir():
        path.unlink()
    report = index(corpus, folder, prune=True, rebuild=rebuild)
    assert (report.removed, report.documents) == (0, 3)
    (failure,) = report.failed
    assert failure.path == "news"
    assert "mounted" in failure.error
    assert index(corpus, folder).vanished == 0  # pruning would not remove them


def test_a_record_file_that_was_emptied_is_pruned(corpus: Corpus, tmp_path: Path) -> None:
    path = records(tmp_path / "r.jsonl", x="甲")
    index(corpus, path)
    path.write_text("")
    assert index(corpus, path, prune=True).removed == 1


def test_a_file_given_alone_keeps_the_id_it_has_in_its_folder(corpus: Corpus, folder: Path) -> None:
    index(corpus, folder)
    (folder / "b.txt").write_text("白河镇实施亮灯工程。", "utf-8")
    report = index(corpus, folder / "b.txt")
    assert (report.added, report.updated, report.failed) == (0, 1, ())
    assert ids(corpus) == ["news/a.md", "news/b.txt"]
    with corpus.view() as view:
        assert "白河镇" in view.document("news/b.txt").text
    assert index(corpus, folder).unchanged == 2


def test_a_file_last_given_alone_vanishes_from_its_folder(corpus: Corpus, folder: Path) -> None:
    index(corpus, folder)
    index(corpus, folder / "b.txt")
    (folder / "b.txt").write_bytes(b"")  # not gone, but without a document
    assert index(corpus, folder, prune=True).removed == 0
    (folder / "b.txt").unlink()
    assert index(corpus, folder, prune=True).removed == 1
    assert ids(corpus) == ["news/a.md"]


def test_a_file_that_can_no_longer_be_read_is_not_pruned(corpus: Corpus, folder: Path) -> None:
    index(corpus, folder)
    (folder / "a.md").write_bytes(b"")
    report = index(corpus, folder, prune=True)
    assert (report.removed, [failure.path for failure in report.failed]) == (0, ["news/a.md"])
    assert len(ids(corpus)) == 2


def test_one_id_from_two_places_fails_and_keeps_the_first(corpus: Corpus, tmp_path: Path) -> None:
    first = records(tmp_path / "first.jsonl", x="甲", y="乙")
    second = records(tmp_path / "second.jsonl", x="丙", z="丁")
    index(corpus, first)
    report = index(corpus, second)
    assert (report.added, report.documents) == (1, 3)
    (failure,) = report.failed
    assert failure.path == "x"
    assert str(first) in failure.error
    assert str(second) in failure.error
    assert "genxi remove" not in failure.error  # the next run would only turn the two about
    with corpus.view() as view:
        assert view.document("x").text == "甲"


def test_one_id_twice_in_one_folder_fails(corpus: Corpus, folder: Path) -> None:
    records(folder / "1.jsonl", x="甲")
    records(folder / "2.jsonl", x="乙")
    report = index(corpus, folder)
    assert (report.added, len(report.failed)) == (3, 1)


def test_a_copy_of_a_folder_is_a_second_place(corpus: Corpus, folder: Path, tmp_path: Path) -> None:
    index(corpus, folder)
    copy = tmp_path / "elsewhere" / "news"
    copy.mkdir(parents=True)
    (copy / "a.md").write_text("别的。", "utf-8")
    report = index(corpus, copy)
    assert (report.added, report.updated, len(report.failed)) == (0, 0, 1)


def test_a_folder_that_moved_keeps_its_documents(corpus: Corpus, folder: Path, tmp_path: Path) -> None:
    index(corpus, folder)
    (tmp_path / "elsewhere").mkdir()
    moved = folder.rename(tmp_path / "elsewhere" / "news")
    report = index(corpus, moved)
    assert (report.unchanged, report.failed) == (2, ())
    with corpus.view() as view:
        assert view.roots() == [str(moved)]


def test_a_record_file_and_its_folder_are_one_place(corpus: Corpus, folder: Path) -> None:
    path = records(folder / "r.jsonl", x="甲")
    index(corpus, path)
    assert index(corpus, folder).failed == ()
    both = index(corpus, folder, path)
    assert (both.unchanged, both.failed) == (3, ())


def test_what_came_by_another_path_is_not_pruned(corpus: Corpus, folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "c.txt").write_text("青石镇修桥。", "utf-8")
    index(corpus, folder / "sub")
    (folder / "sub" / "c.txt").unlink()  # an empty folder may be one that is not mounted
    assert index(corpus, folder, prune=True).removed == 0
    assert ids(corpus) == ["sub/c.txt", "news/a.md", "news/b.txt"]


def test_a_missing_path_stops_before_anything_is_done(corpus: Corpus, folder: Path) -> None:
    with pytest.raises(PathMissing, match="nowhere does not exist"):
        index(corpus, folder, folder / "nowhere")
    assert ids(corpus) == []


def test_a_path_that_may_not_be_looked_at_is_missing(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0)
    (tmp_path / "open").mkdir()
    with corpus.writer() as writer, read_only(tmp_path / "open"), pytest.raises(PathMissing):
        ingest([tmp_path / "locked" / "news"], writer, BagEmbedder())


def test_another_embedder_needs_a_rebuild(corpus: Corpus, folder: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone.txt"
    alone.write_text("独自一篇。", "utf-8")
    index(corpus, folder, alone)
    other = BagEmbedder("other", 32)
    with pytest.raises(StaleIndex, match=f"genxi index {alone} {folder} --rebuild"):
        index(corpus, folder, embedder=other)
    report = index(corpus, folder, embedder=other, rebuild=True)
    assert (report.updated, report.documents, len(other.embedded)) == (3, 3, 3)
    with corpus.view() as view:
        assert view.manifest() == Manifest("other", 32)
        ((_, vectors),) = view.vectors()
        assert vectors.shape == (3, 32)
        assert view.commit().generation == 2


def test_an_empty_store_takes_any_embedder(corpus: Corpus, folder: Path) -> None:
    index(corpus, folder)
    with corpus.writer() as writer, writer.batch() as batch:
        batch.remove(batch.ids())
    assert index(corpus, folder, embedder=BagEmbedder("other", 32)).added == 2


class Interrupted(BagEmbedder):
    """Is stopped by its user at the first text that says so."""

    def embed(self, texts: Sequence[str], /, *, kind: TextKind = "passage") -> Vectors:
        if any("停" in text for text in texts):
            raise KeyboardInterrupt
        return super().embed(texts, kind=kind)


def test_an_interrupted_run_keeps_its_commits(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingesting, "BATCH_CHUNKS", 1)
    path = records(tmp_path / "r.jsonl", one="甲", two="乙", three="停", four="丁")
    with pytest.raises(KeyboardInterrupt):
        index(corpus, path, embedder=Interrupted())
    assert ids(corpus) == ["one", "two"]
    report = index(corpus, path)
    assert (report.added, report.unchanged) == (2, 2)


def test_an_interrupted_rebuild_shows_nothing_and_is_resumed(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingesting, "BATCH_CHUNKS", 1)
    path = records(tmp_path / "r.jsonl", one="甲", two="乙", three="停", four="丁")
    index(corpus, path)
    with pytest.raises(KeyboardInterrupt):
        index(corpus, path, embedder=Interrupted("new", 32), rebuild=True)
    with corpus.view() as view:
        assert view.manifest() == Manifest("bag", 64)
        assert view.commit().generation == 4
    resumed = BagEmbedder("new", 32)
    index(corpus, path, embedder=resumed, rebuild=True)
    assert len(resumed.embedded) == 2  # "three" and "four"
    with corpus.view() as view:
        assert view.manifest() == Manifest("new", 32)
        assert view.connection.execute("SELECT count(*) FROM staged").fetchone() == (0,)


def test_progress_ends_at_the_number_of_documents(corpus: Corpus, folder: Path) -> None:
    told: list[tuple[int, int | None]] = []
    with corpus.writer() as writer:
        ingest([folder], writer, BagEmbedder(), progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_every_chunk_lies_in_its_document(corpus: Corpus, folder: Path) -> None:
    (folder / "long.txt").write_text("这是一句话，说的是某事。" * 200, "utf-8")
    index(corpus, folder)
    with corpus.view() as view:
        for chunk in view.chunks(view.chunk_ids().tolist()).values():
            text = view.document(chunk.document_id).text
            assert 0 <= chunk.start < chunk.end <= len(text)
            assert len(chunk.origin) == len(chunk.clean)


def test_the_seeds_are_articles_and_nothing_else(corpus: Corpus) -> None:
    report = index(corpus, Path(__file__).parents[2] / "seeds")
    assert (report.documents, report.failed) == (5, ())
