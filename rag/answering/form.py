"""What the form of a sentence tells: that it defines, lists or explains, or only mentions what is asked about."""

import re

from rag.answering.candidates import Sentence
from rag.answering.kinds import AnswerType, Kind
from rag.answering.matching import fold
from rag.answering.question import Question
from rag.answering.spans import asked_for
from rag.answering.terms import TermKind

# How a sentence begins that goes on with what the one before it named.
GOES_ON = re.compile(
    r"^(?:这[些几两三四五六七八九十\d]|分别|即(?!日|将|使|便)|其中|具体|它们|一是|首先|第一(?![季批次期轮代产届时中名])|[二三四五六七八九十]是"
    r"|第[二三四五六七八九十](?![代产方季批届次轮期课中小人医])|其[次二三四五]|另外|此外|再次|最后(?!一))"
)
_SHAPES = {
    Kind.DEFINITION: re.compile(r"是|指|即|意思|称为|合称|为了|包括|由.{2,30}组成|[：:]"),
    Kind.LIST: re.compile(r"、|和|一是|第一|包括|分别|；"),
    Kind.WHY: re.compile(
        r"因为|由于|因此|因(?![为素果子缘地公特斯此])|此举|旨在|意在|是为[“「]|出于|鉴于|源于|为了|目的|原因|以便|使(?![用命])|从而|认为|所以|的?(背景|支持|推动|影响)下"
    ),
    Kind.HOW: re.compile(r"通过|以|用|靠|把|让|采取|采用|方式|办法|利用|依托|结合"),
}


def fits(question: Question, sentence: Sentence) -> float:
    """Return 1 where a sentence has a word such answers have (是, 因为, 通过 …), 0.5 where none is expected."""
    shape = _SHAPES.get(question.kind)
    return float(bool(shape.search(sentence.text))) if shape else 0.5


_SAYS = re.compile("坦言|表示|说|认为|介绍|指出|谈到|感慨|直言|称")


def no_reason(question: Question, sentence: Sentence) -> float:
    """Return 1 where a reason is asked for and neither the sentence nor its neighbours give one.

    What somebody asked about says is taken for his reasons.
    """
    around = sentence.before + sentence.text + sentence.after
    if question.kind is not Kind.WHY or _SHAPES[Kind.WHY].search(around):
        return 0.0
    names = [term.text for term in question.terms if term.kind is TermKind.NAME and not term.place]
    return float(not any(name in around and _SAYS.search(around.partition(name)[2][:4]) for name in names))


_ASKED_COUNT = re.compile(
    r"哪([两二三四五六七八九十]{1,3}|\d{1,2}(?!\d))|(?:是|的|有|分为|“)([两二三四五六七八九十]{1,3}|\d{1,2})(?:大|个|种|项|家|类|方面|条|位|句|张|步|级|点|部分)(?!以[上下内])"
    r"|([两二三四五六七八九十]{1,3}|(?<!\d)\d{1,2})(?:大|个|种|项|家|类|条|位)[^，。]{1,6}?[，]?(?:分别|都)?(?:是|有|叫|指|包括)(?:哪|什么|谁)"
)
_SEPARATORS = re.compile(
    r"、|；|和(?!谐|平)|以及|与|及|[一二三四五六七八九]是|第[一二三四五六七八九]|”“|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])"
)
_CLAUSES = re.compile("[，；]")
_QUOTED = re.compile("“([^”]+)”")
_BESIDES = re.compile("还有(?:什么|啥|哪[个家项处座位])")  # one is asked for, others are known


def fewer_items(question: Question, sentence: Sentence) -> float:
    """Return the share of the items asked for (two at least) that the sentence and the next cannot hold."""
    if question.kind is not Kind.LIST:
        return 0.0
    asked = _ASKED_COUNT.search(question.plain)
    wanted = (
        int(fold(asked[1] or asked[2] or asked[3])) if asked else 2 - bool(_BESIDES.search(question.plain))
    )
    text = sentence.text + (sentence.after if GOES_ON.match(sentence.after) else "")
    known = [term.text for term in question.terms if term.quoted]
    held = max(
        len(_SEPARATORS.findall(text)) + 1,
        len(sentence.listed) - 1,
        len(_CLAUSES.findall(text.rpartition("：")[2])) + 1 if "：" in text else 0,
        sum(quoted not in known for quoted in _QUOTED.findall(text)),
        *(text.count(name) for name in known),  # 三个“在一线”: each of the items has the name in it
    )
    return max(0.0, 1.0 - held / max(1, wanted))


_IS = re.compile(r"^[”’》」』]?(?:，|[^，。；“”]{0,4}?)(是|指|即|意思|合称|意为|意味着)(?!为了|要)")


_PART_OF = re.compile("[”」][^“”「」，。；]{0,4}的[“「]([^”」]+)[”」]")  # “五雁”里头的“新书记”


def explained(question: Question) -> list[str]:
    """Return the quoted names of a question; of one that is said to be part of another, it alone."""
    if part := _PART_OF.search(question.plain):
        return [part[1]]
    return [term.text for term in question.terms if term.quoted]


def explains_another(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence begins by explaining a quoted name, and the question asks for another's meaning."""
    if question.kind is not Kind.DEFINITION:
        return False
    names = [fold(name) for name in explained(question)]
    told = _EXPLAINS.search(sentence.text)
    return bool(names and told and all(fold(told[1]) not in name for name in names))


_EXPLAINS = re.compile("^[^“”，。；]{0,8}[，：]?“([^“”]+)”(?:是指|指的?是?)")


def defines(question: Question, sentence: Sentence) -> float:
    """Return 1 where a sentence says outright what the name asked about is, 0.5 if no definition is asked for."""
    if question.kind is not Kind.DEFINITION:
        return 0.5
    names = explained(question) or [question.focus or ""]
    return float(any(name and _IS.search(sentence.text.partition(name)[2]) for name in names))


_DEFINES_AFTER = re.compile(
    r"^[”’》」』]?(?:“[^”]*”)*，(也?就是|是指|指的是|即|意思是)|^[”’》」』]?[^，。；“”、]{0,8}?(是|指|即|为|来自|意思|包括|包含|由|有|分|聚焦|围绕|：|——|（)"
    r"|^[”’》」』]?(项目|工程|平台|机制|行动|计划|模式|活动|品牌|制度)，?(计划|旨在|通过|以|将|要|为|由|围绕|聚焦)"
)
_DEFINES_BEFORE = re.compile(
    r"((即|是|称为|叫做?|称作|合称|概括为|就是|名为|推出|：|(^|[，。])作为[^，。]{4,}，)[“‘《「『]?"
    r"|之间的[“‘「『]|(^|[，。])[^，。；：“”]{2,}(?<!这)(?<!那)是[^，。；：“”]{2,30}的[“‘「『]"  # 基层党组织是…的“一线堡垒”
    r"|、[^，。；]{1,16}等[“‘「『]?[^，。；“”]{0,4}|、[^，。；、“”]{2,16}、[^，。；、“”]{2,16}[“‘「『])$"  # 规划师、健康师等“三师”
)


_INTRODUCES = re.compile(
    r"(摸索|探索|总结|提炼|提|推|走|打造|创造)出(了)?[^，。；、]{0,6}[“‘《「『]?$|^[一二三四五六七八九]是[“‘《「『]?$"
)
_ENDS = re.compile(r"^[”’》」』]?[^，。；、]{0,12}[。：]$")


def of_parts(question: Question) -> tuple[str, ...]:
    """Return how sentences begin that explain a part of a name that is a sum: “5”是指 for “1+5+N”."""
    names = [term.text for term in question.terms if term.quoted and "+" in term.text]
    return tuple(f"“{part}" for name in names for part in re.findall(r"\w+", name))


def introduces(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence ends by bringing up what is to be explained: 摸索出了“365”工作法, 一是分层分类.

    A name that is a sum is brought up where the next sentence explains its first part.
    """
    if question.kind is not Kind.DEFINITION or not sentence.after:
        return False
    if any(term.text in sentence.text for term in question.terms if term.quoted and "+" in term.text):
        return sentence.after.startswith(of_parts(question))
    parts = [sentence.text.partition(term.text) for term in question.terms if term.quoted]
    return any(name and _INTRODUCES.search(before) and _ENDS.search(after) for before, name, after in parts)


_HOW_IT_GOES = re.compile("[”》」](?:具体)?(?:是)?(?:怎么|怎样|如何)")  # “电子走访”是怎么操作的


def only_mentioned(question: Question, sentence: Sentence) -> float:
    """Return 1 where a name is to be explained or itemised, and the sentence has it only in passing."""
    if introduces(question, sentence):
        return 0.0
    how = question.kind is Kind.HOW and _HOW_IT_GOES.search(question.plain)
    if not how and (question.kind not in (Kind.DEFINITION, Kind.LIST) or _BESIDES.search(question.plain)):
        return 0.0
    if _has_what_of_it_is_asked(question, sentence):
        return 0.0
    names = [name for name in explained(question) if len(name) > 1]
    among = "[”’]?、" if _PART_OF.search(question.plain) else "$^"  # “五雁”是老书记、派书记: one of them
    text = sentence.text
    for name in names:
        for match in re.finditer(re.escape(name), text):
            if re.match(among, text[match.end() :]):
                continue
            if how and _SHAPES[Kind.HOW].search(text, match.end()):
                return 0.0
            if _DEFINES_AFTER.search(text[match.end() :]) or _DEFINES_BEFORE.search(text[: match.start()]):
                return 0.0
    return float(any(name in text for name in names))


def _has_what_of_it_is_asked(question: Question, sentence: Sentence) -> bool:
    """Tell whether a list is not of the name itself, and the sentence has what it is of: the 主题 of a meeting."""
    focus = question.focus
    if question.kind is not Kind.LIST or focus is None or question.focus_is_class:
        return False
    inside = any(focus in term.text for term in question.terms if term.quoted)
    return not inside and bool(re.search(f"{re.escape(focus)}(?:分别|就)?(?:是|为|叫|：)", sentence.text))


_DONE = re.compile(
    "已经|已[建有设办]|截至|迄今|实际|最终|最后|建成(?=几|多少)|(?<!为)了(?=多少|几|哪|什么|谁|啥)|成交价|中标价|冠军|亚军|得主|几比几|夺冠"
)
_PLANNED = re.compile(
    "起拍|底价|报价在|需在[^，。；]{0,8}前|(?<![即小老名健少])将(?![军领近其])|计划(?!”)|拟|预[计亏增盈]|力争|打算|有望|暂定|希望|争取|据说|有消息称|传闻|传言|或[达将]|正在邀请|初步方案"
)
_ASKS_PLANS = re.compile(
    "计划|预[计亏增盈]|拟|将|打算|暂定|希望|目标|力争|争取|有望|会(?![议场员长上展费所堂谈见晤])"
)
_HAPPENED = re.compile("已|实际|了|夺|力克|击败|战胜|获得|捧|卫冕|蝉联|成为|拿到|拿下")
_WHO_WON = re.compile(
    "(?:谁|哪[家个些]|什么(?:公司|单位)).*中标|中标.*(?:谁|哪[家个些]|什么(?:公司|单位)|多少钱)"
)
_AIM = re.compile("(?:希望|力争|争取|但愿)[^，。；]*$")
_AIMS = re.compile("要求|愿望|呼吁|建议")


def only_planned(question: Question, sentence: Sentence) -> bool:
    """Tell whether a question is about what has been done, and the sentence about what is to be."""
    if question.kind is Kind.YES_NO or _ASKS_PLANS.search(question.plain):
        return False
    if _WHO_WON.search(question.plain) and "候选" in sentence.text and "候选" not in question.plain:
        return True  # 第二中标候选人
    values = asked_for(question, sentence.text) if question.answer_type is not AnswerType.ANY else []
    aims = values and not _AIMS.search(question.plain)
    if aims and all(_AIM.search(sentence.text[:start]) for start, _ in values):
        return True  # 我们希望场均超过3500人
    if not _DONE.search(question.plain):
        return False
    said = [_clause(sentence.text, value) for value in values] or [sentence.text]
    return all(_PLANNED.search(one) and not _HAPPENED.search(one) for one in said)


def _clause(text: str, span: tuple[int, int]) -> str:
    """Return what stands around a span up to the nearest marks."""
    before, after = re.split("[，。；;]", text[: span[0]])[-1], re.split("[，。；;]", text[span[1] :])[0]
    return before + text[slice(*span)] + after


_WITHHELD = re.compile(
    "(?:尚?未|没有?|不便|拒绝|均未|暂不|无)(?:对外|正式|正面|再|予|确切的?|准确的?|具体的?|官方)?(?:公布|透露|披露|公开|作答|回应|说明|确认|统计|定论|记载)|不详|不得而知|仍是谜"
    "|(?:还|仍|尚|正)在(?:征集|谈|商量|讨论|物色|商议|研究)|待定|尚?未(?:确定|定(?!期|向)|敲定|拍板)|没(?:定(?!期|向)|敲定|拍板)|有传|尚无"
)
_ASKS_NEWS = re.compile("公布|透露|披露|公开|回应|是否")


def withheld(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence says that what is asked for is not known or not told: 供应商未公布名字."""
    nouns = [term.text for term in question.terms if term.kind is TermKind.NOUN]
    wanted = question.focus or ("名字" if "名字" in question.plain else nouns[-1] if nouns else "")
    if question.kind is Kind.YES_NO or _ASKS_NEWS.search(question.plain) or not wanted:
        return False
    for match in _WITHHELD.finditer(sentence.text):
        clauses = re.split("[，。；]", sentence.text[: match.start()])
        joined = re.match("但|却|不过|至今|仍|目前|均|双方", clauses[-1]) or len(clauses[-1]) < 3
        said = "".join(clauses[-2:] if joined else clauses[-1:])
        said += re.split("[，。；]", sentence.text[match.end() :])[0]
        if fold(wanted[-2:]) in fold(said):
            return True
    return False


_ASKS_BIRTH = re.compile(
    "(?:[哪何]一?年|什么时候|几月|几[号日]|[哪何]一?[天日]|哪里|哪儿|什么地方)[^，。？]{0,3}(?:出生|出世|诞生|生人|生的)"
    "|(?:出生|(?<![发產产诞])生)(?:于|在)(?:[哪何]|什么|几)|(?:生日|出生(?:日期|年月|地))(?:[是在]|$|？)"
)
_BORN = re.compile(
    r"出生|出世|诞生|降生|生于|生日|生人|[年月日]生(?![产活效态意物长存育鲜涯成日])|[（(]\d{4}[^）)]*[—–-]|籍贯"
)


def tells_no_birth(question: Question, sentence: Sentence) -> bool:
    """Tell whether it is asked when or where somebody was born, and nothing near says that anybody was."""
    if question.kind is Kind.YES_NO or not _ASKS_BIRTH.search(question.plain):
        return False
    return not _BORN.search(sentence.before + sentence.text + sentence.after)


_BUT_FOR = re.compile("(?:除了?|除去|除开)([^，]{2,20}?)(?:以外|之外|外)?，.*(?:还|别的|其他|其余|另外)")
_BESIDE = 8  # characters between the thing known and the word that joins others to it


def nothing_besides(question: Question, sentence: Sentence) -> bool:
    """Tell whether what is asked is what there is besides something, and the sentence has that alone."""
    asked = _BUT_FOR.search(question.plain)
    if not asked:
        return False
    before, known, after = sentence.text.rstrip("，；。").partition(asked[1].strip("“”《》"))
    return bool(known) and not _SEPARATORS.search(before[-_BESIDE:] + "＿" + after[:_BESIDE])
