"""Over real passages nobody damaged, cleaning changes next to nothing."""

import os
from pathlib import Path

import pytest

from tests.benchmarks.restoration import REPAIRS, SETS, passages

FOLDER = os.environ.get("GENXI_BENCHMARK_DATA")
MOST_CHANGED = 0.001


@pytest.mark.data
@pytest.mark.skipif(FOLDER is None, reason="GENXI_BENCHMARK_DATA does not name the question sets")
def test_repairs_leave_clean_passages_alone() -> None:
    size = changed = 0
    for name in SETS:
        for text in passages(Path(FOLDER or ""), name):
            size += len(text)
            changed += sum(end - start for step in REPAIRS for start, end, _ in step.edits(text))
    assert changed <= MOST_CHANGED * size
