"""Answers without a language model: the sentences of the hits that answer best, quoted with their marks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from embeddings.protocols import Embedder
from rag.answering import frames, scoring
from rag.answering.candidates import Sentence, candidates
from rag.answering.citations import cite, quotable
from rag.answering.composition import choose, limit, shortened
from rag.answering.disagreement import disagreeing
from rag.answering.judgement import Verdict, judge
from rag.answering.kinds import AnswerType
from rag.answering.question import Question, parse
from rag.answering.spans import asked_for
from rag.answering.subquestions import answers, apart, one_by_one, split
from rag.datatypes import AbstentionReason, Hit
from rag.protocols import Draft, Reader

_SPANS = 3


class ExtractiveAnswerer:
    """Quotes the sentences that answer, or declines when none is sure enough.

    `threshold` is the least probability (0-1) of being right at which an answer is given; `reader` gives a
    second opinion in doubtful cases.
    """

    def __init__(
        self, embedder: Embedder, reader: Reader | None = None, *, threshold: float | None = None
    ) -> None:
        self._embedder = embedder
        self._reader = reader
        self._threshold = scoring.THRESHOLD if threshold is None else threshold

    def stream(self, question: str, hits: Sequence[Hit], /) -> Iterator[str | Draft]:
        """Yield the answer sentence by sentence, last of all the Draft."""
        parsed = parse(question)
        found = candidates(hits)
        if not found:
            yield from _say(_decline(parsed, "no_passage", 0.0))
            return
        parts = split(parsed, found, lambda: judge(parsed, found, self._embedder, None).ranked[0].sentence)
        verdicts = self._judge(parts, found)
        probability = _least(verdicts)
        untold: list[Verdict] = []
        if len(verdicts) == 1:
            surely = probability >= self._threshold
            beside = self._judge(_left_open(parsed, verdicts[0]) if surely else apart(parsed), found)
            told = [one for one in beside if scoring.probability(one.odds) >= self._threshold]
            if surely or told:
                verdicts = [*verdicts, *told] if surely else told
                probability = probability if surely else _least(told)
                asked = [part.plain for part in apart(parsed)]
                untold = [one for one in beside if one not in told and not _may_be_told(one, verdicts, asked)]
        if probability < self._threshold:
            yield from _say(_decline(parsed, "no_answer", probability))
        else:
            yield from _say(_quote(parsed, verdicts, probability, [one.question.plain for one in untold]))

    def _judge(self, parts: Iterable[Question], found: Sequence[Sentence]) -> list[Verdict]:
        return [judge(part, found, self._embedder, self._reader) for part in parts]


def _least(verdicts: Sequence[Verdict]) -> float:
    return scoring.probability(min(verdict.odds for verdict in verdicts))


def _may_be_told(verdict: Verdict, others: Sequence[Verdict], asked: Sequence[str]) -> bool:
    """Tell whether what is quoted may answer a part, too: as likeliest there or, of a type, with a value.

    The value must stand with the nouns of that part alone, not with those that all of `asked` share.
    """
    part = verdict.question
    best = [one.ranked[0].sentence for one in others]
    if part.answer_type in (AnswerType.ANY, AnswerType.PERSON):
        likeliest = verdict.ranked[0].sentence.source in {one.source for one in best}
        return part.answer_type is AnswerType.ANY and likeliest
    own = [term for term in part.terms if not all(term.text in one for one in asked)]
    return any(answers(replace(part, terms=tuple(own)), one.text) for one in best)


def _left_open(question: Question, verdict: Verdict) -> list[Question]:
    """Return what is asked beside something else and the best sentence does not tell."""
    best = verdict.ranked[0].sentence
    return [
        part
        for part in one_by_one(question)
        if part.answer_type is AnswerType.ANY or not answers(part, best.text)
    ]


def _decline(question: Question, reason: AbstentionReason, confidence: float) -> Draft:
    text = frames.abstention(reason, question.language)
    return Draft(text, (), abstained=True, reason=reason, confidence=confidence, citations=())


def _quote(
    question: Question, verdicts: Sequence[Verdict], confidence: float, untold: Sequence[str] = ()
) -> Draft:
    """Return the chosen sentences of every part of the question, each with its mark, and what is untold."""
    lead = frames.lead(question.language)
    left = frames.untold(untold, question.language)
    room = limit(question) - len(lead) - len(left)
    room -= 20 * (len(verdicts) == 1)  # a date that may have to be said
    chosen: list[Sentence] = []
    differ = disagreeing(question, verdicts[0].ranked) if len(verdicts) == 1 else ()
    for sentence in differ:
        chosen.append(shortened(question, sentence, room // 2, None))
    for verdict in () if differ else verdicts:
        exact = verdict.exact if verdict.exact_is_sure else None
        for sentence in choose(verdict.question, verdict.ranked, room // len(verdicts), exact):
            chosen = _with(sentence, chosen)
    pieces = [piece for one in chosen for piece in quotable(one)]
    citations = cite(pieces)
    ends = {one.source[::2] for one in chosen}
    body = "".join(
        f"{_ended(one.text) if one.source[::2] in ends else one.text}[{c.marker}]"
        for one, c in zip(pieces, citations, strict=True)
    )
    dates = [citation.published for citation in citations]
    date = (
        frames.differing(dates, question.language) if differ else frames.dated(body, dates, question.language)
    )
    spans = tuple(dict.fromkeys(span for verdict in verdicts for span in _spans(verdict)))
    return Draft(
        lead + body + date + left,
        spans,
        abstained=False,
        reason=None,
        confidence=confidence,
        citations=citations,
    )


def _with(sentence: Sentence, chosen: Sequence[Sentence]) -> list[Sentence]:
    """Return the chosen sentences with one more; of two that overlap, only the wider."""
    document, start, end = sentence.source
    same = [
        one for one in chosen if one.source[0] == document and one.source[1] < end and start < one.source[2]
    ]
    if any(one.source[2] - one.source[1] >= end - start for one in same):
        return list(chosen)
    kept = [one for one in chosen if one not in same]
    place = chosen.index(same[0]) if same else len(kept)
    return [*kept[:place], sentence, *kept[place:]]


def _ended(text: str) -> str:
    """Return a sentence as it stands alone: with a full stop for a semicolon, a comma or nothing."""
    return re.sub(r"(?<=[\w）)”’》%])(?<![。！？…][”’》])[；;，,：:]?\Z", "。", text)


def _spans(verdict: Verdict) -> list[str]:
    """Return the exact short answers in the best sentence: the reader's, then values of the asked type.

    The values come first if the reader's answer is not of that type.
    """
    exact = [verdict.exact] if verdict.exact else []
    values: list[str] = []
    if verdict.question.answer_type is not AnswerType.ANY:
        text = verdict.ranked[0].sentence.text
        values = [text[slice(*span)] for span in asked_for(verdict.question, text)]
    found = [*exact, *values] if verdict.exact_fits else [*values, *exact]
    return list(dict.fromkeys(found))[:_SPANS]


def _say(draft: Draft) -> Iterator[str | Draft]:
    """Yield a draft's text in small pieces, then the draft."""
    for start in range(0, len(draft.text), 8):
        yield draft.text[start : start + 8]
    yield draft
