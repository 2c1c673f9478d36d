"""The server of `web_load`: the real one over seeds/, in a process of its own whose memory can be read."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.knowledge_base import KnowledgeBase
from rag.storage.conversations import Conversations
from ui.bases import Base
from ui.limits import Limits
from ui.web import serve

RAISED = Limits(requests_a_minute=10**7, burst=10**6, at_one_time=1_000, at_one_time_each=1_000)
ROOT = Path(__file__).parents[2]


def main(folder: str, limits: str) -> None:
    """Index seeds/ and serve them on a free port, until the process is ended."""
    with KnowledgeBase.open(folder) as store, Conversations(Path(folder)) as kept:
        store.index([ROOT / "seeds"])
        chosen = RAISED if limits == "raised" else Limits()
        serve([Base("seeds", store, kept)], "127.0.0.1", 0, limits=chosen)


@contextmanager
def serving(folder: Path, *, raised: bool) -> Iterator[tuple[str, int]]:
    """Run the server over a store in `folder`; yield its address and its process."""
    command = [sys.executable, "-u", "-m", __name__, str(folder / "store"), "raised" if raised else "shipped"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip(), process.pid
        finally:
            process.terminate()


def memory(process: int) -> int:
    """Return the resident memory of a process in bytes (Linux)."""
    pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * 4096


if __name__ == "__main__":
    main(*sys.argv[1:])
