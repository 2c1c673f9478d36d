import errno
import os
import stat
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


def test_a_folder_that_cannot_be_flushed_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_files_alone(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "fsync", of_files_alone)
    atomic.write(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"


def test_a_file_that_cannot_be_flushed_replaces_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    atomic.write(tmp_path / "file", b"old")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        atomic.write(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"
