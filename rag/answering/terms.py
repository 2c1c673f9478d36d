"""The content words of a question, each with a weight: what a passage must speak of to answer it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from rag.answering import glossary, romanised
from rag.answering.matching import fold


class TermKind(StrEnum):
    """What a term is, which decides how much it matters when a passage lacks it."""

    NAME = "name"
    NOUN = "noun"
    VERB = "verb"
    NUMBER = "number"
    OTHER = "other"


WEIGHTS = {
    TermKind.NAME: 2.0,
    TermKind.NUMBER: 1.2,
    TermKind.NOUN: 1.0,
    TermKind.VERB: 0.5,
    TermKind.OTHER: 0.3,
}


PLACES = ("镇", "区", "村", "路", "市", "县", "省", "乡", "街", "街道", "社区", "国", "居委会", "大道")


# 蔡卫国 and 陈建国 are no states.
_NO_STATE = frozenset(("外国", "各国", "全国", "我国", "本国", "两国", "多国", "祖国"))
_PERSON_LIKE_A_STATE = re.compile(r".[卫建爱保治定兴报为振]国")


@dataclass(frozen=True, slots=True)
class Term:
    """A content word and its place in the question."""

    text: str
    kind: TermKind
    start: int
    quoted: bool = False

    @property
    def place(self) -> bool:
        """Whether this names an administrative place: 南翔镇, 德园社区, Nanxiang."""
        named = (
            self.text.endswith(PLACES)
            and self.text not in _NO_STATE
            and not _PERSON_LIKE_A_STATE.fullmatch(self.text)
        )
        return self.kind is TermKind.NAME and (named or romanised.is_name(self.text))

    @property
    def weight(self) -> float:
        """How much of the question this word carries."""
        return WEIGHTS[self.kind]


_QUOTED = re.compile(r"[“‘《「『\"]([^”’》」』\"]{1,40})[”’》」』\"]")
# A measure word after "how many" or "which", unless it begins a word of its own (多少项目, 几条件).
MEASURE = r"(?:个(?!税|体(?:户|工商))|家(?!庭|长|属|具)|名(?!字|称|额|单)|位(?!置)|项(?!目)|条(?!件)|支(?!出|付|持|书)|种(?!类|子)|座(?!位(?!于)|椅)|件|本(?!科|金|[地市村校镇县区])|份|所|处|步|级|层|人次|届|批|户(?!籍|口)|辆|台(?!阶|账)|场(?!馆|所|地)|间|根|方(?!面|向|式|法|案)|次|块|张|部(?!门|分|长)|类|只|棵|档|款|轮(?!椅|胎)|篇|对(?![于面象接应口比])|栋|幢|套(?![餐路])|颗|枚|艘|架(?![构子])|幅(?!度)|首(?![先次批个任届创家付])|头(?!部)|株(?!洲)|片(?!区)|集(?![团体中市会])|期(?![间待望末])|节(?![目日能约])|册|组(?![织长成建])|例(?!如)|门(?![口店票诊槛])|口(?!岸|罩|粮)|回(?!族)|吨|倍|字|排(?![名水查])|盒|瓶|万|亿|人(?!数|员|口|才|民|均|士|物|大|家))"
# Words that ask, address or pad; they say nothing of the subject.
_ASKING = re.compile(
    rf"多少钱|哪(?:一?[个座])?[岛国队](?![屿际家伍员长])|(?:什么样的?|什么|何种|哪(?!吒)(?:[一几两二三四五六七八九十\d]+)?大?|多少|第?几(?!何|内亚|乎))(?:{MEASURE}(?:人|些)?|年|天|月|日|号|点|些|里|儿|时候|时间|地方)?"
    r"|(?:周|星期|礼拜)几|啥个?辰光|几时|[上到去]哪(?:里|儿)(?:去)?|为什么|为何|为啥|何时|何处|何为|何谓|何地|啥时候|啥|谁|多久|多大|多长时间|多长|多高|多远"
    r"|怎么样|怎么|怎样|如何|咋|是否|是不是|有没有|能不能|要不要|会不会|行不行|可不可以|用不用|需不需要|让不让|准不准|请问|(?<![申邀聘提宴恳])请(?![示假柬求客愿])|告诉我|我想知道|你知道|知道(?!分子)|一共|总共|共有|大概(?!念)|大约"
    r"|[我咱俺](?:们?家|老?[爸妈爹娘](?!妈)|爷爷|奶奶)(?![乡公园])|(?<![国大作专商画科])家里(?=[的老有人没，])|(?<![\u4e00-\u9fff])[你您]好|麻烦(?=[问帮您你大])|劳驾|想问(?:一下)?"
    r"|到底|究竟|具体|分别|来着|意思|含义|定义|[那这][条家位块座本篇场次种项部张幅层]|那个|这个|那些|这些|那边|那儿|吗|呢(?![绒子喃])|呀|啊|(?<![网酒氧书])吧(?!台)|嘛|来自|叫做|(?<!呼)叫(?![停好座号卖花])|名字|现任|目前|如今|现在|总计(?!划)|合计"
    r"|(?<=[多少大小高低宽窄长短快慢早好远近轻重宜])一点"
)
DAY = re.compile(r"\d{1,2}月\d{1,2}[日号]")
LUNAR_DAY = re.compile(
    "(除夕)|(?:大年|正月|腊月|(?<![最当起年月]))(初[一二三四五六七八九十])(?![十天号个村中届级季次期年学新班])"
)
NUMBERED = re.compile(r"[〇零一二三四五六七八九十百\d]{1,4}号(?![楼线馆厅门院室窗])")  # 神舟 + 六号
_TYPE_NUMBER = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z\d-]+")  # C919, ARJ21
_VILLAGES = frozenset(
    ("农村", "乡村", "山村", "渔村", "城镇", "村镇", "市镇", "城乡", "全村", "全镇", "古镇", "小镇")
)
_PLACE_SUFFIX = frozenset("镇区村路市县省乡街")
_OF_A_TOWN = frozenset(place + body for place in "镇乡县区" for body in ("党委", "政府"))  # 亭林 + 镇党委
_STOP = frozenset(
    [
        "是",
        "有",
        "会",
        "能",
        "要",
        "可以",
        "进行",
        "做",
        "作",
        "搞",
        "弄",
        "办",
        "说",
        "讲",
        "指",
        "属于",
        "隶属于",
        "隶属",
        "成为",
        "作为",
        "包括",
        "包含",
        "提到",
        "提出",
        "通过",
        "以及",
        "其中",
        "其他",
        "方面",
        "时候",
        "情况",
        "事情",
        "东西",
        "地方",
        "内容",
        "问题",
        "同时",
        "没有",
        "不是",
        "应该",
        "需要",
        "想",
        "让",
        "使",
        "把",
        "被",
        "给",
        "到",
        "去",
        "来",
        "用",
        "当",
        "称",
        "时",
        "里",
        "中",
        "上",
        "下",
        "后",
        "前",
        "最",
        "都",
        "也",
        "还",
        "就",
        "位于",
        "存在",
        "相关",
        "有关",
        "关于",
        "对于",
        "一下",
        "一些",
        "这次",
        "那次",
        "该",
        "本",
        "此",
        "我",
        "你",
        "他",
        "她",
        "它",
        "我们",
        "你们",
        "他们",
        "人",
        "人们",
        "大家",
        "个",
        "名",
        "家",
        "里面",
        "名称",
        "方式",
        "是从",
        "一个",
        "一种",
        "哪年",
        "哪天",
        "城市",
        "国家",
        "地区",
        "数目",
        "数量",
        "文章",
        "稿子",
        "稿件",
        "写稿",
        "文中",
        "报道里",
        "当口",
        "那阵子",
        "那会儿",
        "就要",
    ]
)
_KIND_OF_TAG = (
    (("nr", "ns", "nt", "nz", "eng"), TermKind.NAME),
    (("n", "j", "l", "i", "vn", "an", "s"), TermKind.NOUN),
    (("m", "t"), TermKind.NUMBER),
    (("v",), TermKind.VERB),
    (("a", "b", "d", "z", "f", "q", "p"), TermKind.OTHER),
)

_NO_BEGINNING = frozenset("到去在从来往至回问说给让叫使是有请对向为")  # of a town's name
# Times to the tagger: people in 老年食堂.
_NO_TIMES = {
    **dict.fromkeys(("老年", "青年", "中年", "少年", "童年", "幼年"), TermKind.NOUN),
    **dict.fromkeys(("年休假", "年假", "公休假"), TermKind.NOUN),
    **dict.fromkeys(("深度", "卫星", "续航"), TermKind.NOUN),  # names to the tagger
    "去世": TermKind.VERB,
}

_NAMING = (TermKind.NAME, TermKind.NOUN)


def tag(text: str) -> list[tuple[str, str]]:
    """Return the words of simplified Chinese text with their part of speech (jieba's tag set)."""
    import rjieba  # its dictionary takes 0.15 s to load, once for words and tags; a Jieba() would load another

    return [part for word, flag in rjieba.tag(text) for part in _torn(word, flag)]


def is_unknown(word: str) -> bool:
    """Tell whether the tagger's dictionary lacks a word, which it then only guessed to be one: 澄骁出."""
    import rjieba

    return word not in rjieba.cut(word, hmm=False)


def _torn(word: str, flag: str) -> list[tuple[str, str]]:
    """Return a word without what the tagger takes for part of a name it does not know: 李贞是, 跟德园."""
    if flag == "nr" and (name := _NAME_AND_MORE.fullmatch(word)):
        return [(name[1], "n" if name[1].endswith("卡") else flag), (name[2], "v")]
    if flag in ("n", "v") and len(word) > 1 and word[-1] == "是" and is_unknown(word):
        return [(word[:-1], "n"), ("是", "v")]  # 男主 + 是
    beside = "跟拿" if len(word) < 4 else "跟拿由请"  # 由卜云生牵头, but 由 is a name's beginning, too
    if flag in ("nr", "ns", "nt", "nz") and word[0] in beside and len(word) > 2 and is_unknown(word):
        return [(word[0], "p"), (word[1:], flag)]
    if flag == "v" and len(word) == 2 and word[0] in "镇村乡区县市" and word[1] == "有":
        return [(word[0], "ns"), ("有", "v")]  # 南翔 + 镇有
    if len(word) == 2 and word[0] in "证卡" and word[1] in "要能" and is_unknown(word):
        return [(word[0], "n"), (word[1], "v")]  # 老年 + 证要
    if _MAY.fullmatch(word) or (len(word) == 2 and word[0] == "能" and is_unknown(word)):
        return [(word[0], "v"), (word[1], "v")]
    if _WILL.fullmatch(word) and is_unknown(word):
        return [(word[0], "v"), (word[1], "d"), (word[2], "v")]
    if _AT_MOST.match(word) and is_unknown(word):
        return [(word[:2], "d"), (word[2:], "v")]
    if _GRADUATED.fullmatch(word):
        return [(word[:2], "n"), (word[2:], "v")]
    return [(word, flag)]


_NAME_AND_MORE = re.compile(r"(\w{2}(?=[是任])|\w卡(?=有)|\w{3}(?=[下上]))(\w)")  # 金卡有
_AT_MOST = re.compile("(?:最[多少高低]|至[多少])[\u4e00-\u9fff]")  # 最多报
_WILL = re.compile("[会能要可][少多不再][\u4e00-\u9fff]")  # 会少报
_GRADUATED = re.compile("(?:大学|中学|高中|初中|小学)毕业")


_MAY = re.compile("能[领报拿交缴补买休用罚享停退考]|要[交缴报补买罚带退考]|可[领报拿交缴补休享停退]")


def terms(question: str) -> tuple[Term, ...]:
    """Return the content words of a simplified question, in order; quoted names stay whole."""
    found = [
        Term(match[1], TermKind.NAME, match.start(1), quoted=True) for match in _QUOTED.finditer(question)
    ]
    rest = _QUOTED.sub(_blank, question)
    found += _days(rest)
    rest = DAY.sub(_blank, LUNAR_DAY.sub(_blank, rest))
    rest = _ASKING.sub(lambda match: " " * len(match[0]), rest)
    position, alone = 0, None
    # The tagger would join what follows a year to it: 2024 + 年望 + 溪区.
    for word, flag in (part for piece in _BEHIND_YEAR.split(rest) for part in _whole(tag(piece))):
        start, position = position, position + len(word)
        kind = _kind_in(word, flag, question[:start])
        if kind is TermKind.NOUN and _DEPUTY.match(word) and question[:start].endswith("副"):
            word, start = "副" + word, start - 1
        if kind is None:
            alone = start if len(word) == 1 and flag[0] in "anvj" and word not in _NO_BEGINNING else None
            continue
        if kind is TermKind.NAME and len(word) == 2 and word.endswith(PLACES) and alone == start - 1:
            word, start = rest[alone] + word, alone  # 青 + 山镇
        previous = found[-1] if found else None
        touches = previous is not None and previous.start + len(previous.text) == start
        if previous and (parts := _parted(previous, Term(word, kind, start), question)):
            found[-1:] = parts
        elif len(word) == 1 and word in _PLACE_SUFFIX:
            if previous and touches and not _DENIED.search(previous.text):  # 两个镇, 走不动路 are no names
                number = previous.kind is TermKind.NUMBER
                kind = TermKind.NUMBER if number else TermKind.NAME
                found[-1] = Term(previous.text + word, kind, previous.start)
        elif previous and touches and _goes_on(previous) and (numeral := NUMBERED.match(rest, start)):
            found[-1] = Term(previous.text + numeral[0], TermKind.NAME, previous.start)
        elif previous and touches and not word.isascii() and _one_name(previous, word, kind):
            found[-1] = Term(previous.text + word, TermKind.NAME, previous.start)
        else:
            found.append(Term(word, kind, start))
    return tuple(sorted(found, key=lambda term: term.start))


def _days(question: str) -> Iterator[Term]:
    for day in (DAY, LUNAR_DAY):
        for match in day.finditer(question):
            yield Term(match[match.lastindex or 0], TermKind.NUMBER, match.start())


def _blank(match: re.Match[str]) -> str:
    return "，" * len(match[0])


def _parted(previous: Term, word: Term, question: str) -> list[Term]:
    """Return the names that a term and the word after it are; none where they are no such names."""
    both = question[previous.start : word.start + len(word.text)]
    if previous.quoted:
        return []
    if _LINE.fullmatch(both) or _MODEL.fullmatch(both):
        return [Term(both, TermKind.NAME, previous.start)]
    if len(both) > len(previous.text) + len(word.text):
        return []
    if word.text in _OF_A_TOWN and len(previous.text) > 1:
        town = Term(previous.text + word.text[0], TermKind.NAME, previous.start)
        return [town, Term(word.text[1:], TermKind.NOUN, word.start + 1)]
    if _is_brand(previous, word.text):
        return [replace(previous, kind=TermKind.NAME), word]
    return []


def _whole(words: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return tagged words, whole what the tagger cuts: 老年 + 证, 中 + 标价, and some villages.

    Those have a character that it knows as no word: 上 + 篁 + 村.
    """
    joined: list[tuple[str, str]] = []
    for word, flag in words:
        if (
            word in ("证", "卡")
            and joined
            and joined[-1][1] in ("n", "t", "vn", "j", "nz")
            and len(joined[-1][0]) > 1
        ):
            joined.append((joined.pop()[0] + word, "n"))
            continue
        if word in ("标价", "标额") and joined and joined[-1][0] == "中":
            joined[-1] = ("中" + word, "n")
            continue
        if word not in ("村", "镇", "乡") or not joined or not _is_rare(*joined[-1]):
            joined.append((word, flag))
            continue
        name = joined.pop()[0] + word
        if joined and _HAN.fullmatch(joined[-1][0]) and joined[-1][0] not in _NO_BEGINNING:
            name = joined.pop()[0] + name
        joined.append((name, "ns"))
    return joined


_HAN = re.compile("[\u4e00-\u9fff]+")


def _is_rare(word: str, flag: str) -> bool:
    return flag in ("g", "x") and _HAN.fullmatch(word) is not None


def _is_unknown_town(word: str, flag: str) -> bool:
    return len(word) > 2 and word[-1] in "省市县镇" and flag[0] in "ni" and is_unknown(word)


_DEPUTY = re.compile("[市省区县镇乡村校院会局厅处科所站队社馆台厂部]长$|主任$|书记$|主席$|总裁$|总经理$")
_DENIED = re.compile("[不没][动了到上下好见]")
_COUNTS = re.compile(rf"(?:多少|几){MEASURE}$")
_BEHIND_YEAR = re.compile(r"(?<=\d{4}年)(?![度底初末中终会报])")


def _kind_in(word: str, flag: str, before: str) -> TermKind | None:
    """Return what kind of term a tagged word is behind what stands before it, single characters too."""
    if len(word) == 1 and flag == "nr":
        return TermKind.NAME
    kind = _kind(word, flag)
    return TermKind.NOUN if kind is None and len(word) == 1 and _counted(word, flag, before) else kind


def _counted(word: str, flag: str, before: str) -> bool:
    """Tell whether a single character is what is counted: 药 in 多少种药."""
    return flag.startswith(("n", "z")) and word not in _STOP and bool(_COUNTS.search(before))


def _goes_on(name: Term) -> bool:
    """Tell whether a number may be part of a name that begins so: not one of a house or a day."""
    return name.kind in _NAMING and len(name.text) > 1 and not name.text.endswith(PLACES)


def _one_name(previous: Term, word: str, kind: TermKind) -> bool:
    """Tell whether a word goes on the name before it: 金山 + 卫镇, or a surname and what follows, 蔡 + 卫国.

    The tagger knows few towns: 独山 + 港镇.
    """
    if previous.kind is not TermKind.NAME or previous.quoted:
        return False
    torn = len(word) == 2 and word[1] in "镇乡村县" and word not in _VILLAGES
    return kind is TermKind.NAME or (kind is TermKind.NOUN and (len(previous.text) == 1 or torn))


_MODEL = re.compile(r"[A-Za-z]*\d+[A-Za-z]* (?:Pro|Max|Plus|Ultra|Mini|Lite|SE|Air)\+?", re.IGNORECASE)
_LINE = re.compile(r"\d{1,3}号线")
_OF_A_BRAND = re.compile(
    r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z\d-]+|股份|控股|集团|汽车|科技|电器|地产|置业|乳业|药业|资本|传媒|影业|航天"
)


def _is_brand(previous: Term, word: str) -> bool:
    """Tell whether a term that the tagger does not know is a maker or a make: 澄骁 of 澄骁E7 and 澄骁股份."""
    return (
        previous.kind in (TermKind.NOUN, TermKind.VERB, TermKind.OTHER)
        and _OF_A_BRAND.fullmatch(word) is not None
        and _HAN.fullmatch(previous.text) is not None
        and is_unknown(previous.text)
    )


# A verb that alone tells what is asked of a thing: 罚 of 烧烤店被罚了多少.
_ASKED_OF = re.compile(
    "[罚剩撤赔奖借欠扣退减涨降赚亏捐补](?=[了过给到]?(?:多少|几|多久|多长|哪|什么))|(?<=哪[儿里])[撤搬躲]|丢(?=了|掉)"
)
_BRINGS = re.compile(
    "(?:带|交|准备|提供|拿)[些点]?(?:什么|啥|哪些)(?:东西)?(?=[？?呀啊呢去来]|$)"
)  # 要带些什么
_LONE_VERB = re.compile("[交招领缴补批租罚退聘]|报(?!道)|(?<![么咋何样])办")


def with_lone_words(found: tuple[Term, ...], question: str) -> tuple[Term, ...]:
    """Return the terms, of a question without a noun its words of one character too: 招 of 一共招多少人."""
    if any(term.kind in _NAMING for term in found):
        asked = [Term(verb[0], TermKind.VERB, verb.start()) for verb in _ASKED_OF.finditer(question)]
        asked += [Term("材料", TermKind.NOUN, verb.start()) for verb in _BRINGS.finditer(question)]
        return (*found, *(verb for verb in asked if all(verb.text not in term.text for term in found)))
    verbs = () if found else _LONE_VERB.finditer(question)
    lone = [Term(verb[0], TermKind.VERB, verb.start()) for verb in verbs]
    position = 0
    for word, flag in tag(_ASKING.sub(lambda match: " " * len(match[0]), question)):
        if len(word) == 1 and flag in ("n", "a") and word not in _STOP:
            lone.append(Term(word, TermKind.NOUN if flag == "n" else TermKind.OTHER, position))
        position += len(word)
    taken = {place for term in found for place in range(term.start, term.start + len(term.text))}
    return (*found, *(term for term in lone if term.start not in taken))


_INSTITUTION = re.compile(
    r"\w{2,}?(街道|社区|居民区|法院|检察院|法庭|派出所|公安局|财政局|局|公司|集团|银行|大学|学院|中学|小学|医院|研究院|委员会)"
)


def institutions(found: tuple[Term, ...]) -> tuple[str, ...]:
    """Return the bodies a question names, without the place they belong to: 人民法院 of 嘉定区人民法院.

    A company whose name is made of common words is one of a kind, not one by its name: 媒体公司.
    """
    runs: list[list[Term]] = []
    for term in found:
        if term.quoted or term.kind not in (TermKind.NAME, TermKind.NOUN) or not term.text.isalpha():
            continue
        before = _text(runs[-1]) if runs else ""
        touches = bool(runs) and term.start == runs[-1][0].start + len(before)
        if touches and not _INSTITUTION.fullmatch(before) and not before.endswith("镇"):
            runs[-1].append(term)
        else:
            runs.append([term])
    named = [run for run in runs if not (_COMPANY.search(_text(run)) and _common(run))]
    bare = [_BELONGS.sub("", _text(run)) for run in named]
    return tuple(text for text in bare if _INSTITUTION.fullmatch(text))


_COMPANY = re.compile("(?:公司|集团|企业)$")


def _text(run: list[Term]) -> str:
    return "".join(term.text for term in run)


def _common(run: list[Term]) -> bool:
    return all(term.kind is TermKind.NOUN for term in run)


def kind_of_institution(name: str) -> str:
    """Return what kind of body one of `institutions` is: 街道 of 五角场街道, 局 of 财政局."""
    found = _INSTITUTION.fullmatch(name)
    return found[1] if found else name


_BELONGS = re.compile(r"^\w{1,4}?[镇区村市县省乡](?=\w{3})")


def content_pairs(question: str) -> tuple[str, ...]:
    """Return the character pairs of a simplified question that say what it is about, folded."""
    runs = map(fold, _RUN.findall(_FUNCTION.sub(" ", _ASKING.sub(" ", question))))
    return tuple(run[index : index + 2] for run in runs for index in range(len(run) - 1))


_RUN = re.compile(r"[\w·]+")
_FUNCTION = re.compile(r"[的了是在和与及或被把给对从由于有着过地得]")
_HAN_RUN = re.compile(r"“?([\u3400-\u9fff·]{2,})”?")
_ENGLISH_WORD = re.compile(r"[A-Za-z]+")
_ENGLISH_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]+)*")  # within a sentence: Mona Lisa
_ENGLISH_NUMBER = re.compile(r"\b\d[\d.]*\b")


def english_terms(question: str) -> tuple[Term, ...]:
    """Return what of an English question can be looked up in Chinese text: Chinese words, names, numbers, known words."""
    found = [
        Term(match[1], TermKind.NAME, match.start(1), quoted=True) for match in _HAN_RUN.finditer(question)
    ]
    found += [
        Term(match[0], TermKind.NAME, match.start())
        for match in _ENGLISH_WORD.finditer(question)
        if romanised.is_name(match[0])
    ]
    found += [
        Term(match[0], TermKind.NAME, match.start(), quoted=True)
        for match in _ENGLISH_NAME.finditer(question)
        if not any(
            romanised.is_name(word) or glossary.translations(word.lower()) for word in match[0].split()
        )
    ]
    found += [Term(match[0], TermKind.NUMBER, match.start()) for match in _ENGLISH_NUMBER.finditer(question)]
    taken = {place for term in found for place in range(term.start, term.start + len(term.text))}
    found += [
        Term(phrase, TermKind.NOUN, start)
        for phrase, start in glossary.found(question)
        if taken.isdisjoint(range(start, start + len(phrase)))
    ]
    return tuple(sorted(found, key=lambda term: term.start))


def _kind(word: str, flag: str) -> TermKind | None:
    """Return what kind of term a tagged word is; None if it carries no content."""
    if word in _STOP or not any(char.isalnum() for char in word):
        return None
    if _TYPE_NUMBER.fullmatch(word):
        return TermKind.NAME
    if any(char.isdigit() for char in word):
        return TermKind.NUMBER
    if len(word) in (2, 3) and word.endswith("长") and flag.startswith(("n", "v")):
        return TermKind.NOUN  # 镇长, 庭长, 理事长: offices, which the tagger takes for verbs
    if len(word) > 1 and (_is_rare(word, flag) or _is_unknown_town(word, flag)):
        return TermKind.NAME  # 澄骁, 沧渊省
    if word in _NO_TIMES:
        return _NO_TIMES[word]
    if len(word) == 1 and word not in _PLACE_SUFFIX and not word.isascii():
        return None
    for prefixes, kind in _KIND_OF_TAG:
        if any(flag == prefix or (len(prefix) == 1 and flag.startswith(prefix)) for prefix in prefixes):
            return kind
    return None
