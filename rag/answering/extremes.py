"""Which rows of a table have the most or the least of what a question asks for: 哪家报价最低."""

import re
from collections.abc import Iterator, Mapping, Sequence

from rag.answering.candidates import Sentence
from rag.answering.matching import fold, narrow, presence
from rag.answering.question import Question
from rag.answering.terms import Term, TermKind

# Not of 最高限价 or 最多能借几本, which ask for a limit.
_ASKED = re.compile(
    "最(?:(?P<most>[高多贵大长宽晚远重老])|(?P<least>[低少小短窄早近轻]|便宜|年轻))"
    r"(?=的|是|为|有|多少|几|哪|谁|[了吗呢啊呀]|\W|$)"
)
_OF_TIME = "日期|时间|年月"
_IMPLIED = {  # heads of what only the adjective names: 最贵的专家
    **dict.fromkeys(("贵", "便宜"), "[费价元]"),
    **dict.fromkeys(("老", "年轻"), "年龄"),
    **dict.fromkeys(("远", "近"), "距离|里程|公里"),
    **dict.fromkeys(("早", "晚"), _OF_TIME),
}
_NO_AMOUNT = re.compile("(?:[编序]?号|[号代]码|名次|排名)$|电话")
_CLASS = re.compile("(?:哪.?|最.{1,2}的)$")  # before what is asked for: 公司 in 哪家公司
_CELLS = re.compile("，(?=[^，：]{1,16}：)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_BETWEEN = 8  # characters of the source, the bars of a table, between two rows of it
_CHUNK = 400  # characters: a shorter chunk that ends with a row had room for the next one
_NAMED, _KNOWN = 0.8, 0.5  # presence of a word in the head of a column, and around a row
_SUBJECTS = (TermKind.NAME, TermKind.NOUN)
_TELLING = (*_SUBJECTS, TermKind.NUMBER)

Amount = tuple[float, ...]


def extremes(question: Question, ranked: Sequence[Sentence]) -> list[int]:
    """Return the places of the rows with the most or the least asked for, of the table ranked best.

    Empty where no whole table tells it, or the best sentence says it itself: 最年轻的书记是….
    """
    asked = _ASKED.search(question.plain)
    said = _ASKED.search(ranked[0].text)
    if asked is None or (said and said[0] == asked[0]):
        return []
    telling = [term for term in question.terms if term.kind in _TELLING and not _is_asked(question, term)]
    subjects = [term.text for term in telling if term.kind in _SUBJECTS]
    for table in _tables(ranked):
        around = "\n".join(ranked[place].context for place in table)
        if not all(presence(word, around) >= _KNOWN for word in subjects):
            continue
        rows = _meant(telling, table, ranked)
        amounts = _amounts(question, asked, [_cells(ranked[place]) for place in rows])
        if amounts:
            best = max(amounts) if asked["most"] else min(amounts)
            return [place for place, amount in zip(rows, amounts, strict=True) if amount == best]
    return []


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


def _meant(telling: Sequence[Term], table: Sequence[int], ranked: Sequence[Sentence]) -> Sequence[int]:
    """Return the rows that have each word of the question that only some have: those of 11月3日."""
    for term in telling:
        table = [place for place in table if presence(term.text, ranked[place].folded) == 1.0] or table
    return table


def _cells(row: Sentence) -> dict[str, str]:
    """Return the cells of a row by their heads."""
    parts = [cell.partition("：") for cell in _CELLS.split(row.text)]
    return {head: value for head, _, value in parts}


def _amounts(question: Question, asked: re.Match[str], rows: Sequence[Mapping[str, str]]) -> list[Amount]:
    """Return what each row has of what is asked for, in one unit; empty where the table does not tell."""
    adjective = asked["most"] or asked["least"]
    heads = sorted((head for head in rows[0] if not _NO_AMOUNT.search(head)), key=len)
    words = [term for term in question.terms if not asked.start() <= term.start < asked.end()]
    words.sort(key=lambda term: abs(asked.start() - term.start - len(term.text)))
    named = [head for term in words for head in heads if presence(term.text, fold(head)) >= _NAMED]
    counted = question.plain[: asked.start()][-1:]  # 人 in 招人最多
    unsaid = _IMPLIED.get(adjective) or (f"{re.escape(counted)}[数口]" if adjective in "多少" else "(?!)")
    implied = [head for head in heads if re.search(unsaid, head)]
    of_time = adjective in "早晚"
    of_day_and_hour = [head for head in named if head in implied] or implied
    for column in [of_day_and_hour] if of_time else [[head] for head in (*named, *implied)]:
        texts = ("，".join(row.get(head, "") for head in column) for row in rows)
        cells = [_THOUSANDS.sub("", narrow(text)) for text in texts]
        amounts = [tuple(map(float, _NUMBER.findall(cell))) for cell in cells]
        alike = len({_NUMBER.sub("0", cell) for cell in cells}) == 1
        if alike and (len(amounts[0]) == 1 or (of_time and amounts[0])):
            return amounts
    return []
