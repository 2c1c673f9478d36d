"""Questions asked in dialect, put in the standard words that documents are written in: 啥辰光 is 什么时候.

Only words that standard Chinese does not have, or has in no question, are put otherwise, with years of two
digits and what is asked about a text itself (谁写的); what stands in quotes is kept. The words are those of
Wu, Cantonese, and the speech of the south-west, Hunan and the north.
"""

import re

# A pattern and what it means. Longer ones first: 啥辰光 before 辰光. Both scripts, as people type either.
_WU = {
    "啥个?辰光": "什么时候",
    "(?<=[个個的那这這])辰光": "时候",
    "(?<!些)啥人": "谁",
    "啥物事": "什么东西",
    "几钿": "多少钱",
    "铜[钿鈿]": "钱",
    "(?<=多少)辰光": "时间",
    "[呒嘸][没沒不]": "没有",
    "阿拉(?!伯|善|斯|木|塔|山|丁|尔|巴|干|什|蕾|法|哈|贡|德|维|卡)": "我们",
    "伊拉(?!克)": "他们",
    r"\b侬": "你",
    "[搿迭](?=[个個只位桩樁幢间間家条條])": "这",
    "今朝(?!有酒|风流)": "今天",
    "阿有(?=[啥没沒])": "有",
}
_CANTONESE = {
    "[边邊][个個](?=电话|電話|号码|號碼|窗口|部[门門]|[单單]位|[医醫]院|[学學]校|月|地方)": "哪个",
    "(?<![外东東西南北河海湖江路旁身右左这這那两兩一单單四周街岸村墙牆])[边邊][个個位](?!境)": "谁",
    "(?<![外东東西南北河海湖江路旁身右左这這那两兩一单單四周街岸村墙牆])[边邊][度处處]": "哪里",
    "[几幾][钱錢](?=[?？呀啊]|$|一)": "多少钱",
    "[几幾]多(?![愁欢歡年次日])|[几幾]多(?=[年次日][?？]*$)": "多少",
    "[几幾][时時](?![起点點])": "什么时候",
    "[几幾]耐": "多久",
    r"(?:\b|(?<=[你我佢哋]))[点點]解(?![放决決读讀释釋散答法封析])": "为什么",
    r"(?<![一几幾两兩早晚差钟鐘])[点點][样樣](?![本子品])": "怎样",
    "[点點]算(?![是起])(?=[呀啊呢]?[?？]*$)": "怎么办",
    "使唔使": "需不需要",
    "搵(?![食])": "找",
    "泊[车車]": "停车",
    "[乜咩]嘢": "什么",
    "[系係]唔[系係]": "是不是",
    "有冇": "有没有",
    "唔[系係]": "不是",
    "唔": "不",
    "冇": "没有",
    "嘅": "的",
    "佢[哋地]": "他们",
    "佢": "他",
    "([我你])哋": r"\1们",
    "喺": "在",
    "咗": "了",
    "嗰": "那",
    "而家(?![长長庭里裡人属屬])": "现在",
    r"\b呢(?=[个個间間条條位])": "这",
    "(?<=谁)[系係]|係(?=谁|哪里|什么)|(?<![联关中体干水派语院谱])系(?=谁|哪里)": "是",
}
_OTHERS = {
    "啥子": "什么",
    "啷[个個]": "怎么",
    "咋[个個]": "怎么",
    "好多(?=[钱錢岁歲]|[?？]*$)": "多少",
    "哪[疙旮][瘩旯沓]": "哪里",
    "多咱|啥前儿": "什么时候",
    "干[吗嗎](?=[要不非还還总總老把给給得])": "为什么",
    "莫得": "没有",
    "(?<![什怎这那多要])么子(?!女|公司|项|系)": "什么",
    "俺": "我",
    "(?<=[给給找问問])哪[个個](?=[呀啊呢]?[？?]?$)|(?<=[归歸由])哪[个個](?=[管负負])": "谁",
    "(?<=[多少几幾]人)才(?=[能可行够夠])": "",  # no 人才
    # Years as people write them in haste; 10年, 15年, 20年 and 25年 are mostly how long something lasts.
    r"(?<!\d)(1\d|2\d)(?=年度)": r"20\1",
    r"^(2[1-46-9])(?=年(?!\d|[前后後来來内內间間多以期制级級质質租社缴繳经經承产產工一有禁义義]"
    r"|[^，,]{0,3}[龄齡史限]))": r"20\1",
}
# What a reader of the papers asks about a text itself, in the words that stand under it: 文末署名曹之光.
_TEXT = "(?:报道|報道|报导|報導|文章|稿子|稿件|文稿|新闻稿|新聞稿)"
_EACH = "[，,]?(?:各自?|分别|都|又)?是?"
_OF_A_TEXT = {
    f"(?<=[那这這该該]篇)(?=(?:和|与|跟)[写講讲][^，,]|{_EACH}(?:[来來出]自|[刊登发發]|署|谁|哪))": "报道",
    f"({_TEXT}{_EACH})(?:[来來出源]自|(?:刊登?|登|[发發]表)[在于])(?:哪[里裡儿兒]|何处|什么地方)": (
        r"\1来自哪家媒体"
    ),
    f"({_TEXT}[，,]?)(?:[文最][末后後]|末尾|[结結]尾)?署的?是?(?:什么人|谁|誰|哪位)的?(?:名字?)?": (
        r"\1署名是谁"
    ),
    f"({_TEXT})是?(?:什么人|谁|誰|哪位)(?:[采採撰]?[写寫]|[执執][笔筆])的": r"\1的作者或署名是谁",
}
_HOLIDAYS = {
    f"国庆(?:节|假期|长假)?的?第{ordinal}天": f"国庆10月{day}日"
    for day, ordinal in enumerate("一二三四五六七八", 1)
}
_QUOTED = re.compile(r"([“‘《「『\"][^”’》」』\"]*[”’》」』\"])")
_PATTERNS = [
    (re.compile(old), new) for old, new in (_WU | _CANTONESE | _OTHERS | _OF_A_TEXT | _HOLIDAYS).items()
]
# In Wu 个 is also the mark of what belongs to something (张江个中心), and ends a sentence.
_SPEAKS_WU = re.compile("|".join(_WU))
_OF = re.compile(
    r"(?<![一二两兩三四五六七八九十几幾多整各每这這那哪某\d半百千万萬好些首])[个個](?=[\u4e00-\u9fff])(?![体體人性别別案数數位])"
)
_AT_THE_END = re.compile(r"[个個]?伐?(?=[?？。]*$)")


def standard(question: str) -> str:
    """Return the question in standard words; one that holds no word of a dialect is returned as it is."""
    parts = _QUOTED.split(question)
    return "".join(part if index % 2 else _put(part) for index, part in enumerate(parts))


def _put(text: str) -> str:
    if _SPEAKS_WU.search(text):
        text = _AT_THE_END.sub(lambda end: "吗" if "伐" in end[0] else "", _OF.sub("的", text))
    for pattern, meaning in _PATTERNS:
        text = pattern.sub(meaning, text)
    return text
