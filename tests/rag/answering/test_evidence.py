import pytest

from rag.answering import elsewhere
from rag.answering.asked import Pool
from rag.answering.candidates import candidates
from rag.answering.evidence import FEATURES, rows
from rag.answering.question import parse
from rag.answering.terms import Term, TermKind, institutions
from tests.rag.answering.test_extractive import hits


def evidence(question: str, text: str, feature: str, *, published: str | None = None) -> list[float]:
    """Return one feature of every sentence of a text."""
    found = candidates(hits(text, published))
    return [float(row[FEATURES.index(feature)]) for row in rows(parse(question), found, [0.0] * len(found))]


def test_a_sentence_that_asks_is_no_candidate_but_stands_before_the_next() -> None:
    found = candidates(hits("青石镇的镇长是谁？镇长是林涛。"))
    assert [(one.before, one.text) for one in found] == [("青石镇的镇长是谁？", "镇长是林涛。")]


@pytest.mark.parametrize(
    ("text", "published", "against"),
    [
        ("2021年书屋开张。", None, 1.0),
        ("2022年书屋开张。", None, 0.0),
        ("书屋开张了。", None, elsewhere._UNSAID),
        ("书屋开张了。", "2022-05-01", 0.0),
        ("书屋开张了。", "2021-05-01", 1.0),
    ],
)
def test_another_year_speaks_against_a_sentence_and_none_speaks_less(
    text: str, published: str | None, against: float
) -> None:
    assert evidence("2022年书屋开张了吗？", text, "date elsewhere", published=published) == [
        pytest.approx(against)
    ]


def test_a_year_of_its_own_counts_before_that_of_its_neighbour() -> None:
    asked = "2020年党群中心嵌入了什么？"
    text = "党群中心自2020年起运行。2021年中心嵌入了健身房。"
    assert evidence(asked, text, "date elsewhere") == [0.0, 1.0]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("青石县人民法院挂钩哪个村？", ("人民法院",)),
        ("柳林街道有几个健康项目？", ("柳林街道",)),
        ("青石县财政局资助了哪个村？", ("财政局",)),
        ("哪家公司认领了项目？", ()),
        ("扶持新媒体公司的基地有哪几家？", ()),
        ("哪个办公室跟德园社区挂上了钩？", ("德园社区",)),
    ],
)
def test_the_bodies_a_question_names_stand_without_their_place(question: str, named: tuple[str, ...]) -> None:
    assert institutions(parse(question).terms) == named


def test_a_body_of_the_same_kind_is_not_the_one_asked_about() -> None:
    asked = "柳林街道有几个健康项目？"
    assert evidence(asked, "荷塘街道的健康项目有20个。", "another of its kind") == [1.0]
    assert evidence(asked, "荷塘街道的健康项目有20个。", "institution not in document") == [1.0]
    assert evidence(asked, "柳林街道的健康项目有20个。", "another of its kind") == [0.0]


@pytest.mark.parametrize(
    "text",
    [
        "镇里动员规划师、健康师和法律顾问等“三师顾问”下社区。",
        "作为全天开放的综合服务场所，“三师顾问”很受欢迎。",
        "“三师顾问”项目，旨在为居民出主意。",
        "规划师、健康师和法律顾问等“三师顾问服务队”下了社区。",
        "镇里请来规划师、健康师、政工师“三师顾问”。",
        "退休的规划师是帮居民出主意的“三师顾问”。",
    ],
)
def test_a_name_is_explained_by_what_stands_before_it_too(text: str) -> None:
    assert evidence("什么是“三师顾问”？", text, "only mentioned") == [0.0]


def test_a_name_in_passing_is_only_mentioned() -> None:
    assert evidence("什么是“三师顾问”？", "大家都夸“三师顾问”来得好。", "only mentioned") == [1.0]


@pytest.mark.parametrize("quoted", ["“三师”里头的“健康师”", "「三师」当中的「健康师」"])
def test_a_part_of_a_name_is_not_explained_by_what_explains_the_whole(quoted: str) -> None:
    asked = f"{quoted}是什么意思？"
    assert evidence(asked, "“三师”是规划师、健康师和政工师。", "only mentioned") == [1.0]
    assert evidence(asked, "“健康师”是驻点的医生，“政工师”由老书记担任。", "only mentioned") == [0.0]


def test_a_person_whose_name_ends_like_a_state_is_no_place_and_is_leaves_a_name() -> None:
    assert [term.text for term in parse("蔡卫国担任什么职务？").terms if term.place] == []
    assert [term.text for term in parse("教他滑雪的外国教练是谁？").terms if term.place] == []
    names = [
        term.text for term in parse("李贞是南翔镇哪个社区的负责人？").terms if term.kind is TermKind.NAME
    ]
    assert names == ["李贞", "南翔镇"]


def test_the_office_of_another_body_is_not_the_one_asked_about() -> None:
    asked = "青石镇服务中心党总支部的书记是谁？"
    assert evidence(asked, "王庆担任青石镇党委书记。", "office nowhere near") == [1.0]
    assert evidence(asked, "王庆担任党总支部书记。", "office nowhere near") == [0.0]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("烧烤店被罚了多少？", "给予处罚，计3000元。"),
        ("优待证丢了怎么补？", "遗失的，到原窗口登记。"),
        ("村里账上还剩多少？", "期末余额61530元。"),
    ],
)
def test_a_verb_of_one_character_is_found_in_official_words(question: str, text: str) -> None:
    assert evidence(question, text, "words in sentence")[0] > 0


def test_what_bears_a_title_need_not_be_called_one() -> None:
    asked = "张桥村得到了什么称号？"
    assert evidence(asked, "张桥村成为美丽乡村示范村。", "class nowhere near") == [0.0]


def test_what_is_said_of_a_person_with_another_name_is_not_of_the_one_asked_about() -> None:
    text = "蔡卫国担任服务中心的主任。"
    assert evidence("蔡卫民担任什么职务？", text, "person not in document") == [1.0]
    assert evidence("蔡卫国担任什么职务？", text, "person not in document") == [0.0]


def test_a_word_the_tagger_took_into_a_name_is_let_go() -> None:
    assert evidence("刘欣管哪个营业点？", "营业点的负责人是刘欣。", "person not in document") == [0.0]


def test_the_title_of_a_work_is_a_quoted_name_without_its_marks() -> None:
    text = "《青瓦上的小雪》今日上映。影片《灯塔》也在今日上映。"
    assert evidence("青瓦上的小雪哪天上映？", text, "quoted names in sentence") == [1.0, 0.0]


def test_a_name_the_tagger_cut_or_joined_is_the_one_the_hits_have() -> None:
    pool = Pool.of(candidates(hits("程月白夺冠。陶月白在宁城开唱。澄骁今日上市。")))
    cut = Term("程月", TermKind.NOUN, 0)
    assert pool.whole_name(cut, "程月白夺冠了？") == Term("程月白", TermKind.NAME, 0)
    joined = Term("陶月白宁城", TermKind.NAME, 0)
    assert [term.text for term in pool.known_parts(joined)] == ["陶月白", "宁城"]
    assert pool.known_name(Term("澄骁出", TermKind.NOUN, 0)).text == "澄骁"
    assert pool.known_name(Term("拿澄骁", TermKind.NAME, 0)).text == "澄骁"


def test_a_maker_need_not_be_called_a_company() -> None:
    assert evidence("忆安是哪家公司的药？", "泓砚生物申报了忆安。", "noun nowhere near") < [0.5]


def test_the_party_committee_of_an_unknown_town_is_of_an_unknown_place() -> None:
    asked = "山阳镇党委发布了多少个项目？"
    assert evidence(asked, "青石镇党委发布了项目121个。", "place not in document") == [1.0]


def test_a_town_the_tagger_tears_from_its_committee_is_a_place() -> None:
    asked = "亭林镇党委发布了多少个项目？"
    assert evidence(asked, "青石镇党委发布了项目121个。", "place not in document") == [1.0]


def test_a_verb_before_the_kind_names_no_other_body() -> None:
    asked = "柳林街道有哪些项目？"
    assert evidence(asked, "健康理念融入街道规划，项目有20个。", "another of its kind") == [0.0]


def test_the_first_of_its_kind_is_called_so_in_several_words() -> None:
    asked = "青石镇是全县第一个办书屋的镇吗？"
    assert evidence(asked, "青石镇作为全县首个办书屋的镇，很受欢迎。", "date elsewhere") == [0.0]
    assert evidence(asked, "青石镇在全县率先办书屋。", "date elsewhere") == [0.0]
    assert evidence(asked, "青石镇也办书屋。", "date elsewhere") == [1.0]


def test_a_byname_is_what_somebody_is_called() -> None:
    asked = "居民给公路公司起了什么外号？"
    assert evidence(asked, "公路公司被居民称为“修路匠”。", "class nowhere near") == [0.0]
    assert evidence(asked, "公路公司为居民修路。", "class nowhere near") == [1.0]


def test_what_somebody_says_is_taken_for_his_reasons() -> None:
    asked = "李贞为什么欢迎新的资源？"
    assert evidence(asked, "社区负责人李贞坦言，以前缺少专业支持。", "no reason given") == [0.0]
    assert evidence(asked, "社区负责人是李贞。", "no reason given") == [1.0]


def test_what_stands_behind_a_deed_is_its_reason() -> None:
    asked = "为什么青石镇率先办书屋？"
    assert evidence(asked, "在全县撤县建区的背景下，青石镇率先办书屋。", "no reason given") == [0.0]


def test_a_name_brought_up_at_the_end_of_a_sentence_is_explained_by_the_next() -> None:
    text = "镇里摸索出了“三二一”工作新方法。推进三种模式的结对。"
    assert evidence("什么是“三二一”工作方法？", text, "only mentioned")[0] == 0.0
    assert evidence("什么是“三二一”工作方法？", "会上学习了“三二一”工作方法的文件。", "only mentioned") == [
        1.0
    ]


def test_each_thing_that_has_the_quoted_name_is_an_item() -> None:
    text = "要推动力量在一线，推动服务在一线，推动办事在一线。"
    assert evidence("三个“在一线”，包括哪些？", text, "fewer items than asked") == [0.0]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("三项计划是：带教的“甲计划”，综合的“乙计划”，实战的“丙计划”。", 0.0),
        ("三项计划的主题是“奋楫扬帆 协同塑形 一起向前”。", 0.0),
        ("三项计划由镇里制定。", 2 / 3),
        ("三项计划是：建书屋，修水管，种花草。", 0.0),
    ],
)
def test_quoted_names_and_the_verses_of_a_slogan_are_items(text: str, missing: float) -> None:
    assert evidence("镇里有哪三项计划？", text, "fewer items than asked") == [pytest.approx(missing)]


def test_what_there_is_besides_is_one_thing_and_the_name_known_only_mentioned() -> None:
    asked, text = "同“长者之家”一道进入中心的还有什么设施？", "中心嵌入健身房，还嵌入“长者之家”。"
    assert evidence(asked, text, "fewer items than asked") == [0.0]
    assert evidence(asked, text, "only mentioned") == [0.0]


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [("“心连心”会议召开，主题是“扬帆”“协同”。", 0.0), ("“心连心”会议上大家讨论了主题。", 1.0)],
)
def test_what_a_list_is_of_may_be_another_than_the_name(text: str, mentioned: float) -> None:
    assert evidence("“心连心”会议的主题是哪两句话？", text, "only mentioned") == [mentioned]


@pytest.mark.parametrize(
    ("question", "against"), [("镇里已经建成几个服务点？", 1.0), ("镇里要建几个服务点？", 0.0)]
)
def test_what_is_planned_is_not_yet_done(question: str, against: float) -> None:
    assert evidence(question, "镇里年内将建成服务点56个。", "premise not in text") == [against]
    assert evidence(question, "镇里已建成服务点56个。", "premise not in text") == [0.0]


def test_how_something_goes_is_not_told_where_it_is_only_mentioned() -> None:
    asked = "“电子走访”具体是怎么操作的？"
    assert evidence(asked, "镇里形成一些经验，如“电子走访”等。", "only mentioned") == [1.0]
    assert evidence(asked, "“电子走访”通过手机问居民的难处。", "only mentioned") == [0.0]


@pytest.mark.parametrize(
    "text",
    ["务实管用，是指把网格做实。", "“务实管用”“接地气”，也就是把网格做实。", "“务实管用”项目要把网格做实。"],
)
def test_a_name_may_be_explained_behind_a_comma(text: str) -> None:
    assert evidence("“务实管用”是什么意思？", text, "only mentioned") == [0.0]


def test_any_year_may_come_after_the_one_something_began_in() -> None:
    text = "首批单位有22家，以结对方式联姻。2001年又来了三家。"
    assert max(evidence("1997年建区后，首批单位怎么联姻？", text, "date elsewhere")) < 1.0
    assert evidence("1997年首批单位怎么联姻？", text, "date elsewhere")[1] == 1.0


def test_another_title_of_the_same_body_is_not_the_office_asked_about() -> None:
    asked = "青石区的区委书记是谁？"
    assert evidence(asked, "林涛担任青石区的区委常委。", "office nowhere near") == [1.0]
    assert evidence(asked, "林涛担任青石区的区委书记。", "office nowhere near") == [0.0]


def test_what_a_known_place_was_torn_from_is_a_word_of_its_own() -> None:
    asked = "青石镇城南片区有多少家单位？"
    assert evidence(asked, "青石镇的单位有143家。", "words in sentence") < evidence(
        asked, "青石镇城南的单位有143家。", "words in sentence"
    )


@pytest.mark.parametrize(
    ("text", "against"),
    [("柳林街道等是试点。", 1.0), ("柳林街道、荷塘街道是试点。", 0.0), ("荷塘街道是试点。", 0.0)],
)
def test_what_there_is_besides_is_not_told_by_the_thing_known(text: str, against: float) -> None:
    assert evidence("除了柳林街道，还有哪几个街道是试点？", text, "premise not in text") == [against]


def test_the_first_item_of_a_list_is_not_called_one() -> None:
    asked = "“三个抓”的第一项是什么？"
    assert evidence(asked, "“三个抓”是：抓基础，抓共治，抓民生。", "date elsewhere") == [0.0]
    assert evidence(asked, "“三个抓”由镇里提出。", "date elsewhere") == [1.0]


def test_another_turn_of_the_same_event_is_not_the_one_asked_about() -> None:
    asked = "第六届采茶节来了多少游客？"
    text = "第六届采茶节四月举行。第五届采茶节来了2万人。第6届采茶节来了3万人。"
    assert evidence(asked, text, "date elsewhere") == [0.0, 1.0, 0.0]
    assert evidence("四等奖奖金是多少？", "一等奖奖金3000元。", "date elsewhere") == [1.0]


def test_another_village_is_not_the_one_asked_about() -> None:
    asked = "北河村的助餐点为什么暂停？"
    assert evidence(asked, "石桥村的助餐点停过两周。", "another of its kind") == [1.0]
    assert evidence(asked, "石桥村和北河村的助餐点停过两周。", "another of its kind") == [0.0]
    assert evidence(asked, "农村的助餐点停过两周。", "another of its kind") == [0.0]


def test_a_preposition_the_tagger_took_into_a_place_is_let_go() -> None:
    asked = "同局镇挂钩单位一起发布项目的有谁？"
    assert evidence(asked, "局镇挂钩单位和三个村发布项目。", "place not in document") == [0.0]


def test_the_words_of_a_phrase_asked_about_may_stand_apart() -> None:
    text = "2023年，全镇地区生产总值为17.4亿元。"
    assert evidence("2023年全镇GDP是多少？", text, "attribute nowhere near") == [0.0]
    assert evidence("2023年全镇GDP是多少？", "全镇种茶1.2万亩。", "attribute nowhere near") == [1.0]


@pytest.mark.parametrize(
    ("text", "against"),
    [("每户补助不超过3万元。", 0.0), ("最高补助3万元。", 0.0), ("每户补助3万元。", 1.0)],
)
def test_what_limits_tells_the_most(text: str, against: float) -> None:
    assert evidence("每户最多补助多少？", text, "premise not in text") == [against]


def test_a_verb_of_one_character_counts_where_the_question_has_nothing_else() -> None:
    assert evidence("一共招多少人？", "面向社会招聘11名。", "deed nowhere near") == [0.0]
    assert evidence("一共招多少人？", "养老院有46名老人。", "deed nowhere near") == [1.0]
    assert evidence("镇里一共招多少保安？", "养老院有46名老人。", "deed nowhere near") == [0.0]


def test_what_is_allowed_tells_the_most() -> None:
    asked = "少儿证最多能借几本书？"
    assert evidence(asked, "少儿证一次可借8册。", "premise not in text") == [0.0]
    assert evidence(asked, "少儿证有8种。", "premise not in text") == [1.0]


def test_a_noun_of_one_character_counts_where_the_question_has_no_other() -> None:
    asked = "谁提出把桥修宽一点？"
    assert evidence(asked, "温照提出把桥加宽。食堂由葛宁承包。", "noun nowhere near")[0] == 0.0
    assert evidence(asked, "食堂由葛宁承包。", "noun nowhere near") == [1.0]


def test_a_surname_the_tagger_tore_off_belongs_to_the_name() -> None:
    text = "工程由程海棠负责。西山种着花。"
    assert evidence("程海棠负责什么？", text, "names in sentence") == [1.0, 0.0]
    assert evidence("温度计挂在哪里？", "温度计挂在门口。", "names in sentence") == [0.5]


def test_who_went_to_which_school_is_told_by_its_name_alone() -> None:
    asked = "温照是哪所大学毕业的？"
    assert evidence(asked, "温照是研究生学历。", "no value of the asked type") == [1.0]
    assert evidence(asked, "温照毕业于青石大学。", "no value of the asked type") == [0.0]


def test_a_condition_that_does_not_hold_tells_whether_one_may() -> None:
    text = "年满16岁可以报名。"
    assert evidence("我15岁能报名吗？", text, "date elsewhere") == [0.0]
    assert evidence("我15岁能报名吗？", f"{text}18岁以下不收费。", "date elsewhere") == [1.0, 0.0]
    assert evidence("我15岁发多少补贴？", text, "date elsewhere") == [1.0]


@pytest.mark.parametrize(
    ("question", "text", "against"),
    [
        ("温照哪年出生的？", "聘任温照为主任，自2024年起。", 1.0),
        ("温照哪年出生的？", "温照1979年3月生，研究生学历。", 0.0),
        ("温照的生日是哪天？", "温照（1979年3月5日—）是演员。", 0.0),
        ("出生后多少天可以参保？", "新生儿90天内参保。", 0.0),
    ],
)
def test_a_birth_is_told_where_somebody_is_said_to_be_born(question: str, text: str, against: float) -> None:
    assert evidence(question, text, "premise not in text") == [against]
