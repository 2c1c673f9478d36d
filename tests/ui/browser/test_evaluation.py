"""The evaluation page in a real browser: questions drafted, judged, run, reported and compared."""

import threading
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import BrowserContext, Page, expect

from rag.evaluation.golden_file import read_golden
from tests.ui.workshop.shop import Shop, opened
from ui.serving import listen

RUN_SECONDS = 120  # models load, questions are asked, a report is drawn: more than a press of a button

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with opened(tmp_path_factory.mktemp("shop")) as shop:
        yield shop


@pytest.fixture(scope="module")
def address(shop: Shop) -> Iterator[str]:
    with listen("127.0.0.1", 0) as listening:
        config = uvicorn.Config(shop.app(), log_level="critical", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=20)


@pytest.fixture
def desk(context: BrowserContext, address: str) -> Iterator[Page]:
    asked: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = context.new_page()
    page.goto(f"{address}/evaluation")
    expect(page.locator("#sets li, #sets .none").first).to_be_visible()
    yield page
    assert [url for url in asked if not url.startswith(address)] == []
    assert complaints == []


def draft(desk: Page, count: int) -> None:
    desk.fill("#count", str(count))
    desk.locator("#drafting button").click()
    expect(desk.locator("#drafts li").first).to_be_visible()


def run(desk: Page, times: int) -> None:
    for _ in range(times):
        before = desk.locator("#runs li").count()
        desk.locator("#sets li", has_text="golden").get_by_role("button", name="运行").click()
        expect(desk.locator("#runs li")).to_have_count(before + 1, timeout=RUN_SECONDS * 1000)


def test_drafts_are_accepted_edited_rejected_and_run(desk: Page, shop: Shop, context: BrowserContext) -> None:
    draft(desk, 5)
    cards = desk.locator("#drafts li")
    answerable = cards.filter(has=desk.locator("textarea.answers"))
    edited = answerable.first.locator("textarea.question")
    edited.fill("请问，" + edited.input_value())
    answerable.first.get_by_role("button", name="接受").click()
    expect(desk.locator("#told")).to_contain_text("已存入 golden (1)")
    answerable.first.get_by_role("button", name="接受").click()
    expect(desk.locator("#told")).to_contain_text("已存入 golden (2)")
    left = cards.count()
    cards.first.get_by_role("button", name="拒绝").click()
    expect(cards).to_have_count(left - 1)
    held = read_golden(shop.folder / "golden" / "golden.jsonl").questions
    assert [one.question.startswith("请问，") for one in held] == [True, False]
    run(desk, 2)
    with context.expect_page() as opening:
        desk.get_by_role("link", name="打开报告").first.click()
    report = opening.value
    expect(report.locator("h1")).to_have_text("golden.jsonl")
    assert report.evaluate("window.origin") == "null"  # in its sandbox it is of no origin
    for one in desk.locator("#runs input").all():
        one.check()
    with context.expect_page() as opening:
        desk.locator("#compare").click()
    expect(opening.value.locator("h1")).to_have_text("golden-1 → golden-2")


def test_what_is_wrong_with_an_edit_is_said_and_the_card_stays(desk: Page) -> None:
    draft(desk, 5)
    card = desk.locator("#drafts li").filter(has=desk.locator("textarea.answers")).first
    card.locator("textarea.answers").fill("资料里没有的话")
    card.get_by_role("button", name="接受").click()
    expect(desk.locator("#told.bad")).to_contain_text("does not occur")
    expect(card).to_be_visible()


def test_a_disliked_answer_is_saved_with_one_click(desk: Page, shop: Shop) -> None:
    shop.dislike("柳河镇的机场在哪里？")
    desk.reload()
    card = desk.locator("#disliked li")
    expect(card.locator("textarea.question")).to_have_value("柳河镇的机场在哪里？")
    card.get_by_role("button", name="记为无答案题").click()
    expect(desk.locator("#told")).to_contain_text("已存入 golden")
    expect(card).to_have_count(0)
    last = read_golden(shop.folder / "golden" / "golden.jsonl").questions[-1]
    assert (last.question, last.answerable, last.tags) == ("柳河镇的机场在哪里？", False, ("feedback",))


def test_the_chat_page_leads_here_and_back(desk: Page, address: str) -> None:
    desk.goto(address)
    desk.get_by_role("link", name="评测").click()
    expect(desk).to_have_url(f"{address}/evaluation")
    desk.get_by_role("link", name="返回问答").click()
    expect(desk.locator(".gx-welcome")).to_be_visible()
