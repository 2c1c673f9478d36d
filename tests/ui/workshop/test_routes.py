"""The calls of the evaluation page, over a real store: drafting, accepting, running, comparing, refusing."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from rag.datatypes import Document
from rag.evaluation.golden_file import read_golden
from tests.ui.workshop.shop import Shop, opened
from ui.workshop.sets import Sets

SOUND = {"id": "1", "question": "谁是馆长？", "answers": ["林秋白"], "documents": ["town/library.md"]}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with opened(tmp_path_factory.mktemp("shop")) as shop:
        yield shop


@pytest.fixture(scope="module")
def page(shop: Shop) -> Iterator[TestClient]:
    with TestClient(shop.app(), base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


def drafts(page: TestClient, **wanted: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.post("/api/evaluation/drafts", json=wanted).json()["drafts"]
    return found


def upload(page: TestClient, name: str, content: str) -> Any:
    return page.post("/api/evaluation/sets", files={"file": (name, content.encode())})


def run(page: TestClient, name: str) -> str:
    started = page.post("/api/evaluation/runs", json={"set": name})
    assert started.status_code == 200, started.text
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        going = page.get("/api/evaluation/going").json()["going"]
        if going["ended"]:
            assert going["error"] is None
            return str(started.json()["run"])
        time.sleep(0.05)
    raise AssertionError("the run does not end")


def test_an_accepted_draft_is_in_the_set_and_not_drafted_again(page: TestClient, shop: Shop) -> None:
    first, second, *_ = drafts(page, count=20, seed=1)
    assert first["passage"] or not first["record"]["answerable"]
    kept = page.post("/api/evaluation/sets/accepted", json=first["record"])
    assert kept.json() == {"name": "accepted", "questions": 1}
    page.post("/api/evaluation/rejected", json={"id": second["record"]["id"]})
    [held] = read_golden(shop.folder / "golden" / "accepted.jsonl").questions
    assert held.id == first["record"]["id"]
    left = {one["record"]["id"] for one in drafts(page, count=20, seed=1)}
    assert left
    assert not {first["record"]["id"], second["record"]["id"]} & left


def test_judgements_made_at_one_time_are_all_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(function: Callable[..., Any]) -> Callable[..., Any]:
        def slowed(*given: Any) -> Any:
            found = function(*given)
            time.sleep(0.02)
            return found

        return slowed

    monkeypatch.setattr("ui.workshop.sets.read_golden", slow(read_golden))
    monkeypatch.setattr(Sets, "_rejected", slow(Sets._rejected))
    kept = Sets(tmp_path)
    library = Document("town/library.md", "馆", None, "馆长林秋白。")
    with ThreadPoolExecutor(8) as pool:
        adding = [
            pool.submit(
                kept.add, "馆", SOUND | {"id": str(n), "question": f"谁是馆长{n}？"}, lambda _: library
            )
            for n in range(8)
        ]
        rejecting = [pool.submit(kept.reject, f"no{n}") for n in range(8)]
    assert sorted(one.result() for one in adding) == list(range(1, 9))
    assert [one.result() for one in rejecting] == [None] * 8
    assert len(kept.judged()) == 16


def test_an_edited_draft_is_judged_like_any_golden_question(page: TestClient) -> None:
    wrong = page.post("/api/evaluation/sets/edited", json=SOUND | {"answers": ["周德山"]})
    assert wrong.status_code == 422
    assert "'周德山' does not occur in town/library.md" in wrong.json()["detail"]
    unknown = page.post("/api/evaluation/sets/edited", json=SOUND | {"documents": ["nowhere.md"]})
    assert "no document 'nowhere.md'" in unknown.json()["detail"]
    assert page.post("/api/evaluation/sets/edited", json=SOUND).status_code == 200
    assert "already has" in page.post("/api/evaluation/sets/edited", json=SOUND).json()["detail"]
    again = page.post("/api/evaluation/sets/edited", json=SOUND | {"id": "2", "question": "谁是馆长?"})
    assert again.status_code == 422
    assert again.json()["detail"] == "The set 'edited' already asks this: '1'."


def test_an_upload_is_kept_and_what_is_doubtful_about_it_told(page: TestClient, shop: Shop) -> None:
    lines = (SOUND | {"answers": ["周德山"]}, SOUND | {"id": "2", "documents": ["library.md"]})
    content = "\n".join(json.dumps(one, ensure_ascii=False) for one in lines)
    kept = upload(page, "doubtful.jsonl", content).json()
    assert (kept["name"], kept["questions"]) == ("doubtful", 2)
    first, *others = kept["warnings"]
    assert first.startswith("doubtful.jsonl:1: the answer '周德山' does not occur in town/library.md")
    assert any("its id is 'town/library.md'" in one for one in others)
    assert (shop.folder / "golden" / "doubtful.jsonl").exists()
    files = {"file": ("zweifel.jsonl", content.encode())}
    told = page.post("/api/evaluation/sets", files=files, headers={"accept-language": "zh-CN"}).json()
    assert "town/library.md 里没有答案 '周德山'" in told["warnings"][0]
    assert all(set("里没有相同的编号") & set(one) for one in told["warnings"])


def test_a_run_that_was_stopped_goes_on_and_a_finished_one_is_followed(page: TestClient, shop: Shop) -> None:
    upload(page, "long.jsonl", json.dumps(SOUND))
    first = run(page, "long")
    (shop.folder / "runs" / first / "records.jsonl").write_bytes(b"")
    assert (run(page, "long"), run(page, "long")) == (first, "long-2")


def test_runs_of_a_set_with_a_long_name_are_listed(page: TestClient) -> None:
    upload(page, "x" * 60 + ".jsonl", json.dumps(SOUND))
    name = run(page, "x" * 60)
    assert name in {one["name"] for one in page.get("/api/evaluation").json()["runs"]}
    assert page.get(f"/api/evaluation/runs/{name}").status_code == 200


def test_questions_that_failed_are_told_beside_the_share_that_is_right(
    page: TestClient, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = shop.library.ask

    def failing(question: str, *given: Any) -> Any:
        if "坏" in question:
            raise KeyError("lost")
        return ask(question, *given)

    monkeypatch.setattr(shop.library, "ask", failing)
    lines = [SOUND, SOUND | {"id": "2", "question": "坏一？"}, SOUND | {"id": "3", "question": "坏二？"}]
    upload(page, "failing.jsonl", "\n".join(map(json.dumps, lines)))
    name = run(page, "failing")
    assert page.get("/api/evaluation/going").json()["going"]["failed"] == 2
    [told] = [one for one in page.get("/api/evaluation").json()["runs"] if one["name"] == name]
    assert (told["questions"], told["asked"], told["failed"], told["right"]) == (3, 1, 2, 1.0)


def test_runs_of_a_set_that_grew_are_compared_on_what_they_share(page: TestClient, shop: Shop) -> None:
    upload(page, "grown.jsonl", json.dumps(SOUND))
    first = run(page, "grown")
    more = SOUND | {"id": "2", "question": "馆长叫什么？"}
    assert page.post("/api/evaluation/sets/grown", json=more).json()["questions"] == 2
    second = run(page, "grown")
    compared = page.get("/api/evaluation/compare", params={"first": first, "second": second})
    assert compared.status_code == 200
    assert "; 1 that are not the same in both runs are left out" in compared.text


def test_two_runs_are_reported_and_compared_in_a_sandbox(page: TestClient) -> None:
    assert upload(page, "馆.jsonl", json.dumps(SOUND, ensure_ascii=False)).json() == {
        "name": "馆",
        "questions": 1,
        "warnings": [],
    }
    first, second = run(page, "馆"), run(page, "馆")
    listed = {one["name"]: one for one in page.get("/api/evaluation").json()["runs"]}
    assert listed[first]["right"] == 1.0
    report = page.get(f"/api/evaluation/runs/{first}")
    compared = page.get("/api/evaluation/compare", params={"first": first, "second": second})
    assert "谁是馆长？" in report.text
    assert f"{first} → {second}" in compared.text
    for answer in (report, compared):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("sandbox allow-scripts; default-src 'none'")
        assert "allow-same-origin" not in policy


def test_runs_of_other_questions_are_not_compared(page: TestClient) -> None:
    for name, question in (("one", "谁是馆长？"), ("two", "馆长是谁？")):
        upload(page, f"{name}.jsonl", json.dumps(SOUND | {"question": question}))
        run(page, name)
    refused = page.get("/api/evaluation/compare", params={"first": "one-1", "second": "two-1"})
    assert refused.status_code == 422


def test_a_faulty_upload_is_refused_with_its_line_and_nothing_is_kept(page: TestClient, shop: Shop) -> None:
    refused = upload(page, "faulty.jsonl", json.dumps(SOUND) + "\n{")
    assert refused.status_code == 422
    assert "faulty.jsonl:2: not JSON" in refused.json()["detail"]
    assert not (shop.folder / "golden" / "faulty.jsonl").exists()


@pytest.mark.parametrize("name", ["..", "../x", "a b", ".hidden", "x" * 61, "a\\b", "a.b"])
def test_a_name_can_act_as_nothing_but_a_name(name: str, page: TestClient, shop: Shop) -> None:
    before = sorted(shop.folder.rglob("*"))
    assert upload(page, f"{name}.jsonl", json.dumps(SOUND)).status_code in (200, 422)
    assert page.post("/api/evaluation/runs", json={"set": name}).status_code == 422
    written = "".join(f"%{byte:02X}" for byte in name.encode())  # so that no client tidies the path away
    for path in ("runs", "sets"):
        assert page.get(f"/api/evaluation/{path}/{written}").status_code in (404, 405, 422)
    new = {path.relative_to(shop.folder) for path in set(shop.folder.rglob("*")) - set(before)}
    assert all(str(path).startswith("golden/") for path in new)


def test_a_disliked_answer_becomes_a_question(page: TestClient, shop: Shop) -> None:
    shop.dislike("柳河镇有多少家茶馆？")
    shop.dislike("柳河镇的机场在哪里？")
    disliked = {one["question"]: one for one in page.get("/api/evaluation").json()["disliked"]}
    told = disliked["柳河镇有多少家茶馆？"]
    assert "town/library.md" in told["documents"]
    record = {name: told[name] for name in ("id", "question", "documents", "tags")} | {"answers": ["31家"]}
    assert page.post("/api/evaluation/sets/feedback", json=record).status_code == 200
    silent = {name: disliked["柳河镇的机场在哪里？"][name] for name in ("id", "question", "tags")}
    assert page.post("/api/evaluation/sets/feedback", json=silent | {"answerable": False}).status_code == 200
    assert page.get("/api/evaluation").json()["disliked"] == []


def test_the_page_speaks_the_visitors_language(page: TestClient) -> None:
    assert "<title>评测" in page.get("/evaluation").text
    for code, title in (("en", "Evaluation"), ("zh-Hant", "評測")):
        text = page.get("/evaluation", headers={"cookie": f"genxi-language={code}"}).text
        assert f'<html lang="{code}">' in text
        assert f"<title>{title}" in text
        assert "[[" not in text
