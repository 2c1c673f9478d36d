"""The description of the API is true: what schemathesis makes of it is answered as it says.

Bounded and always the same: a fixed number of cases for each operation, derived without chance.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

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


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_operation_answers_as_described(description: Any, mode: GenerationMode) -> None:
    operations = [found.ok() for found in description.get_all_operations()]
    assert len(operations) == OPERATIONS
    for operation in operations:

        @BOUNDED
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds(case: Any) -> None:
            case.call_and_validate()

        holds()
