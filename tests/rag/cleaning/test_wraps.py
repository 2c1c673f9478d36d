import textwrap

from hypothesis import given
from hypothesis import strategies as st

from rag.cleaning import wraps
from rag.cleaning.aligned import Aligned
from rag.cleaning.step import Step

PROSE = (
    "上海市深化推进基层治理体系和治理能力现代化建设会议举行，会议要求各级党组织认真学习，抓好落实，以更强的历史使命感投身"
    "基层治理火热实践中，并把学习贯彻会议精神作为当前的重要任务，振奋精神，坚决抓好各项工作的落地落细，务求取得新的成效。"
)


def joined(text: str) -> str:
    return Step("wraps", wraps.edits)(Aligned.whole(text)).text


def wrapped(text: str, width: int) -> str:
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def test_lines_broken_by_the_width_of_a_page_are_joined() -> None:
    paragraphs = [PROSE, PROSE[::-1].replace("。", "") + "。"]
    assert joined("\n\n".join(wrapped(one, 24) for one in paragraphs)) == "\n\n".join(paragraphs)


def test_headings_and_list_items_begin_anew() -> None:
    text = wrapped(PROSE, 24) + "\n一、主要任务\n1. 学习\n" + wrapped(PROSE, 24)
    assert joined(text) == f"{PROSE}\n一、主要任务\n1. 学习\n{PROSE}"


def test_english_lines_are_joined_with_a_space() -> None:
    text = "The quick brown fox jumps over the lazy dog and goes on its way through the woods. " * 6
    assert joined(textwrap.fill(text.strip(), 60)) == text.strip()


def test_verse_and_records_keep_their_lines() -> None:
    verse = "\n".join(["床前明月光，疑是地上霜。", "举头望明月，低头思故乡。"] * 6)
    records = "\n".join(f"姓名：张{number}；年龄：{number}" for number in range(20))
    assert joined(verse) == verse
    assert joined(records) == records


def test_rows_of_a_table_keep_their_lines() -> None:
    people = ["林小禾", "周一鸣", "沈若溪", "顾长风", "陆远山", "程思齐", "罗清和", "白景行", "叶知秋"]
    rows = "\n".join(f"姓名：{one}，部门：综合管理处，电话：5912340{at}" for at, one in enumerate(people))
    assert joined(rows) == rows
    assert joined(f"{wrapped(PROSE, 24)}\n\n{rows}") == f"{PROSE}\n\n{rows}"


def test_a_list_of_names_keeps_its_lines() -> None:
    laws = "\n".join(f"中华人民共和国{one}水资源保护管理法" for one in "青白红黄蓝紫黑灰绿")
    assert joined(laws) == laws
    assert (
        joined(f"{wrapped(PROSE, 18)}\n\n{laws}\n\n{wrapped(PROSE, 18)}") == f"{PROSE}\n\n{laws}\n\n{PROSE}"
    )


@given(st.text(alphabet="甲乙。，a \n", max_size=400))
def test_only_line_breaks_are_dropped(text: str) -> None:
    assert joined(text).replace("\n", "").replace(" ", "") == text.replace("\n", "").replace(" ", "")


def test_a_notice_of_short_items_is_joined() -> None:
    paragraphs = [
        "关于做好夏季安全教育工作的通知",
        "各中小学、幼儿园：",
        "为切实加强夏季安全教育工作，预防和减少溺水、交通等安全事故的发生，现将有关事项通知如下。",
        "一、提高认识",
        "各校要充分认识夏季安全工作的重要性，进一步增强责任感，把安全工作摆在突出位置抓紧抓好。",
        "二、落实措施",
        "1.各校要在6月10日前召开一次主题班会，向学生讲解防溺水知识，并发放告家长书。",
        "2.学校周边水域要设立警示牌，安排专人巡查。",
        "联系人：林老师",
        "青石镇教育办公室",
    ]
    assert joined("\n".join(wrapped(one, 36) for one in paragraphs)) == "\n".join(paragraphs)


def test_titles_in_a_list_keep_their_lines() -> None:
    titles = ["老年人智能手机使用入门与实践课程", "青石竹刻非遗传承技艺体验系列课程"] * 4
    text = "\n".join(["青石镇推荐课程名单", *titles, "以上课程免费。", "联系人：林老师", "电话：5912"])
    assert joined(text) == text
