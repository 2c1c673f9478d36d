"""The report of a run, opened as a file: it asks the network for nothing, and its filters work."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from rag.evaluation.folder import Run
from rag.evaluation.golden_file import GoldenSet
from rag.evaluation.record import Record
from rag.evaluation.report.write import write_reports
from rag.evaluation.summary import summarise
from tests.rag.evaluation.making import BOTH, BRIDGE, LENGTH, MAYOR, SILENT, TOWN, cited, record

pytestmark = pytest.mark.browser
EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>"
QUESTIONS = (
    LENGTH,
    replace(MAYOR, tags=("two words", EVIL)),
    BOTH,
    SILENT,
    replace(SILENT, id="evil", question=f"谁是{EVIL}？"),
)
RECORDS = {
    "length": record(
        LENGTH, "桥长30米，宽5米。[1]", replace(cited(BRIDGE, "桥长30米"), title=EVIL, after=EVIL)
    ),
    "mayor": record(MAYOR, "镇里有三座桥。[1]", cited(TOWN, "三座桥")),
    "both": Record("both", error=f"lost {EVIL}"),
    "silent": record(SILENT),
    "evil": record(SILENT, EVIL),
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    golden = GoldenSet(f"{EVIL}.jsonl", QUESTIONS)
    run = Run(tmp_path_factory.mktemp("run"), golden, {"threshold": 0.5}, RECORDS)
    return write_reports(run, summarise(golden.questions, RECORDS))


def opened(context: BrowserContext, report: Path) -> Iterator[Page]:
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []

    def refuse(dialog: Dialog) -> None:
        complaints.append(dialog.message)
        dialog.dismiss()

    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("dialog", refuse)
    page.goto(report.as_uri())
    yield page
    assert asked == [report.as_uri()]
    assert complaints == []


@pytest.fixture
def page(context: BrowserContext, report: Path) -> Iterator[Page]:
    yield from opened(context, report)


@pytest.fixture
def small_page(phone: BrowserContext, report: Path) -> Iterator[Page]:
    yield from opened(phone, report)


def shown(page: Page) -> list[str]:
    return page.locator("details.question:visible summary code").all_inner_texts()


def test_filters_narrow_the_table_and_combine(page: Page) -> None:
    assert shown(page) == ["length", "mayor", "both", "silent", "evil"]
    page.get_by_role("button", name="wrong 1", exact=True).click()
    assert shown(page) == ["mayor"]
    page.get_by_role("button", name="rightly refused 1").click()
    assert shown(page) == ["mayor", "silent"]
    page.get_by_label("Tag", exact=True).select_option("near_miss")
    assert shown(page) == ["silent"]
    expect(page.locator("output")).to_have_text("1 of 5 shown")
    page.get_by_role("button", name="rightly refused 1").click()
    expect(page.get_by_text("No question fits.")).to_be_visible()
    page.get_by_label("Tag", exact=True).select_option("two words")
    assert shown(page) == ["mayor"]


def test_search_looks_into_answers_and_sources(page: Page) -> None:
    page.get_by_label("Search").fill("三座桥")
    assert shown(page) == ["mayor"]
    page.get_by_label("Search").fill("BRIDGE 30米")
    assert shown(page) == ["length", "both"]
    page.get_by_label("Search").fill("")
    assert len(shown(page)) == 5


def test_a_row_opens_and_shows_the_passage_with_the_quote_marked(page: Page) -> None:
    page.get_by_role("button", name="open all").click()
    expect(page.locator("mark").first).to_have_text("桥长30米")
    expect(page.locator("mark b").first).to_have_text("30米")
    page.get_by_role("button", name="close all").click()
    expect(page.locator("mark").first).to_be_hidden()


def test_markup_in_documents_and_questions_is_text(page: Page) -> None:
    page.get_by_role("button", name="open all").click()
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 1
    expect(page.locator("details.question").last).to_contain_text("<img src=x onerror=alert(1)>")


def test_it_fits_a_phone_and_prints_plots(small_page: Page) -> None:
    small_page.get_by_role("button", name="open all").click()
    width = small_page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    assert small_page.locator("figure svg").count() == 4
