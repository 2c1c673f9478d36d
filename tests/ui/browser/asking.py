"""What the browser tests do again and again."""

from playwright.sync_api import Page, expect

QUESTION = "什么是根系工程？"


def ask(page: Page, question: str = QUESTION) -> None:
    """Ask through the box and wait for the whole answer."""
    page.fill("#gx-box textarea", question)
    page.keyboard.press("Enter")
    expect(page.locator(".gx-exchange").last.locator(".gx-places")).to_be_visible()
