"""Rows of tables carry their headers, in every notation, and point at their own characters."""

from pathlib import Path

import pytest

from rag import KnowledgeBase
from rag.cleaning.pipeline import clean, clean_document
from rag.datatypes import Document
from rag.loading import load


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "窗口\t电话\t楼层\n社保\t59123401\t一楼\n户籍\t59123402\t二楼",
            "窗口：社保，电话：59123401，楼层：一楼\n窗口：户籍，电话：59123402，楼层：二楼",
            id="tabs",
        ),
        pytest.param(
            "收费如下。\n项目\t首次\t续办\n借书证\t10元\t\n阅览证\t20元\t免费，限1次\n复印\t\t1元",
            "收费如下。\n项目：借书证，首次：10元\n项目：阅览证，首次：20元，续办：免费，限1次\n"
            "项目：复印，续办：1元",
            id="empty_cells",
        ),
        pytest.param(
            "首次\t续办\n借书\t10元\t5元\n阅览\t20元\t8元",
            "借书，首次：10元，续办：5元\n阅览，首次：20元，续办：8元",
            id="corner",
        ),
        pytest.param(
            "| 项目 | **对象** |\n|---|:-:|\n| 体检 | 老人 |\n\n完。",
            "项目：体检，对象：老人\n\n完。",
            id="markdown",
        ),
        pytest.param(
            "项目 | 对象\n--|--\n体检 | 老人", "项目：体检，对象：老人", id="markdown_without_edges"
        ),
        pytest.param(
            "疫苗 | 对象 | 费用\n流感 | 老人 | 52元\n水痘 | 儿童 | 148元\n\n咨询：二楼",
            "疫苗：流感，对象：老人，费用：52元\n疫苗：水痘，对象：儿童，费用：148元\n\n咨询：二楼",
            id="bars_without_a_rule",
        ),
        pytest.param(
            "日期\t带班\t值班\n1月28日\t王大山\t李小河\n1月29日\t赵立\t钱多",
            "日期：1月28日，带班：王大山，值班：李小河\n日期：1月29日，带班：赵立，值班：钱多",
            id="rota",
        ),
        pytest.param(
            "表一\n序号\t单位\n1\t上海市某厂\n2\t北京市某厂",
            "表一\n序号：1，单位：上海市某厂\n序号：2，单位：北京市某厂",
            id="longer_words",
        ),
        pytest.param(
            "指标\t2021年\t2022年\n人口\t65.1\t66.2\n户数\t20\t21",
            "指标：人口，2021年：65.1，2022年：66.2\n指标：户数，2021年：20，2022年：21",
            id="years",
        ),
        pytest.param(
            "村名\t2021年收入\t2022年计划（单位：万元）\n东村\t65\t66\n西村\t20\t21",
            "村名：东村，2021年收入：65，2022年计划（单位：万元）：66\n"
            "村名：西村，2021年收入：20，2022年计划（单位：万元）：21",
            id="names_with_years_and_units",
        ),
    ],
)
def test_rows_carry_their_headers(text: str, expected: str) -> None:
    assert clean(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("姓名\t王某\t性别\t男\n籍贯\t浙江\t民族\t汉族", id="form"),
        pytest.param("首页\t新闻\n体育\t财经\n娱乐\t军事", id="menu"),
        pytest.param(
            "首页 | 新闻 | 通知\n2023年工作 | 2024年计划 | 2025年展望\n第1页 | 第2页 | 第3页",
            id="menu_of_bars",
        ),
        pytest.param("2019年\t12\n2020年\t13\n2021年\t14", id="numbers_only"),
        pytest.param("林小禾\t2021\t12\n周一鸣\t2022\t13\n沈若溪\t2020\t14", id="years_below_a_year"),
        pytest.param("2021\t2022\n65\t66\n20\t21", id="nothing_but_years_above"),
        pytest.param("窗口\t电话\n社保\t59123401", id="one_row"),
        pytest.param("甲|乙\n丙|丁\n戊|1", id="bars_without_a_rule"),
    ],
)
def test_what_is_no_table_is_left(text: str) -> None:
    assert clean(text).text == text.replace("\t", " ")


def test_each_row_is_quoted_alone() -> None:
    text = "窗口\t电话\n社保\t59123401\n户籍\t59123402"
    cleaned = clean(text)
    start = cleaned.text.index("窗口：户籍")
    begin, end = cleaned.source_range(start, len(cleaned))
    assert text[begin:end] == "户籍\t59123402"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param(
            "a.html",
            "<h1>窗口一览</h1><table><tr><th><p>窗口</p></th><th><p>电话</p></th><th>楼层</th></tr>"
            "<tr><td><p>社保</p></td><td><p>59123401</p></td><td>一楼</td></tr>"
            "<tr><td><p>户籍</p></td><td><p>59123402</p></td><td>二楼</td></tr></table>",
            id="html",
        ),
        pytest.param("a.csv", "窗口,电话,楼层\n社保,59123401,一楼\n户籍,59123402,二楼\n", id="csv"),
        pytest.param(
            "a.md",
            "| 窗口 | 电话 | 楼层 |\n|---|---|---|\n| 社保 | 59123401 | 一楼 |\n| 户籍 | 59123402 | 二楼 |\n",
            id="markdown",
        ),
    ],
)
def test_a_table_can_be_asked(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    with KnowledgeBase.open(tmp_path / "store") as kb:
        kb.index([tmp_path / name])
        answer = kb.ask("户籍窗口的电话是多少？")
        assert "59123402" in answer.text
        assert "59123401" not in answer.text
        assert "59123402" in answer.citations[0].quote


@pytest.mark.parametrize("header", ["日期", "来源", "电话"])
def test_rows_that_begin_like_a_byline_do_not_end_a_page(tmp_path: Path, header: str) -> None:
    path = tmp_path / "page.html"
    rows = "".join(f"<tr><td>6月{day}日</td><td>第{day}站青石镇</td></tr>" for day in range(1, 10))
    before, after = "青石镇的骑行赛在六月举行。" * 20, "闭幕式上，镇长向第一名颁发了奖杯。" * 2
    path.write_text(
        "<body><nav><a href='/'>首页</a><a href='/a'>新闻</a></nav>"
        f"<article><h1>青石镇骑行赛</h1><p>{before}</p>"
        f"<table><tr><th>{header}</th><th>站点</th></tr>{rows}</table><p>{after}</p></article>"
        "<footer>版权所有 青石镇</footer></body>",
        encoding="utf-8",
    )
    (document,) = load(path)
    assert isinstance(document, Document)
    text = clean_document(document).text
    assert f"{header}：6月9日，站点：第9站青石镇" in text
    assert after in text
    assert "版权所有" not in text
