import re
import threading
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.ui.browser.asking import QUESTION, ask
from tests.ui.fakes import FakeLibrary

pytestmark = pytest.mark.browser


def after(pieces: int, go_on: threading.Event, seconds: float = 10) -> Callable[[], None]:
    """Return a wait that lets some pieces of an answer pass and holds back the rest until `go_on`."""
    passed = iter(range(pieces))

    def wait() -> None:
        if next(passed, None) is None:
            go_on.wait(seconds)

    return wait


def test_an_answer_is_streamed_before_it_is_whole(page: Page, library: FakeLibrary) -> None:
    go_on = threading.Event()
    library.wait = after(2, go_on)
    page.fill("#gx-box textarea", QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".gx-answer")).to_contain_text("“根系工程”是")
    assert page.locator(".gx-mark").count() == 0
    go_on.set()
    expect(page.locator(".gx-answer .gx-mark")).to_have_text(["[1]", "[2]"])
    library.wait = lambda: None


def test_pressing_a_mark_opens_the_source_with_exactly_the_cited_characters_marked(page: Page) -> None:
    ask(page)
    page.locator(".gx-answer .gx-mark").nth(1).click()
    here = page.locator("#gx-panel .gx-here")
    expect(here).to_have_text("建成56个小微网格党群服务点")
    expect(here).to_be_in_viewport()
    expect(page.locator("#gx-panel .gx-head")).to_contain_text("南翔镇发布“根系工程”上海嘉定 · 2023-03-31")


def test_the_first_source_is_open_beside_a_finished_answer_and_the_others_are_stepped_to(page: Page) -> None:
    ask(page)
    expect(page.locator("#gx-panel .gx-here")).to_have_text("“根系工程”是南翔镇创新推出的党建引领项目")
    page.get_by_role("button", name="下一处").click()
    expect(page.locator("#gx-panel .gx-here")).to_have_text("建成56个小微网格党群服务点")
    expect(page.locator(".gx-mark[aria-current]")).to_have_text("[2]")
    page.get_by_role("button", name="下一处").click()
    expect(page.locator("#gx-panel .gx-stepper")).to_contain_text("第 1 处，共 2 处")


def test_marks_of_an_earlier_answer_still_lead_to_their_source(page: Page) -> None:
    ask(page)
    ask(page, "还有呢？")
    page.locator(".gx-exchange").first.locator(".gx-mark").nth(1).click()
    expect(page.locator("#gx-panel .gx-here")).to_have_text("建成56个小微网格党群服务点")


def test_a_refusal_offers_the_nearest_passages_to_open(page: Page) -> None:
    ask(page, "天气如何？")
    expect(page.locator(".gx-places h3")).to_have_text("最接近的段落")
    page.locator(".gx-card").first.click()
    expect(page.locator("#gx-panel .gx-here")).to_have_count(1)


def test_an_example_is_asked_by_pressing_it(page: Page) -> None:
    page.locator(".gx-example").first.click()
    expect(page.locator(".gx-question")).to_have_text(QUESTION)
    expect(page.locator(".gx-places")).to_be_visible()


def test_a_new_conversation_begins_empty(page: Page) -> None:
    ask(page)
    page.get_by_role("button", name="新对话").click()
    expect(page.locator(".gx-welcome")).to_be_visible()
    expect(page.locator(".gx-idle")).to_be_visible()


def test_an_answer_can_be_stopped_and_the_box_is_free_again(page: Page, library: FakeLibrary) -> None:
    go_on = threading.Event()
    library.wait = after(1, go_on, seconds=0.4)
    page.fill("#gx-box textarea", QUESTION)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="停止").click()
    expect(page.locator(".gx-answer")).to_contain_text("已停止")
    expect(page.get_by_role("button", name="发送")).to_be_visible()
    go_on.set()
    library.wait = lambda: None
    ask(page)


def test_enter_that_accepts_an_input_method_s_word_does_not_send(page: Page) -> None:
    page.fill("#gx-box textarea", "genxi")
    for kind in ("keydown", "keypress"):
        page.dispatch_event("#gx-box textarea", kind, {"key": "Enter", "isComposing": True, "bubbles": True})
    page.wait_for_timeout(300)
    assert page.locator(".gx-exchange").count() == 0


def test_the_language_is_switched_in_place_and_kept(page: Page) -> None:
    ask(page)
    page.select_option("[data-language]", "en")
    expect(page.locator(".gx-places h3")).to_have_text("Sources")
    expect(page.locator("#gx-box textarea")).to_have_attribute("placeholder", re.compile("Ask a question"))
    expect(page.locator(".gx-question")).to_have_text(QUESTION)
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    page.reload()
    expect(page.locator(".gx-places h3")).to_have_text("Sources")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".gx-welcome h2")).to_have_text("What would you like to know?")


def test_the_theme_is_switched_and_kept(page: Page) -> None:
    expect(page.locator("body")).not_to_have_class(re.compile("dark"))
    page.get_by_role("button", name="切换明暗").click()
    expect(page.locator("body")).to_have_class(re.compile("dark"))
    page.reload()
    page.wait_for_selector(".gx-welcome")
    expect(page.locator("body")).to_have_class(re.compile("dark"))


def test_the_whole_way_to_a_source_can_be_walked_by_keyboard(page: Page) -> None:
    ask(page)
    page.locator(".gx-answer .gx-mark").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#gx-panel .gx-here")).to_have_text("建成56个小微网格党群服务点")


def test_on_a_phone_nothing_scrolls_sideways_and_the_source_covers_and_uncovers(small_page: Page) -> None:
    ask(small_page)
    width = "document.documentElement.scrollWidth"
    assert small_page.evaluate(width) == 390
    assert not small_page.locator("#gx-source").is_visible()
    small_page.locator(".gx-answer .gx-mark").nth(1).click()
    expect(small_page.locator("#gx-panel .gx-here")).to_be_in_viewport()
    assert small_page.evaluate(width) == 390
    small_page.get_by_role("button", name="关闭原文").click()
    expect(small_page.locator("#gx-source")).to_be_hidden()
    expect(small_page.locator(".gx-answer .gx-mark").nth(1)).to_be_focused()
