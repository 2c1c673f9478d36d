from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.ui.fakes import FakeLibrary
from tests.ui.served import built


@pytest.fixture(scope="module")
def page() -> Iterator[TestClient]:
    with TestClient(built(FakeLibrary()), base_url="http://127.0.0.1") as client:
        yield client


def test_the_start_page_comes_whole_under_a_policy_with_its_own_nonce(page: TestClient) -> None:
    first, second = page.get("/"), page.get("/")
    nonce = first.headers["content-security-policy"].split("'nonce-")[1].split("'")[0]
    assert first.status_code == 200
    assert f'<script nonce="{nonce}">' in first.text
    assert int(first.headers["content-length"]) == len(first.content)
    assert nonce not in second.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        pytest.param("GET", "/gradio_api/file=/etc/passwd", id="file_server"),
        pytest.param("GET", "/gradio_api/proxy=http://127.0.0.1/", id="proxy"),
        pytest.param("POST", "/gradio_api/upload", id="public_upload"),
        pytest.param("POST", "/gradio_api/vibe-edit", id="editor"),
        pytest.param("GET", "/gradio_api/info", id="api_pages"),
        pytest.param("GET", "/monitoring", id="monitoring"),
        pytest.param("GET", "/docs", id="framework_documentation"),
        pytest.param("GET", "/genxi/..%2fweb.py", id="file_beside_the_assets"),
        pytest.param("GET", "/nothing", id="unknown"),
    ],
)
def test_what_the_page_does_not_use_is_shut(page: TestClient, method: str, path: str) -> None:
    answer = page.request(method, path)
    assert answer.status_code == 404
    assert "root:" not in answer.text


def test_our_style_and_script_are_served_under_safe_headers(page: TestClient) -> None:
    for name in ("chat.css", "chat.js"):
        answer = page.get(f"/genxi/{name}")
        assert answer.status_code == 200
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "content-security-policy" in answer.headers
