"""Streams a model's answer sentence by sentence, each checked before it is shown.

A sentence that its cited passages do not carry is removed. What is left cites the very sentence of the
source that carries it. If nothing is left, the sources themselves answer, or the question is declined.
"""

from collections.abc import Iterator, Sequence

from embeddings.errors import EndpointError, ModelError
from embeddings.protocols import Embedder
from rag.answering import frames
from rag.answering.candidates import Sentence, candidates
from rag.answering.citations import cite
from rag.answering.generative.models import LanguageModel
from rag.answering.generative.prompt import SILENT, messages
from rag.answering.generative.statements import Statement, clauses, statements
from rag.answering.generative.support import carrier, is_english
from rag.answering.generative.thoughts import without_thoughts
from rag.answering.question import Question, parse
from rag.datatypes import Hit
from rag.protocols import Answerer, Draft


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
        declined = begins_line = False
        try:
            reply = without_thoughts(self._model.stream(messages(question, parsed.language, hits)))
            for statement in statements(reply):
                if declined := SILENT in statement.text:
                    break
                for part, carried in self._checked(statement, found, hits):
                    said += 1
                    begins_line = begins_line or part.begins_line
                    if carried is not None:
                        joint = _joint(part, begins_line=begins_line) if body else ""
                        piece = f"{joint}{part.text}[{_marker(carried, chosen)}]"
                        body, kept, begins_line = body + piece, kept + 1, False
                        yield piece
        except (EndpointError, ModelError):
            if not said:
                raise
            broken = frames.broken_off(parsed.language)  # what came before it holds, and is kept
        if chosen:
            yield from _finish(parsed, body, chosen, kept / said, broken)
        elif declined:
            text = frames.abstention("no_answer", parsed.language)
            yield text
            yield Draft(text, (), abstained=True, reason="no_answer", confidence=0.0, citations=())
        else:
            yield from self._otherwise.stream(question, hits)

    def _checked(
        self, whole: Statement, found: Sequence[Sentence], hits: Sequence[Hit]
    ) -> list[tuple[Statement, Sentence | None]]:
        """Return a statement, or its clauses if they hold only one by one, each with what carries it."""
        carried = carrier(whole.text, _cited(whole.cited, found, hits), self._embedder)
        parts = clauses(whole) if carried is None else []
        if not parts:
            return [(whole, carried)]
        return [(part, carrier(part.text, _cited(part.cited, found, hits), self._embedder)) for part in parts]


def _joint(statement: Statement, *, begins_line: bool) -> str:
    """Return what parts a statement from the one before it."""
    if begins_line:
        return "\n"
    return " " if is_english(statement.text) else ""


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
