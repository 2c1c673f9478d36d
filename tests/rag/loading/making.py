"""Small files of every format, made by code."""

import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from io import BytesIO

import openpyxl

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>标题</dc:title><dcterms:created>2023-03-31T08:00:00Z</dcterms:created></cp:coreProperties>"
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx() -> bytes:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    row = f"<w:tr>{cell.format('姓名')}{cell.format('张三')}</w:tr>"
    body = (
        f"<w:document {W}><w:body><w:p><w:r><w:t>第一</w:t></w:r><w:r><w:t>段。</w:t></w:r></w:p>"
        f"<w:p><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p><w:tbl>{row}</w:tbl></w:body></w:document>"
    )
    return zipped({"word/document.xml": body, "docProps/core.xml": CORE})


def pptx() -> bytes:
    slide = f"<p:sld xmlns:p='p' {A}><a:p><a:r><a:t>{{}}</a:t></a:r></a:p></p:sld>"
    return zipped(
        {
            "ppt/slides/slide10.xml": slide.format("末页"),
            "ppt/slides/slide2.xml": slide.format("首页内容"),
            "docProps/core.xml": CORE,
        }
    )


PEOPLE = (["姓名", "年龄"], ["张三", 30], ["李四", None])


def xlsx(*rows: Sequence[object]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名单"
    for row in rows or PEOPLE:
        sheet.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def pdf(*pages: str) -> bytes:
    """Return a PDF with one line of text a page; an empty string makes a page without a text layer."""
    count = len(pages)
    codes = {char: 0x80 + n for n, char in enumerate(sorted({c for c in "".join(pages) if not c.isascii()}))}
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode {4 + 2 * count} 0 R >>",
    ]
    for number, text in enumerate(pages):
        shown = f"({text})" if text.isascii() else f"<{bytes(codes.get(c, ord(c)) for c in text).hex()}>"
        stream = f"BT /F1 24 Tf 72 700 Td {shown} Tj ET" if text else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    mapped = "".join(f"<{code:02x}> <{ord(char):04x}>\n" for char, code in codes.items())
    stream = (
        "begincmap\n1 begincodespacerange\n<00> <ff>\nendcodespacerange\n"
        f"{len(codes)} beginbfchar\n{mapped}endbfchar\nendcmap"
    )
    objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, offsets = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{written}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def rtf() -> bytes:
    escaped = "".join(f"\\'{byte:02x}" for byte in "党建工作".encode("gbk"))
    return rf"{{\rtf1\ansi\ansicpg936 {escaped}\par \u26681?\u31995?END\par}}".encode()


def eml() -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["Date"] = "通知", "a@b.cn", "Fri, 31 Mar 2023 08:00:00 +0800"
    message.set_content("明天开会。")
    return message.as_bytes()


def mhtml() -> bytes:
    message = EmailMessage()
    message["Snapshot-Content-Location"] = "http://a.cn/b"
    message.set_content(
        "<html><head><title>网页</title></head><body><p>正文。</p></body></html>", subtype="html"
    )
    return message.as_bytes()


def html() -> bytes:
    prose = "上海市深化推进基层治理体系建设会议举行，会议要求认真学习，抓好落实。" * 3
    return (
        "<html><head><title>会议举行 - 某网</title></head><body><ul><li><a href='/'>首页</a></li></ul>"
        f"<div class='article'><p>{prose}</p></div><div class='footer'>版权所有</div></body></html>"
    ).encode()


EVERY = {
    "a.txt": "纯文本。".encode(),
    "a.md": "---\ntitle: 题\n---\n# 标题\n\n正文。".encode(),
    "a.html": html(),
    "a.mhtml": mhtml(),
    "a.pdf": pdf("Hello", "World"),
    "a.docx": docx(),
    "a.pptx": pptx(),
    "a.xlsx": xlsx(),
    "a.csv": "姓名,年龄\n张三,30\n".encode(),
    "a.jsonl": '{"id": "x", "text": "一条。"}\n'.encode(),
    "a.rtf": rtf(),
    "a.eml": eml(),
    "a.zip": zipped({"b/c.txt": "压缩。"}),
}
