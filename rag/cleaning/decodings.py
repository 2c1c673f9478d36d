"""Text that was decoded with the wrong table, decoded again with the right one.

UTF-8 read as GBK (涓浗 for 中国), as Latin-1 or Windows-1252 (ä¸­å›½), GBK read as Latin-1 (ÖÐ¹ú), Big5
read as GBK and back. A run is repaired where all of it decodes and reads far better for it.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from rag.cleaning.likelihood import folded, mean_cost, pair_cost, rare_share
from rag.cleaning.step import Edit

RUN = re.compile(r"[^\x00-\x7f]+")
LOST = "\ufffd"
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
LEAST_LEAD = 3.0  # nats between the likeliest last character of a run and the next
MOSTLY = 0.6  # share of western letters that makes a run western
# (what the page was read as, what it was)
WESTERN_PATHS = (("cp1252", "utf-8"), ("cp1252", "gb18030"))
CHINESE_PATHS = (("gb18030", "utf-8"), ("gb18030", "big5"), ("big5", "gb18030"))
CUT = 3  # bytes of a character that lost its other bytes at either end of a run
CONTEXT = 3  # characters that a last one is judged by, its own included
UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}  # bytes that Windows-1252 leaves as controls


def edits(text: str) -> Iterator[Edit]:
    """Yield a repair, in the smallest pieces that map to each other, for every wrongly decoded line.

    A line is judged as a whole: `8鏈�1日` has runs too short to be judged alone.
    """
    start = 0
    for line in text.split("\n"):
        yield from ((start + a, start + b, new) for a, b, new in _line_edits(line))
        start += len(line) + 1


def _line_edits(line: str) -> list[Edit]:
    runs = list(RUN.finditer(line))
    shown = "".join(run.group() for run in runs)
    if len(shown) < FEWEST:
        return []
    western = len(WESTERN.findall(shown)) > MOSTLY * len(shown)
    if not western and (rare_share(shown) < RARE_SHARE or mean_cost(shown) < SUSPICIOUS):
        return []
    for read_as, was in WESTERN_PATHS if western else CHINESE_PATHS:
        found = [
            (run.start() + a, run.start() + b, new)
            for run in runs
            for a, b, new in _pieces(run.group(), read_as, was, _sides(line, run))
        ]
        old = "".join(line[a:b] for a, b, _ in found)
        if len(old) >= MOSTLY * len(shown) and _better(old, "".join(new for *_, new in found), western):
            return found
    return []


def _sides(line: str, run: re.Match[str]) -> tuple[str, str]:
    return line[max(0, run.start() - 1) : run.start()], line[run.end() : run.end() + 1]


def _better(old: str, new: str, western: bool) -> bool:  # noqa: FBT001 (one caller)
    if len(new) < FEWEST_NEW or rare_share(new) > RARE_SHARE or (western and not CHINESE.search(new)):
        return False
    cost = mean_cost(new)
    return cost < BELIEVABLE and cost + LEAST_GAIN < mean_cost(old)


def _pieces(run: str, read_as: str, was: str, sides: tuple[str, str]) -> list[Edit]:
    """Return the run decoded again as edits between the places where old and new characters both start.

    Within a run a lost character is the byte 80, which GBK has no use for. At its end it is any byte that
    makes no pair with the ASCII character behind; what it was is left to the judge.
    """
    if run.endswith(LOST):
        return _completed(run, read_as, was, sides) or _pieces(run[:-1], read_as, was, (sides[0], LOST))
    whole = _decoded_run(run, read_as, was)
    if whole or LOST not in run:
        return whole
    found, start = [], 0
    for part in run.split(LOST):
        found += [(start + a, start + b, new) for a, b, new in _decoded_run(part, read_as, was)]
        start += len(part) + 1
    return found


def _completed(run: str, read_as: str, was: str, sides: tuple[str, str]) -> list[Edit]:
    """Try each byte that may have been lost at the end of a run of UTF-8, between its neighbours."""
    if was != "utf-8":
        return []
    readings = []
    for last in range(0x80, 0xC0):
        pieces = _decoded_run(run[:-1], read_as, was, bytes((last,)))
        text = "".join(new for *_, new in pieces)
        if text and pieces[-1][1] == len(run):
            seen = folded((sides[0] + text)[-CONTEXT:] + sides[1])
            readings.append((sum(_step_costs(seen)), pieces))
    readings.sort(key=lambda pair: pair[0])
    if not readings or (len(readings) > 1 and readings[1][0] - readings[0][0] < LEAST_LEAD):
        return []
    return readings[0][1]


def _step_costs(line: str) -> Iterator[float]:
    return (pair_cost(before, after) for before, after in pairwise(line))


def _decoded_run(run: str, read_as: str, was: str, last: bytes = b"") -> list[Edit]:
    old, whole = {0: 0}, b""
    for index, character in enumerate(run):
        try:
            whole += _encoded(character, read_as)
        except UnicodeEncodeError:
            return []
        old[len(whole)] = index + 1
    if last:
        whole += last
        old[len(whole)] = len(run) + 1
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
    if character in (LOST, "€") and encoding == "gb18030":
        return b"\x80"
    if encoding == "cp1252" and ord(character) in UNDEFINED:
        return bytes((ord(character),))
    if encoding == "cp1252" and 0x80 <= ord(character) <= 0xFF:
        try:
            return character.encode("cp1252")
        except UnicodeEncodeError:
            return bytes((ord(character),))
    return character.encode(encoding)
