"""Text that was decoded with the wrong table, decoded again with the right one.

UTF-8 read as GBK (涓浗 for 中国), as Latin-1 or Windows-1252 (ä¸­å›½), GBK read as Latin-1 (ÖÐ¹ú), Big5
read as GBK and back. A run is repaired where all of it decodes and reads far better for it.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from rag.cleaning.likelihood import mean_cost, rare_share
from rag.cleaning.step import Edit

# Runs that may hide another encoding. A character lost on the way (U+FFFD) ends a run.
RUN = re.compile(r"[^\x00-\x7f\ufffd]+")
WESTERN = re.compile(
    "[\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022"
    "\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
FEWEST = 3  # characters; shorter runs give the judge too little
RARE_SHARE = 0.15  # of a run, in characters outside everyday prose; cheap to tell
FEWEST_NEW = 2
CHINESE = re.compile("[\u4e00-\u9fff]")
SUSPICIOUS = 9.5  # mean cost of a run worth trying
BELIEVABLE = 8.5  # mean cost of a run worth having
LEAST_GAIN = 3.0  # nats per character
MOSTLY = 0.6  # share of western letters that makes a run western
# (what the page was read as, what it was)
WESTERN_PATHS = (("cp1252", "utf-8"), ("cp1252", "gb18030"))
CHINESE_PATHS = (("gb18030", "utf-8"), ("gb18030", "big5"), ("big5", "gb18030"))
CUT = 3  # bytes of a character that lost its other bytes at either end of a run
UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}  # bytes that Windows-1252 leaves as controls


def edits(text: str) -> Iterator[Edit]:
    """Yield a repair, in the smallest pieces that map to each other, for every wrongly decoded run."""
    for match in RUN.finditer(text):
        run = match.group()
        if len(run) < FEWEST:
            continue
        western = len(WESTERN.findall(run)) > MOSTLY * len(run)
        if not western and (rare_share(run) < RARE_SHARE or mean_cost(run) < SUSPICIOUS):
            continue
        for read_as, was in WESTERN_PATHS if western else CHINESE_PATHS:
            if (pieces := _pieces(run, read_as, was)) and _better(
                run, "".join(new for _, _, new in pieces), western
            ):
                yield from ((match.start() + a, match.start() + b, new) for a, b, new in pieces)
                break


def _better(run: str, new: str, western: bool) -> bool:  # noqa: FBT001 (one caller)
    if len(new) < FEWEST_NEW or rare_share(new) > RARE_SHARE or (western and not CHINESE.search(new)):
        return False
    cost = mean_cost(new)
    return cost < BELIEVABLE and cost + LEAST_GAIN < mean_cost(run)


def _pieces(run: str, read_as: str, was: str) -> list[Edit]:
    """Return the run decoded again as edits between the places where old and new characters both start."""
    old, whole = {0: 0}, b""
    for index, character in enumerate(run):
        try:
            whole += _encoded(character, read_as)
        except UnicodeEncodeError:
            return []
        old[len(whole)] = index + 1
    for skipped in range(CUT + 1 if was == "utf-8" else 1):
        decoded = _decoded(whole[skipped:], was)
        if decoded:
            return list(_between(old, decoded, skipped, was))
    return []


def _decoded(whole: bytes, was: str) -> str:
    """Return all of `whole` decoded but for a character cut off at its end, or nothing."""
    try:
        decoded = whole.decode(was)
    except UnicodeDecodeError as error:
        if len(whole) - error.start > CUT:
            return ""
        decoded = whole[: error.start].decode(was)
    return decoded if whole.startswith(decoded.encode(was)) else ""


def _between(old: Mapping[int, int], decoded: str, skipped: int, was: str) -> Iterator[Edit]:
    new, at = {skipped: 0}, skipped
    for index, character in enumerate(decoded):
        at += len(character.encode(was))
        new[at] = index + 1
    common = sorted(old.keys() & new.keys())
    for start, end in pairwise(common):
        yield old[start], old[end], decoded[new[start] : new[end]]


def _encoded(character: str, encoding: str) -> bytes:
    if encoding == "cp1252" and ord(character) in UNDEFINED:
        return bytes((ord(character),))
    if encoding == "cp1252" and 0x80 <= ord(character) <= 0xFF:
        try:
            return character.encode("cp1252")
        except UnicodeEncodeError:
            return bytes((ord(character),))
    return character.encode(encoding)
