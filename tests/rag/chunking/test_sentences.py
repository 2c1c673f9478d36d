import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.chunking.sentences import sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("今天下雨。明天晴！后天呢？", ["今天下雨。", "明天晴！", "后天呢？"], id="plain"),
        pytest.param("他说：“我来了。”大家都笑了。", ["他说：“我来了。”", "大家都笑了。"], id="speech"),
        pytest.param("电影《你好，李焕英！》很好看。", ["电影《你好，李焕英！》很好看。"], id="title"),
        pytest.param(
            "“谁来做？”“怎么做？”等问题摆在面前。",
            ["“谁来做？”“怎么做？”等问题摆在面前。"],
            id="quoted_questions_go_on",
        ),
        pytest.param("一是放权；二是减负。", ["一是放权；", "二是减负。"], id="semicolon"),
        pytest.param("种树、修路……这些都做了。", ["种树、修路……这些都做了。"], id="ellipsis_goes_on"),
        pytest.param(
            "标题\n第一句。\n- 甲\n- 乙", ["标题", "第一句。", "- 甲", "- 乙"], id="lines_and_list_items"
        ),
        pytest.param(
            "It costs 3.5 yuan. See Dr. Li. Bye!", ["It costs 3.5 yuan.", "See Dr. Li.", "Bye!"], id="english"
        ),
        pytest.param("打开 www.a.com/b?c=d;e 看看。", ["打开 www.a.com/b?c=d;e 看看。"], id="address"),
        pytest.param("成本(约3万元。含税)不高。", ["成本(约3万元。含税)不高。"], id="brackets"),
        pytest.param("好吗?好!", ["好吗?", "好!"], id="narrow_marks_after_chinese"),
        pytest.param(
            '"大喇叭"管通知；"小账本"管收支。他问："谁来？"没人应。',
            ['"大喇叭"管通知；', '"小账本"管收支。', '他问："谁来？"', "没人应。"],
            id="straight_quotes_open_and_close",
        ),
        pytest.param('屏幕长3"；"甲"牌。', ['屏幕长3"；"', '甲"牌。'], id="straight_quotes_that_do_not_pair"),
        pytest.param("", [], id="empty"),
    ],
)
def test_sentences_end_where_a_reader_would_say(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_a_long_quotation_holds_sentences_of_its_own() -> None:
    first, second = "“" + "很长的话" * 8 + "。", "另一句" * 8 + "。”"
    assert split(first + second) == [first, second]


@given(st.text(alphabet="甲乙。！？；…“”‘’（）《》,.!?; \nab1"))
def test_sentences_are_ordered_and_lose_only_blanks(text: str) -> None:
    ranges = sentences(text)
    edges = [0, *(edge for pair in ranges for edge in pair), len(text)]
    assert edges == sorted(edges)
    outside = "".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
    assert not outside.strip()
    assert all(text[a:b] == text[a:b].strip() != "" and "\n" not in text[a:b] for a, b in ranges)
