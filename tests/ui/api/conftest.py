from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.ui.fakes import FakeLibrary
from tests.ui.served import built


@pytest.fixture(scope="module")
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture(scope="module")
def api(library: FakeLibrary) -> Iterator[TestClient]:
    with TestClient(built(library), base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client
