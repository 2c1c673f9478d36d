from pathlib import Path

import pytest

from rag.storage import atomic


def test_content_is_replaced_and_nothing_stays_beside(tmp_path: Path) -> None:
    path = tmp_path / "file"
    atomic.write(path, b"old")
    atomic.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_block_that_writes_nothing_replaces_nothing(tmp_path: Path) -> None:
    path = tmp_path / "file"
    atomic.write(path, b"old")
    with pytest.raises(FileNotFoundError), atomic.replacing(path):
        pass
    assert path.read_bytes() == b"old"


def test_leftovers_are_the_files_a_kill_would_leave(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with atomic.replacing(path) as beside:
        beside.write_bytes(b"half")
        assert atomic.leftovers(tmp_path) == [beside]
    assert atomic.leftovers(tmp_path) == []
