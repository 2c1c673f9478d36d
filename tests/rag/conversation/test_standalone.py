import json
from itertools import chain
from pathlib import Path

import pytest

from rag.conversation.standalone import standalone
from rag.datatypes import Turn

GOLDEN = Path(__file__).parents[2] / "golden"
LEANING = {"一共招多少人"}  # says so little that it leans on whatever came before
PROJECT = [Turn("user", "什么是“根系工程”？"), Turn("assistant", "“根系工程”是……")]
SECRETARY = [
    Turn("user", "青石镇的党委书记是谁？"),
    Turn("assistant", "青石镇党委书记林涛表示，要办好三件事。[1]"),
]
PROJECTS = [
    Turn("user", "青石镇党委发布了多少个公益项目？"),
    Turn("assistant", "青石镇党委发布公益项目31个。[1]"),
]


@pytest.mark.parametrize(
    ("history", "follow_up", "complete"),
    [
        pytest.param(PROJECT, "它是谁提出的？", "“根系工程”是谁提出的？", id="pronoun"),
        pytest.param(PROJECT, "那它有几个方向呢？", "“根系工程”有几个方向呢？", id="pronoun_after_lead"),
        pytest.param(PROJECT, "2023年它办了几场？", "2023年“根系工程”办了几场？", id="pronoun_after_time"),
        pytest.param(PROJECT, "这个项目有几个？", "“根系工程”有几个？", id="demonstrative"),
        pytest.param(PROJECT, "谁出席了发布会？", "“根系工程”谁出席了发布会？", id="no_subject"),
        pytest.param(PROJECT, "它是哪個鎮推出的？", "“根系工程”是哪個鎮推出的？", id="traditional"),
        pytest.param(SECRETARY, "他是哪年上任的？", "林涛是哪年上任的？", id="person_of_the_answer"),
        pytest.param(SECRETARY, "白河镇的呢？", "白河镇的党委书记是谁？", id="another_place"),
        pytest.param(
            PROJECTS, "一共涉及多少钱？", "青石镇党委的公益项目一共涉及多少钱？", id="what_was_counted"
        ),
        pytest.param(PROJECTS, "它们分属哪几类？", "青石镇党委的公益项目分属哪几类？", id="several"),
        pytest.param(PROJECTS, "为什么？", "青石镇党委发布了公益项目，为什么？", id="nothing_but_asking"),
        pytest.param(
            [Turn("user", "“东湖计划”的理念是什么？"), Turn("assistant", "……")],
            "“西湖计划”呢？",
            "“西湖计划”的理念是什么？",
            id="another_name",
        ),
        pytest.param(
            [Turn("user", "合作社最初有多少家成员？"), Turn("assistant", "22家。[1]")],
            "现在呢？",
            "合作社现在有多少家成员？",
            id="another_time",
        ),
        pytest.param(
            [Turn("user", "“增能”发布了哪三项制度？"), Turn("assistant", "一是……")],
            "第三项是什么？",
            "“增能”发布了哪三项制度？",
            id="item_of_a_list",
        ),
        pytest.param(
            [Turn("user", "what is the 根系工程?"), Turn("assistant", "……")],
            "who launched it?",
            "who launched 根系工程?",
            id="english",
        ),
        pytest.param(
            [
                Turn("user", "Who is the Party secretary of Nanxiang?"),
                Turn("assistant", "南翔镇党委书记是林涛。[1]"),
            ],
            "How old is she?",
            "How old is 林涛?",
            id="english_person",
        ),
        pytest.param(
            [Turn("user", "青石鎮的黨委書記是誰？"), Turn("assistant", "林濤。[1]")],
            "鎮長呢？",
            "青石鎮的鎮長是誰？",
            id="traditional_swap",
        ),
        pytest.param(SECRETARY, "镇长是谁？", "青石镇镇长是谁？", id="another_office"),
        pytest.param(SECRETARY, "青石镇的人口呢？", "青石镇的人口是多少？", id="attribute_of_another_type"),
        pytest.param(
            [*SECRETARY, Turn("user", "好的，谢谢您！"), Turn("assistant", "不客气。")],
            "它的面积是多少？",
            "青石镇的面积是多少？",
            id="after_thanks",
        ),
        pytest.param(
            [Turn("user", "白河镇面积是多少？"), Turn("assistant", "白河镇面积是30平方公里。[1]")],
            "青石镇呢？",
            "青石镇面积是多少？",
            id="another_place",
        ),
        pytest.param(
            [Turn("user", "白河镇2022年的财政收入是多少？"), Turn("assistant", "3亿元。[1]")],
            "那2023年呢？",
            "白河镇2023年的财政收入是多少？",
            id="another_year",
        ),
        pytest.param(SECRETARY, "还有呢？", "青石镇的党委书记是谁？", id="and_what_else"),
        pytest.param(SECRETARY, "里面有什么？", "青石镇里面有什么？", id="without_a_term"),
        pytest.param(SECRETARY, "不是，我问的是白河镇的", "白河镇的党委书记是谁？", id="a_correction"),
        pytest.param(SECRETARY, "不对，我问青石镇几点停水", "青石镇几点停水", id="a_complete_correction"),
        pytest.param(SECRETARY, "还有别的吗？", "青石镇的党委书记是谁？", id="anything_else"),
        pytest.param(SECRETARY, "What is his phone number?", "What is 林涛's phone number?", id="his"),
        pytest.param(
            [Turn("user", "第六届文化节什么时候举行？"), Turn("assistant", "10月1日。[1]")],
            "第五届呢",
            "第五届文化节什么时候举行？",
            id="another_turn",
        ),
        pytest.param(
            [Turn("user", "青石小学2023年什么时候报名？"), Turn("assistant", "6月3日。[1]")],
            "要什么材料？",
            "青石小学2023年要什么材料？",
            id="of_that_year",
        ),
        pytest.param(
            [Turn("user", "残疾人证在哪里办？"), Turn("assistant", "在残联。[1]")],
            "什么时候去？",
            "残疾人证什么时候去？",
            id="a_card_tied_to_what_follows",
        ),
        pytest.param(
            [Turn("user", "老年优待证要多少钱？"), Turn("assistant", "不收钱。[1]")],
            "到哪里办？",
            "老年优待证到哪里办？",
            id="a_card_of_an_age",
        ),
    ],
)
def test_a_follow_up_takes_what_it_lacks_from_the_turns_before(
    history: list[Turn], follow_up: str, complete: str
) -> None:
    assert standalone(follow_up, history) == complete


@pytest.mark.parametrize(
    ("before", "follow_up", "complete"),
    [
        pytest.param("招聘会计几名？", "要什么学历？", "会计要什么学历？", id="noun_taken_for_a_verb"),
        pytest.param("怎么办老年证？", "要带什么材料？", "办老年证要带什么材料？", id="what_is_done"),
        pytest.param("怎么办老年证？", "去哪里办？", "老年证去哪里办？", id="done_and_said_again"),
        pytest.param("怎么办老年证？", "几天能办好？", "老年证几天能办好？", id="number_first"),
        pytest.param("怎么申请宅基地？", "要哪些条件？", "申请宅基地要哪些条件？", id="class_asked_for"),
        pytest.param("危房改造怎么申请？", "具体怎么操作？", "危房改造具体怎么操作？", id="how_exactly"),
        pytest.param("医保每人交多少钱？", "能在微信上交吗？", "医保能在微信上交吗？", id="modal_first"),
        pytest.param("青溪敬老院在哪里？", "一个月收多少钱？", "青溪敬老院一个月收多少钱？", id="per_month"),
        pytest.param("农家书屋谁管？", "晚上开吗？", "农家书屋晚上开吗？", id="time_and_verb"),
        pytest.param(
            "大棚补贴怎么申请？", "申请表在哪领？", "大棚补贴申请表在哪领？", id="what_belongs_to_it"
        ),
        pytest.param("大棚补贴怎么申请？", "外地人可以吗？", "大棚补贴外地人可以吗？", id="without_object"),
        pytest.param(
            "镇政府有几个科室？", "分别在几楼？", "镇政府的科室分别在几楼？", id="each_of_what_was_counted"
        ),
        pytest.param("白河镇面积是多少？", "有几个村？", "白河镇有几个村？", id="of_the_place_not_its_area"),
        pytest.param(
            "乱倒垃圾怎么处理？", "罚多少？", "乱倒垃圾罚多少？", id="verb_the_tagger_does_not_know"
        ),
        pytest.param("信访办在哪里？", "几点上班？", "信访办几点上班？", id="what_has_hours"),
        pytest.param("信访办在哪里？", "有电话吗？", "信访办有电话吗？", id="whether_it_has"),
        pytest.param("林业站站长电话多少？", "他叫什么？", "林业站站长叫什么？", id="person_known_by_office"),
        pytest.param("柳村哪天停电？", "为什么？", "柳村停电，为什么？", id="why"),
        pytest.param("白河水库什么时候放水？", "为什么？", "白河水库放水，为什么？", id="why_without_when"),
    ],
)
def test_a_question_without_a_subject_takes_that_of_the_question_before(
    before: str, follow_up: str, complete: str
) -> None:
    assert standalone(follow_up, [Turn("user", before), Turn("assistant", "……")]) == complete


def test_a_topic_that_the_tagger_knows_no_noun_of_is_what_stands_before_the_asking_word() -> None:
    history = [Turn("user", "村建办主任是谁？"), Turn("assistant", "村建办主任是何建国。[1]")]
    assert standalone("他电话多少？", history) == "何建国电话多少？"
    assert standalone("他电话多少？", history[:1]) == "村建办主任电话多少？"


def test_what_is_done_is_carried_through_several_follow_ups() -> None:
    history = [Turn("user", text) for text in ("怎么办老年证？", "要多少钱？")]
    assert standalone("几天能拿到？", history) == "老年证几天能拿到？"


def test_a_topic_is_carried_through_several_follow_ups() -> None:
    history = [*PROJECT, Turn("user", "它是谁提出的？"), Turn("assistant", "……")]
    assert standalone("它有几个方向？", history) == "“根系工程”有几个方向？"


@pytest.mark.parametrize(
    "complete",
    [
        "再生资源回收站有多少个？",
        "那达慕大会有多少人？",
        "前三季度白河镇的产值是多少？",
        "第十届“花博会”在哪里举办？",
        "第六人民医院有多少床位？",
        "维他命C有什么用？",
        "也门的首都是哪里？",
        "又一城在哪里？",
        "Who runs the IT department?",
        "损坏他人车辆要赔多少？",
        "其它费用有哪些？",
        "谁可以申请公租房？",
        "共有产权房怎么申请？",
        "第二代身份证怎么换？",
        "第五条怎么规定请假？",
        "第7号办公会谁没来？",
        "第二水厂啥时候供水？",
        "那天开会来了几个代表？",
        "低保怎么申请？",
        "招几个会计？",
        "哪个岗位工资最高？",
        "我爸82岁能领多少？",
        "啥叫起付线？",
        "怎么给猫洗澡？",
        "夏天几点上班？",
        "澜驰是什么时候创立的？",
        "为什么要求连续缴存满3个月？",
        "最后一班车是几点？",
        "How long does it take to get a passport?",
        "Is it legal to keep bees?",
        "When is the holiday this year?",
    ],
)
def test_words_that_only_begin_like_a_follow_up_are_none(complete: str) -> None:
    assert standalone(complete, SECRETARY) == complete


@pytest.mark.parametrize("before", ["石桥镇的镇长是谁？", "居民用水怎么收费？"])
@pytest.mark.parametrize(
    "complete",
    [
        "中暑怎么办？",
        "12345是什么？",
        "怎么退休？",
        "能放鞭炮吗？",
        "离休干部可以吗？",
        "去医院怎么走？",
        "有多少人感染新冠？",
        "怎么落户？",
        "如何防溺水？",
        "地震了怎么办？",
        "怎么结婚登记？",
        "孩子发烧怎么办？",
        "如何申请专利？",
        "哪里能打疫苗？",
        "证明怎么开？",
        "开发票要什么材料？",
        "户口怎么注销？",
        "谁能献血？",
        "谁分管民政？",
        "第一阅览室是什么？",
        "还房贷怎么办？",
        "不会游泳怎么办？",
        "现在几点？",
        "你是谁？",
    ],
)
def test_a_question_with_a_matter_of_its_own_stays_as_it_is(before: str, complete: str) -> None:
    assert standalone(complete, [Turn("user", before), Turn("assistant", "……")]) == complete


@pytest.mark.parametrize(
    "follow_up",
    [
        "要什么学历？",
        "要带什么材料？",
        "去哪里办？",
        "要多少钱？",
        "几天能办好？",
        "怎么报名？",
        "罚多少？",
        "能在微信上交吗？",
        "晚上开吗？",
        "申请表在哪领？",
        "具体怎么操作？",
        "要带身份证吗？",
    ],
)
def test_a_question_of_general_words_alone_takes_the_topic(follow_up: str) -> None:
    history = [Turn("user", "居民用水怎么收费？"), Turn("assistant", "……")]
    assert standalone(follow_up, history) == f"居民用水{follow_up}"


def test_a_question_why_takes_what_was_asked_of() -> None:
    history = [Turn("user", "居民用水怎么收费？"), Turn("assistant", "……")]
    assert standalone("为什么？", history) == "居民用水收费，为什么？"


def test_without_history_nothing_changes() -> None:
    assert standalone("它是谁提出的？", []) == "它是谁提出的？"


@pytest.mark.parametrize("history", [PROJECT, SECRETARY, PROJECTS], ids=["project", "secretary", "projects"])
def test_complete_questions_stay_as_they_are_whatever_came_before(history: list[Turn]) -> None:
    files = [path for path in sorted(GOLDEN.glob("*.jsonl")) if not path.stem.startswith("dialogues")]
    lines = chain.from_iterable(path.read_text("utf-8").splitlines() for path in files)
    questions = [json.loads(line)["question"] for line in lines]
    assert len(questions) > 700
    changed = [question for question in questions if standalone(question, history) != question]
    assert [question for question in changed if question not in LEANING] == []
