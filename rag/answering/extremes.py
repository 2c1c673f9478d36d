"""Which rows of a table have the most or the least of what a question asks for: 哪家报价最低."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rag.answering.candidates import Sentence
from rag.answering.matching import fold, narrow, presence
from rag.answering.question import Question
from rag.answering.terms import Term, TermKind

# Not of 最高限价 or 最多能借几本, which ask for a limit.
_ASKED = re.compile(
    "最(?P<adjective>[高多贵大长宽晚远重老低少小短窄早近轻]|便宜|年轻)"
    r"(?=的|是|为|有|多少|几|哪|谁|[了吗呢啊呀]|\W|$)"
)
_MOST = frozenset("高多贵大长宽晚远重老")
_WHEN, _WHICH = re.compile("最(?P<adjective>[早晚])"), re.compile("[哪谁]")  # 哪个科最晚搬走
_LIMIT = re.compile("(?<=[早晚])(?:几|什么时候|何时|啥时候|哪[天日]|多少)")  # 最晚几号报
_OF_TIME = "日期|时间|年月|期限|截止|首.?末班"
_IMPLIED = {  # heads of what only the adjective names: 最贵的专家
    **dict.fromkeys(("贵", "便宜"), "[费价元]|租金|金额"),
    **dict.fromkeys(("老", "年轻"), "年龄"),
    **dict.fromkeys(("远", "近"), "距离|[里路车]程|公里"),
    **dict.fromkeys(("早", "晚"), _OF_TIME),
}
# What only the word before 最 names, and the columns it may mean: 花钱最多 is of 金额.
_MEANT = (
    (re.compile("(?:花[钱费]?|开[支销]|支出|投入|收入)得?$"), re.compile("金额")),
    (re.compile("(?:[^免消]费|价钱?|价格|租金)$"), re.compile("[票单报]价|价格|价钱|金额|费用|收费|标准")),
    (re.compile("(?:工资|月薪|报酬|[赚挣][钱得])$"), re.compile("薪|工资|报酬|待遇")),
    (re.compile("(?:奖金?|补[助贴]|[拿领][钱得])$"), re.compile("奖|补|金额|标准")),
)
_OPPOSITE = {"收": "支出", "花": "收入", "开": "收入", "支": "收入", "投": "收入"}
_CLOSES = re.compile("收[车班摊]|末班|下班|打烊|关[门闭得]|闭[馆园]|结束|截止|完工")
_TIME, _DAY = re.compile(r"\d{1,2}[:：]\d{2}"), re.compile("[月日号]")
_HALF_OF_DAY = re.compile("[上下中]午|晚上|夜里|凌晨|次日|翌日|周[一二三四五六日天]|星期")  # no plain hours
_SMALL_HOURS = 4  # 0:30 of a last bus is late, not early
_CLOCK = re.compile("[月日号点:：]")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_ALL = "全[年市区县省国镇乡州村校]"
_SUM = re.compile(
    rf"(?:本[年月期]|以上|{_ALL})?(?:收入|支出|金额)?(?:[合总小共累]计|总[额数])(?:[(（].*)?|{_ALL}"
)
_BLANK = re.compile(r"\s")
_LEFT_OUT = re.compile("除了?(.{1,20}?)(?:以外|之外|外|，)")  # 除了西河村，哪个村人口最多
_REMARK = re.compile(r"[(（](?!万?元[)）])[^)）]*[)）]?$")  # 52元(老人免费), but not 10(万元)
_FREE = re.compile("免费|不收费")
_NO_AMOUNT = re.compile("(?:[编序]?号|[号代]码|名次|排名)$|电话")
_CLASS = re.compile("(?:哪.?|最.{1,2}的)$")  # before what is asked for: 公司 in 哪家公司
_CELLS = re.compile("，(?=[^，：]{1,16}：)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MINUS = "-−"
_BETWEEN = 8  # characters of the source, the bars of a table, between two rows of it
_CHUNK = 400  # characters: a shorter chunk that ends with a row had room for the next one
_NAMED = 0.8  # presence of a word in the head of a column
_ONE = 0.6  # the same of a word of one character
_KNOWN, _ALLUDED = 0.5, 0.4  # presence of a name and of other words around a row; 彩超 is 彩色超声
_ALIKE = 0.3  # the same of what is asked for: 房间 is 单人间 and 双人间
_FEWEST = 3  # lines of a list
# What is asked for, and how a line of a list writes it.
_UNITS = (
    (
        re.compile("[费价钱资奖补薪]|金额|花得?最|贵|便宜"),
        re.compile(r"(?:每[^\d，]{1,3})?\d+(?:\.\d+)?万?元"),
    ),
    (re.compile("[得打评总成]分|分数|成绩"), re.compile(r"\d+(?:\.\d+)?分")),
    (re.compile("最[早晚]"), re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]")),
    (re.compile("人数?最|人口"), re.compile(r"\d+(?:\.\d+)?万?[人名]")),
    (re.compile("户数?最"), re.compile(r"\d+户")),
)
_SUBJECTS = (TermKind.NAME, TermKind.NOUN)
_TELLING = (*_SUBJECTS, TermKind.NUMBER)

Amount = tuple[float, ...]


def extremes(question: Question, ranked: Sequence[Sentence]) -> list[int]:
    """Return the places of the rows with the most or the least asked for, of the table ranked best.

    Empty where no whole table tells it, or the best sentence says it itself: 最年轻的书记是….
    """
    asked = _ASKED.search(question.plain) or (
        _WHEN.search(question.plain) if _WHICH.search(question.plain) else None
    )
    said = _ASKED.search(ranked[0].text)
    if asked is None or (said and said[0] == asked[0]) or _LIMIT.match(question.plain, asked.end()):
        return []
    telling = [term for term in question.terms if term.kind in _TELLING and not _is_asked(question, term)]
    # The word before 最 names a column, 花钱 in 花钱最多, not whose table it is. 体检 is a verb.
    subjects = [
        term
        for term in question.terms
        if (term.kind in (*_SUBJECTS, TermKind.VERB) or (term.kind is TermKind.OTHER and len(term.text) > 2))
        and term.start + len(term.text) != asked.start()
        and not _is_asked(question, term)
    ]
    for table in _tables(ranked):
        heads = fold("，".join(_cells(ranked[table[0]])))
        tells = [
            term for term in subjects if term.kind is TermKind.NAME or presence(term.text, heads) < _NAMED
        ]
        around = "\n".join(ranked[place].context for place in table)
        if not _is_about(around, tells, question):
            continue
        rows = [place for place in table if not _is_sum(ranked[place])]
        rows = _meant(question.plain, telling, rows, ranked)
        amounts = _amounts(question, asked, [_cells(ranked[place]) for place in rows])
        if amounts:
            best = max(amounts) if asked["adjective"] in _MOST else min(amounts)
            return [place for place, amount in zip(rows, amounts, strict=True) if amount == best]
    return _listed(question, asked, subjects, ranked)


def _listed(
    question: Question, asked: re.Match[str], subjects: Sequence[Term], ranked: Sequence[Sentence]
) -> list[int]:
    """Return the places of what has the most or the least in a list of one amount each: 围棋 40元."""
    before = question.plain[: asked.end()]
    unit = next((unit for word, unit in _UNITS if word.search(before)), None)
    if unit is None or not _WHICH.search(question.plain):
        return []
    amounts = {
        place: found
        for place, one in enumerate(ranked)
        if not one.is_row
        and not _SUM.match(one.text)
        and ((found := unit.findall(narrow(_THOUSANDS.sub("", one.text)))) or _FREE.search(one.text))
    }
    for run in _runs(amounts, ranked):
        around = "\n".join(ranked[place].context for place in run)
        if _is_list([ranked[place].text for place in run], question, asked) and _is_about(
            around, subjects, question
        ):
            units = {_NUMBER.sub("0", amount) for place in run for amount in amounts[place]}
            if len(units) > 1 or any(len(amounts[place]) != 1 for place in run):
                return []  # unlike amounts, several in a line, or none: 免费
            numbers = [_signed(amounts[place][0]) for place in run]
            best = max(numbers) if asked["adjective"] in _MOST else min(numbers)
            return [place for place, number in zip(run, numbers, strict=True) if number == best]
    return []


def _is_list(lines: Sequence[str], question: Question, asked: re.Match[str]) -> bool:
    """Tell whether lines are items of one list, no sentences, and all or none say what is compared."""
    said = [term.text for term in question.terms if term.start + len(term.text) == asked.start()]
    told = [sum(presence(word, fold(line)) >= _NAMED for line in lines) for word in said]
    unended = not any(line.endswith(("。", "！", "？")) for line in lines[:-1])
    return len(lines) >= _FEWEST and unended and all(count in (0, len(lines)) for count in told)


def _runs(places: Iterable[int], ranked: Sequence[Sentence]) -> Iterator[list[int]]:
    """Yield the places of sentences that stand one right behind the other, best ranked first."""
    runs: list[list[int]] = []
    for place in sorted(places, key=lambda place: ranked[place].source):
        document, start, _ = ranked[place].source
        last = ranked[runs[-1][-1]].source if runs else ("", 0, 0)
        if document == last[0] and 0 <= start - last[2] <= _BETWEEN:
            runs[-1].append(place)
        else:
            runs.append([place])
    yield from sorted(runs, key=min)


def _is_about(around: str, subjects: Sequence[Term], question: Question) -> bool:
    """Tell whether a table is of what is asked about: every name and year, and enough of the other words."""
    known = {term: presence(term.text, around) for term in subjects}
    nouns = [share for term, share in known.items() if term.kind is not TermKind.NAME]
    return (
        all(share >= _KNOWN for term, share in known.items() if term.kind is TermKind.NAME)
        and sum(nouns) >= _ALLUDED * len(nouns)
        and all(presence(term.text, around) >= _ALIKE for term in question.terms if _is_asked(question, term))
        and all(year in around for year in _YEAR.findall(question.plain))
    )


def _is_asked(question: Question, term: Term) -> bool:
    """Tell whether a term only says of what kind the answer is: 公司 in 哪家公司."""
    return _CLASS.search(question.plain[: term.start]) is not None


def _tables(ranked: Sequence[Sentence]) -> Iterator[list[int]]:
    """Yield the places of the rows of each whole table, best ranked first."""
    rows = [place for place, one in enumerate(ranked) if one.is_row]
    tables: list[list[int]] = []
    for place in sorted(rows, key=lambda place: ranked[place].source):
        if tables and _follows(ranked[place], ranked[tables[-1][-1]]):
            tables[-1].append(place)
        else:
            tables.append([place])
    for table in sorted(tables, key=min):
        first, last = ranked[table[0]], ranked[table[-1]]
        begins = first.hit.chunk.clean[: first.start].strip() or first.source[1] == 0
        behind = last.hit.chunk.clean[last.end :].strip()
        if len(table) > 1 and begins and (behind or len(last.hit.chunk.clean) + len(last.text) <= _CHUNK):
            yield table


def _follows(row: Sentence, other: Sentence) -> bool:
    """Tell whether a row is the next one of another's table: right behind it, with the same first head."""
    (document, start, _), (before, _, end) = row.source, other.source
    same_head = row.text.partition("：")[0] == other.text.partition("：")[0]
    return document == before and same_head and 0 <= start - end <= _BETWEEN


def _meant(
    plain: str, telling: Sequence[Term], table: Sequence[int], ranked: Sequence[Sentence]
) -> list[int]:
    """Return the rows a question speaks of: those of 11月3日, of two villages it names, all but one."""
    cells = {
        place: {cell for cell in _cells(ranked[place]).values() if len(cell) > 1 and cell in plain}
        for place in table
    }
    if left_out := _LEFT_OUT.search(plain):
        return [place for place in table if not any(cell in left_out[1] for cell in cells[place])]
    said = {cell for own in cells.values() for cell in own}
    meant = [place for place in table if cells[place]] if len(said) == 1 else list(table)
    for term in (term for term in telling if term.kind is not TermKind.NOUN):
        having = {place for place in table if presence(term.text, ranked[place].folded) == 1.0}
        if both := [place for place in meant if place in having]:
            meant = both
        elif having and len(meant) < len(table):  # 东河村和西河村: either
            meant = [place for place in table if place in having or place in meant]
    return meant


def _cells(row: Sentence) -> dict[str, str]:
    """Return the cells of a row by their heads."""
    parts = [cell.partition("：") for cell in _CELLS.split(row.text)]
    return {head: value for head, _, value in parts}


def _is_sum(row: Sentence) -> bool:
    return _SUM.fullmatch(_BLANK.sub("", next(iter(_cells(row).values()), ""))) is not None


def _amounts(question: Question, asked: re.Match[str], rows: Sequence[Mapping[str, str]]) -> list[Amount]:
    """Return what each row has of what is asked for, in one unit; empty where the table does not tell."""
    adjective = asked["adjective"]
    heads = sorted((head for head in rows[0] if not _NO_AMOUNT.search(head)), key=len)
    words = [term for term in question.terms if not asked.start() <= term.start < asked.end()]
    words.sort(key=lambda term: abs(asked.start() - term.start - len(term.text)))
    named = [head for term in words for head in heads if presence(term.text, fold(head)) >= _NAMED]
    counted = question.plain[: asked.start()][-1:]  # 人 in 招人最多, 狗 in 哪栋狗最多
    unsaid = _IMPLIED.get(adjective) or (f"{re.escape(counted)}[数口]" if adjective in "多少" else "(?!)")
    implied = [head for head in heads if re.search(unsaid, head)]
    if counted not in ("", "钱") and adjective in "多少" and not implied:
        implied = [head for head in heads if presence(counted, fold(head)) >= _ONE]
    if adjective in "早晚":
        closing = _CLOSES.search(question.plain) is not None
        for times in ([head for head in named if head in implied], implied, named):
            if found := _times(
                ["，".join(row.get(head, "") for head in times) for row in rows], closing=closing
            ):
                return found
        return []
    if adjective in "高多大低少小":
        implied += _columns_meant(question.plain[: asked.start()], heads)
    ordered = [*named, *implied]
    if adjective in _IMPLIED:  # 最贵的房型面积多少 compares prices; 最近 is also lately
        both = [head for head in named if head in implied]
        ordered = [*both, *implied, *(named if adjective not in "远近" else ())]
    columns = ([row.get(head, "") for row in rows] for head in ordered)
    return next(filter(None, map(_measured, columns)), [])


def _columns_meant(before: str, heads: Sequence[str]) -> list[str]:
    """Return the one column that the word before 最 may mean though it has another name."""
    for word, column in _MEANT:
        if said := word.search(before):
            opposite = _OPPOSITE.get(said[0][0])
            columns = [head for head in heads if column.search(head)]
            return columns if len(columns) == 1 and not (opposite and opposite in "，".join(heads)) else []
    return []


def _times(texts: Sequence[str], *, closing: bool) -> list[Amount]:
    """Return the time of each row, the end of 6:00—21:30 where something closes; empty if it may mislead."""
    if any(map(_HALF_OF_DAY.search, texts)):
        return []
    clocks = [_TIME.findall(text) for text in texts]  # 6:25 of 起点及发车：镇政府 6:25
    if all(clocks) and not any(map(_DAY.search, texts)):
        ends = [clock[-1] if closing else clock[0] for clock in clocks]
        times = [tuple(map(float, _NUMBER.findall(end))) for end in ends]
        return [] if any(hour < _SMALL_HOURS for hour, _ in times) else times
    alike = len({_NUMBER.sub("0", narrow(text)) for text in texts}) == 1
    if not (texts and alike and _CLOCK.search(texts[0])):
        return []
    return [tuple(map(float, _NUMBER.findall(narrow(text)))) for text in texts]


def _measured(texts: Iterable[str]) -> list[Amount]:
    """Return the one number of each cell; empty if one has none, or another unit."""
    cells = [_REMARK.sub("", _THOUSANDS.sub("", narrow(text))) for text in texts]
    if len({cell.partition("/")[2] for cell in cells if "/" in cell}) == 1:
        cells = [cell.partition("/")[0] for cell in cells]  # 148元/剂 beside 52元
    units = {_NUMBER.sub("0", cell.lstrip(_MINUS)) for cell in cells if not _FREE.fullmatch(cell)}
    amounts = [(0.0,) if _FREE.fullmatch(cell) else _signed(cell) for cell in cells]
    return amounts if len(units) == 1 and all(len(amount) == 1 for amount in amounts) else []


def _signed(cell: str) -> Amount:
    sign = -1.0 if cell.startswith(tuple(_MINUS)) else 1.0
    return tuple(sign * float(number) for number in _NUMBER.findall(cell))
