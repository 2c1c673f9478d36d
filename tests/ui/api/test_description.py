"""The description of the API is true: what schemathesis makes of it is answered as it says.

Bounded and always the same: a fixed number of cases for each operation, derived without chance.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from tests.ui.fakes import FakeLibrary
from tests.ui.served import served
from ui.limits import Limits

UNLIMITED = Limits(requests_a_minute=10**7, burst=10**6)
BOUNDED = settings(
    max_examples=20, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
OPERATIONS = 11


@pytest.fixture(scope="module")
def description() -> Iterator[Any]:
    with served(FakeLibrary(), limits=UNLIMITED) as site:
        yield schemathesis.openapi.from_url(f"{site}/api/openapi.json")


def of(description: Any, *methods: str) -> list[Any]:
    operations = [found.ok() for found in description.get_all_operations()]
    assert len(operations) == OPERATIONS
    return [operation for operation in operations if operation.method in methods]


def always(checks: list[Any], _: Any) -> list[Any]:
    return checks


def hold(operation: Any, mode: GenerationMode, unexpected: Callable[[Any], list[Any]]) -> None:
    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        case.call_and_validate(excluded_checks=unexpected(case))

    holds()


def test_what_is_described_as_valid_is_answered_as_described(description: Any) -> None:
    for operation in of(description, "get", "delete", "post"):
        # A description cannot say that somebody has to have asked something, or what is a file's name.
        refusing = operation.path in ("/v1/chat/completions", "/api/documents") and operation.method == "post"
        excluded = [positive_data_acceptance] if refusing else []
        hold(operation, GenerationMode.POSITIVE, partial(always, excluded))


def test_what_is_described_as_invalid_is_refused_as_described(description: Any) -> None:
    for operation in of(description, "post"):
        hold(operation, GenerationMode.NEGATIVE, lambda case: [negative_data_rejection] if sent(case) else [])


def sent(case: Any) -> bool:
    """Tell whether a case arrives as files after all: a number sent as a file is the bytes of its digits."""
    files = case.body.get("files") if isinstance(case.body, dict) else None
    return case.media_type == "multipart/form-data" and isinstance(files, list) and bool(files)
