"""Which encoding bytes are in: what they say, checked against what they are.

A declaration is often wrong (a template said GB2312, the file was saved as UTF-8), so it only breaks ties.
UTF-8 is told by its form. Between GB18030 and Big5, which accept each other's bytes, the commonest characters
of Chinese decide, and the usual ones where names have none of those: a wrong reading has hardly any. A few
damaged bytes do not change the verdict.
"""

import codecs
import re
from itertools import product

from rag.errors import LoadError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How files begin that some reading of their bytes could make text of.
SIGNATURES = {
    b"PK\x03\x04": "a zip archive or an office file",
    b"%PDF-": "a PDF",
    bytes.fromhex("d0cf11e0a1b11ae1"): "an old or an encrypted office file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"Rar!\x1a": "a RAR archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"\x1f\x8b\x08": "a compressed file",
}
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]{3,20})""")
HEAD = 4096  # bytes searched for a declaration
SAMPLE = 2**18  # bytes that are weighed
COMMONEST = frozenset(
    "的一是不了在人有我他这個个中大来來上国國到们們为為和你地出道也时時年得就那要下以生会會自着著去之过過家学學对對可她里裡后後"
    "小么麼心多天而能好都然没沒日于於起还還发發成事只作当當想看文无無开開手十用主行方又如前所本见見经經头頭面公同三已老从從动動"
    "两兩长長，。、：；？！“”「」（）"
)
# The first levels of GB2312 and Big5: names and dishes are written in them, wrong readings half beyond them.
USUAL = frozenset(
    bytes(pair).decode(encoding, "ignore")
    for encoding, leads in (("gb2312", range(0xB0, 0xD8)), ("big5", range(0xA4, 0xC7)))
    for pair in product(leads, range(0x40, 0xFF))
)
CHINESE_BYTES = ("gb18030", "big5hkscs")
UNMARKED = 0.05  # against UTF-16 without its mark, which is rare
NO_CHINESE = 0.3  # more than the rarest names cost in their right reading
MOST_DAMAGE = 0.02  # share of characters that may be damaged
CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def decode(data: bytes) -> str:
    """Return the text of `data`; raises LoadError if it is not text."""
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            raise LoadError(f"not text but {kind}; give it the ending of its format")
    encoding = detect(data)
    text = data.decode(encoding, "replace")
    if len(CONTROLS.findall(text[:SAMPLE])) > MOST_DAMAGE * len(text[:SAMPLE]):
        raise LoadError("not text; if it is a document, give it the ending of its format")
    return text


def detect(data: bytes) -> str:
    """Return the encoding of `data`; raises LoadError if no encoding makes text of it."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    if wide := _wide(data[:SAMPLE]):
        return wide
    sample = _whole_lines(data)
    if _has_form_of_utf_8(sample):
        return "utf-8"
    candidates = dict.fromkeys([*_declared(data), "utf-8", *CHINESE_BYTES])
    costs = {encoding: _cost(sample, encoding) for encoding in candidates}
    # Names and menus have few of the commonest characters, so what fits a likelier encoding is not UTF-16.
    if len(data) % 2 == 0 and all(_damage(_read(sample, one)) > MOST_DAMAGE for one in CHINESE_BYTES):
        costs |= {encoding: _cost(sample, encoding) + UNMARKED for encoding in ("utf-16-le", "utf-16-be")}
    best = min(costs, key=lambda encoding: costs[encoding])
    if costs[best] >= 1:
        raise LoadError(
            "not text in an encoding Genxi knows (UTF-8, GB18030, Big5, UTF-16); save it as UTF-8"
        )
    return best


def _wide(sample: bytes) -> str | None:
    """Tell UTF-16 without a mark by where its zero bytes are."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    fewest = max(1, len(sample) // 100)
    if odd > fewest and even * 20 < odd:
        return "utf-16-le"
    if even > fewest and odd * 20 < even:
        return "utf-16-be"
    return None


def _declared(data: bytes) -> list[str]:
    match = DECLARED.search(data[:HEAD])
    if match is None:
        return []
    name = match[1].decode("ascii").lower()
    if name in ("gb2312", "gbk", "gb_2312-80", "x-gbk"):
        return ["gb18030"]
    if name in ("big5", "x-x-big5"):
        return ["big5hkscs"]
    try:
        found = codecs.lookup(name).name
        "".encode(found)  # a codec such as base64 is no encoding of text
    except (LookupError, TypeError, ValueError):
        return []
    return [found] if not found.startswith("utf-16") and found != "ascii" else []


def _whole_lines(data: bytes) -> bytes:
    if len(data) <= SAMPLE:
        return data
    end = data.rfind(b"\n", 0, SAMPLE)
    return data[: end if end > SAMPLE // 2 else SAMPLE]


def _has_form_of_utf_8(sample: bytes) -> bool:
    """Tell whether the bytes keep to UTF-8, whose form is too strict to be met by chance.

    Of a page that is mostly ASCII little can be damaged, so its other characters must mostly be whole, too.
    """
    text = sample.decode("utf-8", "replace")[:-1]
    damaged = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return "\0" not in text and damaged <= MOST_DAMAGE * len(text) and damaged <= beyond_ascii / 2


def _read(sample: bytes, encoding: str) -> str:
    return sample.decode(encoding, "replace")


def _damage(text: str) -> float:
    """Return the share of characters that no text has; the last one may be cut by the sample."""
    damaged = text[:-1].count("\ufffd") + len(PRIVATE.findall(text)) + len(CONTROLS.findall(text))
    return damaged / max(1, len(text))


def _cost(sample: bytes, encoding: str) -> float:
    """Return 0 for a perfect reading, 1 and more for none: damage, and the lack of common characters."""
    text = _read(sample, encoding)
    share = _damage(text)
    if "\0" in text or share > 10 * MOST_DAMAGE:
        return 1 + share
    chinese = CHINESE.findall(text)
    if not chinese:
        return share + (2.0 if encoding.startswith("utf-16-") else NO_CHINESE)
    common = sum(mark in COMMONEST for mark in text) / len(chinese)
    rare = sum(mark not in USUAL for mark in chinese) / len(chinese)
    return share + max(0.0, 0.2 - common) + rare
