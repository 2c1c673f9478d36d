"""Questions made from plain text by code: a fact is taken out of its sentence and asked for.

Few questions written by people are free to learn from; these teach where answers begin and end, on as much
text as there is (P. Lewis et al., ACL 2019, and B. Dhingra et al., NAACL 2018, pre-train on questions made
in this way). Their wording stays close to the sentence, so people's questions remain the larger part.
"""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import rjieba

from rag.reading.recipe.negatives import holds
from rag.reading.recipe.samples import Lesson
from rag.reading.recipe.sources import Passage, Question
from rag.reading.windows import SIZE, breaks, windows

A_PASSAGE = 24  # questions at most
SHORTEST, LONGEST = 6, 90  # characters of a sentence that is asked about
SHORTEST_ASKED = 9  # characters: less says too little of what is asked
DROPPED_WORDS = 0.25  # of the adverbs, particles and the like in a question
DROPPED_CLAUSES = 0.6  # of the clauses of its sentence that do not hold the answer
LIST = r"[^、，；。：（）()]{1,16}(?:、[^、，；。：（）()]{1,16})+"

_CLAUSE = re.compile(r"[^，；：,;:]+[，；：,;:]?")
_MINOR = ("d", "ul", "uz", "ug", "c", "y")  # tags of words a question may do without
_BY_TAG = {
    "nr": ("谁", "哪个人", "什么人"),
    "ns": ("哪里", "什么地方", "哪个地方"),
    "nt": ("哪个机构", "什么机构", "什么组织"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """A range of a sentence that is an answer, and the words that ask for it in its place."""

    start: int
    end: int
    asking: tuple[str, ...]


# The answer is the last group, or all that matches.
_PATTERNS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), asking)
    for pattern, asking in (
        (r"(?:公元前?|西元前?)?\d{2,4}年\d{1,2}月\d{1,2}[日号]", ("什么时候", "何时", "哪一天")),
        (r"(?:公元前?|西元前?)?\d{2,4}年\d{1,2}月(?!\d)", ("什么时候", "何时", "哪年哪月")),
        (r"(?:公元前?|西元前?)?\d{3,4}年(?!\d|代|间)", ("什么时候", "何时", "哪一年", "哪年")),
        (r"\d{1,2}世纪(?:初|末|中叶|\d0年代)?", ("什么时候", "哪个世纪", "何时")),
        (r"(?<=《)[^《》]{2,20}(?=》)", ("什么", "哪部作品")),
        (r"(?<=[“「])[^“”「」]{2,16}(?=[”」])", ("什么",)),
        (r"(?:包括|包含|分为|含有|分成)了?：?(" + LIST + ")", ("哪些", "什么")),
        (r"(?:分别是|分别为|主要有|共有|设有)(" + LIST + ")", ("哪些", "什么")),
        (
            r"(?:称为|称作|称之为|叫做|名为|命名为|改名为|更名为|简称|又称|俗称)([^，；。：（）()]{2,16})",
            ("什么",),
        ),
        (r"(?:用于|用来|致力于|负责|主张|认为|指出|规定|要求|导致|造成|引起)([^，；。：]{4,40})", ("什么",)),
        (r"(?:以便|旨在|目的是|为了)([^，；。：]{4,40})", ("什么",)),
    )
)
_UNSUITED = re.compile(r"[？?]|^[^《]*》|^[^“]*”|《[^》]*$|“[^”]*$")  # it asks, or a mark lacks its partner
_COUNT = re.compile(r"\d[\d,.]*(?:余|多|几)?[万亿千百]?(?:余|多)?")
_PART = re.compile(r"[·•・\-—–A-Za-z]")  # beside a name: it goes on there
_DEFINED = re.compile(
    r"^(?!如|即|便|就|可能|所以|因|但|不|还|也|都|其|这|那|它|他|她|此|该|而|并|更|又|却|则|将|且|或)"
    r"([^，；。：是为“”《》]{2,18})(?:是|就是|是指|指的是|指)([^，；。？吗呢]{4,60})$"
)
_REASON = re.compile(r"(?:由于|因为|因)([^，；。]{4,50})，(?:因此|所以|故|而|于是)?([^，；。]{4,40})")
_RESULT = re.compile(r"([^，；。]{4,50})，(?:因此|所以|因而|于是)([^，；。]{4,40})")


def made_lessons(passages: Iterable[Passage], chance: random.Random) -> Iterator[Lesson]:
    """Yield a lesson for each question made, with the other windows of its passage beside it."""
    for asked, place in made_questions(passages, chance):
        text = asked.passage.text
        others = [at for at in windows(text) if not holds(text[slice(*at)], asked.answers)]
        yield Lesson(asked, place, tuple((asked.passage.id, *at) for at in others))


def made_questions(
    passages: Iterable[Passage], chance: random.Random
) -> Iterator[tuple[Question, tuple[int, int]]]:
    """Yield questions about the passages, each with the one answer that was taken out, and its place."""
    for passage in passages:
        found = [
            (asked, start, end)
            for first, last in pairwise(breaks(passage.text, SIZE))
            for asked, start, end in _about(passage.text[first:last], first, chance)
        ]
        found = [made for made in found if len(made[0]) >= SHORTEST_ASKED]
        for number, (asked, start, end) in enumerate(chance.sample(found, min(A_PASSAGE, len(found)))):
            answers = (passage.text[start:end],)
            yield Question(f"{passage.id}/{number}", asked, passage, answers), (start, end)


def _about(sentence: str, at: int, chance: random.Random) -> Iterator[tuple[str, int, int]]:
    """Yield questions about a sentence that begins at `at`, with the place of each answer."""
    body = sentence.rstrip("。！？；!?; \n”’」』）)")
    if not SHORTEST <= len(body) <= LONGEST or _UNSUITED.search(body):
        return
    for gap in _gaps(body):
        yield _cloze(body, gap, chance), at + gap.start, at + gap.end
    for pattern, forms in (
        (_REASON, ("为什么{}", "{}的原因是什么", "{}是因为什么")),
        (_RESULT, ("为什么{}", "{}的原因是什么")),
    ):
        if found := pattern.search(body):
            yield chance.choice(forms).format(found[2]) + "？", at + found.start(1), at + found.end(1)
    for clause in _CLAUSE.finditer(body):
        text = clause[0].rstrip("，；：,;:")
        if found := _DEFINED.match(text):
            asked = chance.choice(("什么是{}", "{}是什么", "{}指什么", "何为{}")).format(found[1])
            yield asked + "？", at + clause.start() + found.start(2), at + clause.start() + found.end(2)


def _gaps(body: str) -> list[Gap]:
    """Return what can be taken out, no two overlapping."""
    gaps = [
        Gap(*found.span(pattern.groups), asking)
        for pattern, asking in _PATTERNS
        for found in pattern.finditer(body)
    ]
    place, count = 0, ""
    tags = rjieba.tag(body)
    for number, (word, tag) in enumerate(tags):
        start, place = place, place + len(word)
        asking = _BY_TAG.get(tag[:2])
        if asking and 1 < len(word) < 5 and _whole(tags, number):
            gaps.append(Gap(start, place, asking))
        elif tag.startswith(("q", "n")) and _COUNT.fullmatch(count):
            gaps.append(Gap(start - len(count), place, (f"多少{word}", f"几{word}")))
        # A number may be cut in several: its parts are put together again.
        count = count + word if _COUNT.fullmatch(count + word) else word
    kept: list[Gap] = []
    for gap in sorted(gaps, key=lambda gap: gap.start - gap.end):
        if all(gap.end <= other.start or gap.start >= other.end for other in kept):
            kept.append(gap)
    return kept


def _whole(tags: Sequence[tuple[str, str]], number: int) -> bool:
    """Tell by its neighbours whether a name is whole: foreign names, and institutions', are cut up."""
    before, after = tags[max(0, number - 1)], tags[min(len(tags) - 1, number + 1)]
    own = tags[number][1]
    return not (
        any(_PART.search(word) for word, _ in (before, after))
        or (number and before[1].startswith("ns" if own.startswith("nr") else ("n", "m")))
        or (number + 1 < len(tags) and after[1].startswith(("n", "m", "q", "f", "b")))
    )


def _cloze(body: str, gap: Gap, chance: random.Random) -> str:
    """Return the sentence with a question word in the gap, shortened at random."""
    parts = []
    for clause in _CLAUSE.finditer(body):
        start, end = clause.span()
        if start <= gap.start < end:
            left, right = body[start : gap.start], body[gap.end : max(end, gap.end)].rstrip("，；：,;:")
            parts.append(_thinned(left, chance) + chance.choice(gap.asking) + _thinned(right, chance))
        elif (end <= gap.start or start >= gap.end) and chance.random() > DROPPED_CLAUSES:
            parts.append(_thinned(clause[0].rstrip("，；：,;:"), chance))
    return "，".join(parts) + "？"


def _thinned(text: str, chance: random.Random) -> str:
    """Return the text without some of its minor words."""
    return "".join(
        word
        for word, tag in rjieba.tag(text)
        if not tag.startswith(_MINOR) or chance.random() > DROPPED_WORDS
    )
