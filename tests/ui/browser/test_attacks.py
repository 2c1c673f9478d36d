"""Script in titles, texts, sources and questions is shown as what it is: text."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from rag.datatypes import Document
from tests.ui.browser.conftest import opened
from tests.ui.fakes import FakeLibrary
from tests.ui.served import served

pytestmark = pytest.mark.browser

ATTACKS = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "&lt;img src=x onerror=alert(1)&gt;",
    "[点我](javascript:alert(1))",
    '"><iframe srcdoc="<script>alert(1)</script>">',
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}`${alert(1)}`",
    "$$\\href{javascript:alert(1)}{x}$$",
    "![x](https://elsewhere.example/pixel.png)",
)
TEXT = "开头。" + "\n".join(f"“{attack}”“{attack}”" for attack in ATTACKS)
POISONED = Document(ATTACKS[0], ATTACKS[0] + ATTACKS[1], ATTACKS[2], TEXT, ATTACKS[3])


@pytest.fixture(scope="module")
def poisoned_site() -> Iterator[str]:
    with served(FakeLibrary(held=[POISONED], quotes=ATTACKS)) as address:
        yield address


@pytest.fixture
def poisoned(context: BrowserContext, poisoned_site: str) -> Iterator[Page]:
    yield from opened(context, poisoned_site)


def test_nothing_is_executed_and_everything_is_shown(poisoned: Page) -> None:
    question = " ".join(ATTACKS)
    poisoned.fill("#gx-box textarea", question)
    poisoned.keyboard.press("Enter")
    expect(poisoned.locator(".gx-question")).to_have_text(question)
    expect(poisoned.locator(".gx-answer p")).to_have_text([f"{a}。[{n}]" for n, a in enumerate(ATTACKS, 1)])
    for number, attack in enumerate(ATTACKS):
        poisoned.locator(".gx-answer .gx-mark").nth(number).click()
        expect(poisoned.locator("#gx-panel .gx-here")).to_have_text(attack)
    assert poisoned.locator("#gx-panel .gx-text").text_content() == TEXT
    assert poisoned.locator("#gx-body :is(img, iframe, script, a[href^=javascript])").count() == 0


def test_markup_that_slipped_through_would_still_not_run(poisoned: Page) -> None:
    """The second wall: the Content-Security-Policy stops what escaping did not."""
    poisoned.evaluate(
        """() => {
            const hole = document.createElement("div");
            document.body.append(hole);
            hole.innerHTML = '<img src=x onerror="ran = true"><a href="javascript:void(ran = true)">x</a>';
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            hole.append(script);
            hole.querySelector("a").click();
        }"""
    )
    poisoned.wait_for_timeout(300)
    assert poisoned.evaluate("window.ran") is None
