"""What is wrong, in the language of the page. The library speaks English, as programs and logs want it;
the Chinese for it is in `languages/faults.toml`.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from ui.chat.texts import SIMPLIFIED, TRADITIONAL

COLUMNS = {SIMPLIFIED.code: 0, TRADITIONAL.code: 1}
TRADITIONAL_TAGS = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")

_SLOT = re.compile(r"\\\{(\w+)\\\}")


def explained(sentence: str, code: str) -> str:
    """Return an English `sentence` in the language `code`; as it is if there is no Chinese for it."""
    column = COLUMNS.get(code)
    if column is None:
        return sentence
    for pattern, said in _table():
        if match := pattern.fullmatch(sentence):
            return said[column].format(**match.groupdict())
    return sentence


def preferred(accepted: str) -> str:
    """Return the page language that an `Accept-Language` header asks for first; English without one."""
    first = accepted.split(",")[0].split(";")[0].strip().lower()
    if first.startswith(TRADITIONAL_TAGS):
        return TRADITIONAL.code
    return SIMPLIFIED.code if first.startswith("zh") else "en"


@cache
def _table() -> list[tuple[re.Pattern[str], list[str]]]:
    """Return the sentences as patterns, those with the fewest open places first."""
    read = tomllib.loads(files("ui.chat").joinpath("languages", "faults.toml").read_text("utf-8"))
    sentences = sorted(read, key=lambda sentence: sentence.count("{"))
    return [
        (re.compile(_SLOT.sub(r"(?P<\1>.*?)", re.escape(each)), re.DOTALL), read[each]) for each in sentences
    ]
