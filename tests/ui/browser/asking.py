"""What the browser tests do again and again."""

from playwright.sync_api import Page, expect

QUESTION = "什么是根系工程？"


def ask(page: Page, question: str = QUESTION) -> None:
    """Ask through the box and wait for the whole answer."""
    exchanges = page.locator(".gx-exchange")
    earlier = exchanges.count()
    page.fill("#gx-box textarea", question)
    page.keyboard.press("Enter")
    expect(exchanges.nth(earlier).locator(".gx-places")).to_be_visible()
