"""How `statistics.npz` is made: which Chinese characters follow which, and how often.

    python -m rag.cleaning.recipe FOLDER_OF_QUESTION_SETS

Counted over encyclopedia passages whose licence allows it (CMRC 2018 trial, DRCD and XQuAD training parts,
CC BY-SA) and inside the words of jieba's dictionary (MIT), each half of the weight. Traditional script is
folded, half-width marks between characters are widened, so one table serves every page.
"""

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from rag.cleaning.likelihood import FILE, LONGEST_WORD, NATS_PER_STEP, folded

MOST_CHARACTERS = 8000
MOST_WORDS = 40_000
DICTIONARY_SHARE = 1.0  # weight of the dictionary's bigrams beside the passages'
FEWEST = 1.5  # weighted count below which a bigram is not kept
BACKED_OFF = 0.1  # share of probability left to single characters


def main() -> None:
    """Count, weigh, quantise and write."""
    pairs = _pairs(Path(sys.argv[1]))
    singles: Counter[str] = Counter()
    for pair, count in pairs.items():
        singles[pair[1]] += count
    letters = [letter for letter, _ in singles.most_common(MOST_CHARACTERS)]
    index = {letter: position for position, letter in enumerate(letters)}
    firsts: Counter[str] = Counter()
    for pair, count in pairs.items():
        firsts[pair[0]] += count
    total = sum(singles.values())
    alone = np.array([-np.log(singles[letter] / total) for letter in letters])
    keys, costs = [], []
    for pair, count in pairs.items():
        if count < FEWEST or pair[0] not in index or pair[1] not in index:
            continue
        share = (1 - BACKED_OFF) * count / firsts[pair[0]] + BACKED_OFF * singles[pair[1]] / total
        keys.append(index[pair[0]] * 65536 + index[pair[1]])
        costs.append(-np.log(share))
    words = _words()
    order = np.argsort(keys)
    np.savez_compressed(
        FILE,
        letters=np.array("".join(letters)),
        alone=_quantised(alone),
        unseen=_quantised(np.array([np.log(1 + firsts[letter]) for letter in letters])),
        keys=np.diff(np.array(keys, dtype=np.uint32)[order], prepend=np.uint32(0)),
        costs=_quantised(np.array(costs)[order]),
        words=np.array(" ".join(words)),
        word_costs=_quantised(np.array(list(words.values()))),
    )


def _quantised(
    costs: "np.ndarray[tuple[int], np.dtype[np.float64]]",
) -> "np.ndarray[tuple[int], np.dtype[np.uint8]]":
    return np.clip(np.round(costs / NATS_PER_STEP), 0, 255).astype(np.uint8)


def _pairs(folder: Path) -> Counter[str]:
    read: Counter[str] = Counter()
    for text in _passages(folder):
        line = folded(text)
        pairs = (line[at : at + 2] for at in range(len(line) - 1))
        read.update(
            pair for pair in pairs if pair[0] != pair[1] or pair.isalnum()
        )  # 。。 is no pair to learn
    words: Counter[str] = Counter()
    for word, count in _dictionary():
        for at in range(len(word) - 1):
            words[word[at : at + 2]] += count
    scale = DICTIONARY_SHARE * sum(read.values()) / sum(words.values())
    for pair, count in words.items():
        read[pair] += count * scale  # type: ignore[assignment]  # weights, not counts, from here on
    return read


def _words() -> dict[str, float]:
    """Return the cost of each of the commonest words of two to four characters."""
    counts: Counter[str] = Counter()
    total = 0
    for word, count in _dictionary():
        counts[word] += count
        total += count
    total *= 2  # the other half of a text is words of one character
    return {
        word: -np.log(n / total) for word, n in counts.most_common(MOST_WORDS) if len(word) <= LONGEST_WORD
    }


def _passages(folder: Path) -> Iterator[str]:
    for name in ("drcd", "xquad_zh"):
        for record in _records(folder / name / "passages.jsonl"):
            if int(hashlib.sha1(record["id"].encode(), usedforsecurity=False).hexdigest(), 16) % 5:
                yield record["text"]
    questions = _records(folder / "cmrc2018" / "questions.jsonl")
    trial = {passage for one in questions if one["split"] == "trial" for passage in one["passage_ids"]}
    for record in _records(folder / "cmrc2018" / "passages.jsonl"):
        if record["id"] in trial:
            yield record["text"]


def _records(path: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _dictionary() -> Iterator[tuple[str, int]]:
    import jieba

    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, count, *_ = line.split(" ")
            if len(word) > 1 and not word.isascii():
                yield folded(word), int(count)


if __name__ == "__main__":
    main()
