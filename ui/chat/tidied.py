"""What cleaning took out of a document and what it mended, in one line for its reader."""

from rag.cleaning.pipeline import Traced
from ui.chat.texts import Texts

PAGE = {"layout", "boilerplate", "pages"}
GARBLE = {"decodings", "characters", "shifted", "middle dots"}
MARKUP = {"tags", "links", "markup"}
PINYIN = {"pinyin"}
LONGEST_CLEANED = 300_000  # characters; a longer document would keep its reader waiting for seconds


def tidied(traced: Traced, texts: Texts) -> str:
    """Return what was cleaned away; folding of width and script, which nobody would miss, is not told."""
    counts = (
        (texts.away_page, _characters(traced, PAGE)),
        (texts.away_garble, _spots(traced, GARBLE)),
        (texts.away_markup, _spots(traced, MARKUP)),
        (texts.away_pinyin, _spots(traced, PINYIN)),
    )
    told = [sentence.format(count=f"{count:,}") for sentence, count in counts if count]
    return " · ".join(told) or texts.away_nothing


def _characters(traced: Traced, steps: set[str]) -> int:
    return sum(
        len(change.before.strip())
        for trace in traced.steps
        if trace.step in steps
        for change in trace.removed
    )


def _spots(traced: Traced, steps: set[str]) -> int:
    return sum(len(trace.removed) + len(trace.repaired) for trace in traced.steps if trace.step in steps)
