"""What one cleaning step is: a name, and a pure function from a text to the edits it wants made.

Steps speak in edits rather than in finished texts so that the same function both cleans (apply the edits)
and explains itself (list them), and so that no step can lose an offset.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rag.cleaning.aligned import Aligned

# Put `new` in place of text[start:end]; edits come in rising order and do not overlap.
Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of cleaning."""

    name: str
    edits: Callable[[str], Iterable[Edit]]
    drops_words: bool = False  # of the page, not only marks among them

    def __call__(self, aligned: Aligned) -> Aligned:
        """Return `aligned` with this step's edits made."""
        return self.made(aligned, list(self.edits(aligned.text)))

    def made(self, aligned: Aligned, edits: Sequence[Edit]) -> Aligned:
        """Return `aligned` with these edits made."""
        return aligned.replace(edits, marks_only=not self.drops_words) if edits else aligned


@dataclass(frozen=True, slots=True)
class Change:
    """One edit seen from the source: `before` stood at [start, end) there when the step ran."""

    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What one step did to one text."""

    step: str
    removed: tuple[Change, ...]
    repaired: tuple[Change, ...]


def traced(step: Step, aligned: Aligned) -> tuple[Aligned, Trace]:
    """Return the cleaned text together with every change, placed in the source."""
    edits = list(step.edits(aligned.text))
    changes = [
        Change(*aligned.source_range(start, end), aligned.text[start:end], new) for start, end, new in edits
    ]
    trace = Trace(
        step.name,
        removed=tuple(change for change in changes if not change.after),
        repaired=tuple(change for change in changes if change.after),
    )
    return step.made(aligned, edits), trace
