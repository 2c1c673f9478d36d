"""The whole way through a real store with the bundled embedder: dirty files in, asked, cited, deleted."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from rag import KnowledgeBase
from rag.storage.conversations import Conversations
from tests.ui.browser import dirty_page
from tests.ui.browser.asking import ask
from tests.ui.cli.real_store import write_articles
from tests.ui.served import served

pytestmark = pytest.mark.browser

TOWER = "水塔.html"
WHO, WHEN = "鹭洲水塔由谁看守？", "它什么时候开放？"
CITED = f"{dirty_page.NOISY}。"
CLEAN = "鹭洲水塔由镇里的老水工顾铁山看守，每周六上午免费开放。"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("real")
    with KnowledgeBase.open(folder / "store") as base:
        base.index([write_articles(folder / "town")])
        yield base


@pytest.fixture(scope="module")
def site(base: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with Conversations(tmp_path_factory.mktemp("kept")) as kept, served(base, kept) as address:
        yield address


def documents(page: Page) -> Locator:
    """Open the list of documents and return its rows."""
    page.get_by_role("button", name="文档", exact=True).click()
    return page.locator("#gx-drawer .gx-rows li")


def offset(mark: Locator) -> int:
    """Return how many characters of the shown text stand before a mark."""
    before = """mark => {
        const range = document.createRange();
        range.selectNodeContents(mark.closest(".gx-text"));
        range.setEndBefore(mark);
        return range.toString().length;
    }"""
    return int(mark.evaluate(before))


def drop(page: Page, *files: tuple[str, bytes]) -> None:
    """Let go of files over the place for them, as a hand would."""
    make = """files => {
        const transfer = new DataTransfer();
        for (const [name, bytes] of files) transfer.items.add(new File([Uint8Array.from(bytes)], name));
        return transfer;
    }"""
    held = page.evaluate_handle(make, [[name, list(content)] for name, content in files])
    page.dispatch_event("#gx-drawer .gx-drop span", "drop", {"dataTransfer": held})


def zipped(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def upload_slowly(page: Page, file: Path) -> None:
    """Choose a file, and see that the page tells of it before its server answers."""
    held: list[Route] = []
    page.route("**/api/documents", lambda route: held.append(route), times=1)
    page.set_input_files("[data-upload]", file)
    progress = page.locator("#gx-drawer .gx-progress li")
    expect(progress).to_contain_text(f"{file.name} · ")
    expect(progress).to_contain_text("中")  # 上传中 or 读取中
    held[0].continue_()
    expect(progress).to_have_text(f"{file.name} · 已加入")


def test_a_dirty_page_is_added_asked_checked_kept_and_deleted(
    page: Page, base: KnowledgeBase, tmp_path: Path
) -> None:
    file = tmp_path / TOWER
    file.write_bytes(dirty_page.BYTES)
    documents(page)
    upload_slowly(page, file)
    row = page.locator("#gx-drawer .gx-rows li", has_text=dirty_page.TITLE)
    expect(row.locator(".gx-origin").first).to_contain_text(dirty_page.DATED)
    expect(row.locator(".gx-away")).to_contain_text("菜单、页眉页脚等")
    expect(row.locator(".gx-away")).to_contain_text("注音")
    page.keyboard.press("Escape")

    ask(page, WHO)
    expect(page.locator(".gx-answer")).to_have_text(f"{CLEAN}[1]")
    page.locator(".gx-answer .gx-mark").click()
    here, text = page.locator("#gx-panel .gx-here"), page.locator("#gx-panel .gx-text")
    expect(here).to_have_text(CITED)
    expect(here).to_be_in_viewport()
    stored = base.show(TOWER).text
    assert text.text_content() == stored
    assert offset(here) == stored.index(CITED)
    expect(text).to_contain_text("沪ICP备")
    assert "alert" not in stored
    page.get_by_role("button", name="清理后").click()
    expect(here).to_have_text(CLEAN)
    for dirt in ("ICP", "离婚", "网站首页", "分享到", "(kāi)"):
        expect(text).not_to_contain_text(dirt)

    ask(page, WHEN)
    expect(page.locator(".gx-answer").last).to_contain_text("每周六上午")
    page.reload()
    expect(page.locator(".gx-question")).to_have_text([WHO, WHEN])
    page.locator(".gx-answer .gx-mark").first.click()
    expect(here).to_have_text(CITED)

    documents(page)
    row.locator("[data-remove]").click()
    row.locator("[data-remove]").click()
    expect(row).to_have_count(0)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="新对话").click()
    expect(page.locator(".gx-welcome")).to_be_visible()
    ask(page, WHO)
    expect(page.locator(".gx-answer")).to_have_text("资料里没有这个问题的答案。")
    expect(page.locator(".gx-places")).not_to_contain_text(dirty_page.TITLE)


def test_files_and_a_zip_let_go_over_the_list_are_added_one_by_one(page: Page) -> None:
    rows = documents(page)
    expect(rows).to_have_count(3)
    letter = "柳河镇邮局每天下午四点半收信，局长是何长青。".encode("gb18030")
    archive = zipped(**{"塔/水塔.html": dirty_page.BYTES, "空.pdf": b"no pdf"})
    drop(page, ("来信.txt", letter), ("一包.zip", archive))
    progress = page.locator("#gx-drawer .gx-progress li")
    expect(progress.last).to_have_text("来信.txt · 已加入")
    expect(progress.first).to_contain_text("一包.zip · 已加入 1 篇 · 没有加入：PDF 打不开")
    expect(progress.first).to_have_class("gx-error")
    expect(rows).to_have_count(5)
    expect(rows.filter(has_text="一包.zip!/塔/水塔.html").locator(".gx-away")).to_contain_text("注音")
    page.keyboard.press("Escape")
    ask(page, "谁是邮局局长？")
    expect(page.locator("#gx-panel .gx-here")).to_contain_text("局长是何长青")


def test_documents_that_say_the_same_are_named_beside_the_source_and_opened(page: Page) -> None:
    documents(page)
    told = (
        "柳河镇的老粮仓建于1953年，能存两千吨稻谷，仓库主任是陶景明。粮仓的外墙去年刷成了白色，屋顶换了新瓦。"
    )
    copies = [(f"{name}.md", f"---\ntitle: {name}\n---\n{told}\n".encode()) for name in ("粮仓", "转载")]
    drop(page, *copies)
    expect(page.locator("#gx-drawer .gx-progress li").last).to_have_text("粮仓.md · 已加入")
    expect(page.locator("#gx-drawer .gx-progress li").first).to_have_text("转载.md · 已加入")
    page.keyboard.press("Escape")
    ask(page, "谁是老粮仓的仓库主任？")
    panel = page.locator("#gx-panel")
    expect(panel.locator(".gx-copies")).to_contain_text("同样的话也见于")
    shown = panel.locator(".gx-head h2").text_content()
    other = panel.locator(".gx-copy").text_content()
    assert {f"《{shown}》", other} == {"《粮仓》", "《转载》"}
    panel.locator(".gx-copy").click()
    expect(panel.locator(".gx-head h2")).not_to_have_text(shown or "")
    expect(panel.locator(".gx-text")).to_contain_text("仓库主任是陶景明")
