"""Follow-ups become questions that can be understood alone, by rules and without a language model.

Only a question that plainly leans on what came before is touched; a complete one stays as it is.
"""

import re
from collections.abc import Sequence

from rag.answering.question import language_of, parse
from rag.answering.small_talk import is_courtesy
from rag.answering.terms import TermKind, tag
from rag.cleaning.chinese import simplify
from rag.conversation.incomplete import has_matter_of_its_own, lacks_subject
from rag.conversation.swapping import asked_of_another
from rag.conversation.topic import Topic, topic_of
from rag.datatypes import Turn

TURNS = 8  # questions looked back at; older ones are seldom leant on
LONGEST, LONGEST_ENGLISH = 30, 100  # characters; longer questions say what they are about
SHORT = 14  # characters up to which a question may be the rest of another

_LEAD = re.compile(
    r"^(?:那么?(?![么个些位部家座次里儿边种件场句时英年天晚]|拉提|达慕|曲|坡|不勒斯)"
    r"|再(?=[，,、 有是说问讲来])|然后|另外|还有|对了)?[，,、 ]*"
)
# 不是，我问的是石桥村的, but not 不是本村人能办吗.
_CORRECTION = re.compile(
    r"^(?:(?:不是|不对|错了|不)(?:啊|的|吧|了)?[，,。、 ]+(?:我是?[想要]?(?:问|说|指)的?是?)?"
    r"|我是?(?:问|说|指)的是)[，,：: ]*"
)
_NOTHING = re.compile(r"(?:别的|其[他它]的?)?[吗么呢啊呀没了?？。，, ]*")  # 还有呢？ 然后呢？ 还有别的吗？
_ASKS = re.compile(r"什么|啥|咋|谁|哪|多少|几|为何|怎|如何|何[时处地为]|吗|是否|有没有|多[大长久高远]|[?？]")
_SWAPPED = re.compile(r"^(?P<new>.{1,20}?)(?P<of>的)?呢[?？]*$")
_ORDINAL = re.compile(
    r"^(?:第[一二三四五六七八九十\d]+|最后(?:一|(?=[个项种点条位家名类届步呢是叫指]))|前[两三四五\d])(?:个|项|种|点|条|位|家|名|类|届|步|方面)?"
)
_ORDINAL_ALONE = re.compile(
    rf"{_ORDINAL.pattern}(?:呢|(?:又|具体)?(?:是|叫|指)(?:什么|谁|哪.{{0,2}}))[?？]*$"
)
# A turn of something that is named: 第十四届文化节, but not 第十四届在哪里办.
_NTH = re.compile(r"第[一二三四五六七八九十\d]+(?P<unit>[届名步期批次条级章轮])呢[?？]*$")
_TURN_OF = re.compile(
    r"^第[一二三四五六七八九十\d]+(?:[届批期次任轮颗艘座枚台架辆](?=\w{2})(?![是的呢叫指有在由为何哪谁举])|人民医院|中学|小学"
    r"|[代方号](?=\w{2})|条(?=(?:怎么)?规定)|[水电]厂|季度|课堂|产业|时间)|^最后一(?:班|公里|次|批)"
)
# Not 其他, 犹他州, 他人, 他乡.
_HIM = re.compile(r"(?<![其吉维犹利排])[他她](?![们人乡杀律汀])")
_PRONOUN = re.compile(r"(?<![其吉维犹利排])(?:[他她](?![人乡杀律汀])|它)")
_THEM = re.compile(r"(?:[它他她]|这|那)们|(?:这|那)些(?:项目|单位|制度|人|计划|活动|地方|书记)?")
_IT = re.compile(
    r"(?<!其)它|该(?=的)|(?:这里|这儿|那里|那儿)(?=的)|(?:(?:这|那)(?:个|项|座|家|次|种|份|条|所|场|届|篇|本|部|款|一)?|该)"
    r"(?:项目|工程|计划|活动|地方|镇|村|区(?!域|间|别)|街道|社区|单位|公司|组织|制度|平台|机构|会议|仪式|行动|体系|工作法|中心|联盟"
    r"|政策|补贴|办法|规定|通知|学校|医院|公园|图书馆|法律|文件)"
    r"|^这个?(?=是|有|由|在|为)"
)
_LEANS = re.compile(
    r"^(?:里面|其中|那里|那儿|这里|这儿|当时|后来|之前|之后|还(?![珠款贷原乡债建本])|也(?!门)|又(?!一[城村])|不(?=\w{1,4}会?怎)|由(?!来)|是谁|是哪|谁(?=\w{0,4}[?？]?$)|谁(?!可以|能|有|需要|该|应该|要|来|负责)|一共|总共|共有(?!产权)|有[几多哪什没]|分[几哪])"
)
# What a thing has one of; asked for without saying of what, it is that of the topic.
_RELATION = re.compile(
    r"^(?:\w{0,2}的)?(?:对象|依据|目的|原因|理由|时间|地点|日期|主题|内容|作用|意义|特点|目标|方向|名称|负责人|(?:党委|副)?书记"
    r"|[副总]?经理|(?:副|董事)?(?:镇|区|县|市|村|乡|局|院|校|会|站|队|所|事)长|主任|创始人|创办人|导演|主演|总部|作者"
    r"|记者|编辑|来源|标题|面积|人口|电话|地址|经费|金额|数量|结果|效果|期限|标准|条件|流程|职务|主办方|参加者|成员|范围|工资|学历|年龄|押金"
    r"|费用|价格|材料|手续|待遇|申请表|报名表|办公室|名额)(?=是|有|为|在|多|包|怎|要|哪)"
)
_ENGLISH_ITS = re.compile(r"\b(?:(?P<person>[Hh]is|[Hh]er)|[Ii]ts|[Tt]heir)(?= \w)")
# Not the IT department.
# Nor what stands for nothing named before: how long does it take to …, is it legal to …, this year.
_ENGLISH_IT = re.compile(
    r"\b(?:(?P<person>[Hh]e|[Ss]he|him|her)|[Ii]t(?! (?:take|cost)s? to\b| (?!open|close)\w+ (?:to|that)\b)"
    r"|[Tt]hey|them|[Tt]his(?=\W*$| (?:is|was|has|project|plan|program(?:me)?|place|town|village|company"
    r"|method|system|policy|cent(?:re|er)|event)\b))\b(?! is the| was the)"
)
_WHEN = re.compile("年|月|现在|目前|以[前后]|后来")
_ASKED_PART = re.compile(
    r"(?:一共|总共|共)?(?:有|是|在|为|找|由)?(?:什么时候|哪里|怎么|怎样|如何|多[久长大高远]|多少|几|哪[一几两三四五六七八九十\d]?|什么|谁|何)(?:个|项|种|家|名|位|条|所|支|座|天|年)?"
)


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return the question so that it can be understood without the turns before it."""
    if _is_long(question) or not any(turn.role == "user" for turn in history):
        return question
    topic = _topic(history)
    return _completed(question.strip(), topic) or question if topic else question


def _topic(history: Sequence[Turn]) -> Topic | None:
    """Return what the turns are about: each question is completed by those before it."""
    topic: Topic | None = None
    asked = [place for place, turn in enumerate(history) if turn.role == "user"][-TURNS:]
    for place, after in zip(asked, [*asked[1:], len(history)], strict=True):
        said = history[place].content.strip()
        if is_courtesy(said):
            continue
        complete = (topic and not _is_long(said) and _completed(said, topic)) or said
        answer = " ".join(turn.content for turn in history[place + 1 : after])
        topic = topic_of(complete, answer) or topic
    return topic


def _is_long(question: str) -> bool:
    return len(question) > (LONGEST_ENGLISH if language_of(question) == "en" else LONGEST)


def _completed(question: str, topic: Topic) -> str | None:
    """Return the follow-up with what it leaves out, or None if it leaves nothing out."""
    if language_of(question) == "en":
        return _completed_english(question, topic)
    if correction := _CORRECTION.match(simplify(question)):
        return _corrected(question[correction.end() :].rstrip("。.！! "), topic)
    led = question[len(_LEAD.match(question)[0]) :]  # type: ignore[index]  # it matches any text
    plain = simplify(led)
    if _NOTHING.fullmatch(plain):
        return topic.question
    if _ORDINAL_ALONE.match(plain):  # the list is answered whole and in order, the item asked for in it
        return _of_another_turn(led, plain, topic) or topic.question
    swapped = _SWAPPED.match(plain)
    if swapped and not _ASKS.search(swapped["new"]) and not _PRONOUN.search(plain):
        return asked_of_another(led[: swapped.end("new")], swapped["of"] is not None, topic)
    if _ORDINAL.match(plain) and not (
        _TURN_OF.match(plain) or _has_name(plain) or has_matter_of_its_own(plain)
    ):
        return f"{topic.subject}{led}"
    return _with_pronoun(led, plain, topic) or _with_subject(question, led, plain, topic)


def _completed_english(question: str, topic: Topic) -> str | None:
    leant = min(
        filter(None, (_ENGLISH_IT.search(question), _ENGLISH_ITS.search(question))),
        key=lambda found: found.start(),
        default=None,
    )
    # A long question with a name says itself whom it means.
    if not leant or _has_name(question if len(question) > LONGEST else question[: leant.start()]):
        return None
    meant = (leant["person"] and topic.person) or topic.subject
    owned = "'s" if leant.re is _ENGLISH_ITS else ""
    return question[: leant.start()] + meant + owned + question[leant.end() :]


def _corrected(meant: str, topic: Topic) -> str | None:
    """Return the last question with what was meant by it: 不是，我问的是石桥村的."""
    if not meant:
        return None
    asked = meant if _ASKS.search(simplify(meant)) else f"{meant}呢"
    return _completed(asked, topic) or meant


def _of_another_turn(led: str, plain: str, topic: Topic) -> str | None:
    """Return the last question, asked of another of a row that it names one of: 第五届呢 after 第六届."""
    asked = _NTH.match(plain)
    said = asked and re.search(rf"第[一二三四五六七八九十\d]+{asked['unit']}", simplify(topic.question))
    if not asked or not said:
        return None
    return topic.question[: said.start()] + led[: asked.end("unit")] + topic.question[said.end() :]


def _with_pronoun(led: str, plain: str, topic: Topic) -> str | None:
    """Return the question with its first pronoun replaced, if nothing before that is a name."""
    several = f"{topic.subject}的{topic.asked}" if topic.asked else topic.subject
    for pattern, meant in ((_THEM, several), (_HIM, topic.person or topic.subject), (_IT, topic.subject)):
        found = pattern.search(plain)
        if found and not _things(plain[: found.start()]):
            return led[: found.start()] + meant + led[found.end() :]
    return None


def _with_subject(question: str, led: str, plain: str, topic: Topic) -> str | None:
    """Return the question behind the subject it lacks, or None if it does not lack one."""
    parsed = parse(plain)
    named = _has_name(plain)
    if not _ASKS.search(plain) or (named and not plain.startswith("其中")) or has_matter_of_its_own(plain):
        return None
    if len(plain) <= SHORT and lacks_subject(plain, simplify(topic.subject), simplify(topic.question)):
        return _subject_of(plain, topic) + _year_of(plain, topic) + led
    short = len(plain) <= SHORT and (_LEANS.match(plain) or _RELATION.match(plain))
    if not short and not parsed.terms and not parsed.pairs:  # 为什么？ 什么时候？
        return f"{_without_asking(topic.question)}，{led}"
    if not short and led == question:
        return None
    noun_first = bool(parsed.terms) and parsed.terms[0].start == 0 and parsed.terms[0].kind is TermKind.NOUN
    counted = topic.asked and not noun_first and not plain.startswith(("谁", "还", "也"))
    if counted:
        return f"{topic.subject}的{topic.asked}{led}"
    return topic.subject + _year_of(plain, topic) + led


def _year_of(plain: str, topic: Topic) -> str:
    """Return the year of the last question if it stands beside its subject and goes on to hold."""
    said = re.search(
        rf"(?<={re.escape(topic.subject)})\d{{4}}年|\d{{4}}年(?={re.escape(topic.subject)})", topic.question
    )
    return said[0] if said and "谁" not in plain and not _WHEN.search(plain) else ""


def _subject_of(plain: str, topic: Topic) -> str:
    """Return what a question without a subject asks about: the topic, or how to do what it asks of."""
    if topic.asked and plain.startswith(("分别", "各", "都")):
        return f"{topic.subject}的{topic.asked}"
    repeated = topic.done and tag(simplify(topic.done))[0][0] in plain  # 去哪里办 after 怎么办老年证
    return topic.done if topic.done and not repeated else topic.subject


def _without_asking(question: str) -> str:
    """Return what a question says before and behind what it asks for."""
    rest, at = "", 0
    for asks in _ASKED_PART.finditer(simplify(question)):
        rest, at = rest + question[at : asks.start()], asks.end()
    return (rest + question[at:]).strip("?？。，")


def _has_name(plain: str) -> bool:
    return any(term.kind is TermKind.NAME for term in parse(plain).terms)


def _things(plain: str) -> bool:
    """Tell whether a text speaks of something that a pronoun behind it may stand for."""
    return any(flag.startswith("n") for _, flag in tag(plain))
