import pytest

from rag.answering.kinds import AnswerType, Kind
from rag.answering.question import Language, parse
from rag.answering.terms import TermKind


@pytest.mark.parametrize(
    ("text", "kind", "answer_type"),
    [
        ("什么是根系工程？", Kind.DEFINITION, AnswerType.ANY),
        ("镇里立这块碑图个啥呀？", Kind.WHY, AnswerType.ANY),
        ("凭什么叫他们“五雁”？", Kind.WHY, AnswerType.ANY),
        ("何為根系工程？", Kind.DEFINITION, AnswerType.ANY),
        ("what is the 根系工程?", Kind.DEFINITION, AnswerType.ANY),
        ("报道里讲的“一线堡垒”指的是什么？", Kind.DEFINITION, AnswerType.ANY),
        ("报道用哪四个字形容双方？", Kind.FACT, AnswerType.ANY),
        ("文末署的是什么人的名字？", Kind.FACT, AnswerType.PERSON),
        ("南翔镇的党委书记是谁？", Kind.FACT, AnswerType.PERSON),
        ("姚卫华是谁？", Kind.FACT, AnswerType.ANY),
        ("谁是姚卫华", Kind.FACT, AnswerType.ANY),
        ("管理员是谁", Kind.FACT, AnswerType.PERSON),
        ("程海棠是谁", Kind.FACT, AnswerType.ANY),
        ("车队长是谁", Kind.FACT, AnswerType.PERSON),
        ("谁是镇长", Kind.FACT, AnswerType.PERSON),
        ("那场比赛是面向什么人的？", Kind.FACT, AnswerType.ANY),
        ("这个食堂是给谁办的？", Kind.FACT, AnswerType.ANY),
        ("镇里给谁颁了奖？", Kind.FACT, AnswerType.PERSON),
        ("这场会议是几月几号开的?", Kind.FACT, AnswerType.TIME),
        ("全镇有多少个小微网格？", Kind.FACT, AnswerType.NUMBER),
        ("这个项目花了多少钱？", Kind.FACT, AnswerType.MONEY),
        ("聚焦哪三大方向？", Kind.LIST, AnswerType.ANY),
        ("“五雁”包括哪些书记？", Kind.LIST, AnswerType.ANY),
        ("驿站里有甜点卖吗？", Kind.YES_NO, AnswerType.ANY),
        ("他在哪三个方面投入热情？", Kind.LIST, AnswerType.ANY),
        ("驿站里能看书不？", Kind.YES_NO, AnswerType.ANY),
        ("联席会议为什么改名？", Kind.WHY, AnswerType.ANY),
        ("How many couriers work in Nanxiang?", Kind.FACT, AnswerType.NUMBER),
        ("南翔镇 网格数量", Kind.FACT, AnswerType.NUMBER),
        ("揭牌仪式的时间", Kind.FACT, AnswerType.TIME),
        ("南翔镇党委书记", Kind.FACT, AnswerType.PERSON),
        ("“1+2”是一种什么样的架构？", Kind.DEFINITION, AnswerType.ANY),
        ("他们咋想起来立块牌的？", Kind.WHY, AnswerType.ANY),
        ("“治”字怎么理解？", Kind.DEFINITION, AnswerType.ANY),
        ("“五雁”里的“新雁”指什么样的书记？", Kind.DEFINITION, AnswerType.ANY),
        ("镇里讲的“局镇挂钩”是怎么一回事？", Kind.DEFINITION, AnswerType.ANY),
        ("会议是在哪个会场开的？", Kind.FACT, AnswerType.PLACE),
        ("其余六位导师都叫什么？", Kind.LIST, AnswerType.ANY),
        ("首批企业有哪几家？", Kind.LIST, AnswerType.ORGANISATION),
        ("2022年公司营收", Kind.FACT, AnswerType.MONEY),
        ("What should I do when my card is lost?", Kind.FACT, AnswerType.ANY),
        ("Tell me when wages are paid", Kind.FACT, AnswerType.TIME),
        ("How long is the Qingshi bridge?", Kind.FACT, AnswerType.LENGTH),
        ("How tall is the tower?", Kind.FACT, AnswerType.LENGTH),
        ("How many working days does it take?", Kind.FACT, AnswerType.DURATION),
        ("How much sewage was treated?", Kind.FACT, AnswerType.ANY),
        ("地址变更要多少钱", Kind.FACT, AnswerType.MONEY),
        ("What is the renovation deposit?", Kind.FACT, AnswerType.MONEY),
        ("What are the visiting hours?", Kind.FACT, AnswerType.TIME),
        ("What is the email address of the library?", Kind.FACT, AnswerType.ANY),
        ("Which number should I call?", Kind.FACT, AnswerType.PHONE),
        ("达到退休年龄能领多少钱", Kind.FACT, AnswerType.MONEY),
        ("投诉打几号", Kind.FACT, AnswerType.ANY),
        ("养老金几号到账", Kind.FACT, AnswerType.TIME),
        ("下周几停水", Kind.FACT, AnswerType.TIME),
        ("哪里有无障碍厕所", Kind.FACT, AnswerType.PLACE),
        ("可以带小孩没", Kind.YES_NO, AnswerType.ANY),
        ("免费的吧？", Kind.YES_NO, AnswerType.ANY),
        ("怎么还不开门", Kind.WHY, AnswerType.ANY),
        ("怎么还款", Kind.HOW, AnswerType.ANY),
        ("咋停电了", Kind.WHY, AnswerType.ANY),
        ("要几张照片", Kind.FACT, AnswerType.NUMBER),
        ("谁享受停车优惠", Kind.FACT, AnswerType.ANY),
        ("三个班各多少钱？", Kind.LIST, AnswerType.MONEY),
    ],
)
def test_a_question_shows_what_it_asks_for(text: str, kind: Kind, answer_type: AnswerType) -> None:
    question = parse(text)
    assert (question.kind, question.answer_type) == (kind, answer_type)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("什么是根系工程？", "zh-Hans"),
        ("何為根系工程？", "zh-Hant"),
        ("what is the 根系工程?", "en"),
        ("ACG产业基地在哪里？", "zh-Hans"),
        ("Who leads it?", "en"),
    ],
)
def test_the_frame_follows_the_language_of_the_question(text: str, language: Language) -> None:
    assert parse(text).language == language


@pytest.mark.parametrize(
    ("text", "focus", "of_class"),
    [
        ("南翔镇的总面积是多少？", "总面积", False),
        ("李贞是哪个社区的负责人？", "社区", True),
        ("金山大道有几条车道？", "车道", True),
    ],
)
def test_the_focus_is_the_noun_whose_value_is_asked(
    text: str,
    focus: str,
    of_class: bool,  # noqa: FBT001
) -> None:
    question = parse(text)
    assert (question.focus, question.focus_is_class) == (focus, of_class)


def test_quoted_names_stay_whole_and_asking_words_are_no_content() -> None:
    terms = {term.text: term for term in parse("“长者运动之家”是哪一年进驻张江镇的？").terms}
    assert terms["长者运动之家"].quoted
    assert terms["张江镇"].place
    assert not any("哪" in word or "年" in word for word in terms)


def test_what_only_tells_the_kind_of_answer_wanted_need_not_be_in_the_text() -> None:
    assert [term.text for term in parse("蔡卫国担任什么职务？").terms] == ["蔡卫国"]
    assert not any("称号" in term.text for term in parse("张桥村创建的是什么市级称号？").terms)


def test_a_town_the_tagger_tore_apart_is_one_name() -> None:
    assert [term.text for term in parse("独山港镇有多少人？").terms] == ["独山港镇"]


def test_a_number_of_towns_is_no_name() -> None:
    term = parse("两个镇的书记是谁？").terms[0]
    assert (term.text, term.kind) == ("两个镇", TermKind.NUMBER)


def test_an_empty_question_has_no_content() -> None:
    assert parse("").terms == ()
    assert parse("？！…").pairs == ()


def test_an_english_name_that_no_dictionary_knows_must_be_found_as_it_is() -> None:
    named = [term for term in parse("Who painted the Mona Lisa in Nanxiang Town?").terms if term.quoted]
    assert [term.text for term in named] == ["Mona Lisa"]


@pytest.mark.parametrize(
    ("question", "word"), [("2024年望溪区的新生有几名？", "望溪区"), ("2025年底要建几个站？", "年底")]
)
def test_words_are_cut_behind_a_year_but_not_within_them(question: str, word: str) -> None:
    assert word in [term.text for term in parse(question).terms]


def test_a_single_character_that_is_counted_is_a_word() -> None:
    asked = parse("卫生室有多少种药？")
    assert asked.focus == "药"
    assert [term.text for term in parse("卫生室有几种?").terms] == ["卫生室"]
    assert parse("投资多少万元？").focus == "投资"
    assert parse("工期几个月？").focus == "工期"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("专家号的挂号费是多少？", AnswerType.MONEY),
        ("居民用水的水价是多少？", AnswerType.MONEY),
        ("吃一顿要花多少？", AnswerType.MONEY),
        ("食堂浪费多少粮食？", AnswerType.NUMBER),
        ("种棉花多少亩？", AnswerType.AREA),
        ("去年交付多少台？", AnswerType.NUMBER),
    ],
)
def test_fees_and_prices_are_money(question: str, kind: AnswerType) -> None:
    assert parse(question).answer_type is kind


@pytest.mark.parametrize(
    ("question", "answer_type"),
    [
        ("他提出了几点要求？", AnswerType.NUMBER),
        ("几点开门？", AnswerType.TIME),
        ("近几年青石镇有哪些变化？", AnswerType.ANY),
        ("几天前镇里开了什么会？", AnswerType.ANY),
        ("这条路修了几年？", AnswerType.DURATION),
        ("“晨光”和“暮色”有什么区别？", AnswerType.ANY),
        ("通过什么路径推进？", AnswerType.ANY),
        ("他们开了什么市场？", AnswerType.ANY),
        ("书屋在什么区？", AnswerType.PLACE),
        ("形成了什么治理格局？", AnswerType.ANY),
        ("采取什么组织形式？", AnswerType.ANY),
        ("归什么局管？", AnswerType.ORGANISATION),
        ("投入多少名志愿者？", AnswerType.NUMBER),
        ("立了多少块宣传栏？", AnswerType.NUMBER),
        ("一共多少块？", AnswerType.MONEY),
        ("补贴多少？", AnswerType.MONEY),
        ("人口增长是什么原因造成的？", AnswerType.ANY),
        ("他的特长是什么？", AnswerType.ANY),
        ("书记是哪里人？", AnswerType.PLACE),
        ("谁接的电话？", AnswerType.PERSON),
        ("药费一年最多报多少？", AnswerType.MONEY),
        ("温照今年多大？", AnswerType.AGE),
        ("温照大夫在几号诊室？", AnswerType.ANY),
        ("房贷几号房贷到账？", AnswerType.TIME),
        ("温照是哪所大学毕业的？", AnswerType.SCHOOL),
        ("Where is the town square?", AnswerType.PLACE),
        ("How many square metres is it?", AnswerType.AREA),
    ],
)
def test_the_type_of_an_answer_is_told_by_whole_words(question: str, answer_type: AnswerType) -> None:
    assert parse(question).answer_type is answer_type


def test_a_quoted_chinese_term_in_english_stands_where_it_stands() -> None:
    question = "What is the “根系工程”?"
    [term] = [term for term in parse(question).terms if term.quoted]
    assert question[term.start :].startswith(term.text)
    assert term.text == "根系工程"
    assert parse("What is “”?").terms == ()


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("怎么申请公租房？", ["申请", "租房"]),
        ("几内亚的首都是哪里？", ["几内亚", "首都"]),
        ("小区一共有多少栋楼？", ["小区", "楼"]),
        ("石桥村有几户？", ["石桥村"]),
        ("《The Great Gatsby》的作者是谁？", ["The Great Gatsby", "作者"]),
    ],
)
def test_words_are_not_cut_where_an_asking_word_begins_in_them(question: str, terms: list[str]) -> None:
    assert [term.text for term in parse(question).terms] == terms


def test_a_chinese_question_about_an_english_title_is_chinese() -> None:
    assert parse("《The Great Gatsby》的作者是谁？").language == "zh-Hans"
    assert parse("iPhone 15什么时候发布？").answer_type is AnswerType.TIME


@pytest.mark.parametrize(
    ("question", "answer_type"),
    [
        ("食堂姓名写错了怎么办？", AnswerType.ANY),
        ("房屋面积证明要收费吗？", AnswerType.ANY),
        ("姓名变更由哪个单位受理？", AnswerType.ORGANISATION),
        ("占地补偿款什么时候发放？", AnswerType.TIME),
        ("南翔镇的面积是多少？", AnswerType.AREA),
        ("平均年龄多大？", AnswerType.AGE),
        ("图书馆的借期是多长？", AnswerType.DURATION),
        ("这条路有多长？", AnswerType.LENGTH),
        ("食堂工资几号发？", AnswerType.TIME),
        ("停车收费标准是多少？", AnswerType.MONEY),
        ("高龄津贴每月多少？", AnswerType.MONEY),
        ("公租房审核多少日内完成？", AnswerType.DURATION),
        ("谁可以申请高龄津贴？", AnswerType.ANY),
        ("谁是镇长？", AnswerType.PERSON),
        ("图书馆啥辰光开门？", AnswerType.TIME),
        ("几号窗口办理？", AnswerType.ANY),
        ("为什么社区食堂暂停营业？", AnswerType.ANY),
        ("什么社区办得最早？", AnswerType.PLACE),
        ("2024青石地震震源深度", AnswerType.LENGTH),
        ("青石杯冠军奖金", AnswerType.MONEY),
        ("盐业博物馆馆长", AnswerType.PERSON),
        ("《青瓦2》男主演员", AnswerType.PERSON),
        ("《青瓦》片长", AnswerType.DURATION),
        ("堤坝缺口有多宽？", AnswerType.LENGTH),
        ("冠军是哪国人？", AnswerType.PLACE),
        ("节目在哪个岛录的？", AnswerType.PLACE),
    ],
)
def test_a_value_is_wanted_only_where_it_is_asked_for(question: str, answer_type: AnswerType) -> None:
    assert parse(question).answer_type is answer_type


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("周末上不上班", Kind.YES_NO),
        ("办证要钱不", Kind.YES_NO),
        ("能带狗么", Kind.YES_NO),
        ("May I bring a dog?", Kind.YES_NO),
        ("停车收费标准是什么？", Kind.FACT),
        ("什么是收费标准？", Kind.DEFINITION),
    ],
)
def test_yes_or_no_and_what_a_thing_has_are_told_from_what_it_is(question: str, kind: Kind) -> None:
    assert parse(question).kind is kind


def test_ages_of_people_are_no_times() -> None:
    assert {term.kind for term in parse("老年食堂在哪里？").terms} == {TermKind.NOUN}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("我爸82岁能领多少？", ["82"], id="the_asker_and_may"),
        pytest.param("你好，麻烦问一下，我家孩子几岁入学？", ["孩子", "入学"], id="greetings"),
        pytest.param("我妈走不动路怎么认证？", ["走不动", "认证"], id="no_road"),
        pytest.param("能报哪个岗位？", ["岗位"], id="may_and_a_verb"),
        pytest.param("下篁村有几户？", ["下篁村"], id="a_village_of_rare_characters"),
        pytest.param("2月12日李家塆村谁值班？", ["2月12日", "李家塆村", "值班"], id="and_a_surname"),
        pytest.param("家里人怕麻烦怎么办？", ["怕麻烦"], id="no_greeting"),
        pytest.param("林晓第几次夺冠？", ["林晓", "夺冠"], id="which_of_several"),
        pytest.param("石桥镇花了多少钱建？", ["石桥镇"], id="no_person_called_money"),
        pytest.param("节目在哪个岛录的？", ["节目"], id="which_island"),
        pytest.param("宁城5号线多长？", ["宁城", "5号线"], id="a_line"),
        pytest.param("星河X5 Pro多少钱？", ["星河", "X5 Pro"], id="a_model"),
        pytest.param("节目有多少个品牌？", ["节目", "品牌"], id="what_is_counted"),
        pytest.param("哪位副市长分管卫生？", ["副市长", "分管", "卫生"], id="a_deputy"),
        pytest.param("药费最多报多少？", ["药费", "最多"], id="a_limit_and_a_verb"),
        pytest.param("温照是哪所大学毕业的？", ["温照", "大学", "毕业"], id="a_school_and_a_verb"),
        pytest.param("食堂能不能便宜一点？", ["食堂", "便宜"], id="a_little"),
    ],
)
def test_what_a_question_speaks_of(text: str, said: list[str]) -> None:
    assert [term.text for term in parse(text).terms] == said


def test_what_the_tagger_takes_for_times_is_none() -> None:
    kinds = {term.text: term.kind for term in parse("工作12年的人，年休假几天？老人去世了怎么办？").terms}
    assert (kinds["年休假"], kinds["去世"]) == (TermKind.NOUN, TermKind.VERB)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("岚腾E7多少钱？", "岚腾"),
        ("恒涟股份净利润多少？", "恒涟"),
        ("沧渊省作协在哪？", "沧渊省"),
        ("澄骁多少钱？", "澄骁"),
    ],
)
def test_what_the_tagger_does_not_know_is_a_name_beside_what_makers_are_called(text: str, name: str) -> None:
    assert TermKind.NAME in [term.kind for term in parse(text).terms if term.text == name]


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("剧场有多少座位", "座位"),
        ("发放了多少口罩", "口罩"),
        ("本地学生有多少", "学生"),
        ("有多少座桥", "桥"),
    ],
)
def test_a_measure_is_no_first_half_of_a_word(question: str, focus: str) -> None:
    assert parse(question).focus == focus


def test_a_phrase_ends_in_its_head() -> None:
    assert parse("2023年全镇GDP是多少？").head == "GDP"
    assert parse("全镇的小微网格是多少？").head == "网格"


@pytest.mark.parametrize(
    ("question", "plain", "kind"),
    [
        pytest.param("“创荟厅”是怎样的一个厅？", "“创荟厅”是什么？", Kind.DEFINITION, id="a_hall"),
        pytest.param("雁阵工程究竟是个什么样的工程呀", "雁阵工程是什么呀", Kind.DEFINITION, id="a_project"),
        pytest.param(
            "党建联盟是怎样的一个组织？", "党建联盟是怎样的一个组织？", Kind.DEFINITION, id="another_word"
        ),
        pytest.param("他要做成什么样的品牌？", "他要做成什么样的品牌？", Kind.FACT, id="not_what_it_is"),
    ],
)
def test_what_sort_of_hall_a_hall_is_asks_what_it_is(question: str, plain: str, kind: Kind) -> None:
    asked = parse(question)
    assert (asked.plain, asked.kind) == (plain, kind)
