"""History and documents: kept, found, changed and deleted through the page."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.ui.browser.asking import QUESTION, ask
from tests.ui.fakes import FakeLibrary

pytestmark = pytest.mark.browser


def test_reloading_keeps_the_conversation_and_its_citations(page: Page) -> None:
    ask(page)
    page.reload()
    expect(page.locator(".gx-question")).to_have_text(QUESTION)
    page.locator(".gx-answer .gx-mark").nth(1).click()
    expect(page.locator("#gx-panel .gx-here")).to_have_text("建成56个小微网格党群服务点")


def test_an_earlier_conversation_is_found_renamed_resumed_and_deleted(page: Page) -> None:
    ask(page)
    page.get_by_role("button", name="新对话").click()
    expect(page.locator(".gx-welcome")).to_be_visible()
    assert "#" not in page.url
    page.get_by_role("button", name="历史").click()
    rows = page.locator("#gx-drawer .gx-rows li")
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="改名").click()
    page.locator("#gx-drawer li input").fill("根系是什么")
    page.keyboard.press("Enter")
    expect(rows.locator(".gx-row-title")).to_have_text("根系是什么")
    finding = page.get_by_role("searchbox", name="在提问和回答中查找")
    finding.fill("没有这样的")
    expect(page.locator("#gx-drawer .gx-idle")).to_have_text("没有找到。")
    expect(finding).to_be_focused()
    finding.fill("56个小微网格")  # words of the answer alone
    expect(rows.locator(".gx-row-title")).to_have_text("根系是什么")
    expect(finding).to_have_value("56个小微网格")
    rows.locator("[data-resume]").click()
    expect(page.locator(".gx-question")).to_have_text(QUESTION)
    page.get_by_role("button", name="历史").click()
    expect(finding).to_have_value("")
    rows.locator("[data-forget]").click()
    expect(rows.locator("[data-forget]")).to_have_text("确定删除？")
    rows.locator("[data-forget]").click()
    expect(page.locator("#gx-drawer .gx-idle")).to_be_visible()


def test_another_browser_does_not_see_the_conversation(page: Page, chromium: Browser) -> None:
    ask(page)
    other = chromium.new_context()
    stranger = other.new_page()
    stranger.goto(page.url)
    expect(stranger.locator(".gx-welcome")).to_be_visible()
    stranger.get_by_role("button", name="历史").click()
    expect(stranger.locator("#gx-drawer .gx-idle")).to_be_visible()
    other.close()


def test_a_file_is_added_previewed_asked_and_deleted(
    page: Page, library: FakeLibrary, tmp_path: Path
) -> None:
    good, bad = tmp_path / "茶市<b>.txt", tmp_path / "坏.bin"
    good.write_text("茶市每月初五开张。", "utf-8")
    bad.write_bytes(b"\xff\xfe\xff")
    page.get_by_role("button", name="文档").click()
    page.set_input_files("[data-upload]", [good, bad])
    progress = page.locator("#gx-drawer .gx-progress li")
    expect(progress).to_have_text(["坏.bin · 没有加入：坏.bin is not text", "茶市<b>.txt · 已加入"])
    expect(page.locator(".gx-count")).to_have_text("3 篇文档")
    row = page.locator("#gx-drawer .gx-rows li", has_text="茶市")
    page.fill("#gx-drawer [data-filter]", "茶")
    expect(page.locator("#gx-drawer .gx-rows li:visible")).to_have_count(1)
    row.locator("[data-preview]").click()
    expect(page.locator("#gx-panel .gx-text")).to_have_text("茶市每月初五开张。")
    library.quotes = ["茶市每月初五开张"]
    page.keyboard.press("Escape")
    ask(page, "茶市何时开张？")
    expect(page.locator("#gx-panel .gx-here")).to_have_text("茶市每月初五开张")
    library.quotes = FakeLibrary.quotes
    page.get_by_role("button", name="文档").click()
    expect(row.locator(".gx-away")).to_have_count(0)  # the list is drawn anew, which takes back a first press
    row.locator("[data-remove]").click()
    row.locator("[data-remove]").click()
    expect(row).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator(".gx-answer .gx-mark").first.click()
    expect(page.locator("#gx-panel .gx-idle")).to_have_text("这篇文档已从库中移除。")


def test_answers_and_sources_are_copied_and_the_conversation_exported(
    context: BrowserContext, page: Page
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page)
    page.get_by_role("button", name="复制回答").click()
    expect(page.locator(".gx-done")).to_be_visible()
    clipboard = "navigator.clipboard.readText()"
    assert page.evaluate(clipboard).endswith("[2] 《南翔镇发布“根系工程”》，上海嘉定，2023-03-31")
    page.locator(".gx-places li").first.hover()
    page.get_by_role("button", name="复制出处").first.click()
    page.wait_for_function(
        f"{clipboard}.then((text) => text === '《南翔镇发布“根系工程”》，上海嘉定，2023-03-31')"
    )
    with page.expect_download() as download:
        page.get_by_role("button", name="导出对话").click()
    exported = Path(download.value.path()).read_text("utf-8")
    assert exported.startswith(f"## {QUESTION}\n")


def test_a_question_is_taken_back_into_the_box_to_be_changed(page: Page) -> None:
    ask(page)
    page.get_by_role("button", name="改问").click()
    expect(page.locator("#gx-box textarea")).to_have_value(QUESTION)
    page.keyboard.type("请简单说。")
    page.keyboard.press("Enter")
    expect(page.locator(".gx-question").last).to_have_text(f"{QUESTION}请简单说。")
