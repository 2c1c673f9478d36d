"""A question and what came back for it: the unit a conversation on the page is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.datatypes import Answer, Turn
from rag.storage.conversations import Verdict
from ui.chat.mode import Mode, said
from ui.chat.places import Place, places
from ui.protocols import Archive


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question with its answer so far; `answer` is None while it streams, was stopped or failed."""

    question: str
    text: str = ""
    answer: Answer | None = None
    places: tuple[Place, ...] = ()
    error: str | None = None  # a sentence for the reader
    stopped: bool = False
    message: int | None = None  # the number under which the answer is kept
    verdict: Verdict | None = None  # what the reader thinks of it
    comment: str = ""

    @property
    def waiting(self) -> bool:
        """Whether more is still to come."""
        return self.answer is None and self.error is None and not self.stopped


def converse(
    library: Archive, question: str, earlier: Sequence[Exchange], mode: Mode = "full"
) -> Iterator[Exchange]:
    """Ask `question` after the `earlier` ones; yield the growing exchange, last of all with its Answer.

    A short answer does not grow: which words it will be is known only at the end.
    """
    exchange = Exchange(question)
    yield exchange
    ask = library.stream if mode == "model" else library.quote
    for event in ask(question, turns(earlier)):
        if isinstance(event, Answer):
            text = said(event, mode)
            yield replace(exchange, text=text, answer=event, places=places(event, library.show, text))
        elif mode != "short":
            exchange = replace(exchange, text=exchange.text + event)
            yield exchange


def turns(exchanges: Sequence[Exchange]) -> list[Turn]:
    """Return the answered exchanges as the history of a conversation."""
    return [
        turn
        for exchange in exchanges
        if exchange.answer is not None
        for turn in (Turn("user", exchange.question), Turn("assistant", exchange.answer.text))
    ]
