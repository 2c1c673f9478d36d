"""The whole path from a question, and the turns before it, to an Answer."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rag.answering import frames, small_talk
from rag.answering.dialect import standard
from rag.answering.misspelt import corrected
from rag.answering.question import language_of, parse
from rag.answering.subquestions import split
from rag.citing import completed
from rag.cleaning.chinese import simplify
from rag.datatypes import Answer, Hit, Passage, Seconds, Turn
from rag.errors import BadQuestion
from rag.protocols import Answerer, Draft

HITS = 8  # chunks read for an answer: the right one is among them in 99 of 100 pooled questions
LONGEST_QUESTION = 10_000  # characters


class Chat:
    """Answers questions with what `search(question, k)` finds; `titles()` lists the documents there are.

    `copies(document_id, sentence)` names the copies of a document that have a sentence of its clean text.
    """

    def __init__(
        self,
        search: Callable[[str, int], list[Hit]],
        answerer: Answerer,
        titles: Callable[[], Sequence[str]],
        *,
        copies: Callable[[str, str], Sequence[str]] = lambda _document_id, _clean: (),
        now: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._search = search
        self._answerer = answerer
        self._titles = titles
        self._copies = copies
        self._now = now

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Return the answer to a question.

        Raises:
            BadQuestion: it is empty or longer than `LONGEST_QUESTION` characters.
        """
        *_, answer = self.stream(question, history)
        assert isinstance(answer, Answer)  # noqa: S101 -- the last item of a stream always is
        return answer

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[str | Answer]:
        """Yield pieces of the answer's text as they come, last of all the Answer; raises like `ask`."""
        check(question)
        started = self._now()
        asked = standard(question)
        complete = _complete(asked, history)
        titles = self._titles()
        hits: list[Hit] = []
        retrieved = started
        follows = complete != asked
        reply = small_talk.reply(question, titles, follows=follows) if titles else _nothing_yet(question)
        pieces: Iterator[str | Draft] = iter((reply.text, reply) if reply else ())
        if reply is None:
            hits = self._found(complete)
            written = corrected(complete, [f"{simplify(hit.title)}\n{hit.chunk.clean}" for hit in hits])
            if written != complete:
                complete, hits = written, self._found(written)
            retrieved = self._now()
            pieces = self._answerer.stream(complete, hits)
        for piece in pieces:
            if isinstance(piece, str):
                yield piece
                continue
            piece = replace(piece, citations=completed(piece.citations, hits, self._copies))
            ended = self._now()
            seconds = Seconds(retrieved - started, ended - retrieved, ended - started)
            yield _answer(question, complete, piece, hits, seconds)

    def _found(self, question: str) -> list[Hit]:
        """Return the hits of a question; those of each thing it asks, too, if the best of one is missing."""
        found = self._search(question, HITS)
        parts = split(parse(question), ())
        if len(parts) < 2:
            return found
        best = {_place(hit): hit for hit in found}
        each = [self._search(part.plain, HITS) for part in parts]
        if all(_place(hit) in best for hits in each for hit in hits[:1]):
            return found
        for hit in (hit for hits in each for hit in hits):
            if (known := best.get(_place(hit))) is None or known.score < hit.score:
                best[_place(hit)] = hit
        return sorted(best.values(), key=lambda hit: -hit.score)


def _place(hit: Hit) -> tuple[str, int]:
    return hit.chunk.document_id, hit.chunk.start


def check(question: str) -> None:
    """Refuse what cannot be a question.

    Raises:
        BadQuestion: it is empty or too long.
    """
    if not question.strip():
        raise BadQuestion("The question is empty. Type what you want to know.")
    if len(question) > LONGEST_QUESTION:
        raise BadQuestion(
            f"The question has {len(question):,} characters, over {LONGEST_QUESTION:,}. Ask a shorter one."
        )


def _complete(question: str, history: Sequence[Turn]) -> str:
    if not history:
        return question
    from rag.conversation.standalone import standalone  # a first question need not load it

    return standalone(question, history)


def _nothing_yet(question: str) -> Draft:
    text = frames.abstention("empty_store", language_of(question))
    return Draft(text, (), abstained=True, reason="empty_store", confidence=0.0, citations=())


def _answer(question: str, complete: str, draft: Draft, hits: Sequence[Hit], seconds: Seconds) -> Answer:
    passages = tuple(
        Passage(hit.chunk.document_id, hit.chunk.start, hit.chunk.end, hit.score) for hit in hits
    )
    return Answer(
        question=question,
        standalone_question=complete,
        text=draft.text,
        spans=draft.spans,
        abstained=draft.abstained,
        reason=draft.reason,
        confidence=draft.confidence,
        citations=draft.citations,
        passages=passages,
        seconds=seconds,
    )
