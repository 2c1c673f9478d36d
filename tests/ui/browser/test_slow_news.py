"""A page that hears late that its stream of news has closed: a busy machine, a slow line."""

import asyncio
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.ui.browser.asking import ask
from tests.ui.fakes import FakeLibrary
from tests.ui.served import served

pytestmark = pytest.mark.browser

LATE_SECONDS = 2.0  # far longer than opening a list and asking takes


class LateNews:
    """ASGI middleware that holds back the end of every stream."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def late(message: Message) -> None:
            if b'"close_stream"' in message.get("body", b""):
                await asyncio.sleep(LATE_SECONDS)
            await send(message)

        await self._app(scope, receive, late)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with served(FakeLibrary(), around=LateNews) as address:
        yield address


def test_a_question_asked_right_after_the_list_was_opened_is_answered(page: Page) -> None:
    page.get_by_role("button", name="文档", exact=True).click()
    expect(page.locator("#gx-drawer .gx-rows li").first).to_be_visible()
    page.keyboard.press("Escape")
    ask(page)
