import pytest

from rag.loading.titles import first_title, given


@pytest.mark.parametrize(
    "head",
    [
        "青石市人民政府文件",
        "青府办〔2023〕12号",
        "索引号：SA0010-2023-001",
        "第1页 共3页",
        "附件 1",
        "000014349/2023-00012",
        "00:00:01,000 --> 00:00:03,000",
        "林小禾 2023-05-01 10:22:33",
        "窗口\t电话",
    ],
)
def test_what_stands_above_a_title_is_none(head: str) -> None:
    assert first_title(f"{head}\n关于防汛工作的通知\n正文。") == "关于防汛工作的通知"


def test_a_notice_about_a_paper_keeps_its_title() -> None:
    assert first_title("关于收集招标文件\n正文。") == "关于收集招标文件"


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("PowerPoint 演示文稿", None),
        ("Microsoft Word - 1.doc", None),
        ("Presentation", None),
        ("幻灯片 1", None),
        (" ", None),
        (" 年度总结 ", "年度总结"),
    ],
)
def test_a_title_that_a_program_gave_is_none(title: str, kept: str | None) -> None:
    assert given(title) == kept
