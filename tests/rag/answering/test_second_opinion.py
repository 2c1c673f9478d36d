from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from rag.answering import judgement, second_opinion
from rag.answering.candidates import candidates
from rag.answering.composition import Scored
from rag.answering.evidence import FEATURES
from rag.answering.extractive import ExtractiveAnswerer
from rag.answering.judgement import by_reading
from rag.answering.question import parse
from rag.protocols import Draft, Reading
from tests.fakes import BagEmbedder
from tests.rag.answering.test_extractive import hits

TEXT = (
    "青石镇的联席会议一方面扩圈，一方面增能。扩圈是指请三家企业加入。增能是指发布三项制度。会议在冬天召开。"
)


class FindsOnly:
    """A reader that knows one answer and is sure of it, and unsure of anything else."""

    def __init__(self, answer: str) -> None:
        self._answer = answer
        self.asked: list[str] = []

    def read(self, question: str, passages: Sequence[str], /) -> list[Reading]:
        self.asked.append(question)
        found = []
        for passage in passages:
            start = passage.find(self._answer)
            end = start + len(self._answer)
            found.append(Reading(passage[start:end], start, end, 0.99) if start >= 0 else NOTHING)
        return found


NOTHING = Reading(None, None, None, 0.01)


def test_a_sentence_is_pointed_to_from_its_neighbour() -> None:
    found = candidates(hits(TEXT))[:1]  # only the first was thought of
    everything = [*found, *candidates(hits(TEXT))[1:]]
    given = second_opinion.opinions(FindsOnly("请三家企业加入"), parse("“扩圈”是指什么？"), everything)
    pointed = [everything[one.sentence].text for one in given if one.answer]
    assert pointed == ["扩圈是指请三家企业加入。"]


def test_an_answer_found_in_the_title_points_to_the_sentence_that_has_it() -> None:
    found = hits(
        "".join(f"{number}号库房里存着一批旧书。" for number in "一二三四五六七八") + "房租是36.5元。"
    )
    ranked = candidates([replace(one, title="青石镇库房的房租36.5元") for one in found])
    given = second_opinion.opinions(FindsOnly("36.5元"), parse("库房的房租多少钱？"), ranked)
    assert [ranked[one.sentence].text for one in given if one.answer] == ["房租是36.5元。"]


def test_without_an_answer_every_sentence_read_has_an_opinion_and_none_an_answer() -> None:
    ranked = candidates(hits(TEXT))
    given = second_opinion.opinions(FindsOnly("不在"), parse("谁？"), ranked)
    assert [one.sentence for one in given] == [0, 2]  # the others are read as their neighbours
    assert all(one.answer is None and one.odds < 0 for one in given)


def test_as_many_as_are_read_say_what_no_other_has_said() -> None:
    ranked = candidates(hits("".join(f"{number}号库房里存着一批旧书。" for number in "一二三四五六七八")))
    given = second_opinion.opinions(FindsOnly("不在"), parse("谁？"), ranked)
    assert [one.sentence for one in given] == [0, 2, 4]


@pytest.mark.parametrize(("answer", "other"), [("短缺", True), ("30万元", False)])
def test_an_answer_that_is_not_of_the_asked_type_is_told_apart(answer: str, other: bool) -> None:  # noqa: FBT001
    ranked = candidates(hits("修路时资金短缺，区里拨了30万元。"))
    given = second_opinion.opinions(FindsOnly(answer), parse("修路的资金是多少钱？"), ranked)
    assert [one.of_another_type for one in given if one.answer] == [other]


def test_one_thing_is_no_answer_where_a_list_is_asked_for() -> None:
    ranked = candidates(hits("导览图收入了14个阵地。阵地像项链一样串在一起。"))
    given = second_opinion.opinions(FindsOnly("14个阵地"), parse("这14个阵地分别叫什么？"), ranked)
    assert [one.of_another_type for one in given if one.answer] == [True]


def test_what_explains_another_name_does_not_explain_the_one_asked_about() -> None:
    ranked = candidates(hits("书记说，“共”是指大家一起出力。书记又说，“治”是指用新办法管城市。"))
    told_apart = {
        answer: [
            one.of_another_type
            for one in second_opinion.opinions(FindsOnly(answer), asked, ranked)
            if one.answer
        ]
        for asked in [parse("“共治”里的“治”是什么意思？")]
        for answer in ("大家一起出力", "用新办法管城市")
    }
    assert told_apart == {"大家一起出力": [True], "用新办法管城市": [False]}


def test_values_of_the_asked_type_come_before_an_answer_that_is_none() -> None:
    answerer = ExtractiveAnswerer(BagEmbedder(), FindsOnly("短缺"), threshold=0.0)
    *_, draft = answerer.stream("修路的资金是多少钱？", hits("修路时资金短缺，区里拨了30万元。"))
    assert isinstance(draft, Draft)
    assert draft.spans == ("30万元", "短缺")


@pytest.mark.parametrize("feature", ["words in sentence", "noun nowhere near", "attribute nowhere near"])
def test_a_row_has_what_the_evidence_says_of_its_sentence(feature: str) -> None:
    evidence = np.zeros((1, len(FEATURES)), np.float32)
    evidence[0, FEATURES.index(feature)] = 0.625
    row = second_opinion.rows([0.0], evidence, [second_opinion.Opinion(0, 0.0, None)], "zh-Hans")[0]
    assert dict(zip(second_opinion.FEATURES, row.tolist(), strict=True))[feature] == 0.625


GROWTH = "青石镇的生产总值为18亿元，增长5.8%；财政收入9420万元，增长3.1%；另有社会投资。"


def test_a_value_of_its_own_is_meant_where_the_reader_took_that_of_a_neighbour_with_fewer_nouns() -> None:
    first, asked, _ = candidates(hits(GROWTH))
    question = parse("青石镇的财政收入增长多少？")
    given = second_opinion.opinions(FindsOnly("5.8%"), question, [asked, first])
    assert [(one.sentence, one.answer) for one in given] == [(0, "3.1")]
    question = parse("青石镇的财政收入里税收增长多少？")  # of which neither speaks
    given = second_opinion.opinions(FindsOnly("5.8%"), question, [asked, first])
    assert [one.answer for one in given if one.answer] == ["5.8%"]
    question = parse("青石镇的生产总值增长多少？")
    given = second_opinion.opinions(FindsOnly("5.8%"), question, [asked, first])
    assert {one.sentence: one.answer for one in given} == {0: None, 1: "5.8%"}


def test_a_line_of_a_list_need_not_say_what_the_list_is_of() -> None:
    text = "供电所安排停电：\n8月6日 7:00-11:00 南溪村\n8月7日 8:00-16:00 白河村一组"
    before, asked = candidates(hits(text))[1:]
    given = second_opinion.opinions(FindsOnly("7:00-11:00"), parse("白河村停电到几点？"), [asked, before])
    assert [(one.sentence, one.answer) for one in given] == [(0, "8月7日 8:00")]


def test_a_line_of_a_form_is_read_without_its_neighbours() -> None:
    _, keeper, prose = candidates(hits("主持人：周南山\n记录：林小雨\n会上说：大家都要来。"))
    assert second_opinion.as_read(keeper)[0].endswith("。记录：林小雨")
    assert "林小雨" in second_opinion.as_read(prose)[0]


PHONES = "咨询电话：教务处 6120 4103（王老师），总务处 6120 4104，举报电话 6120 4000。"


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("总务处电话", "6120 4104"),
        ("教务处的电话是多少？", "6120 4103"),
        ("举报电话是多少？", "6120 4000"),
        ("食堂电话是多少？", "6120"),
    ],
)
def test_of_several_phone_numbers_the_whole_one_behind_what_is_named_is_meant(
    question: str, number: str
) -> None:
    given = second_opinion.opinions(FindsOnly("6120"), parse(question), candidates(hits(PHONES)))
    assert [one.answer for one in given] == [number]


def test_a_row_with_the_most_covers_the_case_and_stays_first() -> None:
    text = "| 岗位 | 月薪（元） |\n|---|---|\n| 厨师 | 5100 |\n| 会计 | 4600 |\n\n报名到镇政府。"
    question = parse("哪个岗位月薪最高？")
    verdict, evidence = judgement.by_evidence(question, candidates(hits(text)), BagEmbedder())
    given = second_opinion.opinions(FindsOnly("会计"), question, [one.sentence for one in verdict.ranked])
    assert [one.sentence for one in given if one.covers] == [0]
    read = by_reading(verdict, evidence, FindsOnly("会计"))
    assert read.ranked[0].sentence.text.startswith("岗位：厨师")


AGES = "80至89周岁的老人，每月发60元；90至99周岁的老人，每月发120元；100周岁以上的，每月发500元。"


def test_a_value_of_its_own_is_meant_where_the_neighbours_condition_does_not_hold() -> None:
    younger, asked, oldest = candidates(hits(AGES))
    question = parse("93岁的老人每月发多少钱？")
    given = second_opinion.opinions(FindsOnly("60元"), question, [asked, younger, oldest])
    assert [(one.sentence, one.answer, one.covers) for one in given] == [(0, "120元", True)]


def test_the_sentence_for_the_askers_own_case_stays_first_and_its_row_says_so() -> None:
    question = parse("93岁的老人每月发多少钱？")
    verdict, evidence = judgement.by_evidence(question, candidates(hits(AGES)), BagEmbedder())
    assert verdict.ranked[0].sentence.text.startswith("90至99")
    read = by_reading(verdict, evidence, FindsOnly("500元"))
    assert [one.sentence.text[:2] for one in read.ranked[:1]] == ["90"]
    given = [second_opinion.Opinion(0, 0.0, None, covers=True), second_opinion.Opinion(1, 0.0, None)]
    rows = second_opinion.rows([0.0, 0.0], evidence[:2], given, "zh-Hans")
    assert rows[:, second_opinion.FEATURES.index("covers the case")].tolist() == [1.0, 0.0]


def test_what_reading_puts_far_behind_the_best_is_not_close_to_it() -> None:
    question, found = parse("“扩圈”是指什么？"), candidates(hits(TEXT))
    verdict, evidence = judgement.by_evidence(question, found, BagEmbedder())
    level = judgement.Verdict(question, [Scored(one.sentence, 1.0) for one in verdict.ranked], 0.0)
    read = by_reading(level, evidence, FindsOnly("请三家企业加入"))
    given = second_opinion.opinions(
        FindsOnly("请三家企业加入"), question, [one.sentence for one in level.ranked]
    )
    assert sum(one.score < 0.0 for one in read.ranked) == len(given) - 1


def test_of_two_opinions_on_a_sentence_the_one_with_an_answer_is_kept() -> None:
    ranked = candidates(hits(TEXT))
    given = second_opinion.opinions(FindsOnly("发布三项制度"), parse("“增能”是指什么？"), ranked)
    kept = {ranked[one.sentence].text: one.answer for one in given}
    assert kept["增能是指发布三项制度。"] == "发布三项制度"
    assert sum(answer is not None for answer in kept.values()) == 1


def test_reading_puts_the_sentence_with_the_answer_first_and_makes_it_surer() -> None:
    question, found = parse("“扩圈”是指什么？"), candidates(hits(TEXT))
    verdict, evidence = judgement.by_evidence(question, found, BagEmbedder())
    sure = by_reading(verdict, evidence, FindsOnly("请三家企业加入"))
    unsure = by_reading(verdict, evidence, FindsOnly("不在"))
    assert sure.ranked[0].sentence.text == "扩圈是指请三家企业加入。"
    assert sure.exact == "请三家企业加入"
    assert sure.odds > unsure.odds
    assert unsure.exact is None
    assert len(sure.ranked) == len(found)
    scores = [one.score for one in sure.ranked]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(("odds", "asked"), [(0.0, 1), (9.0, 0), (-9.0, 0)])
def test_the_reader_is_asked_only_in_doubt(odds: float, asked: int, monkeypatch: pytest.MonkeyPatch) -> None:
    question, found = parse("“扩圈”是指什么？"), candidates(hits(TEXT))
    verdict, evidence = judgement.by_evidence(question, found, BagEmbedder())
    certain = judgement.Verdict(verdict.question, verdict.ranked, odds)
    monkeypatch.setattr(judgement, "by_evidence", lambda *_: (certain, evidence))
    reader = FindsOnly("请三家企业加入")
    judgement.judge(question, found, BagEmbedder(), reader)
    assert len(reader.asked) == asked


@pytest.mark.parametrize(
    ("odds", "leads"), [([2.0, -1.0, -1.5], [3.0, -3.0, -3.5]), ([1.0, 1.0], [0.0, 0.0]), ([1.0], [6.0])]
)
def test_a_reading_leads_by_what_it_is_surer_than_the_best_of_the_others(
    odds: list[float], leads: list[float]
) -> None:
    evidence = np.zeros((len(odds), len(FEATURES)), np.float32)
    given = [second_opinion.Opinion(place, one, None) for place, one in enumerate(odds)]
    rows = second_opinion.rows([0.0] * len(odds), evidence, given, "zh-Hans")
    assert rows[:, second_opinion.FEATURES.index("lead of the reading")].tolist() == leads


def test_what_introduces_a_list_is_read_with_its_items() -> None:
    text = "青石镇开会。会议议题：\n1. 加装电梯；\n2. 端午活动；\n3. 防汛准备。"
    found = candidates(hits(text))
    topics = next(one for one in found if one.text == "会议议题：")
    assert second_opinion.as_read(topics)[0].endswith("3. 防汛准备。")
    given = second_opinion.opinions(FindsOnly("加装电梯"), parse("会议有哪些议题？"), [topics])
    assert [one.answer for one in given] == ["加装电梯"]
