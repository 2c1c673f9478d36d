import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from embeddings.errors import IndexDamaged
from rag.ingest import ingest
from rag.retrieval import snapshot as snapshots
from rag.retrieval.snapshot import Snapshot, build, catch_up, load, save
from rag.storage.corpus import Corpus
from tests.fakes import BagEmbedder

QUERY = "根系工程"


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", create=True) as opened:
        yield opened


def write(corpus: Corpus, path: Path, *, embedder: BagEmbedder | None = None, **texts: str) -> None:
    """Make the corpus hold exactly `texts`."""
    path.write_text(
        "\n".join(json.dumps({"id": name, "text": text}) for name, text in texts.items()), "utf-8"
    )
    with corpus.writer() as writer:
        ingest([path], writer, embedder or BagEmbedder(), prune=True, rebuild=embedder is not None)


def built(corpus: Corpus) -> Snapshot:
    with corpus.view() as view:
        return build(view)


def same(one: Snapshot, other: Snapshot) -> bool:
    """Compare by what can be found."""
    vector = BagEmbedder().embed([QUERY])
    lexical = [snapshot.lexical.scores(QUERY) for snapshot in (one, other)]
    return (
        (one.commit, one.embedder) == (other.commit, other.embedder)
        and np.array_equal(np.sort(one.vectors.ids), np.sort(other.vectors.ids))
        and np.array_equal(one.vectors.nearest(vector, 9)[1], other.vectors.nearest(vector, 9)[1])
        and np.array_equal(lexical[0].ids, lexical[1].ids)
        and all(np.array_equal(lexical[0].of[kind], lexical[1].of[kind]) for kind in lexical[0].of)
    )


def test_what_was_saved_is_loaded(corpus: Corpus, tmp_path: Path) -> None:
    write(corpus, tmp_path / "r.jsonl", a="根系工程", b="亮灯工程")
    save(built(corpus), tmp_path / "derived")
    assert same(load(tmp_path / "derived"), built(corpus))


def test_saving_again_clears_what_came_before(corpus: Corpus, tmp_path: Path) -> None:
    write(corpus, tmp_path / "r.jsonl", a="根系工程")
    save(built(corpus), tmp_path / "derived")
    (tmp_path / "derived" / ".1-0.faiss.0.tmp").touch()
    save(built(corpus), tmp_path / "derived")
    assert len(list((tmp_path / "derived").iterdir())) == 3


TEXTS = st.dictionaries(
    st.sampled_from("abcde"), st.text("根系工程亮灯，。", min_size=1, max_size=20), max_size=5
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_catching_up_equals_building(
    tmp_path_factory: pytest.TempPathFactory, states: list[dict[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("law")
    with Corpus.open(folder / "store", create=True) as corpus:
        write(corpus, folder / "r.jsonl", first="开始")
        current = built(corpus)
        for texts in states:
            write(corpus, folder / "r.jsonl", embedder=None, **texts)
            with corpus.view() as view:
                current = catch_up(current, view)
            assert same(current, built(corpus))


def test_vectors_of_another_embedder_are_not_caught_up_but_replaced(corpus: Corpus, tmp_path: Path) -> None:
    write(corpus, tmp_path / "r.jsonl", a="根系工程")
    old = built(corpus)
    write(corpus, tmp_path / "r.jsonl", a="根系工程", embedder=BagEmbedder("other", 64))
    with corpus.view() as view:
        assert same(catch_up(old, view), built(corpus))


def test_a_restored_copy_with_the_same_numbers_is_not_mistaken(corpus: Corpus, tmp_path: Path) -> None:
    write(corpus, tmp_path / "r.jsonl", a="根系工程")
    foreign = built(corpus)
    with Corpus.open(tmp_path / "other", create=True) as other:
        write(other, tmp_path / "s.jsonl", z="亮灯工程")
        write(other, tmp_path / "s.jsonl", z="亮灯")
        with other.view() as view:
            assert same(catch_up(foreign, view), built(other))


@pytest.mark.parametrize("part", ["*.faiss", "*.lexical", "snapshot.json"])
def test_no_damage_of_any_file_is_trusted(corpus: Corpus, tmp_path: Path, part: str) -> None:
    write(corpus, tmp_path / "r.jsonl", a="根系工程", b="亮灯工程")
    folder = tmp_path / "derived"
    save(built(corpus), folder)
    (path,) = folder.glob(part)
    sound = path.read_bytes()
    for place in range(0, len(sound), max(1, len(sound) // 97)):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 0xFF]) + sound[place + 1 :])
        with pytest.raises(IndexDamaged):
            load(folder)
        path.write_bytes(sound[:place])
        with pytest.raises(IndexDamaged):
            load(folder)
    path.unlink()
    with pytest.raises(IndexDamaged):
        load(folder)


@given(
    content=st.binary(max_size=60) | st.sampled_from([b"null", b"[]", b"{}", b'{"files": 1}', b"\xff" * 9])
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nonsense_in_place_of_the_list_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "snapshot.json").write_bytes(content)
    with pytest.raises(IndexDamaged):
        load(tmp_path)


def test_other_terms_are_not_mixed(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(corpus, tmp_path / "r.jsonl", a="根系工程")
    save(built(corpus), tmp_path / "derived")
    monkeypatch.setattr(snapshots, "SAMPLE", "别的")  # as if the same text gave other terms
    with pytest.raises(IndexDamaged, match="another version"):
        load(tmp_path / "derived")


def test_many_vectors_are_searched_by_cells_and_stay_in_step(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embeddings.faiss_index.ALL_UP_TO", 50)
    texts = {f"d{number}": f"第{number}号根系工程在南翔镇{chr(0x4E00 + number)}路" for number in range(80)}
    write(corpus, tmp_path / "r.jsonl", embedder=None, **dict(list(texts.items())[:40]))
    current = built(corpus)
    assert current.vectors.kind == "all, 16 bits"
    for kept in (texts, dict(list(texts.items())[5:]), dict(list(texts.items())[:20])):
        write(corpus, tmp_path / "r.jsonl", embedder=None, **kept)
        with corpus.view() as view:
            current = catch_up(current, view)
            assert np.array_equal(np.sort(current.vectors.ids), view.chunk_ids())
            assert len(current.lexical) == len(kept)
        save(current, tmp_path / "derived")
        assert (
            json.loads((tmp_path / "derived" / "snapshot.json").read_text())["index"] == current.vectors.kind
        )
        assert same(load(tmp_path / "derived"), current)
    assert current.vectors.kind == "all, 16 bits"


def test_what_a_segment_has_lost_stays_lost_when_loaded(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.retrieval.bm25.MERGED_CHUNKS", 1)
    folder = tmp_path / "derived"
    write(
        corpus,
        tmp_path / "r.jsonl",
        embedder=None,
        **{f"d{number}": f"根系工程第{number}号" for number in range(20)},
    )
    save(built(corpus), folder)
    files = {path.name for path in folder.glob("*.lexical")}
    write(
        corpus,
        tmp_path / "r.jsonl",
        embedder=None,
        **{f"d{number}": f"根系工程第{number}号" for number in range(1, 22)},
    )
    with corpus.view() as view:
        current = catch_up(load(folder), view)
        save(current, folder)
        assert files < {path.name for path in folder.glob("*.lexical")}  # kept, and one beside it
        assert same(load(folder), current)
        assert load(folder).lexical.scores(QUERY).ids.tolist() == view.chunk_ids().tolist()


def test_a_full_segment_waits_in_its_file(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.retrieval.bm25.SEGMENT_CHUNKS", 3)
    folder = tmp_path / "derived"
    write(
        corpus,
        tmp_path / "r.jsonl",
        embedder=None,
        **{f"d{number}": f"根系工程第{number}号" for number in range(7)},
    )
    with corpus.view() as view:
        current = build(view, folder)
    waiting = sorted(path.name for path in folder.iterdir())
    assert len(waiting) == 2
    save(current, folder)
    assert set(waiting) < {path.name for path in folder.iterdir()}
    assert same(load(folder), built(corpus))


def test_vectors_of_another_state_are_refused(corpus: Corpus, tmp_path: Path) -> None:
    write(corpus, tmp_path / "r.jsonl", a="根系工程")
    old = built(corpus)
    write(corpus, tmp_path / "r.jsonl", a="根系工程", b="亮灯工程")
    new = built(corpus)
    save(Snapshot(new.commit, new.embedder, new.vectors, old.lexical), tmp_path / "derived")
    with pytest.raises(IndexDamaged, match="different states"):
        load(tmp_path / "derived")
