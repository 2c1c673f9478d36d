"""Rules for every test, whatever it tests.

Where continuous integration runs (`CI=true`), whatever a test may want is provided, so a skip there is a
test that silently stopped testing: it fails. What CI does not provide is named by marker below.
"""

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

# A deadline measures the machine: the first example of a test may wait for tables that load at first use.
# Whatever must end in time has a test of its own that says so.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

NOT_PROVIDED_BY_CI = ("data",)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where everything is provided; expected failures stay what they are."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and _must_run(item):
        report.outcome = "failed"
        report.longrepr = f"skipped although CI=true: {_reason(report)}"
    return report


def _must_run(item: pytest.Item) -> bool:
    provided = all(item.get_closest_marker(name) is None for name in NOT_PROVIDED_BY_CI)
    return os.environ.get("CI") == "true" and provided


def _reason(report: pytest.TestReport) -> str:
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
