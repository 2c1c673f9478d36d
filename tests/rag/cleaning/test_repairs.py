import random
from functools import partial

import pytest

from rag.cleaning import boilerplate, decodings, middle_dots, pinyin, tags
from rag.cleaning.aligned import Aligned
from rag.cleaning.pipeline import clean
from rag.cleaning.step import Step
from tests.rag.cleaning.damage import TRADITIONAL, as_saved_page, with_pinyin

BODY = (
    "上海市深化推进基层治理体系和治理能力现代化建设会议举行。会议要求各级党组织认真学习，抓好落实。\n"
    "主要任务\n"
    "一是加强力量统筹，强化条块协商、基层约请等机制，扩大基层治理参与面；二是加强资源整合，引导更多的规划师下沉基层社区。\n"
    "三是加强机制构建，围绕常态化中的社会动员工作，积极用好报到机制，整建制储备区、街道两级党员先锋突击队员。"
)


def after(step: str, text: str) -> str:
    edits = {
        "pinyin": pinyin,
        "decodings": decodings,
        "dots": middle_dots,
        "tags": tags,
        "page": boilerplate,
    }[step]
    return Step(step, edits.edits)(Aligned.whole(text)).text


def test_a_converters_pinyin_is_dropped() -> None:
    assert after("pinyin", with_pinyin(BODY)) == TRADITIONAL(BODY)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("“仇”作姓氏时读作仇(qiú)。", id="reading_of_an_unchanged_character"),
        pytest.param("鍾（zhōng）姓是大姓。", id="full_width_parentheses"),
        pytest.param("他們(they)走了，領(ling2)隊，領(a)", id="not_a_reading"),
        pytest.param("尷尬(gān gà)的場面", id="two_syllables"),
        pytest.param("龟裂的龟（jūn），龟兹的龟（qiū），乌龟的龟（guī）。" * 9, id="many_in_full_width"),
        pytest.param("龟裂的龟(jūn)，龟兹的龟(qiū)，乌龟的龟(guī)。" * 9, id="many_in_simplified_script"),
    ],
)
def test_an_authors_pinyin_is_kept(text: str) -> None:
    assert after("pinyin", text) == text


def test_among_a_converters_notes_one_on_an_unchanged_character_is_its_own() -> None:
    assert after("pinyin", f"{with_pinyin(BODY)}人(rén)") == f"{TRADITIONAL(BODY)}人"


@pytest.mark.parametrize(
    ("was", "read_as"),
    [
        ("utf-8", "latin-1"),
        ("utf-8", "gb18030"),
        ("gb18030", "latin-1"),
        ("gb18030", "cp1252"),
        ("big5", "gb18030"),
    ],
)
def test_wrong_decodings_are_undone(was: str, read_as: str) -> None:
    text = "中国共产党代表大会在北京召开" if was != "big5" else "中國政府代表大會在臺北召開"
    wrong = text.encode(was).decode(read_as)
    assert after("decodings", f"a {wrong} b\n{text}") == f"a {text} b\n{text}"


@pytest.mark.parametrize(
    "text", ["Zoë and François déjà vu à l'été", "龘靐齉龗麤鱻", "ЁЖИК Ёлка", "日本語のテキスト"]
)
def test_other_scripts_are_no_wrong_decoding(text: str) -> None:
    assert after("decodings", text) == text


def test_a_repaired_run_maps_in_small_pieces() -> None:
    wrong = "中国人民".encode().decode("gb18030")
    fixed = Step("decodings", decodings.edits)(Aligned.whole(wrong + "\n" + "中国人民"))
    assert fixed.text.startswith("中国人民\n")
    assert fixed.source_range(0, 2) == (0, 3)


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("“区块联动?共学共践”主题月", "“区块联动·共学共践”主题月"),
        ("作家列夫?托尔斯泰的小说", "作家列夫·托尔斯泰的小说"),
        ("“这是为什么?因为爱”", "“这是为什么?因为爱”"),
        ("何为“根系”?答案揭晓", "何为“根系”?答案揭晓"),
    ],
)
def test_a_lone_question_mark_may_be_a_middle_dot(shown: str, meant: str) -> None:
    assert after("dots", shown) == meant


def test_stray_tags_and_entities_are_dropped() -> None:
    shown = '甲<br/>乙</span>&nbsp;<font color="red">丙</font>&amp;丁 x<y 且 a>b <-- 图</p\n'
    assert after("tags", shown) == "甲乙 丙&丁 x<y 且 a>b <-- 图\n"


def test_half_a_tag_is_not_what_follows_a_sign() -> None:
    assert after("tags", "当x<a\n若y<h1\n甲<span\n乙</a\n") == "当x<a\n若y<h1\n甲\n乙\n"


def test_the_furniture_of_a_saved_page_is_dropped() -> None:
    page = as_saved_page(BODY, random.Random(1))  # noqa: S311
    cleaned = after("page", page).split("\n")
    assert [line for line in cleaned if line.strip()] == [
        "某市推进社区服务中心建设工作取得新进展",
        *BODY.split("\n"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BODY, id="prose"),
        pytest.param("姓名：张三\n电话：123456\n地址：某路1号\n来源：登记表", id="a_form"),
        pytest.param("时间：2023年5月1日\n地点：某厅\n" + BODY, id="a_notice"),
        pytest.param("甲|乙|丙|丁\n1|2|3|4\n5|6|7|8", id="a_table"),
        pytest.param(BODY + "\n来源：某某报", id="a_single_byline"),
        pytest.param("版权所有是一个法律概念。" * 5, id="a_text_about_copyright"),
        pytest.param("本章习题答案见书末附录二。\n甲。\n" * 3, id="a_refrain"),
    ],
)
def test_what_is_no_page_keeps_every_line(text: str) -> None:
    assert after("page", text) == text


MENU = "首页|新闻|财经|体育\n您现在的位置：首页 > 新闻 > 正文"
PROSE = "使馆提醒在当地的中国公民务必提高警惕，遇到可疑来电时不要透露个人信息，并及时与使馆取得联系。"


@pytest.mark.parametrize(
    "line",
    [
        "近日，青石市警方破获一起涉嫌侵犯公民个人信息案，抓获犯罪嫌疑人12名，查获涉案手机30余部。",
        "第一条 为了规范食品经营许可证（以下简称许可证）的管理工作，保障食品安全，制定本办法。",
        "推出服务，发布品牌，成立总支部，在新时代的赶考路上，青石镇交出一份亮眼的“家门口答卷”……",
    ],
)
def test_prose_at_the_edges_of_an_article_stays(line: str) -> None:
    body = f"{line}\n{PROSE}\n{BODY}\n{line}"
    assert after("page", f"{MENU}\n{body}").strip() == body


@pytest.mark.parametrize(
    "line",
    [
        "本站部分内容来自网络，如有侵权请与我们联系，我们将在第一时间核实处理。",
        "食品经营许可证编号：JY13101010000000",
        "青石镇举行龙舟赛，来自十二个村的三百多名选手齐聚望江亭下，当地居民纷纷前来…",
        "青石镇举行龙舟赛，来自十二个村的三百多名选手齐聚望江亭下，当地居民纷纷前来......[详细]",
    ],
)
def test_notices_and_excerpts_below_an_article_go(line: str) -> None:
    body = f"{PROSE}\n{BODY}"
    assert after("page", f"{MENU}\n{body}\n{line}").strip() == body


def test_what_a_page_repeats_is_dropped_unless_it_is_a_label_with_its_value() -> None:
    caption, value = "图为青石镇龙舟赛的比赛现场", "办理地点：青石镇便民服务中心"
    page = f"{MENU}\n{caption}\n{value}\n" + f"{PROSE}\n{caption}\n{value}\n" * 3 + PROSE
    kept = after("page", page)
    assert (kept.count(caption), kept.count(value)) == (1, 4)


def test_telephone_numbers_below_an_article_are_kept() -> None:
    numbers = "01\n全球领事热线：\n+86-10-12308\n010-65612308\n02\n驻某国大使馆电话：+81-3-6450-2195"
    page = f"{MENU}\n{PROSE}\n{PROSE}\n{PROSE}\n{numbers}"
    kept = clean(page).text
    assert "首页" not in kept
    assert all(number in kept for number in ("+86-10-12308", "010-65612308", "+81-3-6450-2195"))


OF_A_NOTICE = "\n".join(
    [
        "时间：2023年6月20日上午9:00",
        "地点：青石镇文化广场",
        PROSE,
        PROSE.replace("使馆", "镇政府"),
        BODY,
        "主办单位：青石镇人民政府",
        "报名地点：青石镇便民服务中心",
        "时间：6月1日至6月10日",
        "联系电话：021-59123456",
        "地址：青石镇望江路70号",
        "一等奖：300元",
        "青石镇人民政府",
        "2023年5月5日",
    ]
)


def test_when_where_and_whom_to_ask_belong_to_a_notice() -> None:
    found = Step("page", partial(boilerplate.edits, of_page=True))(Aligned.whole(OF_A_NOTICE))
    assert found.text == OF_A_NOTICE
    assert after("page", f"{MENU}\n{OF_A_NOTICE}").strip() == OF_A_NOTICE


def test_the_address_of_a_site_is_not_that_of_a_notice() -> None:
    footer = "联系电话：021-59123456\n地址：青石镇望江路70号\n沪ICP备05000001号\n技术支持：某公司"
    assert after("page", f"{MENU}\n{PROSE}\n{BODY}\n{footer}").strip() == f"{PROSE}\n{BODY}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"{BODY}\n特别提示：\n名额有限，先到先得。\n请于6月20日前报名。\n联系电话：021-59123456",
            id="a_hint_to_the_reader",
        ),
        pytest.param(
            f"{BODY}\n联系我们\n地址：青石镇望江路70号\n电话：021-59123456\n邮箱：a@example.org",
            id="how_to_reach_us",
        ),
        pytest.param(f"{BODY}\n办公费\n1200\n水电费\n800\n培训费\n350", id="a_cell_on_each_line"),
        pytest.param(
            f"林小禾 2023-05-01 10:10\n{PROSE}\n周一鸣 2023-05-01 10:12\n同意\n"
            f"沈若溪 2023-05-01 10:13\n1\n{BODY}",
            id="a_chat",
        ),
    ],
)
def test_what_looks_like_furniture_only_alone_proves_no_page(text: str) -> None:
    assert after("page", text) == text
