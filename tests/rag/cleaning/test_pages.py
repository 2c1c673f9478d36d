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


def test_numbers_within_a_page_stay() -> None:
    document = paged("标题\n甲\n乙\n12\n丙\n丁\n戊", "己\n庚\n辛\n34\n壬\n癸\n子")
    assert clean_document(document).text == document.text
