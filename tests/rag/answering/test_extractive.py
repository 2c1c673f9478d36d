from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from embeddings.bundled import BundledEmbedder
from rag.answering.candidates import candidates
from rag.answering.citations import MAX_QUOTE
from rag.answering.composition import Scored, choose, shortened
from rag.answering.extractive import ExtractiveAnswerer, _may_be_told, _with
from rag.answering.judgement import judge
from rag.answering.question import parse
from rag.answering.subquestions import one_by_one
from rag.chunking.chunks import chunk
from rag.cleaning.pipeline import clean
from rag.datatypes import Hit
from rag.protocols import Draft
from tests.fakes import BagEmbedder

TEXT = (
    "“春芽计划”是青石镇推出的助学项目，聚焦三大方向：一是助学金，二是课后辅导，三是图书捐赠。"
    "青石镇党委书记林涛表示，“春芽计划”已资助学生326名。"
    "2021年5月8日，“春芽计划”在青石镇文化站启动。"
    "青石镇聘请9名退休教师担任辅导员[7]。"
)


def hits(text: str = TEXT, published: str | None = "2023-06-01") -> list[Hit]:
    return [
        Hit(part, 1.0, "青石镇的春芽计划", "青石报", published, text[part.start : part.end])
        for part in chunk("a.md", clean(text))
    ]


def draft(question: str, found: Sequence[Hit], answerer: ExtractiveAnswerer | None = None) -> Draft:
    *pieces, last = (answerer or ExtractiveAnswerer(BundledEmbedder())).stream(question, found)
    assert isinstance(last, Draft)
    assert "".join(str(piece) for piece in pieces) == last.text
    return last


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("什么是“春芽计划”？", "助学项目"),
        ("何為「春芽計劃」？", "助学项目"),
        ("青石镇的党委书记是谁？", "林涛"),
        ("“春芽计划”资助了多少名学生？", "326名"),
        ("“春芽计划”是哪天启动的？", "2021年5月8日"),
        ("“春芽计划”聚焦哪三大方向？", "图书捐赠"),
    ],
)
def test_the_answer_is_quoted_with_its_mark(question: str, said: str) -> None:
    answer = draft(question, hits())
    assert said in answer.text
    assert "[1]" in answer.text
    for citation in answer.citations:
        assert citation.quote == TEXT[citation.start : citation.end]


@pytest.mark.parametrize(
    "question",
    [
        "青石镇的镇长是谁？",
        "“春芽计划”花了多少钱？",
        "白河镇的党委书记是谁？",
        "红烧肉怎么做才不腻？",
        "“春芽计划”的联系电话是多少？",
        "Who painted the Mona Lisa?",
    ],
)
def test_near_misses_are_declined_without_citations(question: str) -> None:
    answer = draft(question, hits())
    assert answer.abstained
    assert answer.reason == "no_answer"
    assert answer.citations == ()


def test_a_question_about_two_documents_is_answered_from_both() -> None:
    other = "白河镇的“暖灯计划”为夜班工人送餐。白河镇党委书记郑远表示，“暖灯计划”明年继续。"
    second = [
        Hit(part, 1.0, "白河镇的暖灯计划", "白河报", "2023-07-01", other[part.start : part.end])
        for part in chunk("b.md", clean(other))
    ]
    answer = draft("青石镇和白河镇的党委书记分别是谁？", [*hits(), *second])
    assert "林涛" in answer.text
    assert "郑远" in answer.text
    assert {citation.document_id for citation in answer.citations} == {"a.md", "b.md"}


def test_a_sentence_without_a_subject_comes_with_the_one_that_names_it() -> None:
    text = "青石镇的文化站是居民的客厅。又是“神经末梢”，负责联络和服务全镇居民。"
    named, best = candidates(hits(text))
    chosen = choose(parse("“神经末梢”指的是什么？"), [Scored(best, 5.0), Scored(named, -5.0)], room=150)
    assert [sentence.text for sentence in chosen] == [named.text, best.text]


def test_a_definition_that_only_brings_up_its_name_goes_on_with_what_explains_it() -> None:
    text = "青石镇摸索出了“三二一”工作新方法。推进村和社区“三种模式”的结对。坚持“两个抓”。开展“一日服务”。"
    answer = draft("什么是“三二一”工作方法？", hits(text))
    assert "三种模式" in answer.text
    assert "两个抓" in answer.text


def test_a_numbered_heading_is_explained_by_what_stands_under_it() -> None:
    text = "办书屋有三条路。一是分片分时。每片的书屋按钟点开门。二是因村制宜。各村的书屋各有特色。"
    answer = draft("“分片分时”是什么意思？", hits(text))
    assert "按钟点开门" in answer.text
    assert "各有特色" not in answer.text


def test_a_name_that_is_a_sum_is_explained_by_what_its_parts_are() -> None:
    text = "青石镇建成“1+2”工作体系。“1”是指一个中心，设在镇上。“2”是指两支队伍。居民都说好。"
    answer = draft("青石镇的“1+2”是一种什么样的体系？", hits(text))
    assert "一个中心" in answer.text
    assert "两支队伍" in answer.text


def test_points_are_numbered_with_ordinals_too() -> None:
    text = "我有三点打算。第一点是办好书屋。书屋要有人看。第二点是修好水管。第三点是种好花草。"
    first, *others = candidates(hits(text))
    ranked = [Scored(first, 5.0), *(Scored(other, -5.0) for other in others)]
    chosen = choose(parse("有哪三点打算？"), ranked, room=400)
    assert [sentence.text[:3] for sentence in chosen] == ["我有三", "第一点", "第二点", "第三点"]


@pytest.mark.parametrize("best", [0, 1, 3])
def test_items_with_numbers_stay_together(best: int) -> None:
    text = "镇里有三项措施：\n1. 每餐补贴五元；\n2. 免费送餐上门；\n3. 每日问候老人。\n此外还办书屋。"
    found = candidates(hits(text))
    ranked = [Scored(found[best], 5.0), *(Scored(one, -5.0) for one in found if one is not found[best])]
    chosen = choose(parse("有哪些措施？"), ranked, room=400)
    assert [sentence.text[:2] for sentence in chosen][-3:] == ["1.", "2.", "3."]


def test_what_only_repeats_why_comes_with_the_reason_before_it() -> None:
    text = "林家公司修路铺石，使小区的面貌得到改善。居民们把林家公司叫作“小区美容师”。"
    reason, repeating = candidates(hits(text))
    ranked = [Scored(repeating, 5.0), Scored(reason, -5.0)]
    chosen = choose(parse("居民为什么把林家公司叫作“小区美容师”？"), ranked, room=150)
    assert [sentence.text[:4] for sentence in chosen] == ["林家公司", "居民们把"]


FUNDS = (
    "林涛把筹资办法叫做“三个一点”：\n政府补一点：每年补助96万元；\n村里贴一点：由租金列支；\n社会捐一点：乡贤捐助。\n"
    "食堂在西街。"
)


@pytest.mark.parametrize("best", [0, 1, 2, 3])
def test_a_list_in_lines_is_quoted_with_what_introduces_it(best: int) -> None:
    found = candidates(hits(FUNDS))
    ranked = [Scored(found[best], 5.0), *(Scored(one, 0.0) for one in found if one is not found[best])]
    said = [one.text for one in choose(parse("“三个一点”指哪三个？"), ranked, 400)]
    assert said == FUNDS.splitlines()[:4]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        pytest.param("要带三样：\n户口簿\n身份证\n照片\n材料齐全的当天可取。", 3, id="bare_lines"),
        pytest.param("要带三样：户口簿；身份证；照片。", 0, id="one_line"),
        pytest.param("他说：\n“来吧。”", 0, id="speech"),
        pytest.param("缴费方式\n1. 银行代扣；\n2. 到柜台缴。可以刷卡。\n镇政府", 3, id="numbered_lines"),
        pytest.param("四、缴费方式\n1. 银行代扣；\n2. 上门收。\n五、其他\n1. 周日休。", 2, id="next_section"),
        pytest.param("三件实事\n修路3公里；装路灯50盏；清河道2公里。\n青石镇政府", 3, id="semicolons"),
        pytest.param("三件实事\n修路3公里；装路灯50盏。清河道2公里。", 0, id="sentences"),
        pytest.param("青石镇今年办三件实事。\n1. 修路。\n2. 装灯。", 0, id="no_title"),
    ],
)  # fmt: skip
def test_lines_behind_a_colon_or_a_title_are_items(text: str, items: int) -> None:
    assert len(candidates(hits(text))[0].listed) == (items + 1 if items else 0)


def chosen(text: str, question: str, best: str, room: int = 150) -> list[str]:
    """Return the sentences chosen where the one that begins like this is by far the best."""
    found = candidates(hits(text))
    [first] = [one for one in found if one.text.startswith(best)]
    ranked = [Scored(first, 9.0), *(Scored(one, 0.0) for one in found if one is not first)]
    return [one.text for one in choose(parse(question), ranked, room)]


WAYS = (
    "青石镇水费须知\n\n一、缴费方式\n1. 银行代扣；\n2. 小程序缴费；\n3. 协管员上门代收。\n\n"
    "二、抄表\n每月10日抄表。多收的退还。"
)


@pytest.mark.parametrize("question", ["水费能用什么方式缴？", "水费的缴费方式有哪些？"])
@pytest.mark.parametrize("best", ["一、", "1.", "3."])
def test_a_list_under_a_heading_that_is_asked_for_is_quoted_whole(question: str, best: str) -> None:
    assert chosen(WAYS, question, best) == ["1. 银行代扣；", "2. 小程序缴费；", "3. 协管员上门代收。"]


def test_of_a_list_under_another_heading_only_the_best_item_is_quoted() -> None:
    assert chosen(WAYS, "水费有哪些人上门收？", "3.") == ["3. 协管员上门代收。"]


def test_a_heading_is_not_quoted_but_what_stands_under_it() -> None:
    assert chosen(WAYS, "什么时候抄表？", "二、") == ["每月10日抄表。"]
    assert chosen("一、关于青石桥加固。工期75天。\n二、关于食堂。十月开张。", "工期多久？", "一、") == [
        "工期75天。"
    ]


LEAVE = (
    "第二条 请假一天以内的，由站长批准；一天以上三天以内的，由镇长批准；三天以上的，报书记批准。"
    "病假须有证明。\n第三条 迟到的扣20元。"
)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("请假怎么批准？", 3),
        ("第二条规定请假由谁批准？", 3),
        ("请假12小时怎么批准？", 3),
        ("谁批准请假？", 1),
    ],
)
def test_what_semicolons_join_is_quoted_up_to_the_full_stop(question: str, said: int) -> None:
    quoted = chosen(LEAVE, question, "第二条")
    assert (
        quoted
        == [
            "第二条 请假一天以内的，由站长批准；",
            "一天以上三天以内的，由镇长批准；",
            "三天以上的，报书记批准。",
        ][:said]
    )


def test_of_joined_sentences_the_one_for_the_case_asked_about_stands_alone() -> None:
    text = "工作不满10年的，休5天；满10年不满20年的，休10天；满20年的，休15天。"
    assert chosen(text, "工作12年的怎么休年假？", "满10年") == ["满10年不满20年的，休10天；"]


def test_the_next_article_does_not_go_on_with_the_one_before() -> None:
    text = "夏天下午2:30上班。\n第四条 迟到的扣20元。"
    assert chosen(text, "夏天下午几点上班？", "夏天") == ["夏天下午2:30上班。"]


HOUSES = "“C级危房”是指局部危险的房屋。“D级危房”是指整幢危险的房屋。C级危房每户补助1万元。居住证由派出所办。"


def test_a_difference_is_told_by_what_defines_each() -> None:
    told = ["“C级危房”是指局部危险的房屋。", "“D级危房”是指整幢危险的房屋。"]
    assert chosen(HOUSES, "C级和D级危房有什么区别？", "C级危房每户") == told
    assert chosen(HOUSES, "C级危房与D级危房的区别是什么？", "“D级") == told
    assert chosen(HOUSES, "C级和E级危房有什么区别？", "“C级") == told[:1]


BACK = "林涛2016年辞职回乡。当时父亲病了。\n他种了十年茶。茶园在青石村。"


@pytest.mark.parametrize(
    ("question", "best", "said"),
    [
        ("林涛为什么回乡？", "林涛", ["林涛2016年辞职回乡。", "当时父亲病了。"]),
        ("林涛为什么辞职？", "当时", ["林涛2016年辞职回乡。", "当时父亲病了。"]),
        ("林涛什么时候回乡？", "林涛", ["林涛2016年辞职回乡。"]),
    ],
)
def test_a_reason_without_a_marker_stands_in_the_same_paragraph(
    question: str, best: str, said: list[str]
) -> None:
    assert chosen(BACK, question, best) == said


def test_a_reason_that_is_given_needs_no_other_sentence() -> None:
    text = "因父亲病了，林涛辞职回乡。他种了十年茶。"
    assert chosen(text, "林涛为什么回乡？", "因") == ["因父亲病了，林涛辞职回乡。"]


def test_a_list_goes_on_with_its_numbered_items_and_leaves_out_what_enlarges_on_them() -> None:
    text = "我从三个方面帮助居民。一是办好书屋。书屋要有人看。二是修好水管。三是种好花草。花草要有人浇。"
    first, *others = candidates(hits(text))
    ranked = [Scored(first, 5.0), *(Scored(other, -5.0) for other in others)]
    chosen = choose(parse("打算从哪三个方面帮助居民？"), ranked, room=400)
    assert [sentence.text[:2] for sentence in chosen] == ["我从", "一是", "二是", "三是"]


def test_a_shortened_sentence_keeps_the_day_that_was_asked_for() -> None:
    text = (
        "12月21日，在“同心同行谋发展”2021年青石镇书屋联席会议上，各村的书记都到了场，镇里宣布来年要再办十间书屋，"
        "还要为每一间书屋添置新书和新的桌椅。"
    )
    [sentence] = candidates(hits(text))
    asked = parse("青石镇书屋联席会议是几月几日开的？")
    assert shortened(asked, sentence, 60).text.startswith("12月21日")


def test_the_reason_that_a_sentence_refers_to_stands_before_it() -> None:
    text = "新民书屋由邻村的木匠修好了屋顶。青石村为此在书屋门口立了一块纪念牌。"
    best, other = candidates(hits(text))[::-1]
    chosen = choose(
        parse("青石村为啥在书屋门口立纪念牌？"), [Scored(best, 5.0), Scored(other, -5.0)], room=150
    )
    assert [sentence.text[:2] for sentence in chosen] == ["新民", "青石"]


def test_a_shortened_sentence_goes_on_behind_what_the_question_says() -> None:
    ways = "".join(f"，再把第{number}片的巡查交给一名热心的居民" for number in "一二三四五六七八")
    [sentence] = candidates(hits(f"青石镇推进书屋计划，先请每个村推举两位站长{ways}。"))
    asked = parse("青石镇如何推进书屋计划？")
    assert shortened(asked, sentence, 100).text.startswith("青石镇推进书屋计划，先请每个村推举两位站长，再把")


def test_what_a_citation_cannot_hold_is_cited_in_pieces() -> None:
    names = [
        f"青石镇第{number}书屋" for number in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒"
    ]
    found = hits(f"书屋计划包括这些项目：{'、'.join(names)}。")
    answered = draft("书屋计划包括哪些项目？", found, ExtractiveAnswerer(BundledEmbedder(), threshold=0.0))
    quoted = "".join(citation.quote for citation in answered.citations)
    assert len(answered.citations) == 2
    assert all(len(citation.quote) <= MAX_QUOTE for citation in answered.citations)
    assert all(name in quoted for name in names)
    assert "、[1]" in answered.text


def test_a_refusal_speaks_the_language_of_the_question() -> None:
    assert "資料裡沒有" in draft("白河鎮的鎮長是誰？", hits()).text
    assert "do not say" in draft("Who is the mayor of Baihe?", hits()).text


def test_numbers_in_brackets_of_a_source_never_pass_for_marks() -> None:
    answer = draft("青石镇聘请了几名退休教师担任辅导员？", hits())
    assert "9名退休教师" in answer.text
    assert "[7]" not in answer.text


def test_relative_dates_come_with_the_date_of_the_article() -> None:
    text = "青石镇今年新建了4座图书室。青石镇的图书室由志愿者管理。"
    assert "2023-06-01" in draft("青石镇新建了几座图书室？", hits(text)).text


def test_facts_keep_to_150_characters_and_lists_to_400() -> None:
    long = "，".join(f"第{number}间书屋放在{number}号楼的东侧门厅旁边" for number in range(1, 40))
    text = f"青石镇的书屋由林涛管理，{long}。"
    assert len(draft("青石镇的书屋由谁管理？", hits(text)).text) <= 150
    assert len(draft("青石镇有哪些书屋？", hits(text)).text) <= 400


def test_nothing_found_is_said_as_such() -> None:
    assert draft("什么是“春芽计划”？", []).reason == "no_passage"


def test_the_embedder_is_asked_for_unit_vectors_only_of_likely_sentences() -> None:
    embedder = BagEmbedder()
    draft("青石镇的党委书记是谁？", hits(TEXT * 1), ExtractiveAnswerer(embedder))
    assert 0 < len(embedder.embedded) <= 6
    assert np.isclose(np.linalg.norm(embedder.embed(["一"])[0]), 1.0)


PARTS = """# 青石镇图书馆

青石镇图书馆位于文昌路18号。

青石镇图书馆每天8:30开门。

青石镇图书馆办证收押金100元，退证时退还。
"""


def test_what_is_asked_at_once_is_answered_piece_by_piece() -> None:
    answer = draft("青石镇图书馆在哪里，几点开门，押金多少？", hits(PARTS))
    assert all(said in answer.text for said in ("文昌路18号", "8:30", "100元"))


def test_of_sentences_that_overlap_the_wider_one_is_quoted() -> None:
    whole = candidates(hits("青石镇书法班限报35人，学费每学期180元。"))[0]
    part = replace(whole, end=whole.start + 11)
    assert _with(part, [whole]) == [whole]
    assert _with(whole, [part]) == [whole]


def test_what_a_semicolon_joins_is_quoted_for_the_word_that_is_missing() -> None:
    text = "青石镇市场夏季19:00关门；冬季18:00关门。"
    assert len(chosen(text, "青石镇市场冬天几点关门？", "青石")) == 2
    assert len(chosen(text, "青石镇市场夏天几点关门？", "青石")) == 1


def test_an_item_that_answers_alone_comes_without_its_siblings() -> None:
    text = "青石幼儿园\n\n一、招生对象：三岁的孩子。\n二、收费项目：保教费520元。\n三、报名时间：6月3日。"
    assert chosen(text, "幼儿园有哪些收费项目？", "二、") == ["二、收费项目：保教费520元。"]


def test_items_are_of_one_style_of_numbers() -> None:
    text = "报名要带证件。\n1. 带身份证。\n2. 带户口簿。\n一、报名时间。\n6月3日。"
    assert chosen(text, "要带哪些证件？", "1.") == ["1. 带身份证。", "2. 带户口簿。"]


def test_of_steps_only_the_one_asked_for_is_quoted() -> None:
    text = "第一步，家长申请。第二步，学校盖章。第三步，学生报到。"
    assert chosen(text, "转学第二步是什么？", "第二步") == ["第二步，学校盖章。"]


def test_a_sentence_that_has_little_of_the_question_does_not_join() -> None:
    text = "青石镇“晨光”是指早班的志愿者。青石镇“暮色”是指晚班的志愿者。"
    found = candidates(hits(text))
    ranked = [Scored(found[0], 1.0), Scored(found[1], 0.9)]
    assert [one.text for one in choose(parse("什么是“晨光”？"), ranked, 400)] == [found[0].text]


def test_a_reason_with_its_marker_needs_no_sentence_before_it() -> None:
    text = "志愿者三必报。电梯之所以装得慢，是因为一楼担心采光。"
    assert len(chosen(text, "为什么电梯装得慢？", "电梯")) == 1


def test_of_two_things_asked_the_one_not_found_is_named() -> None:
    answer = draft("青石镇图书馆在哪里，电话多少？", hits(PARTS))
    assert "文昌路18号" in answer.text
    assert answer.text.endswith("（没有找到：青石镇图书馆电话多少）")
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "untold"),
    [
        ("青石镇图书馆在哪里，押金多少，馆长是谁？", "（没有找到：青石镇图书馆馆长是谁）"),
        ("青石镇图书馆在哪里，押金多少？", ""),
    ],
)
def test_a_value_told_of_one_thing_is_none_of_another(question: str, untold: str) -> None:
    text = draft(question, hits(PARTS)).text
    assert "100元" in text
    assert text.partition("（")[1] + text.partition("（")[2] == untold


def test_a_part_is_told_by_a_value_beside_its_own_nouns() -> None:
    parsed = parse("青石镇图书馆在哪里，停车费多少？")
    found = candidates(hits(PARTS))
    verdicts = [judge(part, found, BagEmbedder(), None) for part in one_by_one(parsed)]
    deposit = next(one for one in found if "100元" in one.text)
    quoted = replace(verdicts[0], ranked=[Scored(deposit, 1.0)])
    asked = [one.question.plain for one in verdicts]
    assert not _may_be_told(verdicts[1], [quoted], asked)
    assert _may_be_told(replace(verdicts[1], question=parse("青石镇图书馆多少钱？")), [quoted], asked)
