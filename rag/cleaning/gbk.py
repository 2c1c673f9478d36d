"""The pairs of bytes that GBK makes characters of, and those it makes none of."""

from functools import cache

LEADS = range(0x81, 0xFF)
FOLDED_MARK = 1.0  # nats for taking an ASCII mark as a wide one inside a run


@cache
def decoded(first: int, second: int) -> str:
    """Return the character of a GBK pair, or nothing if the pair is none or lies in a user-defined area."""
    try:
        character = bytes((first, second)).decode("gbk")
    except UnicodeDecodeError:
        return ""
    return character if len(character) == 1 else ""


@cache
def vanishing(lead: int) -> tuple[int, ...]:
    """Return the second bytes that make no character with `lead`, so that a page shows nothing for them."""
    return tuple(second for second in LEADS if not decoded(lead, second))


@cache
def pairs(character: str, first: bool) -> tuple[tuple[int, int, float], ...]:  # noqa: FBT001 (cached)
    """Return the byte pairs a shown character may stand for, each with its cost in nats."""
    try:
        encoded = character.encode("gb18030")
    except UnicodeEncodeError:
        return ()
    if len(encoded) == 2:
        return ((encoded[0], encoded[1], 0.0),)
    if len(encoded) == 1 and 0x21 <= encoded[0] <= 0x7E and not character.isalnum():
        return ((0xA3, encoded[0] + 0x80, 0.0 if first else FOLDED_MARK),)
    return ()
