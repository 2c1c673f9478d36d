import pytest

from rag.cleaning.pipeline import clean_document
from rag.datatypes import Document
from rag.loading.html import page

PROSE = "<p>为方便市民办事，现公布各窗口的电话，请广大市民周知，欢迎来电咨询。</p>"
MENU = "".join(f"<li><a href='/{number}'>栏目{number}</a></li>" for number in range(20))


def lines(markup: str) -> list[str]:
    return page(f"<body>{markup}</body>").text.split("\n")


def kept(markup: str) -> str:
    found = page(markup)
    return clean_document(Document("a", "", None, found.text, metadata=found.metadata)).text


def test_a_cell_over_several_rows_stands_in_each() -> None:
    assert lines(
        "<table><tr><th>街镇</th><th>窗口</th><th>电话</th></tr>"
        "<tr><td rowspan=2>青石镇</td><td>社保</td><td>59123401</td></tr>"
        "<tr><td>医保</td><td>59123402</td></tr>"
        "<tr><td colspan=2>合计</td><td>2</td></tr><tr><td></td><td>户籍</td><td>59123403</td></tr></table>"
    ) == [
        "街镇\t窗口\t电话",
        "青石镇\t社保\t59123401",
        "青石镇\t医保\t59123402",
        "合计\t\t2",
        "\t户籍\t59123403",
    ]


@pytest.mark.parametrize("written", ["9" * 5000, "65534", "0", "-1", "x"])
def test_a_cell_that_reaches_too_far_costs_no_more(written: str) -> None:
    row = f"<tr><td rowspan={written} colspan={written}>甲</td><td>乙</td></tr>"
    found = lines(f"<table>{row * 3000}</table>")
    assert len(found) == 3000
    assert sum(map(len, found)) < 100_000


def test_the_lines_of_a_cell_are_one_in_a_row_of_several() -> None:
    assert lines(
        "<table><tr><td>社保</td><td>周一至周五<br>9:00-17:00</td></tr>"
        "<tr><td><p>医保</p></td><td><p>周一至周五</p><p>8:30-16:30</p></td></tr></table>"
    ) == ["社保\t周一至周五 9:00-17:00", "医保\t周一至周五 8:30-16:30"]
    assert lines("<table><tr><td>甲<br>乙</td></tr></table>") == ["甲", "乙"]


def test_a_list_or_table_below_a_single_paragraph_is_of_the_body() -> None:
    names = "".join(f"<p>林小{letter}（青石中学）</p>" for letter in "禾苗田园林木花草")
    assert "林小草（青石中学）" in kept(f"<div><h1>名单公示</h1>{PROSE}{names}</div>")
    rows = "".join(f"<tr><td>窗口{number}</td><td>5912340{number}</td></tr>" for number in range(9))
    assert "59123408" in kept(f"<div>{PROSE}<table><tr><td>窗口</td><td>电话</td></tr>{rows}</table></div>")


@pytest.mark.parametrize("title", ["老桥修好了", "另一个题目"])
def test_date_and_source_are_found_below_a_long_menu(title: str) -> None:
    found = page(
        f"<title>{title}</title><ul>{MENU}</ul><div>当前位置：首页 &gt; 新闻中心 &gt; 青石镇</div>"
        f"<h1>老桥修好了</h1><div>来源：青石报 发布时间：2023-05-06</div><div>{PROSE * 5}</div>"
    )
    assert found.published == "2023-05-06"
    assert found.metadata["above"].startswith("青石报")


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("砥砺前行——记青石镇的修桥人_青石新闻", "砥砺前行——记青石镇的修桥人"),
        ("乡村来信｜青石镇修好了百年老桥_青石新闻", "乡村来信｜青石镇修好了百年老桥"),
        ("乡村来信 | 青石镇修好了百年老桥", "乡村来信 | 青石镇修好了百年老桥"),
        ("停水通知_青石镇人民政府", "停水通知"),
        ("青石镇修好了百年老桥 - 某网", "青石镇修好了百年老桥"),
    ],
)
def test_a_title_loses_the_name_of_its_site_but_not_itself(written: str, title: str) -> None:
    assert page(f"<title>{written}</title>{PROSE}").title == title


def test_the_title_that_a_government_page_states_comes_first() -> None:
    head = "<title>青石市人民政府</title><meta name='ArticleTitle' content='关于防汛的通知'>"
    assert page(f"<head>{head}</head>{PROSE}").title == "关于防汛的通知"


def test_bylines_advertisements_and_disclaimers_are_no_prose() -> None:
    text = kept(
        f"<body><ul>{MENU}</ul><div><p>来源：青石日报 作者：林涛 责任编辑：陈岚 阅读 1234</p>"
        f"<div>{PROSE * 3}</div>"
        "<p>【广告】全屋翻新一平方米只要299元，限时优惠，电话预约立减三百元。</p>"
        "<p>声明：本网站转载的文章仅代表作者个人观点，不代表本站立场，如有侵权请联系我们删除。</p></div></body>"
    )
    assert "窗口的电话" in text
    assert "全屋翻新" not in text
    assert "不代表本站立场" not in text
