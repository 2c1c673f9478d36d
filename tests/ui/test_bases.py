from pathlib import Path
from urllib.parse import quote

from starlette.testclient import TestClient

from tests.ui.fakes import ROOTS, FakeLibrary
from tests.ui.served import built
from tests.ui.workshop.shop import opened
from ui.bases import BASE_COOKIE, Base, chosen

ALSO = Base("河 道;", FakeLibrary(held=[]))
MAIN = Base("main", FakeLibrary(held=[ROOTS]))


def test_the_api_answers_from_the_base_a_browser_looks_at_and_else_from_the_first() -> None:
    with TestClient(built(MAIN.library, also=[ALSO]), base_url="http://127.0.0.1") as client:

        def listed(name: str) -> int:
            answer = client.get("/api/documents", headers={"cookie": f"{BASE_COOKIE}={name}"})
            return len(answer.json()["documents"])

        assert listed(quote(ALSO.name)) == 0
        assert listed(quote(MAIN.name)) == 1
        assert listed("../nowhere") == 1
        assert len(client.get("/api/documents").json()["documents"]) == 1


def test_a_base_nobody_knows_is_the_first() -> None:
    assert chosen([MAIN, ALSO], quote(ALSO.name)) is ALSO
    assert chosen([MAIN, ALSO], "gone") is MAIN
    assert chosen([MAIN, ALSO], None) is MAIN


def test_each_base_is_evaluated_by_itself(tmp_path: Path) -> None:
    with opened(tmp_path) as shop:
        town = Base("town", shop.library, shop.conversations, shop.workshop)
        with TestClient(built(MAIN.library, also=[town]), base_url="http://127.0.0.1") as client:
            listed = client.get("/api/evaluation", headers={"cookie": f"{BASE_COOKIE}=town"})
            assert listed.json()["sets"] == []
            assert client.get("/api/evaluation").status_code == 404
