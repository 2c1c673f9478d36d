from collections.abc import Callable
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.errors import IndexDamaged
from embeddings.faiss_index import FaissIndex, cells
from embeddings.protocols import Ids, Vectors

WIDTH = 4


def unit_rows(count: int, seed: int) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, WIDTH)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def scattered_ids(count: int, seed: int) -> Ids:
    return np.random.default_rng(seed).choice(1 << 40, count, replace=False)


@st.composite
def indexes(draw: st.DrawFn) -> tuple[FaissIndex, Vectors, Ids]:
    count, seed = draw(st.integers(0, 30)), draw(st.integers(0, 1_000))
    vectors, ids = unit_rows(count, seed), scattered_ids(count, seed)
    ids = np.sort(ids) if draw(st.booleans()) else ids
    return FaissIndex.build(vectors, ids), vectors, ids


@given(indexes(), st.integers(1, 40), st.data())
@settings(deadline=None)
def test_nearest_is_what_sorting_all_products_gives(
    built: tuple[FaissIndex, Vectors, Ids], k: int, data: st.DataObject
) -> None:
    index, vectors, ids = built
    kept = np.array(data.draw(st.lists(st.booleans(), min_size=len(ids), max_size=len(ids))), dtype=bool)
    queries = unit_rows(3, 5_000)
    for allowed, rows in ((None, np.arange(len(ids))), (ids[kept], np.flatnonzero(kept))):
        found, scores = index.nearest(queries, k, allowed=allowed)
        products = queries @ vectors[rows].astype(np.float16).astype(np.float32).T  # as the index holds them
        order = np.argsort(-products, axis=1)[:, :k]
        count = order.shape[1]
        assert found.shape == scores.shape == (3, k)
        assert np.array_equal(found[:, :count], ids[rows][order])
        assert scores[:, :count] == pytest.approx(np.take_along_axis(products, order, axis=1), abs=1e-6)
        assert (found[:, count:] == -1).all()
        assert (scores[:, count:] == -np.inf).all()


@pytest.mark.parametrize("cells_of", [0, 4], ids=["all", "cells"])
@pytest.mark.parametrize("order", [np.sort, np.array], ids=["rising", "scattered"])
def test_cosines_are_those_of_the_ids_asked_for(cells_of: int, order: Callable[[Ids], Ids]) -> None:
    vectors, ids = unit_rows(200, 2), order(scattered_ids(200, 2))
    index = FaissIndex.trained(vectors, cells_of) if cells_of else FaissIndex.build(vectors[:0], ids[:0])
    index.add(vectors[:150], ids[:150])
    index.remove(ids[:3])
    query = unit_rows(1, 9)
    expected = vectors[[149, 3, 77]] @ query[0]
    found = index.cosines(query, np.array([ids[149], -7, ids[3], ids[1], ids[77], ids[199], 1 << 50]))
    assert found[[0, 2, 4]] == pytest.approx(expected, abs=2e-3)
    assert not found[[1, 3, 5, 6]].any()


def test_an_empty_index_knows_no_cosine() -> None:
    index = FaissIndex.build(unit_rows(1, 1), np.array([4]))
    index.remove(np.array([4]))
    assert index.cosines(unit_rows(1, 2), np.array([4, 5])).tolist() == [0, 0]


@given(indexes(), st.data())
@settings(deadline=None)
def test_removing_and_adding_equals_building(
    built: tuple[FaissIndex, Vectors, Ids], data: st.DataObject
) -> None:
    index, vectors, ids = built
    gone = np.array(data.draw(st.lists(st.booleans(), min_size=len(ids), max_size=len(ids))), dtype=bool)
    index.remove(np.append(ids[gone], -7))
    assert len(index) == (~gone).sum()
    assert sorted(index.ids) == sorted(ids[~gone])
    index.add(vectors[gone], ids[gone])
    expected = FaissIndex.build(vectors, ids).nearest(vectors, 5)[1]
    assert index.nearest(vectors, 5)[1] == pytest.approx(expected, abs=1e-6)


@given(indexes())
@settings(deadline=None, max_examples=20)
def test_loading_gives_back_what_was_saved(
    tmp_path_factory: pytest.TempPathFactory, built: tuple[FaissIndex, Vectors, Ids]
) -> None:
    index, vectors, ids = built
    path = tmp_path_factory.mktemp("index") / "向量.faiss"
    index.save(path)
    again = FaissIndex.load(path)
    assert np.array_equal(again.ids, ids)
    assert np.array_equal(again.nearest(vectors, 3)[0], index.nearest(vectors, 3)[0])


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("saved") / "index"
    FaissIndex.build(unit_rows(20, 1), scattered_ids(20, 1)).save(path)
    return path.read_bytes()


@given(st.floats(0, 1, exclude_max=True))
@settings(deadline=None, max_examples=50)
def test_a_file_cut_short_is_damaged(
    tmp_path_factory: pytest.TempPathFactory, saved: bytes, share: float
) -> None:
    path = tmp_path_factory.mktemp("cut") / "index"
    path.write_bytes(saved[: int(len(saved) * share)])
    with pytest.raises(IndexDamaged, match="cannot be read as a vector index"):
        FaissIndex.load(path)


def test_another_kind_of_index_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "index"
    for other in (faiss.IndexFlatIP(WIDTH), faiss.IndexIDMap(faiss.IndexFlatL2(WIDTH))):
        faiss.write_index(other, str(path))
        with pytest.raises(IndexDamaged, match="another kind"):
            FaissIndex.load(path)


def test_a_missing_file_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged):
        FaissIndex.load(tmp_path / "nothing")


def test_an_id_is_added_once() -> None:
    index = FaissIndex.build(unit_rows(2, 1), np.array([1, 2]))
    for ids in ([2, 3], [4, 4]):
        with pytest.raises(ValueError, match="twice"):
            index.add(unit_rows(2, 2), np.array(ids))


@pytest.mark.parametrize("vectors", [unit_rows(3, 1), unit_rows(2, 1)[:, :3]], ids=["rows", "width"])
def test_shapes_must_fit(vectors: Vectors) -> None:
    with pytest.raises(ValueError, match="2 ids for vectors of shape"):
        FaissIndex.build(unit_rows(0, 1), np.array([], np.int64)).add(vectors, np.array([1, 2]))


def test_asking_for_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="At least one"):
        FaissIndex.build(unit_rows(2, 1), np.array([1, 2])).nearest(unit_rows(1, 2), 0)


def test_no_queries_give_no_rows() -> None:
    ids, scores = FaissIndex.build(unit_rows(2, 1), np.array([1, 2])).nearest(unit_rows(0, 2), 3)
    assert ids.shape == scores.shape == (0, 3)


@pytest.fixture(scope="module")
def cells_of_points() -> tuple[FaissIndex, Vectors, Ids]:
    vectors, ids = unit_rows(2_000, 3), np.sort(scattered_ids(2_000, 3))
    index = FaissIndex.trained(vectors, 16)
    index.add(vectors[:1_000], ids[:1_000])
    index.add(vectors[1_000:], ids[1_000:])
    return index, vectors, ids


def test_cells_find_what_exact_search_finds(cells_of_points: tuple[FaissIndex, Vectors, Ids]) -> None:
    index, vectors, ids = cells_of_points
    queries = unit_rows(20, 9)
    expected = FaissIndex.build(vectors, ids).nearest(queries, 10)
    found = index.nearest(queries, 10)
    assert np.mean([np.isin(*pair).mean() for pair in zip(found[0], expected[0], strict=True)]) > 0.95
    assert found[1] == pytest.approx(expected[1], abs=2e-3)  # 16 bits


@pytest.mark.parametrize("few", [0, 5_000], ids=["many", "few"])
def test_cells_search_all_that_is_allowed(
    cells_of_points: tuple[FaissIndex, Vectors, Ids], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embeddings.faiss_index.LOOKED_UP", few)
    monkeypatch.setattr(cells_of_points[0]._index, "nprobe", 1)
    index, vectors, ids = cells_of_points
    allowed = np.append(ids[::50], -7)
    found, scores = index.nearest(unit_rows(3, 9), 50, allowed=allowed)
    expected = FaissIndex.build(vectors[::50], ids[::50]).nearest(unit_rows(3, 9), 50)
    assert np.array_equal(np.sort(found), np.sort(expected[0]))
    assert scores == pytest.approx(expected[1], abs=2e-3)


def test_cells_forget_and_take_up_again(tmp_path: Path) -> None:
    vectors, ids = unit_rows(700, 5), scattered_ids(700, 5)
    index = FaissIndex.trained(vectors, 16)
    index.add(vectors, ids)
    index.remove(np.append(ids[:100], -7))
    assert np.array_equal(np.sort(index.ids), np.sort(ids[100:]))
    assert not np.isin(index.nearest(vectors[:100], 5)[0], ids[:100]).any()
    with pytest.raises(ValueError, match="twice"):
        index.add(vectors[100:101], ids[100:101])
    index.save(tmp_path / "index")
    again = FaissIndex.load(tmp_path / "index")
    again.add(vectors[:100], ids[:100])
    assert (again.kind, len(again)) == ("16 cells, 16 bits", 700)
    assert np.mean(again.nearest(vectors, 1)[0][:, 0] == ids) > 0.95


def test_an_index_says_when_another_kind_would_serve_better(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embeddings.faiss_index.ALL_UP_TO", 100)
    assert FaissIndex.build(unit_rows(1, 1), np.array([1])).suits(100)
    assert not FaissIndex.build(unit_rows(1, 1), np.array([1])).suits(101)
    index = FaissIndex.trained(unit_rows(2_000, 1), cells(400))
    assert [index.suits(count) for count in (50, 200, 400, 1_500, 10_000)] == [False, True, True, True, False]


def test_what_cannot_be_written_is_said_as_by_the_system(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "vectors"
    with pytest.raises(OSError, match="No such file") as caught:
        FaissIndex.build(unit_rows(3, 1), np.arange(3)).save(path)
    assert caught.value.filename == str(path)
