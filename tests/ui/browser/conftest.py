"""A real Chromium for the tests of the page; any request it makes to another host fails the test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect, sync_playwright

from rag.storage.conversations import Conversations
from tests.ui.fakes import FakeLibrary
from tests.ui.served import served

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_SECONDS = 20  # for a machine with other work; a page that is ready is not waited for
LOCAL = ("data:", "blob:", "about:")


@pytest.fixture(scope="module")  # not longer: its event loop would be in the way of other tests
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed. Run: apt-get install chromium")
    expect.set_options(timeout=PATIENCE_SECONDS * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture(scope="module")
def site(library: FakeLibrary, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with Conversations(tmp_path_factory.mktemp("store")) as kept, served(library, kept) as address:
        yield address


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, site: str) -> Iterator[Page]:
    yield from opened(context, site)


@pytest.fixture
def small_page(phone: BrowserContext, site: str) -> Iterator[Page]:
    yield from opened(phone, site)


def opened(context: BrowserContext, site: str) -> Iterator[Page]:
    """Open the page, yield it, and check what it asked for and complained of meanwhile."""
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []

    def refuse(dialog: Dialog) -> None:
        complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", refuse)
    page.goto(site)
    page.wait_for_selector(".gx-welcome")
    yield page
    assert [url for url in asked if not url.startswith((site, *LOCAL))] == []
    assert complaints == []
