import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rag.errors import StoreError, StoreLocked
from rag.storage.lock import writing
from tests.permissions import read_only

HOLD = "import sys; from pathlib import Path; from rag.storage.lock import writing\n"
HOLD += "with writing(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        expected = rf"process {other.pid}\).*Wait until it ends"
        with pytest.raises(StoreLocked, match=expected), writing(tmp_path, wait_seconds=0.05):
            pass
        other.kill()
    with writing(tmp_path):  # the lock of a killed process is free at once
        pass


def test_a_second_thread_waits_for_its_turn(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with writing(tmp_path, wait_seconds=10):
            order.append("second")

    with writing(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.1)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_folder_that_cannot_be_written_is_said_so(public_folder: Path) -> None:
    with read_only(public_folder):
        refused = pytest.raises(StoreError, match="cannot be written")
        with refused, writing(public_folder):
            pass


def test_the_lock_file_names_the_holder(tmp_path: Path) -> None:
    with writing(tmp_path):
        assert (tmp_path / "writer.lock").read_text() == str(os.getpid())
