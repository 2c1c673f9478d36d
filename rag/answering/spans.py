"""Exact short answers inside a sentence: the persons, dates, numbers … that a question asks for."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from rag.answering.kinds import AnswerType
from rag.answering.matching import closed_up, fold, presence, stands_in
from rag.answering.terms import MEASURE, TermKind, tag

if TYPE_CHECKING:
    from rag.answering.question import Question

Span = tuple[int, int]

_NUMBER = (
    r"(?:\d[\d,，]*(?:\.\d+)?|[几数](?=[十百千万亿])[十百千]*"
    r"|[〇零一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]+(?:点[〇零一二三四五六七八九]+)?)"
    r"(?:多|余|几)?(?:[万亿千百]+)?(?:[一二两三四五六七八九十百千]+万)?(?:多|余)?"
)
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方"
    "俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬常乐于傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计"
    "伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘"
    "缪干解应宗丁邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀羊惠甄曲家封芮羿储靳邴松井段富巫乌焦巴弓牧山谷车侯秋"
    "仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶司韶黎薄印宿白怀蒲鄂索咸籍赖卓蔺屠蒙池乔阴胥苍闻莘党翟谭贡劳逄姬申扶堵冉"
    "宰雍桑桂牛寿边扈燕冀尚农温别庄晏柴瞿阎慕连茹习艾鱼容古慎戈廖庾居衡都耿弘匡国文寇广禄阙东欧巩聂关"
    "钮昝訾安邸缑蒯郗戎隗郜濮郏逯亓粟璩晁佘辜糜"
    "阚肖游竺权商牟覃佟付麦冼冷兰闫岳丘邝涂辛谌敖隋丛苑苟仝代帅晋简满"
)
_NOT_PERSON_END = frozenset("镇区村路市县省乡街站港湾河园城厅局院部委会店场宫馆楼桥湖感质性化育畴馨说家")
_NOT_SHORT_PERSON_END = frozenset("山江海")  # 张江, but not 李卫江
_PART_OF_DAY = "(?:上午|下午|晚上|凌晨|中午|早上|早晨|清晨|傍晚|夜里)"
_HOUR = (
    r"(?:\d{1,2}|[一二三四五六七八九十两]{1,3})[时点](?:半|一刻|(?:\d{1,2}|[一二三四五六七八九十]{1,3})分)?"
)
_LONG_AGO = (
    r"公元前?\d{1,4}年|(?:贞观|开元|天宝|洪武|永乐|嘉靖|万历|崇祯|康熙|雍正|乾隆|嘉庆|道光|咸丰|同治|光绪|宣统|民国|昭和|明治|平成|令和)"
    r"(?:(?:元|\d{1,3}|[一二三四五六七八九十]{1,4})年|年间|初年|末年)"
    r"|(?:[东西]汉|三国|[魏东西]晋|南北朝|五代十国|[南北]宋|先秦|战国|春秋|[夏商周秦汉隋唐宋元明清](?=[代朝末初]))(?:[代朝]|时期|末年?|初年?|中期|年间)+"
)
_LUNAR = (
    r"(?:农历)?(?:(?:正|[二三四五六七八九十冬腊])月)?初[一二三四五六七八九十]|(?:农历|正月|腊月)[一二三四五六七八九十廿月]{1,5}"
    r"|春节|元宵节?|清明节|端午节?|中秋节?|国庆节?|元旦|除夕|重阳节?|七夕"
)
_WEEKLY = (
    r"(?:(?:[每本上下]|(?<![一两三四五六七八九十\d]))周|星期|礼拜)[一二三四五六日天末](?![次期回个本遍岁年度])"
    r"(?:[至到、—–~-](?:周|星期|礼拜)?[一二三四五六日天])*"
)
_PATTERNS: dict[AnswerType, str] = {
    AnswerType.TIME: (
        r"(?:全天候?|24小时|全年)(?=开放|营业|服务|无休)|"
        r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?: \d{1,2}:\d{2}(?::\d{2})?)?|"
        r"(?<!\d)(?:19|20)\d{2}(?:[-—–~～]{1,2}|[至到])(?:19|20)\d{2}(?!\d)年?|"
        rf"{_LONG_AGO}|{_LUNAR}|{_WEEKLY}|{_PART_OF_DAY}{_HOUR}|"
        rf"(?:{_NUMBER}世纪)?(?:(?:\d{{2,4}}|[〇零一二三四五六七八九]{{4}}|[二三四五六七八九]十(?=年代))年(?:代|初|底|末)?)?"
        r"(?:[春夏秋冬][季天]|[上下]半年|第?[一二三四1-4]季度)?"
        r"(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:份|初|底|中旬)?)?"
        rf"(?:(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号])?(?:{_PART_OF_DAY}?(?:\d{{1,2}}[时点](?:半|一刻|\d{{1,2}}分)?|\d{{1,2}}[:：]\d{{2}}))?"
        r"|(?<![\u4e00-\u9fff][一二三四五六七八九])(?:十[一二]?|[一二三四五六七八九])点(?=半|钟|整|[至到开关—-]|[一二三四五]?十分?|前|后|[，。])"
        r"(?:半|[一二三四五]?十分?)?"
        r"|昨[天日]|今天|明天|前天|当[天日]|次日|翌日|今年|去年|前年|明年|年内|近日|周末"
    ),
    AnswerType.DURATION: (
        r"(?<![\d.年月第])(?:\d{1,3}(?:\.\d+)?(?![\d.])|[一二两三四五六七八九十百]+|(?<![上下])半)(?:多|余)?"
        r"(?:个(?:半|多)?(?:月(?!底|初|份)|小时|星期|世纪|季度|学期|工作日)|年半|年(?!\d{4}|级|代|底|初|末)(?:零?[\d一二三四五六七八九十]+个月|多)?"
        r"|余?载|周年|星期|周(?!岁)|天|日(?=以[上下内]|之内)|日内|小时|分钟|秒|刻钟)"
        r"|(?<=[为共计满假休限起期])(?:\d{1,3}|[一二两三四五六七八九十]+)日(?![至到-])|(?:\d{4}(?=多|余)|(?<=[近约今距])\d{4,})(?:多|余)?年"
    ),
    AnswerType.AGE: rf"{_NUMBER}(?:周)?岁",
    AnswerType.MONEY: (
        rf"{_NUMBER}(?:美|欧|日|港|韩|澳|加|新台)?(?:[元圆块](?!素|旦|月)|币)|{_NUMBER}(?:人民币|英镑|法郎|卢布|美金|[角毛](?=[^度色]|$))"
        rf"|[$¥￥€£]{_NUMBER}"
        r"|(?<=票房|营收|收入|利润|净利|投资|出资|融资|售价|报价|总价|亏损|预算|耗资|投入|奖金|赔偿|造价|概算|估值|市值)"
        r"\d[\d,，]*(?:\.\d+)?(?:[十百千]?万|亿)(?=[，。；、…！）)\s]|$)"
    ),
    AnswerType.PERCENT: (
        rf"{_NUMBER}(?:[%％‰]|个百分点)|[百千万]分之{_NUMBER}|{_NUMBER}分之{_NUMBER}|{_NUMBER}成(?!立|员|为|长)|一半"
    ),
    AnswerType.AREA: rf"{_NUMBER}(?:平方(?:公里|千米|米|英里)?|平米|㎡|亩|公顷|顷)",
    AnswerType.LENGTH: rf"{_NUMBER}(?:公里|千米|海里|英里|里|米|公尺|厘米|毫米|英尺|km|cm|mm)",
    AnswerType.PHONE: (
        r"(?<!\d)(?!(?:19|20)\d\d-(?:19|20)\d\d(?!\d))(?:\+?\d{2,4}[- ]?)?\d{3,4}[- ]?\d{4}(?!\d)"
        r"|(?<!\d)(?:1[0-2]\d{3}|9\d{4,5})(?!\d)|(?<![\d.])1(?:10|19|20|22)(?![\d.人名个户万元%％年月日号米平项家条])"
    ),
    AnswerType.ADDRESS: r"[\u4e00-\u9fff]{1,12}?(?:路|街|道|弄|巷)\d+(?:弄\d+)?号?",
    # A numeral counts only before a measure word or a noun of quantity: 一网通办 holds no number.
    AnswerType.NUMBER: (
        rf"(?<!第)(?:(?<!\d)\d[\d,，]*(?:\.\d+)?(?!\d*年)(?!\d*[月日号](?!线))(?:多|余)?(?:[万亿千百]+)?(?:多|余)?"
        rf"|(?<![\u4e00-\u9fff]十)(?<![一二三四五六七八九十百千两])[一二三四五六七八九十百千两]+(?:多|余)?[万亿]?(?=(?:多|余)?{MEASURE}|大|人|阶段))"
    ),
    AnswerType.ROLE: (
        r"(?:[\u4e00-\u9fff]{0,8})(?:书记|主任|部长|经理|会长|主席|总裁|董事长|院长|校长|局长|处长|科长|县长|镇长|市长|区长|省长|总理|总统"
        r"|主持人|负责人|记者|委员|常委|教授|导师|队长|理事长|秘书长|指导员|规划师|演员|歌手|作家|诗人|教练|后卫|前锋|门将|将军|大臣)"
    ),
    AnswerType.ORGANISATION: (
        r"[\u4e00-\u9fffA-Za-z（）()]{2,24}?(?:有限公司|公司|集团|股份|控股|乳业|药业|置业|影业|财政局|局|委员会|办公室|研究院|检察院|法院|法庭|医院|大学|学院|学校|中学"
        r"|小学|中心|协会|党委|图书馆|博物[馆院]|幼儿园|研究所|派出所|纪委|总工会|妇联|红十字会|[支大总]队|通讯社|国务院|卫健委|发改委|党组织|党支部|总支部|居委会|村委会|工区|部门|出版社|日报|晚报|电视台|电台|银行|基金会|俱乐部|乐团|政府|联盟|发布|晚报|报社|网|处)(?:党支部|党总支|党委|工会)?"
    ),
    AnswerType.PLACE: (
        r"[\u4e00-\u9fff]{1,10}?(?:省|市|区|县|镇|乡|村|街道|社区|居民区|路|街|广场|公园|中心|基地|大厦|馆|厅|站|港|湾|山|岛|体育场|剧[场院]|河|湖|国|州|园区|新村)(?![省市区县镇乡村港路街道])"
    ),
}


def find(answer_type: AnswerType, sentence: str) -> list[Span]:
    """Return the ranges of `sentence` that are of this type, in order."""
    if answer_type is AnswerType.PERSON:
        persons = dict.fromkeys(_persons(sentence))
        longest = {start: max(end for begin, end in persons if begin == start) for start, _ in persons}
        return [(start, end) for start, end in persons if end == longest[start]]  # 程月白, not 程月
    if answer_type not in _PATTERNS:
        return []
    found = [match.span() for match in _pattern(answer_type).finditer(sentence) if match[0]]
    if answer_type in _UNITS:
        found = sorted([*found, *_in_columns(answer_type, sentence)])
    if answer_type is AnswerType.ADDRESS and not found:  # 地址：镇文化中心三楼
        return find(AnswerType.PLACE, sentence)
    return found if answer_type not in _TAGGED else [*found, *_tagged(answer_type, sentence, found)]


# Names of the tagger's list that no ending tells: 阿里巴巴, 北京.
_TAGGED = {AnswerType.ORGANISATION: ("nt",), AnswerType.PLACE: ("ns",)}


def _tagged(answer_type: AnswerType, sentence: str, found: list[Span]) -> Iterator[Span]:
    """Yield the words tagged as names of this type that lie in none of the spans found."""
    position = 0
    for word, flag in tag(sentence):
        start, position = position, position + len(word)
        known = any(begin < position and start < end for begin, end in found)
        if flag in _TAGGED[answer_type] and len(word) > 1 and not known:
            yield start, position


# Units that the head of a table's column gives for all its numbers: 月薪（元）：3500.
_UNITS = {
    AnswerType.MONEY: "[美欧日港]?元",
    AnswerType.AREA: "平方公里|平方米|㎡|亩|公顷",
    AnswerType.LENGTH: "公里|千米|米|厘米|毫米",
    AnswerType.PERCENT: "[%％‰]",
    AnswerType.AGE: "周?岁",
    AnswerType.DURATION: "年|个?月|天|日|个?工作日|小时|分钟",
}


def _in_columns(answer_type: AnswerType, sentence: str) -> Iterator[Span]:
    """Yield a row's numbers whose unit stands in a head: 月薪（元）：3500; 利率（%），2022年：1.9，2023年：1.7."""
    for head in _head(answer_type).finditer(sentence):
        end = head.end()
        while match := _UNDER_HEAD.match(sentence, end):
            yield match.span(1)
            end = match.end()


@cache
def _head(answer_type: AnswerType) -> re.Pattern[str]:
    """Return the pattern of a column's head up to its unit."""
    unit = rf"(?:单位[:：])?[万亿千百]?(?:{_UNITS[answer_type]})(?![\u4e00-\u9fff])"
    return re.compile(rf"[（(]{unit}[^（）()，。]*[）)](?=[:：]\s*{_NUMBER}|，\d{{4}}年[:：])")


_UNDER_HEAD = re.compile(rf"(?:[:：]|，\d{{4}}年[:：])\s*({_NUMBER})(?![\d.\u4e00-\u9fff])")


@cache
def _pattern(answer_type: AnswerType) -> re.Pattern[str]:
    """Return the pattern, compiled when first asked for: a new process needs one or two of them."""
    return re.compile(_PATTERNS[answer_type])


def _persons(sentence: str) -> Iterator[Span]:
    """Yield personal names: tagged ones, a lone surname joined to the word after it, what an office is said to be."""
    yield from _holding(sentence)
    yield from _called(sentence)
    yield from _acting(sentence)
    words = tag(sentence)
    dotted = list(_dotted(words))
    yield from dotted
    position, before = 0, ""
    for index, (word, flag) in enumerate(words):
        start, position = position, position + len(word)
        behind_office = bool(_OFFICE.search(before))
        if word not in "：是为":
            before = word
        if behind_office and flag in {"ns", "nz"} and len(word) > 1 and word[-1] not in _NOT_PERSON_END:
            yield start, position  # 总统普京
        elif behind_office and flag == "nr" and len(word) > len("王小明") and not dotted:
            yield start, position  # 校长上官婉儿
        if flag not in {"nr", "nrt", "nrfg"} or any(begin <= start < end for begin, end in dotted):
            continue
        if len(word) == 1 and word in _SURNAMES and index + 1 < len(words) and len(words[index + 1][0]) <= 2:
            follower = words[index + 1][0]
            if all("\u4e00" <= char <= "\u9fff" for char in follower):
                yield start, start + 1 + len(follower)
        elif word[-1] not in _NOT_PERSON_END and (
            (2 <= len(word) <= 4 and word[0] in _SURNAMES and _ends_as_person(word))
            or (flag == "nrt" and len(word) > 2)  # 爱因斯坦
        ):
            yield start, position


def _holding(sentence: str) -> Iterator[Span]:
    """Yield the names that an office or the head of a column is said to be: 值班员：林涛、周敏."""
    for match in _HOLDS.finditer(sentence):
        start = match.start(1)
        for name in match[1].split("、"):
            if is_person(name):
                yield start, start + len(name)
            start += len(name) + 1


_CALLED_BY_OFFICE = re.compile(
    r"(?:主任|书记|[院校馆站局镇县市区村所园队科处会部厂台]长|经理|会计|校医|教练|馆员|护士|医生)"
    r"(?P<name>[\u4e00-\u9fff]{2,3})(?=[，。；、（(,;\s]|$)"
)


def _called(sentence: str) -> Iterator[Span]:
    """Yield the names right behind an office, which the tagger may tear: 中心主任郑海燕，副主任白建军."""
    for match in _CALLED_BY_OFFICE.finditer(sentence):
        if is_person(match["name"]) and not match["name"].startswith("代"):
            yield match.span("name")


def _acting(sentence: str) -> Iterator[Span]:
    """Yield the names of those who speak, are elected or perform: 由阿禾演唱."""
    for pattern in (_SPEAKS, _ELECTED, _PERFORMS):
        for match in pattern.finditer(sentence):
            start, end = match.span(match.lastindex or 0)
            name = sentence[start:end]
            if is_person(name) or (pattern is _PERFORMS and not _NO_ONE.search(name)):
                yield start, end


def _dotted(words: list[tuple[str, str]]) -> Iterator[Span]:
    """Yield names whose parts a dot joins: 比尔·盖茨, 达·芬奇."""
    edges = [0, *accumulate(len(word) for word, _ in words)]
    begun: int | None = None
    for index, (word, _) in enumerate(words):
        if word == "·" and 0 < index < len(words) - 1:
            begun = edges[index - 1] if begun is None else begun
            if index + 2 >= len(words) or words[index + 2][0] != "·":
                yield begun, edges[index + 2]
                begun = None


def is_person(name: str) -> bool:
    """Tell whether a Chinese name has the form of a person's: a surname and one or two characters more."""
    return 2 <= len(name) <= 3 and name[0] in _SURNAMES and _ends_as_person(name) and name.isalpha()


def _ends_as_person(name: str) -> bool:
    return name[-1] not in _NOT_PERSON_END and (len(name) > 2 or name[-1] not in _NOT_SHORT_PERSON_END)


_GRANULARITY = (
    (re.compile("几点"), re.compile(r"[时点天]|[:：]\d")),
    (
        re.compile(r"几月几|哪一?天|几号|何月何日|哪一?日|which day|what date"),
        re.compile(r"(?<!近)[日号天节夕旦]|[-/.]\d+[-/.]\d|周|星期|礼拜|初"),
    ),
    (re.compile(r"几月|哪个?月|何月"), re.compile(r"月|\d-\d")),
    (re.compile(r"哪一?年|何年|几几年|which year|what year"), re.compile(r"年|\d{4}")),
)
# Whoever holds an office is a person; who leads or takes part may be an organisation.
_OFFICE = re.compile(
    r"(书记|支书|长|主任|会长|经理|主席|负责人|记者|编辑|作者|委员|教授|导师|老师|徒弟|主持人|创始人|冠军|总统|首相|总理)$"
)
_WHICH_PLACE = re.compile(r"(?:哪一?[个座条]?|什么)(村|镇|区|县|市|省|路|街道|社区|小区|居民区|岛|湖)(?!级)")
# 走出一条新路, 老式小区, 农村: kinds of places, not names.
_NO_NAME = re.compile(
    r"[新老出之条思道网线套门走]路$|^.{0,2}[马公铁一]路$|^[一二三两几\d]+[条座个]|(农村|乡村|山村|[全各][村镇乡区市县省]|[地街校郊]区)$"
    r"|^(.{0,3}[式旧新的])?([小社]区|街道|城市)$"
)
# Measure words that stand for each other.
_ALIKE = (
    ("人", "名", "位", "个", "余人", "多人"),
    ("家", "个", "间"),
    ("项", "个", "件"),
    ("种", "类", "个"),
    ("支", "个"),
    ("处", "个"),
    ("棵", "株"),
    ("册", "本"),
)
# Measure words of one class of things alone, which then need not be named.
_OF_ONE_CLASS = {
    "首": ("歌", "歌曲", "曲", "曲目"),
    "辆": ("车", "汽车", "轿车"),
    "棵": ("树", "树木"),
    "株": ("树", "苗"),
    "艘": ("船", "船只", "舰"),
    "栋": ("楼", "楼房"),
    "幢": ("楼", "楼房"),
}
_SPECIFIC = ("本", "册", "辆", "张", "户")  # they count few kinds of things
_PERSONS = ("名", "位", "人")  # they count nothing else
_POPULATION = re.compile("(?:人口|人数|居民|员工|职工|学生|会员|党员)[^，。；、\\d]{0,4}$")
_SAID = 0.9  # presence of a word or of another that stands for it: 医师 for 医生
_NEAR = 10  # characters between a number and the noun it counts


_SPEAKS = re.compile(
    r"(?:长|书记|主任|经理|主席|主帅|教练|总监|主编|教师|教授|专家|队员|记者|干事|委员|代表|负责人)([\u4e00-\u9fff]{2,3})"
    r"(?=致辞|介绍|说|表示|透露|坦言|指出|认为|告诉|称|通报|要求|解释|赛后|宣布|提出|提议)"
)
_HOLDS = re.compile(
    r"(?:编|者|员|长|记|任|理|师|人|姓名|领导|代表|[主出缺]席|得主|冠军|[导主]演|编剧)(?:是|[仍改]?为|：|叫) ?"
    r"([\u4e00-\u9fff]{2,3}(?:、[\u4e00-\u9fff]{2,3})*)(?=[，。、；（）( ]|$)"
)
_ELECTED = re.compile(
    r"(?:任命|补选|选举|推选|推举|聘任|聘请|提名|由)([\u4e00-\u9fff]{2,3})(?=[为任]|担任|[出接兼]任|创[办立建])"
    r"|(?:^|[，。；、的])([\u4e00-\u9fff]{2,3})(?=当选|连任|[出就接卸]任|辞去|夺冠|折桂)"
)
# Performers may have any name, which blanks may set off: 由 阿禾 演唱, 导演 令狐澄 事后.
_PERFORMS = re.compile(
    r"由 ?([\u4e00-\u9fff]{2,4}) ?(?=执导|[饰扮出主]演|演唱|献[声唱]|配音|作[词曲]|填词|谱曲|编[剧曲])"
    r"|(?:[导主]演|编剧|[歌选棋]手|主唱|老将|名将|教练|制作人|[馆院校局社]长|主席|总监|经理|建筑师)(?:[仍改]?[是为])?"
    r" ([\u4e00-\u9fff]{2,4})(?=[ ，。；、：（(])"
    r"|选手([\u4e00-\u9fff]{2,4}?)(?=以\d|夺|摘|获|折桂)"
)
_NO_ONE = re.compile("[们员者]$|歌手|团队|乐队|公司|本人")


def is_office(noun: str) -> bool:
    """Tell whether a noun is what a person is called who holds it: 党委书记."""
    return bool(_OFFICE.search(noun))


def asked_for(question: "Question", sentence: str) -> list[Span]:
    """Return the spans of `sentence` that may be what is asked for, likeliest first.

    Blanks between numbers and Chinese part nothing: 120 人.
    """
    closed, places = closed_up(sentence)
    found = _of_its_own_form(question, closed)
    found = _asked_for(question, closed) if found is None else found
    return found if closed == sentence else [(places[start], places[end - 1] + 1) for start, end in found]


def _asked_for(question: "Question", sentence: str) -> list[Span]:
    """Return the spans of the asked type that the question does not itself contain, likeliest first.

    A time must be as fine as asked (a day for 哪天); a number must stand near the noun it is to count, or before
    the measure word asked with; where something is, no town tells that the question names; whoever's name is
    asked for is no organisation.
    """
    known = fold(question.plain)
    spans = [
        span
        for span in find(question.answer_type, sentence)
        if not stands_in(fold(sentence[slice(*span)]), known)
    ]
    if question.answer_type is AnswerType.PERSON:
        return _who(question, sentence, spans)
    if question.answer_type is AnswerType.TIME:
        if not _TOLD.search(question.plain):
            spans = [span for span in spans if not _OF_THE_REPORT.match(sentence[span[1] :])]
        for asked, needed in _GRANULARITY:
            if asked.search(question.plain):
                return [span for span in spans if needed.search(sentence[slice(*span)])]
    if question.answer_type is AnswerType.PLACE and _WHERE.search(question.plain):
        return [span for span in spans if not _is_named(question, sentence[slice(*span)])]
    if question.answer_type is AnswerType.PLACE and (asked_place := _WHICH_PLACE.search(question.plain)):
        named = (span for span in spans if sentence[: span[1]].endswith(asked_place[1]))
        return [span for span in named if not _NO_NAME.search(sentence[slice(*span)])]
    if question.answer_type is AnswerType.NUMBER:
        counts = [span for span in spans if _counts(question, sentence, span)]
        if not counts:
            return [match.span() for match in _SHARE.finditer(sentence)]  # 加急加收三成
        place = sentence.find(question.focus) if question.focus else -1
        return counts if place < 0 else sorted(counts, key=lambda span: abs(span[1] - place))
    return spans


_SHARE = re.compile("[一二三四五六七八九两]成(?![员立为绩本果交功人熟长])|一半|半价|全[退免]")
_WHICH_SCHOOL = re.compile("哪[一几]?[所家个]?(大学|医院|中学|小学)")
_CALLED = {
    "大学": "大学|学院|[北清武浙南交同师科厦山川财农]大(?![门街家会大型小量学])|清华|北大|复旦|同济",
    "医院": "医院|卫生院|[一二三]院",
    "中学": "中学|高中|初中|学校|[一二三四五六七八九十]中|附中",
    "小学": "小学|学校|附小|[一二三四五六]小|中心校",
}
_UNNAMED = re.compile("(?:考上|考入|读|上|在|入|进|的|所|名牌|重点|是)$")
_RATIO_ASKED = re.compile("(?:换股|兑换|男女|性别|师生|混合)比例?(?:是|为)?(?:多少|几比几)|配比|几比几的比例")
_RATIO = re.compile(r"\d+(?:\.\d+)?\s*[比:：∶]\s*\d+(?:\.\d+)?|每\d+[股份张][^，。]{0,8}换取?\d+(?:\.\d+)?股")
_SCORE_ASKED = re.compile("几比几|比分(?:是|为)?多少|比分[？?]?$")
_SCORE = re.compile(r"\d+\s*[比:：∶—-]\s*\d+|[零一二三四五六七八九十]比[零一二三四五六七八九十]")


_WHICH_ONE = re.compile(rf"第几({MEASURE})?")
_RESULT_ASKED = re.compile("成绩(?:是|为|有)?(?:多少|几|如何|怎么?样)|成绩[？?]?$")
_RESULT = re.compile(
    r"(?:\d{1,2}(?:小时|[:：]))?\d{1,2}(?:分(?!之|钟)|[:：])\d{1,2}(?:秒|[.．]\d+)?|\d+(?:\.\d+)?[秒米分环](?!钟|之|赛)"
)
_WEIGHT = "克|千克|公斤|斤|吨|毫克|kg|g"
_UNIT_ASKED = re.compile(
    "多少(毫安时?|毫升|升|度(?!假)|摄氏度|瓦|千瓦|英寸|寸|级(?!别)|帧|平米|码)|(?:多少|几)(?:毫克|克|千克|公斤|斤|吨)|多重|重多少|体重"
)
_UNIT_ALIKE = {"毫安": "毫安时?|mAh", "毫安时": "毫安时?|mAh", "度": "度|℃|摄氏度", "摄氏度": "度|℃|摄氏度"}
_WHICH_NATION = re.compile("哪(?:一?个)?国|(?:什么|何)国")
_NATION = re.compile(
    "[中美英法德韩泰]国|日本|朝鲜|蒙古|越南|老挝|缅甸|印度尼西亚|印尼|印度|新加坡|马来西亚|菲律宾|柬埔寨|巴基斯坦|伊朗|伊拉克|以色列|沙特|土耳其"
    "|哈萨克斯坦|乌兹别克斯坦|俄罗斯|乌克兰|波兰|捷克|匈牙利|奥地利|瑞[士典]|丹麦|挪威|芬兰|冰岛|荷兰|比利时|爱尔兰|西班牙|葡萄牙|意大利|希腊"
    "|克罗地亚|塞尔维亚|罗马尼亚|保加利亚|埃及|南非|肯尼亚|埃塞俄比亚|尼日利亚|摩洛哥|加拿大|墨西哥|牙买加|古巴|巴西|阿根廷|乌拉圭|智利|秘鲁"
    "|哥伦比亚|澳大利亚|新西兰"
)


def _in_its_place(measure: str | None, sentence: str) -> list[Span]:
    """Return which one of a row something is: 第三次, or 三度 and 首次 for it."""
    unit = re.escape(measure or "")
    others = "|[二三四五六七八九十两]度|[二三四五六七八九十\\d]+连冠" if measure in ("次", "回") else ""
    number = r"(?:\d+|[一二三四五六七八九十百]+)"
    return [
        match.span() for match in re.finditer(rf"第{number}{unit}|首{unit or '[个位次届]'}{others}", sentence)
    ]


def _of_its_own_form(question: "Question", sentence: str) -> list[Span] | None:
    """Return the scores, ratios, ordinals, measured values, nations or names of schools, if such are asked for."""
    if which := _WHICH_ONE.search(question.plain):
        return _in_its_place(which[1], sentence)
    if _RESULT_ASKED.search(question.plain):
        return [match.span() for match in (*_SCORE.finditer(sentence), *_RESULT.finditer(sentence))]
    if asked := _UNIT_ASKED.search(question.plain):
        unit = _UNIT_ALIKE.get(asked[1], asked[1]) if asked[1] else _WEIGHT
        return [match.span() for match in re.finditer(rf"{_NUMBER} ?(?:{unit})(?![a-z])", sentence)]
    if question.answer_type is AnswerType.PLACE and _WHICH_NATION.search(question.plain):
        # Not every nation is in the list: 扶余国.
        return [match.span() for match in _NATION.finditer(sentence)] or None
    if _SCORE_ASKED.search(question.plain):
        return [match.span() for match in _SCORE.finditer(sentence)]
    if _RATIO_ASKED.search(question.plain):
        return [match.span() for match in _RATIO.finditer(sentence)]
    named = question.answer_type in (AnswerType.SCHOOL, AnswerType.ORGANISATION)
    if named and (school := _WHICH_SCHOOL.search(question.plain)):
        return _named(school[1], sentence)
    return None


def _named(kind: str, sentence: str) -> list[Span]:
    """Return the schools or hospitals of a kind that have a name: not 大学 in 考上大学."""
    found = re.finditer(
        rf"(?P<name>(?:(?![了在到的是就])[\u4e00-\u9fff]){{0,8}}?)(?P<kind>{_CALLED[kind]})", sentence
    )
    return [
        one.span()
        for one in found
        if one["kind"] not in (kind, "学院", "学校", "高中", "初中")
        or (len(one["name"]) > 1 and not _UNNAMED.search(one["name"]))
    ]


def _is_named(question: "Question", place: str) -> bool:
    """Tell whether a place is one that the question names: 在张江镇 where the film on 张江 is shown."""
    stem = fold(_TOWN.sub("", place))
    return any(term.kind is TermKind.NAME and stem.endswith(fold(term.text)) for term in question.terms)


_WHERE = re.compile(r"哪里|哪儿|何处|什么地方|啥地方|\bwhere\b", re.IGNORECASE)
_TOWN = re.compile(r"(?<=[\u4e00-\u9fff]{2})[镇区市县乡村省]$")
_BY_NAME = re.compile(r"姓(?:名|什么|啥|甚)|叫(?:什么|啥)名字")
_TOLD = re.compile("报道|文章|刊|发布|发表|稿|消息|标注")
_OF_THE_REPORT = re.compile(
    "的?(?:报道|消息|电讯?[，：])"
)  # 据4月3日的报道: no day on which something happened
_NOW = re.compile("现任|现在|目前|如今|眼下")


def _holds_another(question: "Question", sentence: str) -> bool:
    """Tell whether a sentence names the holders of other offices only: those of before, or deputies."""
    once = _NOW.search(question.plain) and _once(question, sentence)
    return bool(once) or _only_deputies(question, sentence) or _only_heads(question, sentence)


def _who(question: "Question", sentence: str, persons: list[Span]) -> list[Span]:
    """Return those of the persons, and of offices and bodies too if no holder or name is asked for, that may be meant."""
    if _holds_another(question, sentence):
        return []
    focus = question.focus or ""
    if _ASKS_LAST.search(question.plain) and not _ASKS_FORMER.search(question.plain):
        persons = [span for span in persons if not _OF_BEFORE.search(sentence[: span[0]])]
    if is_office(focus) and not _ASKS_FORMER.search(question.plain):
        persons = [span for span in persons if not _has_left(focus, sentence, span)]
    if is_office(focus):
        return _holders(focus, sentence, persons)
    if _BY_NAME.search(question.plain):
        return persons
    known = fold(question.plain)
    bodies = [match.span(1) for match in _DECIDES.finditer(sentence)] + find(
        AnswerType.ORGANISATION, sentence
    )
    if _ASKS_A_PARTY.search(question.plain):
        bodies += [match.span() for match in _PARTY.finditer(sentence)]
    bodies += [match.span() for match in _CONTRACTING.finditer(sentence)]
    if _ASKS_A_SIDE.search(question.plain):
        bodies += [match.span() for match in _SIDE.finditer(sentence)]
    return persons + [span for span in bodies if not stands_in(fold(sentence[slice(*span)]), known)]


_CONTRACTING = re.compile("[甲乙丙丁]方|双方")
# In a contest 谁 may be a team: 谁拿了冠军.
_ASKS_A_SIDE = re.compile("冠军|亚军|季军|第[一二三]名|得了?第|夺冠|[赢胜]|输给|败给|淘汰")
_SIDE = re.compile("(?:(?![由归向找到在为的与和以被中对])[\u4e00-\u9fff]){2,5}队(?![长员友伍])")
_ASKS_LAST = re.compile("最后|最终|新[任来的一]|后来")
_OF_BEFORE = re.compile(  # 原承包人老蔡
    "(?:^|[，。；、：的])(?:原|前任?)(?![来因则本料先期往])(?:(?![为由被给与和])[\u4e00-\u9fff]){2,8}[（(]?$"
)
# Who pays, or whom to turn to, is often told by what he is: 由中标单位支付.
_ASKS_A_PARTY = re.compile(
    "谁(?:来|去)?(?:承?担(?![任当])|支?付|出(?![来去席生版演任现面场道家国名马事门手发])|[掏赔]|[交缴](?!给)|买单|负担)"
    "|[找向归]谁"
)
_PARTY = re.compile(
    "(?:(?![由归向找到在为的])[\u4e00-\u9fff]){0,6}(?:单位|业主|住户|用户|机构|个人|双方|[甲乙]方|村集体|部门|窗口)"
)
_ASKS_FORMER = re.compile("[原曾辞卸免离历]|(?<!目)前|以往|去年|上一?[任届]|接受")


def _has_left(office: str, sentence: str, span: Span) -> bool:
    """Tell whether a person is said to have left an office: 原主席陶月白, 陶月白辞去主席职务."""
    before, behind = sentence[: span[0]].rstrip(), re.split("[，。；]", sentence[span[1] :])[0]
    once = re.search(rf"(?:[原前]|(?<!现)时任)[^，。；、]{{0,8}}{re.escape(office[-2:])}$", before)
    left = re.search(
        rf"^[^任为]{{0,8}}(?:辞去|卸任|不再(?:担任|兼任)|离任)(?:[^，。；]*{re.escape(office[-2:])}|$)",
        behind,
    )
    return bool(once or left)


_DECIDES = re.compile(  # 由镇长批准
    r"(?:由|(?<![汇日晚周年月])报|(?<![财已])经(?![济营理]))([\u4e00-\u9fff]{0,8}?(?:领导|书记|主任|[镇乡村区县市局院所站校处科]长|经理|负责人))(?=批|审|同意|签|核|决定|负责|牵头)"
)


def _holders(office: str, sentence: str, persons: list[Span]) -> list[Span]:
    """Return those who stand behind the office asked about, of several with other offices; else all.

    Not 镇长李红梅 in 党委书记陈杰、镇长李红梅, if the 党委书记 is asked for; but both in 副组长：李红梅、王强.
    """
    shared = {span: _shared_end(office, _HOLDER_IS.sub("", sentence[: span[0]])) for span in persons}
    most = max(shared.values(), default=0)
    if most < len("书记"):
        return persons
    kept: list[Span] = []
    for span in sorted(shared):
        if shared[span] == most or any(sentence[end : span[0]] in ("、", "和") for _, end in kept):
            kept.append(span)
    return kept


_HOLDER_IS = re.compile("(?:[：:]|是|为)$")


def _shared_end(office: str, before: str) -> int:
    """Return how many characters an office and what stands before a name end in alike; none for a deputy."""
    shared = 0
    while shared < min(len(office), len(before)) and office[-1 - shared] == before[-1 - shared]:
        shared += 1
    deputy = "副" not in office and before[: len(before) - shared].endswith("副")
    return 0 if deputy else shared


def _once(question: "Question", sentence: str) -> bool:
    """Tell whether a sentence says who held the office asked about before, not who holds it: 曾任…书记."""
    if not question.focus:
        return False
    office = re.escape(question.focus[-2:])
    once, now = (rf"{word}[^，。；]*{office}" for word in ("[曾原前]担?任", "(?:现任|现为|现担任)"))
    return bool(re.search(once, sentence)) and not re.search(now, sentence)


def _only_deputies(question: "Question", sentence: str) -> bool:
    """Tell whether a sentence speaks of the deputies alone of the office asked about: 副镇长, not 镇长."""
    office = (question.focus or "")[-2:]
    if not is_office(office) or "副" in question.plain or office not in sentence:
        return False
    return not re.search(f"(?<!副){office}", sentence)


def _only_heads(question: "Question", sentence: str) -> bool:
    """Tell whether a sentence speaks of the office alone whose deputies are asked about: 镇长, not 副镇长."""
    deputy = "副" + (question.focus or "")[-2:]
    return is_office(deputy) and deputy in question.plain and "副" not in sentence and deputy[1:] in sentence


def _counts(question: "Question", sentence: str, span: Span) -> bool:
    """Tell whether a number is of what is asked to be counted."""
    alike = next((group for group in _ALIKE if question.measure in group), (question.measure or "",))
    measured = question.measure is not None and sentence.startswith(alike, span[1])
    if question.measure in _PERSONS and _POPULATION.search(sentence[: span[0]][-_NEAR:]):
        return True  # 常住人口18.5万
    if question.measure == "人" and question.terms and all(term.place for term in question.terms):
        return False  # 南翔镇有多少人 asks for no volunteers
    if (
        measured
        and question.measure in _OF_ONE_CLASS
        and (question.focus or "").endswith(_OF_ONE_CLASS[question.measure])
    ):
        return True  # 全碟14首, where songs are asked for
    if not question.focus:
        persons = question.measure in _PERSONS and sentence.startswith("个", span[1])
        measured = (
            measured
            or question.measure is None
            or sentence.startswith(_noun_counted(question), span[1])
            or _is_bare_count(sentence, span)
        )
        return measured and not persons
    head = question.head
    if counted := _counted(sentence[span[1] : span[1] + 2 * _NEAR]):
        if question.measure in _PERSONS and sentence.startswith(_PERSONS, span[1]):
            return any(counted.endswith(term.text) for term in question.terms) or presence(head, counted) > 0
        return presence(head, counted) > 0
    if measured and question.focus_is_class and question.measure in _SPECIFIC:
        return True  # 可借10册, where books are asked for
    near = fold(sentence[max(0, span[0] - _NEAR) : span[1] + _NEAR])
    return presence(head, near) >= _SAID or (measured and presence(head, fold(sentence)) >= _SAID)


def _is_bare_count(sentence: str, span: Span) -> bool:
    """Tell whether a number fills a cell whose head says that something is counted there: 名额：90."""
    return bool(_COUNT_HEAD.search(sentence[: span[0]])) and sentence[span[1] : span[1] + 1] in ("", "，")


_COUNT_HEAD = re.compile("(?:[^，：代编学]数|名额|数量|人口)(?:[（(][^，：）)]*[）)])?：$")


def _noun_counted(question: "Question") -> tuple[str, ...]:
    """Return the noun after a question's number, which may stand without its measure word: 几个方面, 6方面."""
    behind = re.split(f"(?:多少|几){question.measure}", question.plain, maxsplit=1)[-1]
    noun = _counted(behind)[:2]
    return (noun,) if noun else ()


def _counted(behind: str) -> str:
    """Return the nouns that a text begins with, after a measure word: 小微网格 in 个小微网格组成."""
    measure = _MEASURE.match(behind)
    words = tag(behind[measure.end() :] if measure else behind)
    return "".join(word for word, _ in takewhile(lambda one: one[1].startswith(_NOUNS), words))


_MEASURE = re.compile(MEASURE)
_NOUNS = ("n", "j", "l", "a", "b", "z", "vn")  # and what stands before nouns, in jieba's tag set
