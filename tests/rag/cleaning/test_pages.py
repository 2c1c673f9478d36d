import pytest

from rag.cleaning.pipeline import clean_document
from rag.datatypes import Document


def paged(*pages: str) -> Document:
    starts, length = [], 0
    for page in pages:
        starts.append(length)
        length += len(page) + 1
    return Document("a.pdf", "a", None, "\n".join(pages), metadata={"pages": " ".join(map(str, starts))})


def test_running_heads_and_page_numbers_are_dropped() -> None:
    body = [
        "第一页的内容到此为止。\n还有一行。\n再有一行。",
        "第二页的内容在这里。\n甲。\n乙。",
        "第三页完。\n丙。\n丁。",
    ]
    pages = [f"某某报告 2023\n{text}\n- {number} -" for number, text in enumerate(body, 1)]
    assert clean_document(paged(*pages)).text.split("\n") == "\n".join(body).split("\n")


def test_a_single_page_may_be_numbered() -> None:
    assert clean_document(paged("甲。\n乙。\n— 1 —")).text == "甲。\n乙。"


def test_numbers_within_a_page_stay() -> None:
    document = paged("标题\n甲\n乙\n12\n丙\n丁\n戊", "己\n庚\n辛\n34\n壬\n癸\n子")
    assert clean_document(document).text == document.text


def test_slides_that_say_the_same_of_other_years_stay() -> None:
    slides = [
        f"{year}年度\n营业收入：{year - 1900}亿元\n净利润：{year - 2013}亿元" for year in (2021, 2022, 2023)
    ]
    assert clean_document(paged(*slides)).text == "\n".join(slides)


def test_no_page_loses_all_its_lines() -> None:
    slides = ["2021年度\n营业收入：120亿元\n净利润：8亿元"] * 3
    assert clean_document(paged(*slides)).text == "\n".join(slides)


def test_a_number_is_that_of_a_page_only_where_it_advances() -> None:
    body = ["甲甲甲甲\n年度报告全文", "第一段话说完了。\n乙", "第二段话说完了。\n丙", "第三段话说完了。\n丁"]
    ends = ["2023", "1", "2", "3"]
    pages = [f"{text}\n{end}" for text, end in zip(body, ends, strict=True)]
    assert clean_document(paged(*pages)).text.split("\n") == "\n".join([body[0], "2023", *body[1:]]).split(
        "\n"
    )


@pytest.mark.parametrize(
    "mark", ["青石镇年报 {}", "{} 青石镇年报", "青石镇年报 第{}页 共9页", "青石镇年报 {}/9"]
)
def test_a_running_head_may_hold_the_number_of_its_page(mark: str) -> None:
    body = ["第一页的内容。\n甲。", "第二页的内容。\n乙。", "第三页的内容。\n丙。"]
    pages = [f"{mark.format(number)}\n{text}" for number, text in enumerate(body, 5)]
    assert clean_document(paged(*pages)).text == "\n".join(body)


def test_sentences_at_the_edges_of_pages_stay() -> None:
    pages = [f"{text}\n以上内容请遵照执行。" for text in ("甲甲", "乙乙", "丙丙")]
    assert clean_document(paged(*pages)).text == "\n".join(pages)
