import pytest

from rag.loading.whereabouts import above, source, trail


@pytest.mark.parametrize(
    ("line", "steps"),
    [
        ("您现在的位置:首页 > 开发区新闻 > 杨浦区 > 正文", ["开发区新闻", "杨浦区"]),
        ("新闻中心 » 要闻", ["新闻中心", "要闻"]),
        ("某站 > 某镇推进工作", ["某站"]),
        ("他说：1 > 0。这是真的", []),
        ("没有路径的一行", []),
    ],
)
def test_the_trail_says_where_a_page_belongs(line: str, steps: list[str]) -> None:
    assert trail(f"某网\n{line}\n标题\n正文。", "某镇推进工作") == steps


def test_the_source_is_what_the_line_under_the_title_names() -> None:
    assert source("标题\n发布时间:2022-09-13  来源:杨浦区人民政府  发布区:张江") == "杨浦区人民政府"
    assert source("标题\n收入来源：工资，奖金等。" + "长" * 120) is None
    assert source("") is None


def test_both_head_every_chunk_of_the_page() -> None:
    text = "您的位置：首页 > 杨浦区\n标题\n来源：某报\n我区推进工作。"
    assert above(text, "标题") == {"above": "某报 › 杨浦区"}
    assert above("我区推进工作。", None) == {}


def test_the_time_of_a_subtitle_is_no_trail() -> None:
    assert above("1\n00:00:01,000 --> 00:00:02,000\n大家好", None) == {}
