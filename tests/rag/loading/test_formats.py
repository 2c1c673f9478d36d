import base64
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from rag.datatypes import Document, FileFailure
from rag.errors import PathMissing
from rag.loading import load
from tests.rag.loading import making


def loaded(folder: Path, name: str, content: bytes) -> Document | FileFailure:
    (folder / name).write_bytes(content)
    (only,) = load(folder / name)
    return only


def document(folder: Path, name: str, content: bytes) -> Document:
    found = loaded(folder, name, content)
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize("name", making.EVERY)
def test_every_format_is_read(tmp_path: Path, name: str) -> None:
    assert document(tmp_path, name, making.EVERY[name]).text.strip()


def test_docx_has_paragraphs_and_rows_but_nothing_deleted(tmp_path: Path) -> None:
    found = document(tmp_path, "a.docx", making.docx())
    assert (found.text, found.title, found.published) == ("第一段。\n姓名\t张三", "标题", "2023-03-31")


def word(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def test_a_row_of_a_document_has_all_its_columns(tmp_path: Path) -> None:
    rows = [
        word("街镇") + word("窗口") + word("电话"),
        word("青石镇", '<w:vMerge w:val="restart"/>') + word("社保") + word("59123401"),
        word("", "<w:vMerge/>") + word("医保") + word("59123402"),
        word("合计", '<w:gridSpan w:val="2"/>') + word("2"),
        word("") + word("户籍") + word("59123403"),
    ]
    body = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    written = making.zipped(
        {"word/document.xml": f"<w:document {making.W}><w:tbl>{body}</w:tbl></w:document>"}
    )
    assert document(tmp_path, "a.docx", written).text.split("\n") == [
        "街镇\t窗口\t电话",
        "青石镇\t社保\t59123401",
        "青石镇\t医保\t59123402",
        "合计\t\t2",
        "\t户籍\t59123403",
    ]


def test_a_row_of_a_slide_has_all_its_columns(tmp_path: Path) -> None:
    def cell(text: str, merged: str = "") -> str:
        return f"<a:tc {merged}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:tc>"

    rows = [
        cell("青石镇", 'rowSpan="2"') + cell("社保"),
        cell("", 'vMerge="1"') + cell("医保"),
        cell("") + cell("户籍"),
    ]
    table = "".join(f"<a:tr>{row}</a:tr>" for row in rows)
    written = making.zipped({"ppt/slides/slide1.xml": f"<p:sld xmlns:p='p' {making.A}>{table}</p:sld>"})
    assert document(tmp_path, "a.pptx", written).text == "青石镇\t社保\n青石镇\t医保\n\t户籍"


def test_slides_come_in_order(tmp_path: Path) -> None:
    found = document(tmp_path, "a.pptx", making.pptx())
    assert (found.text, found.metadata["pages"]) == ("首页内容\n末页", "0 5")


def test_rows_of_a_sheet_carry_their_headers(tmp_path: Path) -> None:
    assert document(tmp_path, "a.xlsx", making.xlsx()).text == "名单\n姓名：张三，年龄：30\n姓名：李四"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_rows_of_a_csv_file_carry_their_headers(tmp_path: Path, encoding: str) -> None:
    written = "单位名称,成立年份\r\n某某中心,2020\r\n另一中心,2021\r\n".encode(encoding)
    assert document(tmp_path, "a.csv", written).text == (
        "单位名称：某某中心，成立年份：2020\n单位名称：另一中心，成立年份：2021"
    )


def test_a_number_of_a_sheet_stays_whole(tmp_path: Path) -> None:
    written = making.xlsx(["姓名", "金额"], ["张三", 123456789.12], ["李四", 0.1 + 0.2])
    assert document(tmp_path, "a.xlsx", written).text == (
        "名单\n姓名：张三，金额：123456789.12\n姓名：李四，金额：0.3"
    )


def test_years_are_headers_of_figures(tmp_path: Path) -> None:
    written = "年份,2021,2022\n人口,65,66\n户数,20,21\n".encode()
    assert document(tmp_path, "a.csv", written).text == (
        "年份：人口，2021：65，2022：66\n年份：户数，2021：20，2022：21"
    )
    assert (
        document(tmp_path, "a.csv", "林小禾,2021\n周一鸣,2022\n".encode()).text
        == "林小禾\t2021\n周一鸣\t2022"
    )


def workbook(rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    sheet["B2"].number_format = "0.0%"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_share_is_shown_as_its_reader_sees_it(tmp_path: Path) -> None:
    written = workbook([["项目", "完成率"], ["绿化", 0.853], ["道路", 0.9]])
    assert document(tmp_path, "a.xlsx", written).text.split("\n")[1:] == [
        "项目：绿化，完成率：85.3%",
        "项目：道路，完成率：0.9",
    ]


def test_merged_cells_speak_for_each_of_their_rows(tmp_path: Path) -> None:
    rows: list[list[object]] = [["街镇", "窗口"], ["青石镇", "社保"], [None, "医保"], ["白河镇", "社保"]]
    assert document(tmp_path, "a.xlsx", workbook(rows, ["A2:A3"])).text.split("\n")[1:] == [
        "街镇：青石镇，窗口：社保",
        "街镇：青石镇，窗口：医保",
        "街镇：白河镇，窗口：社保",
    ]


def test_headers_of_two_rows_are_one(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["序号", "姓名", "单位", "成绩", None],
        [*[None] * 3, "笔试", "面试"],
        [1, "林小禾", "青石中学", 85, 90],
    ]
    written = workbook(rows, ["A1:A2", "B1:B2", "C1:C2", "D1:E1"])
    assert document(tmp_path, "a.xlsx", written).text.split("\n")[1:] == [
        "序号：1，姓名：林小禾，单位：青石中学，成绩笔试：85，成绩面试：90"
    ]


def test_a_csv_file_without_headers_keeps_its_rows(tmp_path: Path) -> None:
    assert document(tmp_path, "a.csv", b"1,2\n3,4\n").text == "1\t2\n3\t4"


def test_pdf_pages_are_kept(tmp_path: Path) -> None:
    found = document(tmp_path, "a.pdf", making.pdf("Hello", "World"))
    assert (found.text, found.metadata["pages"]) == ("Hello\nWorld", "0 6")


def test_a_pdf_without_a_title_is_named_by_its_first_line(tmp_path: Path) -> None:
    found = document(tmp_path, "a.pdf", making.pdf("Water supply", "published: 2023-05-06"))
    assert (found.title, found.published) == ("Water supply", "2023-05-06")


@pytest.mark.parametrize("written", ["", "{}", "第{}页", "- {} -"])
def test_a_scan_is_reported_as_one(tmp_path: Path, written: str) -> None:
    found = loaded(tmp_path, "a.pdf", making.pdf(*(written.format(number) for number in range(1, 41))))
    assert isinstance(found, FileFailure)
    assert "scan" in found.error


def test_a_page_with_few_words_is_no_scan(tmp_path: Path) -> None:
    assert document(tmp_path, "a.pdf", making.pdf("停水通知")).text == "停水通知"


def test_rich_text_in_chinese(tmp_path: Path) -> None:
    assert document(tmp_path, "a.rtf", making.rtf()).text == "党建工作\n根系END"


def test_an_email_shows_its_headers_and_text(tmp_path: Path) -> None:
    found = document(tmp_path, "a.eml", making.eml())
    assert (found.title, found.published) == ("通知", "2023-03-31")
    assert found.text.endswith("明天开会。")


def test_an_email_in_html_and_gb2312_is_read(tmp_path: Path) -> None:
    body = base64.b64encode("<p>明天<b>开会</b></p>".encode("gb2312")).decode()
    written = (
        f"Subject: x\nContent-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: base64\n\n{body}\n"
    )
    assert document(tmp_path, "a.eml", written.encode()).text == "主题：x\n\n明天开会"


def test_a_saved_page_has_title_source_and_body(tmp_path: Path) -> None:
    found = document(tmp_path, "a.mhtml", making.mhtml())
    assert (found.text, found.title, found.source) == ("正文。", "网页", "http://a.cn/b")
    page = document(tmp_path, "a.html", making.html())
    (start, end) = map(int, page.metadata["body"].split("-"))
    assert page.title == "会议举行"
    assert page.text[:start] == "首页\n"
    assert page.text[end:] == "\n版权所有"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16", "utf-16-le", "utf-8-sig"])
def test_encodings_are_told_from_the_bytes(tmp_path: Path, encoding: str) -> None:
    text = "上海市政府推動社區服務，這是一個重要的項目，今年將在各地的中心進行。"
    assert document(tmp_path, "a.txt", text.encode(encoding)).text == text


DISHES = (
    "宫保鸡丁 鱼香肉丝 麻婆豆腐 回锅肉片 糖醋排骨 清蒸鲈鱼 红烧茄子 干煸豆角 酸辣土豆 "
    "蒜蓉菠菜 葱爆羊肉 京酱肉丝 水煮牛肉 番茄炒蛋 凉拌黄瓜"
)
NAMES = "林秋白 周德山 赵玉兰 陈家栋 吴志刚 郑晓燕 褚文娟 蒋丽萍 韩雪梅 秦海波 尤佳琪 许振宇"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("产品,型号,单价" + "\n螺丝,M1,7" * 30, id="table"),
        pytest.param("宫保鸡丁 38\n" * 15, id="one_dish"),
        pytest.param("".join(f"{dish} 38\n" for dish in DISHES.split()), id="menu"),
        pytest.param(NAMES, id="names"),
        pytest.param(NAMES.replace(" ", ""), id="names_alone"),
    ],
)
def test_words_without_common_characters_are_told_as_well(tmp_path: Path, text: str, encoding: str) -> None:
    assert document(tmp_path, "a.txt", text.encode(encoding)).text == text


@pytest.mark.parametrize("words", ["首页 新闻中心 公司简介", "这是一个重要的项目，我们来看看。", NAMES])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_that_is_mostly_markup_is_told_by_its_few_words(
    tmp_path: Path, words: str, encoding: str
) -> None:
    markup = f"<script>{'var a = 1;' * 1000}</script><p>{words}</p>"
    assert document(tmp_path, "a.html", markup.encode(encoding)).text == words


def test_a_wrong_declaration_does_not_mislead(tmp_path: Path) -> None:
    markup = '<meta charset="gb2312"><p>这是一个用另一种编码保存的网页，我们来看看。</p>'
    assert "另一种编码" in document(tmp_path, "a.html", markup.encode()).text


def test_a_few_damaged_bytes_cost_only_themselves(tmp_path: Path) -> None:
    data = ("这是一段正常的文字，说的是上海的事情。" * 20).encode("gb18030")
    found = document(tmp_path, "a.txt", data[:101] + b"\xff" + data[102:])
    assert found.text.count("这是一段正常的文字") >= 18


@pytest.mark.parametrize("name", ["a.doc", "a.xls", "a.ppt", "a.wps", "a.ofd", "a.png", "a.bin", "a"])
def test_what_is_not_read_is_declined_with_a_remedy(tmp_path: Path, name: str) -> None:
    found = loaded(tmp_path, name, b"x")
    assert isinstance(found, FileFailure)
    assert "save" in found.error


def test_a_web_address_is_declined_with_a_remedy() -> None:
    with pytest.raises(PathMissing, match="Save the page"):
        list(load(Path("https://a.cn/b.html")))
