"""How well one sentence of a hit answers a question, as a row of numbers between 0 and 1.

The rows feed two small linear models (`scoring.py`): which sentence answers best, and whether it answers
at all. Each feature is cheap and says one thing a person would check: are the words there, the names, the
year, the kind of value asked for; is the meaning near.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rag.answering.kinds import AnswerType, Kind
from rag.answering.matching import fold, presence
from rag.answering.question import Question
from rag.answering.spans import asked_for
from rag.answering.terms import TermKind
from rag.chunking.sentences import sentences
from rag.datatypes import Hit

Row = NDArray[np.float32]

FEATURES = (
    "words in sentence",
    "words in context",
    "words in document",
    "names in sentence",
    "names in document",
    "focus in sentence",
    "focus in context",
    "value of the asked type",
    "asked type missing",
    "value beside the focus",
    "heaviest word missing",
    "pairs in sentence",
    "pairs in context",
    "similarity",
    "hit score",
    "year elsewhere",
    "shape",
    "length",
)
SIMILARITY = FEATURES.index("similarity")

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_SHAPES = {
    Kind.DEFINITION: re.compile(r"是|指|即|意思|称为|合称|为了|包括|由.{2,30}组成|[：:]"),
    Kind.LIST: re.compile(r"、|和|一是|第一|包括|分别|；"),
    Kind.WHY: re.compile(r"因为|由于|因此|为了|目的|原因|以便|使得|从而|认为|所以"),
    Kind.HOW: re.compile(r"通过|以|用|靠|把|让|采取|采用|方式|办法|利用|依托|结合"),
}
_ENOUGH = 40  # characters after which a sentence is long enough to say something


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence of a hit: `hit.chunk.clean[start:end]`, with the text around it."""

    hit: Hit
    start: int
    end: int
    before: str
    after: str

    @property
    def text(self) -> str:
        """The cleaned sentence."""
        return self.hit.chunk.clean[self.start : self.end].strip()

    @property
    def source(self) -> tuple[str, int, int]:
        """Document and exact source range, without the white space around the sentence."""
        raw = self.hit.chunk.clean[self.start : self.end]
        start = self.start + len(raw) - len(raw.lstrip())
        return self.hit.chunk.document_id, *self.hit.chunk.source_range(start, start + len(raw.strip()))

    @cached_property
    def folded(self) -> str:
        """The sentence as matching sees it."""
        return fold(self.text)

    @cached_property
    def context(self) -> str:
        """The sentence with its title, heading and neighbours, as matching sees it."""
        hit = self.hit
        return fold(f"{hit.title}\n{hit.chunk.heading}\n{self.before}\n{self.text}\n{self.after}")


def candidates(hits: Sequence[Hit]) -> list[Sentence]:
    """Return every sentence of the hits once, best hit first; overlapping chunks repeat none."""
    found: dict[tuple[str, int, int], Sentence] = {}
    for hit in hits:
        clean = hit.chunk.clean
        ranges = [span for span in sentences(clean) if clean[slice(*span)].strip()]
        for index, (start, end) in enumerate(ranges):
            before = clean[slice(*ranges[index - 1])] if index else ""
            after = clean[slice(*ranges[index + 1])] if index + 1 < len(ranges) else ""
            sentence = Sentence(hit, start, end, before, after)
            known = found.get(sentence.source)
            if known is None or len(known.before) + len(known.after) < len(before) + len(after):
                found[sentence.source] = sentence
    return list(found.values())


def similarity_scale(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return cosines of the e5 family, which crowd between 0.75 and 0.95, spread over 0 to 1."""
    return np.asarray(np.clip((cosines - 0.75) / 0.2, 0.0, 1.0), np.float32)


def rows(question: Question, found: Sequence[Sentence], similarities: Sequence[float]) -> NDArray[np.float32]:
    """Return one feature row per sentence, shape (len(found), len(FEATURES))."""
    documents: dict[str, str] = {}
    for sentence in found:
        key = sentence.hit.chunk.document_id
        documents[key] = documents.get(key, "") + sentence.context
    best = max((sentence.hit.score for sentence in found), default=1.0) or 1.0
    return np.array(
        [
            _row(question, sentence, documents[sentence.hit.chunk.document_id], similarity, best)
            for sentence, similarity in zip(found, similarities, strict=True)
        ],
        dtype=np.float32,
    ).reshape(len(found), len(FEATURES))


def _row(
    question: Question, sentence: Sentence, document: str, similarity: float, best: float
) -> list[float]:
    here = [presence(term.text, sentence.folded) for term in question.terms]
    around = [
        max(x, presence(term.text, sentence.context)) for term, x in zip(question.terms, here, strict=True)
    ]
    anywhere = [max(x, presence(term.text, document)) for term, x in zip(question.terms, around, strict=True)]
    weights = [term.weight for term in question.terms]
    names = [index for index, term in enumerate(question.terms) if term.kind is TermKind.NAME]
    spans = asked_for(question.answer_type, sentence.text, question.plain)
    typed = question.answer_type is not AnswerType.ANY
    content = "".join(fold(term.text) for term in question.terms)
    return [
        _mean(here, weights),
        _mean(around, weights),
        _mean(anywhere, weights),
        _mean([here[index] for index in names]),
        min([anywhere[index] for index in names], default=1.0),
        presence(question.focus, sentence.folded) if question.focus else 0.6,
        presence(question.focus, sentence.context) if question.focus else 0.6,
        float(bool(spans)) if typed else 0.5,
        float(typed and not spans),
        _beside(question, sentence, spans),
        max((weight * (1 - x) for weight, x in zip(weights, around, strict=True)), default=0.0) / 2,
        _pairs(content, sentence.folded),
        _pairs(content, sentence.context),
        similarity,
        sentence.hit.score / best,
        _year_elsewhere(question, sentence),
        float(bool(shape.search(sentence.text))) if (shape := _SHAPES.get(question.kind)) else 0.5,
        min(len(sentence.text) / _ENOUGH, 1.0),
    ]


def _mean(values: Sequence[float], weights: Sequence[float] | None = None) -> float:
    """Return the weighted mean; nothing asked for counts as half found."""
    return float(np.average(values, weights=weights)) if values else 0.5


def _pairs(content: str, folded: str) -> float:
    """Return the share of the question's character pairs that the text has."""
    pairs = [content[index : index + 2] for index in range(len(content) - 1)]
    return sum(pair in folded for pair in pairs) / len(pairs) if pairs else 0.5


def _beside(question: Question, sentence: Sentence, spans: Sequence[tuple[int, int]]) -> float:
    """Return how near a value of the asked type stands to the noun it must belong to."""
    if not spans or not question.focus:
        return 0.5
    place = sentence.text.find(question.focus)
    if place < 0:
        return 0.0
    return max(1.0 - min(abs(start - place), abs(end - place)) / 20 for start, end in spans)


def _year_elsewhere(question: Question, sentence: Sentence) -> float:
    """Return 1 if the question names a year that neither the context nor the article's date has."""
    asked = set(_YEAR.findall(question.plain))
    known = set(_YEAR.findall(sentence.context)) | {(sentence.hit.published or "")[:4]}
    return float(bool(asked - known))
