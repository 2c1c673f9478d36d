import pytest
from starlette.testclient import TestClient

from tests.ui.fakes import FakeLibrary
from tests.ui.served import built
from ui.bases import Base
from ui.exposure import LOOPBACK, TokenWanted, is_loopback, names_served
from ui.web import serve

TOKEN = "开门-sesame"  # noqa: S105


@pytest.fixture
def stranger(app: object) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def app() -> object:
    return built(FakeLibrary(), token=TOKEN)


@pytest.mark.parametrize(
    "path", ["/api/documents", "/v1/models", "/metrics", "/config", "/gradio_api/startup-events"]
)
def test_without_the_token_nothing_is_told(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/genxi/chat.css"])
def test_health_and_style_are_open(stranger: TestClient, path: str) -> None:
    assert stranger.get(path).status_code == 200


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        (f"bearer {TOKEN}", 200),
        ("Bearer wrong", 401),
        ("Bearer ", 401),
        (f"Basic {TOKEN}", 401),
        (TOKEN, 401),
    ],
)
def test_programs_send_the_token_as_a_bearer(stranger: TestClient, header: str, status: int) -> None:
    assert stranger.get("/api/documents", headers={b"authorization": header.encode()}).status_code == status


def test_people_type_the_token_once_and_the_cookie_does_not_hold_it(stranger: TestClient) -> None:
    assert stranger.get("/").headers["location"] == "/login"
    assert "请输入口令" in stranger.get("/login").text
    assert "口令不对" in stranger.post("/login", data={"token": "wrong"}).text
    entered = stranger.post("/login", data={"token": TOKEN})
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert TOKEN not in cookie
    assert stranger.get("/").status_code == 200
    assert stranger.get("/api/documents").status_code == 200


def test_a_forged_cookie_opens_nothing(stranger: TestClient) -> None:
    stranger.cookies.set("genxi-session", "0" * 64)
    assert stranger.get("/api/documents").status_code == 401


def test_a_huge_login_is_cut_short(stranger: TestClient) -> None:
    assert stranger.post("/login", data={"token": "x" * 100_000}).status_code == 403


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])  # noqa: S104
def test_other_machines_are_let_in_only_with_a_token(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(TokenWanted, match=r"GENXI_TOKEN.*--without-token"):
        serve([Base("main", FakeLibrary())], host, 0)
    assert names_served(host, TOKEN) is None
    assert names_served(host, None, open_to_all=True) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_this_machine_needs_no_token_and_no_foreign_name_is_served(host: str) -> None:
    assert names_served(host, None) == LOOPBACK | {host}
