import base64
from pathlib import Path

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
    assert (found.text, found.title, found.published) == ("第一段。\n姓名 \t张三", "标题", "2023-03-31")


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


def test_a_csv_file_without_headers_keeps_its_rows(tmp_path: Path) -> None:
    assert document(tmp_path, "a.csv", b"1,2\n3,4\n").text == "1\t2\n3\t4"


def test_pdf_pages_are_kept(tmp_path: Path) -> None:
    found = document(tmp_path, "a.pdf", making.pdf("Hello", "World"))
    assert (found.text, found.metadata["pages"]) == ("Hello\nWorld", "0 6")


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
