"""The rule of `tests/conftest.py`: where everything is provided, a skip is a failure."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SKIPS = """
import pytest

@pytest.fixture
def browser():
    pytest.skip("no browser here")

def test_skips(): pytest.skip("nothing to run it with")
def test_skips_in_a_fixture(browser): pass
@pytest.mark.data
def test_wants_data(): pytest.skip("no data")
@pytest.mark.xfail(reason="known", strict=True)
def test_known_fault(): assert False
"""


@pytest.mark.parametrize(
    ("ci", "summary"),
    [("true", "1 failed, 1 skipped, 1 xfailed, 1 error"), ("", "3 skipped, 1 xfailed")],
    ids=["in_ci", "at_home"],
)
def test_a_skip_fails_in_ci_unless_ci_does_not_provide_what_it_wants(
    tmp_path: Path, ci: str, summary: str
) -> None:
    shutil.copy(Path(__file__).parent / "conftest.py", tmp_path)
    (tmp_path / "test_it.py").write_text(SKIPS)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = data: wants data\n")
    environment = {**os.environ, "CI": ci, "PYTEST_ADDOPTS": ""}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert summary in run.stdout
