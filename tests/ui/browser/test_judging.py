"""Verdicts, follow-ups, short answers and the cleaned text, through the page."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rag.datatypes import Answer, Document
from rag.storage.conversations import Conversations
from tests.ui.browser.asking import QUESTION, ask
from tests.ui.fakes import FakeLibrary
from tests.ui.served import served
from ui.bases import Base

pytestmark = pytest.mark.browser

ABOUT = Document(
    "about.md",
    "說明",
    "文化站",
    "“根系工程”的主阵地是小微网格。“茶市”是指每月初五的集市，由南翔鎮(zhèn)、南翔鎮(zhèn)文化站舉辦(bàn)。",
    "2024-05",
)


class Exact(FakeLibrary):
    """Knows the exact words."""

    def answer(self, question: str) -> Answer:
        return replace(super().answer(question), spans=("每月初五",))


@pytest.fixture(scope="module")
def library() -> FakeLibrary:
    return Exact(held=[ABOUT], quotes=["每月初五的集市"])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="module")
def site(library: FakeLibrary, store: Path) -> Iterator[str]:
    with Conversations(store) as kept, served(library, kept, also=[Base("河 道", FakeLibrary())]) as address:
        yield address


def test_a_bad_answer_is_noted_found_again_and_taken_back(page: Page, store: Path) -> None:
    ask(page)
    page.get_by_role("button", name="不对").click()
    expect(page.locator(".gx-noting input")).to_be_focused()
    page.keyboard.type("应是初六<b>")
    page.keyboard.press("Enter")
    expect(page.locator(".gx-noting [role=status]")).to_have_text("已记下")
    page.reload()
    expect(page.locator(".gx-noting input")).to_have_value("应是初六<b>")
    (judged,) = Conversations(store).judged(-1)
    assert (judged.question, judged.comment) == (QUESTION, "应是初六<b>")
    assert [citation.quote for citation in judged.answer.citations] == ["每月初五的集市"]
    page.get_by_role("button", name="不对").click()
    expect(page.locator(".gx-noting")).to_have_count(0)
    expect(page.get_by_role("button", name="不对")).to_have_attribute("aria-pressed", "false")
    assert Conversations(store).judged() == []


def test_a_short_answer_is_the_exact_words_and_a_suggestion_goes_on(page: Page) -> None:
    page.select_option("[data-mode]", "short")
    ask(page)
    expect(page.locator(".gx-answer")).to_have_text("每月初五[1]")
    expect(page.locator(".gx-follow")).to_have_text(["根系工程的主阵地是什么？", "什么是茶市？"])
    page.reload()
    expect(page.locator("[data-mode]")).to_have_value("short")
    expect(page.locator(".gx-answer")).to_have_text("每月初五[1]")
    page.locator(".gx-follow").last.click()
    expect(page.locator(".gx-question").last).to_have_text("什么是茶市？")


def test_the_cleaned_text_is_a_switch_away_with_the_same_words_marked(page: Page) -> None:
    ask(page)
    expect(page.locator("#gx-panel .gx-text")).to_contain_text("南翔鎮(zhèn)")
    page.get_by_role("button", name="清理后").click()
    expect(page.locator("#gx-panel .gx-text")).to_contain_text("南翔镇")
    expect(page.locator("#gx-panel .gx-here")).to_have_text("每月初五的集市")
    expect(page.locator("#gx-panel .gx-note")).to_contain_text("注音")
    page.get_by_role("button", name="原文").click()
    expect(page.locator("#gx-panel .gx-text")).to_contain_text("南翔鎮(zhèn)")


def test_another_knowledge_base_has_its_own_answers_documents_and_uploads(page: Page, tmp_path: Path) -> None:
    page.select_option("[data-base]", label="河 道")
    expect(page.locator(".gx-count")).to_have_text("2 篇文档")
    ask(page)
    expect(page.locator("#gx-panel .gx-head h2")).to_have_text("南翔镇发布“根系工程”")
    added = tmp_path / "新.txt"
    added.write_text("新的一篇。", "utf-8")
    page.get_by_role("button", name="文档", exact=True).click()
    page.set_input_files("[data-upload]", added)
    row = page.locator("#gx-drawer .gx-rows li", has_text="新.txt")
    expect(row.locator(".gx-away")).to_contain_text("没有需要清理的地方")
    page.keyboard.press("Escape")
    page.select_option("[data-base]", label="main")
    expect(page.locator(".gx-count")).to_have_text("1 篇文档")


def test_the_store_is_checked_and_repaired_and_a_document_processed_again(
    page: Page, library: FakeLibrary
) -> None:
    library.problems = ["2 chunks belong to no document"]
    page.get_by_role("button", name="文档", exact=True).click()
    expect(page.locator("#gx-drawer .gx-bar-title")).to_be_focused()
    page.get_by_role("button", name="检查知识库").click()
    expect(page.get_by_role("alert")).to_contain_text("发现问题：有 2 个段落不属于任何文档")
    page.get_by_role("button", name="修复").click()
    expect(page.locator(".gx-status")).to_contain_text("已修复：有 2 个段落")
    page.get_by_role("button", name="重新处理").click()
    expect(page.locator(".gx-status")).to_contain_text("已重新处理")
    expect(page.locator(".gx-away")).to_contain_text("注音")
    assert library.reprocessed == [ABOUT.id]
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="文档", exact=True)).to_be_focused()


def test_a_question_that_failed_is_asked_again(page: Page, library: FakeLibrary) -> None:
    library.quotes = ["没有这句"]  # which makes the fake fail
    page.fill("#gx-box textarea", QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    library.quotes = ["每月初五的集市"]
    page.get_by_role("button", name="重试").click()
    expect(page.locator(".gx-places")).to_be_visible()
    expect(page.locator(".gx-question")).to_have_count(1)
