"""A question held against all sentences found: the names they know, and how rare its words are in them."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answering.candidates import Sentence
from rag.answering.matching import fold
from rag.answering.question import Question
from rag.answering.spans import is_person
from rag.answering.terms import PLACES, Term, TermKind, institutions, is_unknown, tag

_PLACE_SUFFIXES = ("镇", "区", "村", "市", "县", "街道", "社区", "居民区")
_BEFORE_NAMES = frozenset("同和与向对由来去到赴拿夺获")
_AFTER_NAMES = frozenset("管任当说在给跟对和与")  # the tagger takes 刘欣管 for a name
_SEVERAL = 5  # sentences of a document that show whether it marks their ends
_GUESSED = 3  # characters of a word the tagger made of a name and a verb: 澄骁出
_FULL_NAME = 3  # characters of most persons' names
_TITLE = re.compile("《([^《》“”]{3,20})》")  # the shortest may be common words: 《回声》
_OF_A_PLACE = re.compile(r"(\w{2,4}?(?:镇|乡|县|街道|[^小社地街校城郊]区))(?=\w{2,})")  # 山阳镇党委


@dataclass(frozen=True)
class Pool:
    """All sentences of the hits together: what they say of each document, and how rare a word is in them."""

    documents: Mapping[str, str]
    best: float
    folded: Sequence[str]
    unmarked: Collection[str]  # the documents most of whose sentences end without a mark
    titles: Sequence[str] = ()  # of works, as the hits have them in title marks, longest first

    @classmethod
    def of(cls, found: Sequence[Sentence]) -> "Pool":
        """Gather the sentences."""
        documents: dict[str, str] = {}
        for sentence in found:
            key = sentence.hit.chunk.document_id
            documents[key] = documents.get(key, "") + sentence.context
        best = max((sentence.hit.score for sentence in found), default=1.0) or 1.0
        ended: dict[str, list[bool]] = {}
        for sentence in (one for one in found if not one.is_row):
            ended.setdefault(sentence.hit.chunk.document_id, []).append(sentence.is_ended)
        unmarked = {
            key for key, marks in ended.items() if len(marks) >= _SEVERAL and 2 * sum(marks) < len(marks)
        }
        texts = dict.fromkeys(text for sentence in found for text in (sentence.hit.title, sentence.text))
        titles = {title for text in texts for title in _TITLE.findall(text)}
        folded = [sentence.folded for sentence in found]
        return cls(documents, best, folded, unmarked, sorted(titles, key=len, reverse=True))

    def is_place(self, name: str) -> bool:
        """Tell whether the hits use a name for an administrative place: 南翔 if they speak of 南翔镇."""
        return any(fold(name) + suffix in text for suffix in _PLACE_SUFFIXES for text in self.folded)

    def has(self, name: str) -> bool:
        """Tell whether a sentence of the hits has a name."""
        return any(fold(name) in text for text in self.folded)

    def with_titles(self, terms: Sequence[Term], plain: str) -> list[Term]:
        """Return the terms, of a work that the question names without title marks its whole title."""
        found = list(terms)
        for title in self.titles:
            start = plain.find(title)
            end = start + len(title)
            beside = [term for term in found if term.start + len(term.text) <= start or end <= term.start]
            if start >= 0 and not any(term.quoted for term in found if term not in beside):
                found = [*beside, Term(title, TermKind.NAME, start, quoted=True)]
        return sorted(found, key=lambda term: term.start)

    def known_name(self, term: Term) -> Term:
        """Return the term, or of a longer name that no hit has the place or person it begins with."""
        if term.quoted or self.has(term.text):
            return term
        if term.kind is not TermKind.NAME:
            guessed = term.kind is TermKind.NOUN and len(term.text) == _GUESSED
            cut = guessed and is_unknown(term.text) and self.has(term.text[:-1])
            return replace(term, text=term.text[:-1]) if cut else term
        rest = fold(term.text[1:])
        if term.text[0] in _BEFORE_NAMES and any(rest in text for text in self.folded):
            return replace(term, text=term.text[1:], start=term.start + 1)
        for length in range(len(term.text) - 1, 1, -1):
            place = term.text[:length]
            known = self.has(place)
            if known and (place.endswith(PLACES) or self.is_place(place)):
                return replace(term, text=place)
            rest = term.text[length:]
            whole = length == _FULL_NAME and len(rest) > 1
            if known and is_person(place) and (rest in _AFTER_NAMES or whole):
                return replace(term, text=place)
        if own := _OF_A_PLACE.match(term.text):
            return replace(term, text=own[1])
        return term

    def whole_name(self, term: Term, plain: str) -> Term:
        """Return of a person whose name the tagger cut the whole that the hits have: 屠呦呦 for 屠."""
        if term.kind is TermKind.NAME and len(term.text) == 1 and not term.quoted:
            for length in (3, 2):
                name = plain[term.start : term.start + length]
                if len(name) == length and any(fold(name) in text for text in self.folded):
                    return replace(term, text=name)
        name = plain[term.start : term.start + _FULL_NAME]  # 程月白 for 程月
        if len(term.text) == 2 and not term.quoted and is_person(name) and self._always(term.text, name):
            return replace(term, text=name, kind=TermKind.NAME)
        before = plain[: term.start]
        name = before[-1:] + term.text  # 程海棠 for 海棠
        torn = before and term.kind is TermKind.NOUN and len(name) == _FULL_NAME and is_person(name)
        if torn and self._always(term.text, name) and tag(before)[-1][0] == name[0]:
            return Term(name, TermKind.NAME, term.start - 1)
        return term

    def _always(self, part: str, name: str) -> bool:
        """Tell whether the hits have part of a name in it alone."""
        whole = sum(text.count(fold(name)) for text in self.folded)
        return 0 < whole == sum(text.count(fold(part)) for text in self.folded)

    def known_parts(self, term: Term) -> list[Term]:
        """Return the known name a term begins with and, as a word, what is left: 朱泾镇 and 城南."""
        known = self.known_name(term)
        rest = term.text.removeprefix(known.text)
        if rest == term.text or len(rest) < 2:
            return [known]
        kind = TermKind.NAME if is_person(known.text) else TermKind.NOUN  # 陶月白 and 宁城
        return [known, Term(rest, kind, term.start + len(known.text))]

    def rarity(self, word: str) -> float:
        """Return how much finding this word tells, 1 for one that few sentences have, falling to 0.2."""
        key = fold(word)
        share = sum(key in text for text in self.folded) / max(len(self.folded), 1)
        return 1.0 - 0.8 * min(share * 2, 1.0)


@dataclass(frozen=True)
class Asked:
    """A question with its words and pairs weighed by how rare they are among the hits."""

    question: Question
    weights: Sequence[float]
    pairs: Mapping[str, float]
    places: Collection[int]  # which of its words name a place
    institutions: Sequence[str]  # 五角场街道, 人民法院
    persons: Sequence[str]

    @classmethod
    def of(cls, question: Question, pool: Pool) -> "Asked":
        """Weigh the words, and cut from a name what the tagger took for part of it: 张江镇 from 张江镇划."""
        named = institutions(question.terms)
        question = replace(
            question,
            terms=tuple(
                dict.fromkeys(
                    part
                    for term in pool.with_titles(question.terms, question.plain)
                    for part in pool.known_parts(pool.whole_name(term, question.plain))
                )
            ),
        )
        weights = [term.weight * pool.rarity(term.text) for term in question.terms]
        pairs = {pair: pool.rarity(pair) for pair in question.pairs}
        places = {
            index
            for index, term in enumerate(question.terms)
            if term.place or (term.kind is TermKind.NAME and not term.quoted and pool.is_place(term.text))
        }
        persons = [
            term.text
            for index, term in enumerate(question.terms)
            if term.kind is TermKind.NAME and index not in places and not term.quoted and is_person(term.text)
        ]
        return cls(question, weights, pairs, places, named, persons)
