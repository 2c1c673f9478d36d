"""A question and what came back for it: the unit a conversation on the page is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.datatypes import Answer, Turn
from ui.chat.places import Place, places
from ui.protocols import Library


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question with its answer so far; `answer` is None while it streams, was stopped or failed."""

    question: str
    text: str = ""
    answer: Answer | None = None
    places: tuple[Place, ...] = ()
    error: str | None = None  # a sentence for the reader
    stopped: bool = False

    @property
    def waiting(self) -> bool:
        """Whether more is still to come."""
        return self.answer is None and self.error is None and not self.stopped


def converse(library: Library, question: str, earlier: Sequence[Exchange]) -> Iterator[Exchange]:
    """Ask `question` after the `earlier` ones; yield the growing exchange, last of all with its Answer."""
    exchange = Exchange(question)
    yield exchange
    for event in library.stream(question, history=turns(earlier)):
        if isinstance(event, Answer):
            yield replace(exchange, text=event.text, answer=event, places=places(event, library.show))
        else:
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
