"""Questions that the documents do not answer, though they share their words.

Each is a drafted question with another name, year or office in it.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.answering.matching import fold
from rag.answering.question import parse
from rag.evaluation.drafting.drafted import Draft
from rag.evaluation.drafting.unsaid import Search, unsaid

NEAR_MISS = "near_miss"
A_DRAFT = 2  # near misses of one draft at most
# A place that begins the question, but not one that a smaller one follows: 金山区朱泾镇 stays what it is.
_PLACE = re.compile(
    r"^(?:(?![的全各])[\u4e00-\u9fff]){1,6}?(?P<kind>居民区|街道|社区|镇|村|新区|区|市|县|省)"
    r"(?!(?!全)[\u4e00-\u9fff]{2}(?:镇|街道|社区|区|村|市))"
)
_QUOTED = re.compile(r"“[^“”]{2,16}?(?P<kind>工程|计划|项目|工作法|行动|模式|书记|机制|品牌|菜单)”")
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?=年)")
_OFFICES = (
    ("党委书记", "党委副书记"),
    ("副会长", "秘书长"),
    ("首席主持人", "总编辑"),
    ("总经理", "财务总监"),
    ("主任", "纪检组长"),
    ("发言人", "法律顾问"),
    ("院长", "教务长"),
    ("主席", "秘书长"),
    ("局长", "总工程师"),
    ("董事长", "监事长"),
)
_KEPT = ("number", "money", "percent", "time", "person", "place", "list", "name", "relation", "organisation")


def near_misses(drafts: Sequence[Draft], search: Search, chance: random.Random) -> Iterator[Draft]:
    """Yield drafts turned into questions that the documents do not answer; `search` finds that out.

    Every draft is turned once, in the order given, before any is turned again.
    """
    names = _names(drafts)
    known = {fold(draft.question) for draft in drafts}
    turned = [(draft, _turned(draft, names, chance)) for draft in drafts if _fits(draft)]
    for _ in range(A_DRAFT):
        for draft, candidates in turned:
            for question, what in candidates:
                if fold(question) not in known and unsaid(question, search):
                    known.add(fold(question))
                    yield replace(
                        draft,
                        question=question,
                        answers=(),
                        items=(),
                        tags=(NEAR_MISS, what),
                        answerable=False,
                    )
                    break


def _fits(draft: Draft) -> bool:
    """Tell whether a draft can be turned; one that first states something would state it falsely."""
    return draft.tags[-1] in _KEPT and ("，" not in draft.question or draft.question.startswith("谁"))


def _turned(draft: Draft, names: dict[str, list[str]], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield the question with something else in it, and what; it may be answered after all."""
    yield from _other_office(draft)
    yield from _other_year(draft, chance)
    yield from _other_name(draft, names, chance)


def _names(drafts: Sequence[Draft]) -> dict[str, list[str]]:
    """Return the names that questions speak of, by their kind: 镇 → 南翔镇, 张江镇."""
    found: dict[str, set[str]] = {}
    for draft in drafts:
        for match in _named(draft.question):
            found.setdefault(match["kind"], set()).add(match[0])
    return {kind: sorted(names) for kind, names in found.items()}


def _named(question: str) -> list[re.Match[str]]:
    place = _PLACE.match(question)
    alone = place is not None and any(
        term.place and place[0].startswith(term.text[:2]) for term in parse(question).terms
    )
    return ([place] if place and alone else []) + list(_QUOTED.finditer(question))


def _other_name(
    draft: Draft, names: dict[str, list[str]], chance: random.Random
) -> Iterator[tuple[str, str]]:
    for match in _named(draft.question):
        others = [name for name in names[match["kind"]] if name != match[0]]
        chance.shuffle(others)
        for other in others:
            question = draft.question[: match.start()] + other + draft.question[match.end() :]
            yield question, "other_name"


def _other_year(draft: Draft, chance: random.Random) -> Iterator[tuple[str, str]]:
    for match in _YEAR.finditer(draft.question):
        for years in chance.sample((-3, -2, -1, 1), 4):
            year = str(int(match["year"]) + years)
            yield draft.question[: match.start()] + year + draft.question[match.end() :], "other_year"


def _other_office(draft: Draft) -> Iterator[tuple[str, str]]:
    if draft.tags[-1] == "person" and draft.question.endswith("是谁？"):
        for office, other in _OFFICES:
            if office in draft.question:
                yield draft.question.replace(office, other), "other_office"
                return
