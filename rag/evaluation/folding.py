"""Whether a text contains an answer, whatever its width, case and punctuation."""

import unicodedata
from collections.abc import Iterable


def fold(text: str) -> str:
    """Return text without width, case, blanks and punctuation."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())


def holds(folded: str, variants: Iterable[str]) -> bool:
    """Tell whether a folded text contains one of the variants; one without letter or digit is in no text."""
    return any((wanted := fold(variant)) and wanted in folded for variant in variants)
