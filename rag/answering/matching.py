"""Whether a passage speaks of a word of the question: exact, by synonym, or in part."""

import re
import unicodedata
from functools import cache, lru_cache

from rag.answering import glossary, romanised

# Words a question and a text often use for the same thing; a line is a group. Ours, kept general.
_SYNONYMS = """
举行 召开 举办 开展 办 开 举办
成立 组建 建立 设立 创办 创建 创立 始建 建成 揭牌 建起
开始 启动 起步 起 拉开序幕 运行 投入
推出 发布 公布 提出 首发
参加 参与 出席 到场 加入 列席 派
负责人 一把手 主管 带头人
担任 当 任 出任 做 就任 任职
上任 就任 履新 接任
划分 分成 分为 划 划出 划成
组成 构成 包括 包含 由
聚焦 围绕 针对 关注 面向 对象
完成 建成 建好 建设
认领 领走 承接
拨付 出资 出钱 付 资助 拨款
牵头 带头 主导
目的 为了 旨在 目标 希望
原因 因为 由于 因此
要求 规定
根据 依据 按照 依照 基于 按
改善 变好 改观 好转 美化
整合 融合 合并 统筹
服务 帮助
进驻 嵌入 入驻 引入
借用 联动 借助 依托
搭档 对应 共同 结对 配对
安装 装 实施 加装
签订 签了 签署 签约 签
休息 歇脚 歇息 歇
销售 卖 供应 出售 有售
责任编辑 责编
渠道 路子 途径
快递员 快递小哥 骑手 信使
志愿者 义工
老人 老年人 长者
孩子 儿童 小孩
老师 教师 导师
医生 大夫
电话 热线
位置 地址 地点
开门 营业 开放
居民 群众 老百姓 市民 村民
企业 公司
书 新书 图书 著作
纪录片 纪实片 影片
钱 金额 资金 款 元
长度 公里 全长 长
第一家 首家 第一个 首个 头一个 头一家 率先
外号 绰号 称号 称呼 美称 称为 称作 被称为 被称作 誉为 叫做
治理 整治
最早 首批 最初 起初 首次 第一次 头一次 首度
总数 共 总共 一共
全市 上海市
周一 星期一 礼拜一
周二 星期二 礼拜二
周三 星期三 礼拜三
周四 星期四 礼拜四
周五 星期五 礼拜五
周六 星期六 礼拜六
周日 星期日 星期天 礼拜天
村里 村居
去世 逝世 病逝 辞世 过世 离世
出生 生于 诞生
结婚 成婚 完婚
妻子 夫人 太太
改名 更名 易名 改称
别名 又名 别称 俗称 又称 也叫 亦称
获得 荣获 获 夺得 摘得 取得 赢得
花费 耗资 花 耗费 投资 投入
搬迁 迁至 迁往 搬到 迁到
修建 建造 兴建 建设 建
竣工 完工 建成 落成
通车 开通 通行
位于 坐落 地处
导演 执导
主演 饰演 出演
出版 发行 问世
收购 并购
辞职 离职 卸任 辞去
增加 增长 上升 上涨 提高
减少 下降 下跌 降低
死亡 遇难 丧生 身亡
工资 薪水 薪酬 月薪
"""
_NUMERALS = {char: digit for digit, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "〇": 0}
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_APART = re.compile(r"(?<=\d)[^\w.%]+(?=\d)")
_MARKS = re.compile(r"[^\w.%]+|_+")
_BLANKS = re.compile(r"(?<=\d) (?=[\u4e00-\u9fff%％℃])|(?<=[\u4e00-\u9fff]) (?=\d)")
_NUMERAL_RUN = re.compile(r"[〇零一二两三四五六七八九十百千]+")
_OWN_RUN = re.compile(rf"(?<![\d.]){_NUMERAL_RUN.pattern}")
_TWO_DIGITS = re.compile("[一二两三四五六七八九]{2}")
_UNITS = {"十": 10, "百": 100, "千": 1000}
_OTHER_NUMBER = 0.4  # 1号线, where 11号线 is spoken of
_ONE_CHARACTER = 0.6  # 办 stands for 举办, and for 办公室 as well
_PARTIAL = 0.8  # a word found only in pieces counts for less than the word itself


@cache
def _groups() -> dict[str, frozenset[str]]:
    """Return for each known word every word that may stand for it."""
    table: dict[str, frozenset[str]] = {}
    for line in _SYNONYMS.split("\n"):
        group = frozenset(line.split())
        for word in group:
            table[word] = table.get(word, frozenset()) | group
    return table


def fold(text: str) -> str:
    """Return simplified text as matching sees it: narrow, lower case, numerals as digits, no marks.

    Numbers that marks part stay apart, by a point: 1、2号线.
    """
    text = unicodedata.normalize("NFKC", text).lower()
    text = _NUMERAL_RUN.sub(lambda run: _digits(run[0]), text)
    return _MARKS.sub("", _APART.sub(".", _THOUSANDS.sub("", text)))


def closed_up(text: str) -> tuple[str, list[int]]:
    """Return a text without the blanks between digits and Chinese, and where its characters stood: 120 人."""
    if not _BLANKS.search(text):
        return text, list(range(len(text)))
    gone = {match.start() for match in _BLANKS.finditer(text)}
    places = [place for place in range(len(text)) if place not in gone]
    return "".join(text[place] for place in places), places


def stands_in(part: str, whole: str) -> bool:
    """Tell whether a folded text has another in it; numbers match whole: 1号线 is not in 11号线."""
    if not part or part not in whole:
        return not part
    first, last = r"(?<!\d)" * part[0].isdigit(), r"(?!\d)" * part[-1].isdigit()
    return not (first or last) or re.search(first + re.escape(part) + last, whole) is not None


def narrow(text: str) -> str:
    """Return narrow text with numerals as digits, its marks kept; a numeral behind a digit stays: 5千米."""
    return _OWN_RUN.sub(lambda run: _digits(run[0]), unicodedata.normalize("NFKC", text))


# Words of a question and their synonyms are looked for in every sentence.
fold_word = lru_cache(maxsize=1 << 13)(fold)


def _digits(run: str) -> str:
    """Return a run of Chinese numerals in Arabic digits (二十 → 20, 二〇二三 → 2023).

    What is no one number stays: 十三五, 二三十.
    """
    if not any(char in _UNITS for char in run):
        return "".join(str(_NUMERALS[char]) for char in run)
    if _TWO_DIGITS.search(run):
        return run
    total = current = 0
    for char in run:
        if char in _UNITS:
            total += (current or 1) * _UNITS[char]
            current = 0
        else:
            current = _NUMERALS[char]
    return str(total + current)


def _translated(word: str, folded: str) -> float:
    """Return how surely the text has an English word's Chinese; one character alone may belong to another word."""
    chinese = glossary.translations(word)
    there = [len(one) for one in chinese if one in folded]
    if max(there, default=0) > 1:
        return 0.9
    alike = (other for one in chinese if len(one) > 1 for other in _groups().get(one, ()) if len(other) > 1)
    return 0.8 if any(fold_word(other) in folded for other in alike) else 0.4 * bool(there)


def presence(word: str, folded: str) -> float:
    """Return how surely `folded` text speaks of `word`, 0 to 1."""
    key = fold_word(word)
    if not key or stands_in(key, folded):
        return 1.0
    if key in folded:
        return _OTHER_NUMBER
    if romanised.is_name(word):
        return float(romanised.occurs(word, folded))
    if key.isascii() and word.islower():
        return _translated(word, folded)
    alike = [len(other) for other in _groups().get(word, ()) if fold_word(other) in folded]
    if alike:
        return 0.9 if max(alike) > 1 else _ONE_CHARACTER
    if len(key) > 2 and key[-1] in "镇区村市县省乡" and key[:-1] in folded:
        return 1.0  # 南翔 for 南翔镇
    pairs = [key[i : i + 2] for i in range(len(key) - 1)]
    if not pairs or key.isascii():
        return 0.0
    found = sum(pair in folded for pair in pairs) / len(pairs)
    characters = sum(char in folded for char in key) / len(key)
    return max(_PARTIAL * found, 0.4 * characters if len(key) <= 3 else 0.0)
