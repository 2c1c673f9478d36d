from dataclasses import replace

import numpy as np
import pytest

from rag.answering.candidates import Sentence
from rag.answering.question import parse
from rag.answering.subquestions import answers, apart, one_by_one, split
from rag.datatypes import Chunk, Hit


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("甲镇和乙镇的党委书记分别是谁？", ["甲镇的党委书记是谁", "乙镇的党委书记是谁"]),
        ("青山镇的镇长和党委书记分别是谁？", ["青山镇的镇长是谁", "青山镇的党委书记是谁"]),
        (
            "青山镇和绿水镇都在培养书记，两地分别推出了什么计划？",
            ["青山镇在培养书记，推出了什么计划？", "绿水镇在培养书记，推出了什么计划？"],
        ),
        (
            "青山镇那篇和绿水镇那篇报道，来源各是哪一家？",
            ["青山镇那篇报道，来源是哪一家", "绿水镇那篇报道，来源是哪一家"],
        ),
        ("图书馆和图书馆分馆的电话分别是多少？", ["图书馆的电话是多少", "图书馆分馆的电话是多少"]),
        ("恒山和中淮分别报了多少？", ["恒山报了多少", "中淮报了多少"]),
        ("青山镇和绿水镇这两个镇的书记分别是谁？", ["青山镇的书记是谁", "绿水镇的书记是谁"]),
        ("写青山镇的记者和写绿水镇的记者都是谁呀？", ["写青山镇的记者是谁呀", "写绿水镇的记者是谁呀"]),
        (
            "How many units does Zhujing have, and which park did Nanxiang adopt?",
            ["How many units does Zhujing have", "which park did Nanxiang adopt?"],
        ),
        ("青山和绿水这两个镇的书记分别叫什么？", ["青山镇的书记叫什么", "绿水镇的书记叫什么"]),
        ("老年证和残疾证的办理时限分别是多久？", ["老年证的办理时限是多久", "残疾证的办理时限是多久"]),
        ("王小明和李大海各担任什么职务？", ["王小明担任什么职务", "李大海担任什么职务"]),
        ("“晨光”“暮色”“星辰”分别指什么？", ["“晨光”指什么", "“暮色”指什么", "“星辰”指什么"]),
        (
            "“1+3”里的“3”和“五师”里的“师”各指什么？",
            ["“1+3”里的“3”指什么", "“五师”里的“师”指什么"],
        ),
        (
            "青山镇的导师有几名，绿水镇的品牌又有几个？",
            ["青山镇的导师有几名", "绿水镇的品牌有几个？"],
        ),
        ("青山镇联合了几家单位？绿水镇的首批又有几家？", ["青山镇联合了几家单位", "绿水镇的首批有几家？"]),
        ("青山镇准备几年落地，绿水镇又是几天？", ["青山镇准备几年落地", "绿水镇是几天？"]),
        ("2019年底，青山镇常住人口是多少，绿水镇常住人口是多少？",
         ["2019年底，青山镇常住人口是多少", "2019年底，绿水镇常住人口是多少？"]),
        ("青山村和绿水村分别是哪天成立的？哪个在先？", ["青山村是哪天成立的", "绿水村是哪天成立的"]),
        ("今年的联席会议，青山镇和绿水镇分别是几月几号开的？",
         ["今年的联席会议，青山镇是几月几号开的", "今年的联席会议，绿水镇是几月几号开的"]),
        ("青山镇要建成的服务点，和绿水镇沿线的阵地，各是多少个？",
         ["青山镇要建成的服务点是多少个", "绿水镇沿线的阵地是多少个"]),
        ("青山镇三级架构的第一级和绿水镇网格里最大的那层，各叫什么？",
         ["青山镇三级架构的第一级叫什么", "绿水镇网格里最大的那层叫什么"]),
        ("青山镇的三级网格和绿水镇的四级网格，最低一级各叫什么？",
         ["青山镇的三级网格，最低一级叫什么", "绿水镇的四级网格，最低一级叫什么"]),
        ("青山镇的导师和绿水镇的阵地，数目各是多少？",
         ["青山镇的导师有多少", "绿水镇的阵地有多少"]),
        ("图书馆和文化馆，地址各在哪里？", ["图书馆的地址在哪里", "文化馆的地址在哪里"]),
        ("青山镇和绿水镇都把网格分成三层，最小的一层各叫什么？",
         ["青山镇把网格分成三层，最小的一层叫什么？", "绿水镇把网格分成三层，最小的一层叫什么？"]),
        ("青山镇和绿水镇都要打通某个地方，各自说的是什么？",
         ["青山镇要打通某个地方，说的是什么？", "绿水镇要打通某个地方，说的是什么？"]),
        ("青山小学和绿水小学都在扩建，一个是哪天开工，一个是哪天完工？",
         ["青山小学在扩建，是哪天开工", "绿水小学在扩建，是哪天完工？"]),
        ("青山镇和绿水镇，一个是哪年建镇，另一个是哪年建镇？", ["青山镇是哪年建镇", "绿水镇是哪年建镇？"]),
    ],
)  # fmt: skip
def test_what_is_asked_of_each_becomes_a_question_of_its_own(question: str, parts: list[str]) -> None:
    assert [part.plain for part in split(parse(question), [])] == parts


@pytest.mark.parametrize(
    "question",
    [
        "Who was born earlier, Qian Xuesen or Deng Jiaxian, and in which years were they born?",
        "What is Nanxiang known for, and why is that?",
        "青山镇和绿水镇一起办了什么活动？",  # one deed of two
        "各级党组织怎样开展工作？",  # 各 begins a word
        "五家单位分别对应哪些村？",  # nothing is told apart
        "李小山是什么人，生平怎样？",  # the second clause goes on about the first
        "Who are the secretaries of Nanxiang and Zhangjiang respectively?",
        "“和平与发展”是什么意思？",
    ],
)
def test_a_question_that_asks_one_thing_stays_whole(question: str) -> None:
    parsed = parse(question)
    assert split(parsed, []) == [parsed]


def test_parts_keep_the_language_of_the_whole() -> None:
    assert {part.language for part in split(parse("甲鎮和乙鎮的黨委書記分別是誰？"), [])} == {"zh-Hant"}


def test_a_sentence_that_names_all_answers_for_all() -> None:
    parsed = parse("“晨光”和“暮色”分别指什么？")
    text = "“晨光”指早班，“暮色”指晚班。"
    chunk = Chunk("d", 0, len(text), text, np.array([(at, at + 1) for at in range(len(text))]))
    sentence = Sentence(Hit(chunk, 1.0, "", None, None, chunk.clean), 0, len(chunk.clean), "", "")
    assert split(parsed, [sentence], lambda: sentence) == [parsed]
    other = replace(sentence, end=8)
    assert len(split(parsed, [sentence, other], lambda: other)) == 2


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("青山镇年会几点开始，在哪个厅？", ["青山镇年会几点开始", "青山镇年会在哪个厅？"]),
        ("低保标准是多少，怎么申请？", ["低保标准是多少", "低保怎么申请？"]),
        ("办证要不要钱，去哪里办？", ["办证要不要钱", "办证去哪里办？"]),
        ("早餐几点开始，晚餐几点开始", ["早餐几点开始", "晚餐几点开始"]),
        ("青山镇的面积是多少，人口是多少", ["青山镇的面积是多少", "青山镇的人口是多少"]),
        (
            "图书馆在哪里，几点开门，押金多少",
            ["图书馆在哪里", "图书馆几点开门", "图书馆押金多少"],
        ),
        ("几点开门，押金多少？", []),
        ("装修押金多少，什么时候退", ["装修押金多少", "装修什么时候退"]),
        ("居住证在哪里办，身份证要多少钱", ["居住证在哪里办", "身份证要多少钱"]),
        ("小班学费多少，伙食费一天多少", ["小班学费多少", "小班伙食费一天多少"]),
        ("铜牌管几年？什么时候去换？", ["铜牌管几年", "铜牌什么时候去换？"]),
        ("办公椅选了哪家、总价多少", ["办公椅选了哪家", "办公椅总价多少"]),
        ("青山镇有几个导师？", []),
        ("How many mentors are there, and when did they start?", []),
    ],
)
def test_what_is_asked_beside_is_asked_of_the_same_thing(question: str, parts: list[str]) -> None:
    assert [part.plain for part in one_by_one(parse(question))] == parts


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("一级、二级和三级补助分别是多少？", ["一级补助是多少", "二级补助是多少", "三级补助是多少"]),
        ("和平村和李村各有多少户？", ["和平村有多少户", "李村有多少户"]),
        ("参与单位和主办单位分别是谁？", ["参与单位是谁", "主办单位是谁"]),
        ("青山共和国和绿水党分别是哪年成立的？", ["青山共和国是哪年成立的", "绿水党是哪年成立的"]),
        ("书记几点来，在哪个厅？", ["书记几点来", "书记在哪个厅？"]),
        ("镇长是谁？", []),
        ("2023年和2024年养老金分别是多少？", ["2023年养老金是多少", "2024年养老金是多少"]),
        ("养老金一档和五档分别补贴多少？", ["养老金一档补贴多少", "养老金五档补贴多少"]),
        ("全科和中医科挂号费分别是多少？", ["全科挂号费是多少", "中医科挂号费是多少"]),
        ("柳村和石村哪个村人口多？", ["柳村人口是多少", "石村人口是多少"]),
        ("花生油比菜籽油贵多少？", ["菜籽油多少钱", "花生油多少钱"]),
    ],
)
def test_what_is_asked_at_once_is_taken_apart(question: str, parts: list[str]) -> None:
    assert [part.plain for part in apart(parse(question))] == parts


def test_a_text_that_lacks_a_noun_or_a_value_leaves_a_question_open() -> None:
    asked = parse("托班保教费多少")
    assert answers(asked, "托班保教费每月720元。")
    assert not answers(asked, "托班伙食费每天14元。")
    assert not answers(asked, "托班保教费另定。")


def test_how_many_and_which_asks_which() -> None:
    parts = split(parse("林场一共有几个瞭望台，分别是什么？"), [])
    assert [part.plain for part in parts] == ["林场有哪些瞭望台"]
