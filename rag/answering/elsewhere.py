"""What tells that a sentence speaks of another time, body or thing than the question, of the same kind."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from rag.answering import namesakes
from rag.answering.candidates import Sentence
from rag.answering.kinds import AnswerType, Kind
from rag.answering.matching import closed_up, fold, narrow, presence, with_digits
from rag.answering.question import Question
from rag.answering.ranges import RUN_OF_DAYS, covers_a_day, weekdays
from rag.answering.spans import asked_for, find, is_person
from rag.answering.terms import DAY, LUNAR_DAY, NUMBERED, TermKind, kind_of_institution, tag

_NO_OTHER = (
    "各个",
    "每个",
    "时代",
    "因为",
    "所以",
    "但是",
    "现在",
    "他们",
    "我们",
    "这个",
    "那个",
    "还是",
    "如果",
)
# What is no village's name: 美丽乡村, 全村, 示范村.
_ANY_VILLAGE = re.compile(
    "(?:[农乡全该本各山我个两名到在进入回驻由的和与住赴往于每出给向]|[我咱]们|行政|自然|城中|贫困|示范|重点|试点|周边|文明|特色|生态|文化|小康|美丽|旅游|先进|卫生|中心"
    "|附近|相邻)村$"
)
_KNOWN = 0.5  # presence under which a word counts as absent


def another_of_its_kind(
    question: Question, asked: Sequence[str], sentence: Sentence, works: Sequence[str] = ()
) -> float:
    """Return 1 where a sentence speaks of another of the kind asked about, and not of that one.

    `asked` are the bodies that the question names: 殷行街道; `works` what `namesakes.works` finds.
    """
    own = [term.text for term in question.terms if re.search("[^全各]村$|居民区$|小区$", term.text)]
    for name in own:
        kind = "居民区" if name.endswith("居民区") else name[-2:] if name.endswith("小区") else "村"
        heads = (
            "" if fold(name) in sentence.context else f"{sentence.hit.title}\n{sentence.hit.chunk.heading}\n"
        )
        others = re.findall(rf"[\u4e00-\u9fff]{{2}}{kind}", heads + sentence.text)
        if fold(name) not in sentence.folded and any(
            one[:2] not in name and not one.startswith(_NO_OTHER) and not _ANY_VILLAGE.search(one)
            for one in others
        ):
            return 1.0  # 石桥村, where 北河村 is asked about
    for name in asked:
        if fold(name) not in sentence.context and _has_another(kind_of_institution(name), sentence):
            return 1.0  # 殷行街道, not 融入街道
    for name, kind in _named_things(question):
        if presence(name, sentence.folded) < _KNOWN:
            near = presence(name, sentence.context) >= _KNOWN
            if _has_another(kind, sentence, _PROPER if near else _NOUNS):
                return 1.0  # 龙窟水库, where 青潭水库 is asked about
    return float(
        namesakes.is_of_a_namesake(question, asked, works, sentence)
        or _is_opposite(question, sentence)
        or _is_only_nominated(question, sentence)
        or _is_of_another_round(question, sentence)
        or _is_of_another_in_the_title(question, sentence)
        or _is_of_the_whole(question, sentence)
        or _is_of_the_one_before(question, sentence)
        or _is_of_another_person(question, sentence)
        or any(_is_of_another_number(name, sentence) for name in _numbered(question))
    )


# Of such words one is asked about and another told of; what / parts means the same, + what only speaks of it.
_OPPOSITES = tuple(
    [side.split("/") for side in group.split()]
    for group in (
        "冠军 亚军 季军", "出生 去世/逝世/病逝", "净利 净亏损/预亏/亏损 营收/营业收入", "盈利 亏损",
        "前驱 后驱 四驱", "首日/单日/当日 累计", "最高/最贵 最低/最便宜", "最大 最小", "最多 最少",
        "最早 最晚", "男子 女子", "男单 女单 男双 女双 混双", "新房 二手房", "租金/房租 房价/售价",
        "登陆 洋面生成/海面生成", "总决赛 半决赛", "首映/上映 下映", "夏粮 秋粮", "卖/销/售 加印/首印/印数",
        "死亡/死了/遇难/+死/+罹难/+丧生/+身亡 受伤/轻伤/重伤", "结束/落幕/+持续/+为期/+至/+到 开幕/揭幕",
        "得主/获奖者/+夺/+摘/+颁给/+授予/+荣获/+获得 入围/提名", "上涨 下跌", "流入 流出", "出口 进口",
        "转入 转出", "增长/上升/+增加/+提高 下降/下滑/+减少/+降低", "入职 离职", "上任 卸任", "开幕 闭幕",
        "开工/动工/+奠基 竣工/完工/通车/投产/+开通/+启用/+建成",
        "春季/春天 夏季/夏天 秋季/秋天 冬季/冬天", "前任/+前/+原 新任/接任/接手/继任", "停牌 复牌",
        "停水 停电 停气/停供燃气/停止供气 停暖/停止供暖", "笔试 面试 复试", "小号 中号 大号",
        "单程 往返", "单人间 双人间 三人间", "东门 西门 南门 北门", "首付 尾款", "淡季 旺季",
        "期中 期末", "地面/地上 地下", "狗/犬 猫",
        "早餐/早饭 午餐/午饭/中饭 晚餐/晚饭",
    )
)  # fmt: skip


_NOMINATED = re.compile("提名|入围|候选")


def _is_only_nominated(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence has those nominated where whoever won a prize is asked for."""
    prize = question.answer_type is AnswerType.PERSON and re.search("最佳|奖", question.plain)
    if not prize or _NOMINATED.search(question.plain):
        return False
    return re.search("提名者|提名[：为]|入围者|获提名", sentence.text) is not None


_ROUND = re.compile("半决赛|四分之一决赛|三四名决赛|小组赛|揭幕战|(?<![半一名总])决赛")


def _is_of_another_round(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence, else its title, has only other rounds: 半决赛 for 决赛."""
    asked = set(_ROUND.findall(question.plain))
    there = set(_ROUND.findall(sentence.text)) or set(_ROUND.findall(sentence.hit.title))
    return bool(asked and there) and not asked & there


def _is_of_another_in_the_title(question: Question, sentence: Sentence) -> bool:
    """Tell whether a name is nowhere near, and the title has another of its kind: 北川汽车 for 远川汽车."""
    heads = f"{sentence.hit.title}\n{sentence.hit.chunk.heading}"
    for name, kind in _named_things(question):
        others = re.findall(rf"(?:^|[\s：，])([\u4e00-\u9fff]{{2}}){re.escape(kind)}", heads)
        near = fold(name) in fold(heads) or fold(name) in sentence.context
        if others and not near and name[:2] not in others:
            return True
    return False


_PROLONGED = re.compile("延长[\u4e00-\u9fff]{2}")  # 延长上映一周后，5月9日下映


def _is_opposite(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence has only the opposite of a word in the question: 亚军 for 冠军.

    One that has neither is of what its title has.
    """
    text = _PROLONGED.sub("", sentence.text)
    for asked, others in _asked_sides(question.plain):
        if any(word in text for word in asked):
            continue
        if any(word in text for word in others):
            return True
        heads = f"{sentence.hit.title}\n{sentence.hit.chunk.heading}"
        if any(word in heads for word in others) and not any(
            fold(word) in sentence.context for word in asked
        ):
            return True
    return False


@lru_cache(maxsize=64)
def _asked_sides(plain: str) -> Sequence[tuple[list[str], list[str]]]:
    """Return the sides that a question asks about, one of its group, with the words of the others."""
    found = []
    for sides in _OPPOSITES:
        asked = [side for side in sides if any(word in plain for word in side)]
        if len(asked) == 1 and asked[0] != ["累计"]:
            others = [word for side in sides if side != asked[0] for word in side if word[0] != "+"]
            found.append(([word.lstrip("+") for word in asked[0]], others))
    return found


_BEFORE = re.compile("上一?[届季任代](?!度)|上赛季|前作|[前往]一?[届代]")


def _is_of_the_one_before(question: Question, sentence: Sentence) -> bool:
    """Tell whether all that a sentence gives of the asked type is of the one before: 上届冠军陈岚."""
    if _BEFORE.search(question.plain) or _YEAR.search(question.plain):
        return False
    values = asked_for(question, sentence.text) if question.answer_type is not AnswerType.ANY else []
    before = (re.split("[，。；;]", sentence.text[:start])[-1] for start, _ in values)
    return bool(values) and all(_BEFORE.search(one) and not re.search("[比较]", one) for one in before)


_WHOLE = re.compile("全(流域|省|市|国|县|球|区|镇|州|乡|村)(?!各)")
_SIZES = ("村", "社区", "镇", "乡", "街道", "县", "区", "市", "州", "省", "流域", "国", "球")


def _is_of_the_whole(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of all of something larger than the place asked about."""
    places = [
        term.text
        for term in question.terms
        if term.kind is TermKind.NAME and not term.quoted and term.text.endswith(_SIZES)
    ]
    if not places or _WHOLE.search(question.plain):
        return False
    if any(presence(place, sentence.folded) >= _KNOWN for place in places):
        return False
    largest = max(size for place in places for size, end in enumerate(_SIZES) if place.endswith(end))
    wholes = [_SIZES.index(whole) for whole in _WHOLE.findall(sentence.text)]
    return bool(wholes) and min(wholes) > largest


_PROPER, _NOUNS = ("nr", "ns", "nt", "nz"), ("n",)  # in jieba's tag set


def _has_another(kind: str, sentence: Sentence, tags: tuple[str, ...] = _NOUNS) -> bool:
    other = re.search(rf"([\u4e00-\u9fff]{{2}}){re.escape(kind)}", sentence.text)
    if other is None or other[1] in _NO_OTHER:
        return False
    word, flag = tag(other[0])[0]
    unknown = word == other[1] and flag in ("x", "g", "vg")  # most likely a name
    return unknown or tag(other[1])[0][1].startswith(tags)


def _named_things(question: Question) -> Iterator[tuple[str, str]]:
    """Yield names that tell which of a kind is meant, with the kind: 青潭 and 水库."""
    for name, kind in pairwise(question.terms):
        touches = name.start + len(name.text) == kind.start
        named = name.kind is TermKind.NAME and not name.quoted and len(name.text) > 1
        if touches and named and kind.kind is TermKind.NOUN and len(kind.text) > 1:
            yield name.text, kind.text


def _numbered(question: Question) -> Iterator[str]:
    """Yield the names that end in a number, folded: 神舟6号."""
    for term in question.terms:
        if term.kind is TermKind.NAME and (number := NUMBERED.search(term.text)) and number.start() > 0:
            yield fold(term.text)


def _is_of_another_number(name: str, sentence: Sentence) -> bool:
    """Tell whether a sentence, or else all around it, has that name only with other numbers."""
    alike = re.compile(re.sub(r"\d+号$", r"\\d+号", name))
    if name not in sentence.folded and alike.search(sentence.folded):
        return True
    return name not in sentence.context and alike.search(sentence.context) is not None


def _is_of_another_person(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of somebody by 她 or 他, and its paragraph of others than asked about.

    One who may be called by his surname alone counts as spoken of: 老顾.
    """
    names = [term.text for term in question.terms if term.kind is TermKind.NAME and is_person(term.text)]
    if len(names) != 1 or names[0] in sentence.text or not _OF_SOMEBODY.search(sentence.text):
        return False
    over = namesakes.above(sentence)
    if names[0][0] in over or names[0][-2:] in over:
        return False
    return bool(find(AnswerType.PERSON, f"{sentence.lead}\n{sentence.before}"))


_OF_SOMEBODY = re.compile("[她他](?!们)")
_YEAR = re.compile(  # 2023, but not 1800个 or 2000.5万元
    r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d|\.\d+[万亿%％]|[个名位户万亿元余亩米条只台辆份件册吨棵株千块%％]|平方|公里|公顷|公斤"
    r"|人(?!才|民|工|大)|家(?!庭|长)|多|次|小时)"
)
_ORDINAL = re.compile(
    r"第(?:[一二三四五六七八九十]+|\d+)[条个次届期任批章节款项步名]|[特一二三四五六七八九]等奖"
)
_ENGLISH_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b(?! century)")
_EVER_SINCE = re.compile(r"\d{4}年?[^，。？]{0,12}(?:[以之]?后|以来)(?=，)")  # 1997年建区后: any later year
_MONTH = re.compile(r"(?<!\d)(\d{1,2})月(?!\d|[之以]?前|[之以]?后|起|至|到|以来)")
_ANY_MONTH = re.compile(r"(?<!\d)(\d{1,2})月")
# A run of days or months; 9:00至15:30 is none.
_TILL = r"\s*(?:至|到|—|-|~|－|～)+\s*"
_RUN = re.compile(rf"[日号月年](?:[（(][^）)]*[）)])?{_TILL}(?:\d|次)|\d{_TILL}\d{{1,2}}[日号月]")
_SAME = 0.9  # presence of a word or of another that stands for it: 首个 for 第一个
_UNSAID = 0.4  # a year that nothing speaks against: news tells the day and leaves the year out


def date_elsewhere(question: Question, sentence: Sentence) -> float:
    """Return 1 if the question names a day, a year, an ordinal or a quarter and the sentence has others.

    A year or an ordinal may stand anywhere around, a year also be that of the article; where the sentence has
    years of its own, one of them has to be asked about. Less than 1 where no year is near.
    """
    if _another_ordinal(question, sentence) or _another_day(question, sentence):
        return 1.0
    if _is_of_part_of_a_year(question, sentence) or _has_other_years_beside(question, sentence):
        return 1.0
    if _is_of_another_label(question, sentence):
        return 1.0
    if not _YEAR.search(with_digits(question.plain)):
        return 0.0
    published = (sentence.hit.published or "")[:4]
    meant, mentioned = _relative_years(sentence.text, published)
    own = _years(_own(sentence.text)) | meant
    around = (sentence.hit.title, sentence.hit.chunk.heading, sentence.lead, sentence.before, sentence.after)
    known = {*own, *mentioned, *_YEAR.findall(fold("\n".join(map(_own, around)))), published} - {""}
    plain = with_digits(question.plain)
    compared = _COMPARED.sub("", plain)  # 2025年比2024年多多少
    plain = compared if _YEAR.search(compared) else plain
    asked = set(_YEAR.findall(_EVER_SINCE.sub("", _season(plain, known))))
    over = _years(_own(sentence.section))
    if not own and over and not asked & over:
        return 1.0  # 三、2023年工作安排, in the report on 2022
    if asked <= known and (not asked or not own or asked & own or _is_time_of(question, asked, sentence)):
        return 0.0
    return 1.0 if known else _UNSAID


_PART_OF_A_YEAR = re.compile(
    r"[上下]半年|半年报|[一二三四1-4]季[度报]|满月|首月|暑期|黄金周"
    r"|前[一二三四五六七八九十\d]+个?月|(?<!\d)\d{1,2}月份"
)
_WHOLE_YEAR = re.compile(r"全年|年报|年度|整年|(?:19|20)\d\d年(?![^，。；]{0,3}[月季半前上下春夏秋冬])")


def _is_of_part_of_a_year(question: Question, sentence: Sentence) -> bool:
    """Tell whether a whole year is asked for, and a sentence, or what is over it, has a part of one."""
    if "全年" not in question.plain or _WHOLE_YEAR.search(sentence.text):
        return False
    above = namesakes.above(sentence)
    return bool(
        _PART_OF_A_YEAR.search(sentence.text) or ("全年" not in above and _PART_OF_A_YEAR.search(above))
    )


def _has_other_years_beside(question: Question, sentence: Sentence) -> bool:
    """Tell whether only those clauses of a sentence have a value of the kind asked for that name other years.

    1998年有伤亡；2006年死了3人, where 1998年 is asked about.
    """
    asked = set(_YEAR.findall(with_digits(question.plain)))
    clauses = re.split("[；;]", with_digits(sentence.text))
    years = [set(_YEAR.findall(clause)) for clause in clauses]
    if len(asked) != 1 or len(clauses) < 2 or question.answer_type is AnswerType.ANY or not all(years):
        return False
    own = [clause for clause, named in zip(clauses, years, strict=True) if asked & named]
    others = [clause for clause, named in zip(clauses, years, strict=True) if not asked & named]
    return bool(own and others) and not any(asked_for(question, clause) for clause in own)


_RUN_OF_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)年?(?:至|到|-|—|~|－|～)+((?:19|20)\d\d)(?=年|[)）])")
_SEASON = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-—–~/至]+\s*(?:(?:19|20))?(\d\d)(?!\d|[-/.月])")
# 超过1998年的最高水位: what is compared with is not told.
_COMPARED = re.compile(
    r"[由从](?:19|20)\d\d年的?[^，。；]{0,12}(?=[增提上下降减扩缩升][加高升降少大小长]?[到至为])|"
    r"(?:同比|相比|[比较]|超过|高于|低于|不及|少于|多于)之?前?第?\d{1,4}[年季届场期次][^，。；]{0,8}?(?=[的低高多少增减下上，。；]|$)"
)
_RELATIVE = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
_RELATIVE_YEAR = re.compile(rf"(?<![\d从以])({'|'.join(_RELATIVE)})(?!级|度|已?\d+岁)")
_LONGEST_PERIOD = 30  # years


def _years(text: str) -> set[str]:
    """Return the years of a text, and those between two that it joins: 2022 of 2021—2023年."""
    runs = [range(int(first), int(last) + 1) for first, last in _RUN_OF_YEARS.findall(text)]
    between = (str(year) for run in runs if len(run) <= _LONGEST_PERIOD for year in run)
    return {*_YEAR.findall(text), *between}


def _own(text: str) -> str:
    """Return a text without the years that it only compares with, or in which it came out."""
    return _CAME_OUT.sub("", _COMPARED.sub("", with_digits(text)))


# 2025年3月27日公布2024年年度报告; 召回2021年3月至2022年8月生产的汽车
_CAME_OUT = re.compile(
    r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?=(?:对外|正式)?(?:公布|发布|披露|公告)了?(?:19|20)\d\d年)"
    r"|(?:19|20)\d\d年(?:\d{1,2}月)?(?:[至到—-]+(?:(?:19|20)\d\d年)?(?:\d{1,2}月)?)?(?:期间|之间|间)?(?:生产|制造|出厂)的"
)


def _relative_years(text: str, published: str) -> tuple[set[str], set[str]]:
    """Return the years meant by 今年 or 去年 of a text published then: of its first figure, and of others."""
    if not published:
        return set(), set()
    first = re.search(r"\d|$", text)
    own, others = set[str](), set[str]()
    for word in _RELATIVE_YEAR.finditer(text):
        year = str(int(published) + _RELATIVE[word[1]])
        (own if first and word.end() <= first.start() else others).add(year)
    return own, others


def _season(question: str, known: set[str]) -> str:
    """Return a question with the season 2023-24 by the one of its years that is known, else by the first."""

    def one_year(season: re.Match[str]) -> str:
        second = season[1][:2] + season[2]
        if int(second) != int(season[1]) + 1:
            return season[0]
        return second if second in known and season[1] not in known else season[1]

    return _SEASON.sub(one_year, question)


def _is_time_of(question: Question, years: set[str], sentence: Sentence) -> bool:
    """Tell whether a time is asked for that may be of another year: 2024年高考 is applied for in 2023."""
    heads = with_digits(f"{sentence.hit.title}\n{sentence.hit.chunk.heading}")
    return question.answer_type is AnswerType.TIME and years <= set(_YEAR.findall(heads))


def _another_ordinal(question: Question, sentence: Sentence) -> bool:
    others = _ORDINAL.findall(sentence.text)
    for number in _ENGLISH_ORDINAL.findall(question.plain):
        if any(other[0] == "第" for other in others) and f"第{number}" not in sentence.folded:
            return True
    ordinals = _ORDINAL.findall(question.plain)
    listed = "一是" in sentence.text or "：" in sentence.text  # the first item of a list is not called one
    if listed and not sentence.is_row:
        return False
    for one in ordinals:  # 第五届, where 第六届 is asked about, though the title has it
        alike = [fold(other) for other in others if other[-1] == one[-1]]
        if alike and fold(one) not in alike and presence(one, sentence.folded) < _SAME:
            return True
    return any(_is_of_another_turn(one, sentence) for one in ordinals)


_TO_BEGIN = re.compile("启蒙|最初|最早|起初")


def _is_of_another_turn(ordinal: str, sentence: Sentence) -> bool:
    """Tell whether it is not near; where a turn of an event is asked about, whether others are: 第五届."""
    if presence(ordinal, sentence.context) >= _SAME:
        return False
    if fold(ordinal)[:-1] == "第1" and f"首{ordinal[-1]}" in sentence.context:
        return False  # 首任 for 第一任
    if fold(ordinal)[:-1] == "第1" and ordinal[-1] not in "届期" and _TO_BEGIN.search(sentence.context):
        return False  # 启蒙教练 for 第一个教练
    return ordinal[-1] not in "届期" or re.search(rf"第\d+{ordinal[-1]}", sentence.context) is not None


# What tells one of a kind from others: 第三学区, 二季度, 下半年, 城北; also several at once: 一、二季度.
_JOINED = r"(?:[、,和及与]|至|到|-|~|—)+第?"
_MANY = rf"\d+(?:{_JOINED}\d+)*"
_NUMBERED_KINDS = (
    "季度",
    "期工程",
    "号楼",
    "单元",
    "标段",
    "年级",
    "期(?![间待望末货])",
    "路(?![人口程])",
    "号(?:墓|坑|井|工位|机组|航站楼|车间|船)",
)
_LABELS = tuple(
    re.compile(pattern)
    for pattern in (
        # What turns are counted by is no kind: 第二批名单, 第八条规定.
        rf"第(?P<label>{_MANY})(?P<kind>(?![条个次届期任批章节款项步名])[\u4e00-\u9fff]{{2}})",
        *(  # 一年级至六年级, 3号、5号楼
            rf"(?<!\d)第?(?P<label>\d+(?:(?:{kind}|{kind[0]})?{_JOINED}\d+)*)(?P<kind>{kind})"
            for kind in _NUMBERED_KINDS
        ),
        rf"第(?P<label>{_MANY})(?P<kind>季(?!度)|场(?![馆所地])|局|轮(?![胎换])|部(?![分门委队])|赛季)",
        r"(?P<label>[上下](?:[、和]?[上下])?)(?P<kind>半年|半月|学期)",
        r"(?<![济海河湖云厦江])(?P<label>[东南西北](?:[、和及与]?[东南西北])*)(?P<kind>门(?![票诊店口])|校区|院区)",
        r"(?<![县])(?P<kind>城)(?P<label>[东南西北])",
        r"(?<=[一二三四五六七八九高初\d])\(?(?P<label>\d{1,2})\)?(?P<kind>班)(?![车次组])",  # 七（1）班
    )
)
_FIRST_TURN = re.compile("首(?=[场季轮部局](?![馆所地度]))")
_SEQUEL = re.compile(r"(?<=[\u4e00-\u9fff])([1-9])(?=》)")  # 《归舟2》
_LONGEST_RUN = 100  # numbers: 021-591234号楼 is none
_TO = re.compile(
    rf"(?<!\d)(\d{{1,4}})(?:{'|'.join(_NUMBERED_KINDS)}|号)?(?:至|到|-|~|—)+第?(\d{{1,4}})(?!\d)"
)


def _is_of_another_label(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence, or else all around it, has others of a kind, and none of those asked about."""
    around = "\n".join((sentence.hit.title, sentence.hit.chunk.heading, sentence.before, sentence.after))
    for kind, asked in _labels(question.plain).items():
        told = (_labels(text).get(kind) for text in (sentence.text, sentence.lead, around))
        there = next(filter(None, told), None)
        if there and not asked & there:
            return True
    return False


@lru_cache(maxsize=1 << 10)
def _labels(text: str) -> Mapping[tuple[int, str], frozenset[str]]:
    """Return the labels in a text by the pattern and the kind they belong to."""
    found: dict[tuple[int, str], frozenset[str]] = {}
    for number, pattern in enumerate(_LABELS):
        for match in pattern.finditer(_SEQUEL.sub(r"第\1季", _FIRST_TURN.sub("第1", narrow(text)))):
            key = number, match["kind"]
            found[key] = found.get(key, frozenset()) | _each(match["label"])
    return found


def _each(label: str) -> frozenset[str]:
    """Return every label that one stands for: 3, 4 and 5 of 3至5."""
    if not label[0].isdigit():
        return frozenset(re.sub("[、和及与]", "", label))
    found = set(re.findall(r"\d+", label))
    for run in (range(int(first), int(last) + 1) for first, last in _TO.findall(label)):
        found |= set(map(str, run[:_LONGEST_RUN]))
    return frozenset(found)


_FESTIVAL = re.compile("元旦|春节|清明|端午|中秋|国庆")


def _is_of_another_festival(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence, else what it stands under, is of other festivals: 初三 is of 春节."""
    heads = f"{sentence.hit.title}\n{sentence.hit.chunk.heading}"
    asked = set(_FESTIVAL.findall(question.plain))
    asked |= {"春节"} if LUNAR_DAY.search(question.plain) else set()
    there = set(_FESTIVAL.findall(sentence.text)) or set(_FESTIVAL.findall(heads))
    return bool(asked and there) and not asked & there


_LUNAR_RUN = re.compile("初.[至到—~～-]")


def _another_day(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence has days or months, and none of those asked about."""
    asked_days, own_days = weekdays(question.plain), weekdays(sentence.text)
    if asked_days and own_days and not asked_days & own_days and question.kind is not Kind.YES_NO:
        return True
    asked_lunar, own_lunar = set(LUNAR_DAY.findall(question.plain)), set(LUNAR_DAY.findall(sentence.text))
    if asked_lunar and own_lunar and not asked_lunar & own_lunar and not _LUNAR_RUN.search(sentence.text):
        return True
    for asks, says in ((DAY, DAY), (_MONTH, _ANY_MONTH)):
        asked, own = _dates(asks, question.plain), _dates(says, sentence.text)
        if asked and own and not asked & own and not _may_lie_between(question, sentence):
            return True
    return _is_of_another_festival(question, sentence) or _is_of_another_month(question, sentence)


def _is_of_another_month(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence has no month, and its title only others than those asked about."""
    heads = f"{sentence.hit.title}\n{sentence.hit.chunk.heading}"
    asked, over = _dates(_MONTH, question.plain), _dates(_ANY_MONTH, heads)
    if not asked or not over or asked & over or _ANY_MONTH.search(sentence.text) or _RUN.search(heads):
        return False
    return not asked & _dates(_ANY_MONTH, "\n".join((sentence.lead, sentence.before, sentence.after)))


def _may_lie_between(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence has a run of days or months that may have those asked about in it."""
    if question.kind is not Kind.YES_NO and RUN_OF_DAYS.search(narrow(sentence.text)):
        return covers_a_day(question.plain, sentence.text)
    return _RUN.search(sentence.text) is not None


def _dates(pattern: re.Pattern[str], text: str) -> set[tuple[int, ...]]:
    """Return what a pattern finds as numbers: 3月5号 is 03月05日."""
    return {tuple(map(int, re.findall(r"\d+", found))) for found in pattern.findall(closed_up(text)[0])}
