"""Exact short answers inside a sentence: the persons, dates, numbers … that a question asks for."""

import re
from collections.abc import Callable, Iterator

from rag.answering.kinds import AnswerType
from rag.answering.matching import fold
from rag.answering.terms import tag

Span = tuple[int, int]

_NUMBER = r"(?:\d[\d,，]*(?:\.\d+)?|[〇零一二两三四五六七八九十百千]+)(?:多|余|几)?(?:[万亿千百]+)?(?:多|余)?"
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方"
    "俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬常乐于傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计"
    "伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘"
    "缪干解应宗丁邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀羊惠甄曲家封芮羿储靳邴松井段富巫乌焦巴弓牧山谷车侯秋"
    "仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶司韶黎薄印宿白怀蒲鄂索咸籍赖卓蔺屠蒙池乔阴胥苍闻莘党翟谭贡劳逄姬申扶堵冉"
    "宰雍桑桂牛寿边扈燕冀尚农温别庄晏柴瞿阎慕连茹习艾鱼容古慎戈廖庾居衡都耿弘匡国文寇广禄阙东欧巩聂关"
    "阚肖游竺权商牟覃佟付"
)
_NOT_PERSON_END = frozenset(
    "镇区村路市县省乡街站港湾河山园城厅局院部委会店场宫馆楼桥江湖海洋感质性化平育畴馨说"
)
_PATTERNS: dict[AnswerType, re.Pattern[str]] = {
    AnswerType.TIME: re.compile(
        rf"(?:{_NUMBER}世纪)?(?:(?:\d{{2,4}}|[〇零一二三四五六七八九]{{4}})年(?:代)?)?(?:(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})月(?:份|初|底|中旬)?)?"
        r"(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号])?(?:(?:上午|下午|晚上|凌晨|中午)?\d{1,2}(?:时|点|[:：]\d{2}))?"
        r"|昨天|今天|明天|前天|今年|去年|明年|年内|近日"
    ),
    AnswerType.DURATION: re.compile(
        rf"{_NUMBER}(?:个)?(?:年(?!\d|级|代|底|初)|周年|月(?!\d)|星期|周|天|日(?!\d)|小时|分钟|秒)"
    ),
    AnswerType.AGE: re.compile(rf"{_NUMBER}(?:周)?岁"),
    AnswerType.MONEY: re.compile(
        rf"{_NUMBER}(?:美|欧|日|港)?[元圆块](?!素|旦|月)|{_NUMBER}(?:人民币|英镑|法郎|卢布)"
    ),
    AnswerType.PERCENT: re.compile(rf"{_NUMBER}[%％]|百分之{_NUMBER}|{_NUMBER}成(?!立|员|为|长)"),
    AnswerType.AREA: re.compile(rf"{_NUMBER}(?:平方(?:公里|千米|米|英里)|亩|公顷|顷)"),
    AnswerType.LENGTH: re.compile(rf"{_NUMBER}(?:公里|千米|海里|英里|里|米|公尺|厘米|英尺)"),
    AnswerType.PHONE: re.compile(
        r"(?<!\d)(?:\+?\d{2,4}[- ]?)?\d{3,4}[- ]?\d{4}(?!\d)|(?<!\d)1[0-2]\d{3}(?!\d)"
    ),
    AnswerType.NUMBER: re.compile(_NUMBER),
    AnswerType.ROLE: re.compile(
        r"(?:[\u4e00-\u9fff]{0,8})(?:书记|主任|部长|经理|会长|主席|总裁|董事长|院长|校长|局长|处长|科长|县长|镇长|市长|区长|省长|总理|总统"
        r"|主持人|负责人|记者|委员|常委|教授|导师|队长|理事长|秘书长|指导员|规划师|演员|歌手|作家|诗人|教练|后卫|前锋|门将|将军|大臣)"
    ),
    AnswerType.ORGANISATION: re.compile(
        r"[\u4e00-\u9fffA-Za-z（）()]{2,24}?(?:有限公司|公司|集团|财政局|局|委员会|办公室|研究院|检察院|法院|法庭|医院|大学|学院|学校|中学"
        r"|小学|中心|协会|党委|党支部|居委会|村委会|工区|部门|出版社|日报|晚报|电视台|电台|银行|基金会|俱乐部|乐团|政府|处|社)"
    ),
    AnswerType.PLACE: re.compile(
        r"[\u4e00-\u9fff]{1,10}?(?:省|市|区|县|镇|乡|村|街道|社区|居民区|路|街|广场|公园|中心|基地|大厦|馆|厅|站|港|湾|山|岛|河|湖|国|州|园区|新村)"
    ),
}


def find(answer_type: AnswerType, sentence: str) -> list[Span]:
    """Return the ranges of `sentence` that are of this type, in order."""
    if answer_type is AnswerType.PERSON:
        return list(_persons(sentence))
    pattern = _PATTERNS.get(answer_type)
    if pattern is None:
        return []
    return [match.span() for match in pattern.finditer(sentence) if match.end() > match.start()]


def _persons(sentence: str) -> Iterator[Span]:
    """Yield personal names: tagged ones, and a lone surname joined to the word after it."""
    words = tag(sentence)
    position = 0
    for index, (word, flag) in enumerate(words):
        start, position = position, position + len(word)
        if flag not in {"nr", "nrt", "nrfg"}:
            continue
        if len(word) == 1 and word in _SURNAMES and index + 1 < len(words) and len(words[index + 1][0]) <= 2:
            follower = words[index + 1][0]
            if all("\u4e00" <= char <= "\u9fff" for char in follower):
                yield start, start + 1 + len(follower)
        elif "·" in sentence[position : position + 1] or (
            2 <= len(word) <= 4 and word[0] in _SURNAMES and word[-1] not in _NOT_PERSON_END
        ):
            yield start, position


def asked_for(
    answer_type: AnswerType, sentence: str, question: str, *, near: Callable[[int], float] = lambda _: 0.0
) -> list[Span]:
    """Return the spans of this type that the question does not itself contain, best first.

    `near(position)` tells how close a place of the sentence is to the words asked about.
    """
    known = fold(question)
    fresh = [span for span in find(answer_type, sentence) if fold(sentence[slice(*span)]) not in known]
    return sorted(fresh, key=lambda span: -near(span[0]))
