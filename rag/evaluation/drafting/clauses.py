"""A sentence in clauses, and whether a clause names what it speaks of.

Only then can a question made of it be understood by someone who has not read the document.
"""

import re
from dataclasses import dataclass

from rag.answering import spans
from rag.answering.kinds import AnswerType
from rag.answering.terms import tag

Span = tuple[int, int]

OPENING, CLOSING = "“‘「『《〈（(【[", "”’」』》〉）)】]"
_BREAKS = "，,；;：:。！？!?"
# Words that point at something outside the sentence.
POINTING = re.compile(
    r"这|那[个些样里么位时]|该|此(?!外)|其(?!中国|实|他方面)|[他她它我你您咱]|本(?![科土地金书领质性报])|上述|以下|如下|前述|同[日年月](?!份)"
    r"|当[天日时年晚月](?!地)|次[日年]|届时|今[年天日后]|去年|明年|昨[天日]|明天|前天|近[年期来]|(?<!\d)年内|未来"
    r"|另[一外]|同时|[某]|有[关的]?(?:人|发言)|双方|两者|后者|前者|彼此|对此|为此|因此|从而|由此|随后|之后|此外|其中|记者|笔者|小编|据[悉了介]|会上|会后|一位|一名|现场|图[为片]|自己|大家|同样|也(?!门)|还(?!款|原)|又|再次|而且|并且|但|不过|然而|却|只有|就是|以此"
)
_NAME_TAGS = ("ns", "nt", "nz", "nr", "eng")
LONG_NAME = 5  # characters; a shorter 热线中心 is any of many
_NAME_END = re.compile(
    r"[\u4e00-\u9fff](?:镇|区|村|县|市|省|街道|社区|公司|集团|大学|医院|学院|委员会|办公室|局|部|厅|银行|法院|协会|中心|基地|工程|计划|项目|大会|平台|走廊|体系)"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a clause with its part of speech (jieba's tags; `quote` for a quotation or a title)."""

    text: str
    flag: str
    start: int

    @property
    def end(self) -> int:
        """Where the next word begins."""
        return self.start + len(self.text)


def clauses(text: str) -> list[Span]:
    """Return the ranges between commas, colons and stops that stand in no quotation or brackets."""
    found: list[Span] = []
    depth = start = 0
    for index, char in enumerate(text):
        depth = max(0, depth + (char in OPENING) - (char in CLOSING))
        inside_number = char in ",:" and text[index + 1 : index + 2].isdigit()
        if char in _BREAKS and depth == 0 and not inside_number:
            found.append((start, index))
            start = index + 1
    if start < len(text):
        found.append((start, len(text)))
    return [(start, end) for start, end in found if text[start:end].strip()]


_QUOTED = re.compile(r"“[^“”]{1,40}”|《[^《》]{1,40}》|（[^（）]{1,40}）")


def words(text: str) -> list[Word]:
    """Return the words of a clause; what is quoted, titled or bracketed is one word."""
    found: list[Word] = []
    position = 0
    for match in [*_QUOTED.finditer(text), None]:
        end = match.start() if match else len(text)
        for word, flag in tag(text[position:end]):
            if found and found[-1].flag == "quote" and word[0] in "由是在有为" and len(word) > 2:
                found.append(Word(word[0], "p", position))  # the tagger takes 由宝武 for a name
                position += 1
                word = word[1:]
            found.append(Word(word, flag, position))
            position += len(word)
        if match:
            found.append(Word(match[0], "quote" if match[0][0] in "“《" else "x", match.start()))
            position = match.end()
    return found


def opening(clause: list[Word]) -> list[Word]:
    """Return the words a clause begins with, up to its first verb, adverb or preposition."""
    for index, word in enumerate(clause):
        is_deed = word.flag == "vn" and index + 1 < len(clause) and clause[index + 1].flag in ("ul", "m")
        is_verb = is_deed or (word.flag.startswith(("v", "d", "p", "zg", "r")) and word.flag != "vn")
        if is_verb or word.text in _VERBS or (word.flag == "x" and word.text not in "、·-—"):
            return clause[:index]
    return clause


# Verbs and prepositions that the tagger is unsure of.
_VERBS = frozenset(
    [
        "是",
        "为",
        "有",
        "在",
        "于",
        "由",
        "将",
        "已",
        "把",
        "被",
        "从",
        "以",
        "向",
        "对",
        "与会",
        "获",
        "率先",
        "由于",
        "因",
        "因为",
        "随着",
        "为了",
        "力争",
        "获得",
        "荣获",
        "获评",
        "当选",
        "包括",
        "位于",
        "成功",
        "正式",
    ]
)


def names_something(begin: list[Word]) -> bool:
    """Tell whether the beginning of a clause is a subject that is known by name."""
    if not begin or begin[0].flag in ("m", "t", "f", "c", "uj") or begin[0].text in ("的", "和", "与", "及"):
        return False
    joined = "".join(word.text for word in begin)
    named = any(_is_name(word) for word in begin)
    likely = any(word.flag in _NAME_TAGS for word in begin) or len(joined) >= LONG_NAME
    return (named or (likely and bool(_NAME_END.search(joined)))) and len(joined) >= 2


def _is_name(word: Word) -> bool:
    """Tell whether a word names one thing; the tagger takes many a common noun for a person or a brand."""
    if word.flag == "nr":
        return bool(spans.find(AnswerType.PERSON, word.text)) or "·" in word.text
    return (
        word.flag == "quote"
        or (word.flag in ("ns", "nt", "eng") and len(word.text) > 1)
        or (word.flag == "nz" and len(word.text) > 2)
    )


def points_elsewhere(text: str) -> bool:
    """Tell whether a text leans on something that is not in it: a pronoun, 当天, 上述, 目前."""
    return POINTING.search(_QUOTED.sub("“”", text)) is not None


def balanced(text: str) -> bool:
    """Tell whether every quotation and bracket that opens also closes."""
    return all(text.count(a) == text.count(b) for a, b in zip(OPENING, CLOSING, strict=True))
