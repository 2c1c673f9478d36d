"""Whether a text contains an answer, whatever its width, case and punctuation."""

import re
import unicodedata
from collections.abc import Iterable

DECIMAL = re.compile(r"(?<!\d)(?<!\d\.)(\d+)\.(\d+)(?!\d|\.\d)")  # but no part of 2023.3.31


def fold(text: str) -> str:
    """Return text without width, case, blanks and punctuation; a decimal point is written as it is read."""
    written = DECIMAL.sub(r"\1点\2", unicodedata.normalize("NFKC", text).lower())
    return "".join(char for char in written if char.isalnum())


def holds(folded: str, variants: Iterable[str]) -> bool:
    """Tell whether a folded text contains one of the variants; one without letter or digit is in no text."""
    return any((wanted := fold(variant)) and wanted in folded for variant in variants)
