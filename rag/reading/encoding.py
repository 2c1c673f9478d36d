"""Question and window → token ids, and tokens back to exact characters of the window."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

QUESTION_LIMIT = 160  # characters; a longer question keeps its end, where Chinese asks
PASSAGE = 1  # the sequence of a pair that is the passage
END_ID = 2  # </s>


@dataclass(frozen=True, slots=True)
class Encoded:
    """The tokens of a pair; `offsets[i]` are the characters of the window behind token `first + i`."""

    ids: list[int]
    first: int
    offsets: list[tuple[int, int]]

    def tokens_of(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first and last token (places in `ids`) that touch the characters [start, end)."""
        touched = [
            place
            for place, (left, right) in enumerate(self.offsets)
            if left < end and right > start and left < right
        ]
        return (self.first + touched[0], self.first + touched[-1]) if touched else None


def encode(tokenizer: "Tokenizer", question: str, window: str) -> Encoded:
    """Return the pair as the network reads it: `<s> question </s> </s> window </s>`."""
    encoding = tokenizer.encode(question[-QUESTION_LIMIT:], window)
    places = [place for place, number in enumerate(encoding.sequence_ids) if number == PASSAGE]
    if not places:
        return Encoded(encoding.ids, len(encoding.ids), [])
    first, last = places[0], places[-1]
    return Encoded(encoding.ids, first, [(start, end) for start, end in encoding.offsets[first : last + 1]])
