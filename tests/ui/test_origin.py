from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.ui.fakes import FakeLibrary
from tests.ui.served import built


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(built(FakeLibrary()), base_url="http://127.0.0.1:7860") as client:
        yield client


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "[", "localhost.evil.example:7860"]
)
def test_on_loopback_only_loopback_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/api/documents", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost", "LOCALHOST:1", "[::1]:7860"])
def test_every_loopback_name_is_served(client: TestClient, host: str) -> None:
    assert client.get("/api/documents", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({}, 200, id="program"),
        pytest.param({"origin": "http://127.0.0.1:7860"}, 200, id="own_page"),
        pytest.param({"origin": "https://evil.example"}, 403, id="other_site"),
        pytest.param({"origin": "http://127.0.0.1:9999"}, 403, id="other_port"),
        pytest.param({"origin": "null"}, 403, id="sandboxed_frame"),
        pytest.param({"sec-fetch-site": "cross-site"}, 403, id="cross_site_without_origin"),
    ],
)
def test_a_page_of_another_site_changes_nothing(
    client: TestClient, headers: dict[str, str], status: int
) -> None:
    assert client.post("/api/ask", json={"question": "问"}, headers=headers).status_code == status
