"""Streams a model's answer sentence by sentence, each checked before it is shown.

A sentence that its cited passages do not carry is removed. What is left cites the very sentence of the
source that carries it. If nothing is left, the sources themselves answer, or the question is declined.
"""

import re
from collections.abc import Iterator, Sequence

from embeddings.errors import EndpointError, ModelError
from embeddings.protocols import Embedder
from rag.answering import frames
from rag.answering.candidates import Sentence, candidates
from rag.answering.citations import cite
from rag.answering.generative.models import LanguageModel
from rag.answering.generative.prompt import SILENT, messages
from rag.answering.generative.support import carrier
from rag.answering.question import Question, parse
from rag.datatypes import Hit
from rag.protocols import Answerer, Draft

_MARKS = re.compile(r"\s*[\[【［]\s*(\d{1,2}(?:\s*[,，、]\s*\d{1,2})*)\s*[\]】］]")
_DIGITS = re.compile(r"\d+")
# A statement with the marks behind it, whether a full stop ends it or the marks do; it has ended once
# something else follows.
_MARK = r"\s*[\[【［][\d\s,，、]+[\]】］]"
_SENTENCE = re.compile(
    rf".+?(?:(?:[。！？；!?;\n]+|\.(?=\s))[”’」』）)\"']*(?:{_MARK})*|(?:{_MARK})+(?![。！？；!?;，,.]))(?=\s*[^\s\[【［])",
    re.DOTALL,
)


class GenerativeAnswerer:
    """Words answers with a language model; `otherwise` answers when nothing of the model's holds."""

    def __init__(self, model: LanguageModel, embedder: Embedder, otherwise: Answerer) -> None:
        self._model = model
        self._embedder = embedder
        self._otherwise = otherwise

    def stream(self, question: str, hits: Sequence[Hit], /) -> Iterator[str | Draft]:
        """Yield the answer sentence by sentence, last of all the Draft.

        Its confidence is the share of the model's sentences that the sources carry.
        """
        parsed = parse(question)
        found = candidates(hits)
        if not found:
            yield from self._otherwise.stream(question, hits)
            return
        body, said, kept = "", 0, 0
        chosen: list[Sentence] = []
        broken = ""
        try:
            for sentence in _sentences(self._model.stream(messages(question, parsed.language, hits))):
                if SILENT in sentence:
                    break
                said += 1
                statement, numbers = _marked(sentence)
                carried = carrier(statement, _cited(numbers, found, hits), self._embedder)
                if carried is not None:
                    piece = f"{statement}[{_marker(carried, chosen)}]"
                    body, kept = body + piece, kept + 1
                    yield piece
        except (EndpointError, ModelError):
            if not chosen:
                raise
            broken = frames.broken_off(parsed.language)  # what came before it holds, and is kept
        if chosen:
            yield from _finish(parsed, body, chosen, kept / said, broken)
        elif said:
            yield from self._otherwise.stream(question, hits)
        else:
            text = frames.abstention("no_answer", parsed.language)
            yield text
            yield Draft(text, (), abstained=True, reason="no_answer", confidence=0.0, citations=())


def _marker(carried: Sentence, chosen: list[Sentence]) -> int:
    """Return the number of a sentence among those cited, which it joins if it is new."""
    for number, other in enumerate(chosen, start=1):
        if other.source == carried.source:
            return number
    chosen.append(carried)
    return len(chosen)


def _finish(
    question: Question, body: str, chosen: Sequence[Sentence], confidence: float, remark: str
) -> Iterator[str | Draft]:
    citations = cite(chosen)
    remark = frames.dated(body, [cited.published for cited in citations], question.language) + remark
    if remark:
        yield remark
    yield Draft(body + remark, (), abstained=False, reason=None, confidence=confidence, citations=citations)


def _sentences(pieces: Iterator[str]) -> Iterator[str]:
    """Yield each sentence with its marks as soon as the next one has begun."""
    held = ""
    for piece in pieces:
        held += piece
        while match := _SENTENCE.match(held):
            yield match[0]
            held = held[match.end() :]
    if held.strip():
        yield held


def _marked(said: str) -> tuple[str, list[int]]:
    """Return a sentence without its marks, and the numbers they hold."""
    numbers = [int(number) for mark in _MARKS.finditer(said) for number in _DIGITS.findall(mark[1])]
    return _MARKS.sub("", said).strip(), numbers


def _cited(numbers: Sequence[int], found: Sequence[Sentence], hits: Sequence[Hit]) -> list[Sentence]:
    """Return the sentences of the cited passages; of all, if no mark points anywhere."""
    wanted = [hits[number - 1].chunk for number in numbers if 0 < number <= len(hits)]
    if not wanted:
        return list(found)
    return [
        one
        for one in found
        for document_id, start, end in [one.source]
        if any(
            chunk.document_id == document_id and chunk.start <= start and end <= chunk.end for chunk in wanted
        )
    ]
