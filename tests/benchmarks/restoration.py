"""Clean text damaged and cleaned again, and left alone: `python -m tests.benchmarks.restoration FOLDER`.

Of each kind of damage: how many passages come back exactly, come back otherwise, or are left as damaged, and
the share of characters that come back; what reading UTF-8 as GBK loses for good is in no step's power.
Passages are those that no table was counted over. Then, over all passages, the share of characters that
repair, pinyin and boilerplate steps change though nothing was damaged.
"""

import hashlib
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

from rag.cleaning.aligned import Aligned
from rag.cleaning.pipeline import DENOISING
from rag.cleaning.step import Step
from tests.rag.cleaning.damage import TITLE, TRADITIONAL, as_saved_page, half_shifted, with_pinyin

SETS = ("drcd", "cmrc2018", "xquad_zh", "chinese_squad2", "crud_news")
SAMPLE = 100
REPAIRS = [step for step in DENOISING if step.name not in ("characters", "links", "markup")]
Damage = Callable[[str, random.Random], tuple[str, str]]  # what is shown, what was meant


def main() -> None:
    """Print a row for each kind of damage, and one for each set of passages."""
    folder = Path(sys.argv[1])
    print(f"{'':34} exact  otherwise   left   characters")
    for damage in (utf8_as_gbk, utf8_as_western, gbk_as_western, pinyin_notes, page_furniture, lost_byte):
        outcomes = [outcome(damage, text, number) for number, text in enumerate(unseen(folder))]
        counts, total = Counter(name for name, _ in outcomes), len(outcomes)
        back = sum(share for _, share in outcomes) / total
        row = "   ".join(f"{counts[name] / total:6.1%}" for name in ("exact", "otherwise", "left"))
        print(f"{damage.__name__:32} {row}   {back:7.2%}   of {total}")
    changed = whole = 0
    for name in SETS:
        steps: Counter[str] = Counter()
        size = 0
        for text in passages(folder, name):
            size += len(text)
            for step in REPAIRS:
                steps[step.name] += sum(end - start for start, end, _ in step.edits(text))
        changed, whole = changed + steps.total(), whole + size
        print(f"{name:16} {steps.total() / size:.4%} of {size} characters changed  {dict(+steps)}")
    print(f"{'all':16} {changed / whole:.4%} of {whole}")


def outcome(damage: Damage, text: str, number: int) -> tuple[str, float]:
    """Damage a text and clean it; return what became of it and the share of its characters that came back."""
    shown, meant = damage(text, random.Random(number))  # noqa: S311
    cleaned = Aligned.whole(shown)
    for step in REPAIRS:
        cleaned = Step(step.name, step.edits)(cleaned)
    found, wanted = "".join(cleaned.text.split()), "".join(meant.split())
    if found == wanted or (damage is lost_byte and _but_for_what_is_gone(found, wanted)):
        return "exact", 1.0
    matches = SequenceMatcher(None, found, wanted, autojunk=False).get_matching_blocks()
    share = sum(match.size for match in matches) / len(wanted)
    return ("left" if found == "".join(shown.split()) else "otherwise"), share


def _but_for_what_is_gone(found: str, meant: str) -> bool:
    """Tell whether a text is as it was but for ASCII bytes that the damage took along, shown as `?`."""
    return len(found) == len(meant) and all(
        mark == wanted or (mark == "?" and wanted.isascii())
        for mark, wanted in zip(found, meant, strict=True)
    )


def utf8_as_gbk(text: str, _generator: random.Random) -> tuple[str, str]:
    """UTF-8 read as GB18030; a character at the end that cannot be read is no part of the test."""
    even = text if len(text.encode()) % 2 == 0 else text + "。"
    for end in (even, even + "好", even + "ab"):
        try:
            return end.encode().decode("gb18030"), end
        except UnicodeDecodeError:
            continue
    return even.encode().decode("gb18030", "replace"), even


def utf8_as_western(text: str, _generator: random.Random) -> tuple[str, str]:
    """UTF-8 read as Latin-1."""
    return text.encode().decode("latin-1"), text


def gbk_as_western(text: str, _generator: random.Random) -> tuple[str, str]:
    """GBK read as Latin-1."""
    return text.encode("gb18030").decode("latin-1"), text


def pinyin_notes(text: str, _generator: random.Random) -> tuple[str, str]:
    """Turned to traditional script, with pinyin behind each changed character."""
    return with_pinyin(text), TRADITIONAL(text)


def page_furniture(text: str, generator: random.Random) -> tuple[str, str]:
    """Put into a page with a menu, a byline, related pages and notices; the title stays."""
    body = text.replace("。", "。\n").strip() if len(text) > 300 else text
    shown = as_saved_page(body, generator)
    return shown, TITLE + body


def lost_byte(text: str, generator: random.Random) -> tuple[str, str]:
    """Turned to traditional script, and one lead byte of its GBK form lost."""
    meant = "".join(mark for mark in TRADITIONAL(text) if _in_gbk(mark))
    at = generator.randrange(len(meant) // 4, len(meant) // 2)
    while ord(meant[at]) < 0x80:
        at += 1
    return half_shifted(meant, at)[0], meant


def _in_gbk(mark: str) -> bool:
    try:
        return len(mark.encode("gbk")) <= 2 and mark != "?"
    except UnicodeEncodeError:
        return False


def unseen(folder: Path) -> list[str]:
    """Return simplified passages of news and of the encyclopedia part that was counted over by nothing."""
    texts = [text for name in ("cmrc2018", "crud_news") for text in _held_back(folder, name)]
    random.Random(1).shuffle(texts)  # noqa: S311
    plain = (text.replace("\n", "").replace("?", "？")[:400] for text in texts)
    return [text.strip() for text in plain if len(text) > 150 and "\ufffd" not in text][:SAMPLE]


def _held_back(folder: Path, name: str) -> Iterator[str]:
    for record in _records(folder, name):
        if (
            name == "crud_news"
            or int(hashlib.sha1(record["id"].encode(), usedforsecurity=False).hexdigest(), 16) % 5 == 0
        ):
            yield record["text"]


def passages(folder: Path, name: str) -> Iterator[str]:
    """Yield the passages of one set."""
    for record in _records(folder, name):
        yield record["text"]


def _records(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with (folder / name / "passages.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
