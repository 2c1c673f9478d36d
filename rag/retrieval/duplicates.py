"""Near-duplicate articles found: the same text saved twice, or reprinted with another menu, cut or retitled.

Each text is the set of its runs of eight letters and digits; what is compared is how much of these sets is
shared. A set is represented by its smallest hashes (the bottom-k sketch of Broder, 1997), a kilobyte a
document, from which the share is estimated without bias; smaller sets are compared exactly. Which documents
are compared at all is told by the smallest hashes of each, which the store keeps by value (`copies.py`).
"""

import numpy as np
from numpy.typing import NDArray

RUN = 8  # letters; shorter runs are shared by unrelated reports of one subject
KEPT = 128  # hashes; the estimate of a share of one half is then within 0.09 nineteen times in twenty
ALIKE = 0.5  # share of all runs that makes two texts copies
CONTAINED = 0.8  # share of the shorter text's runs that makes it an excerpt of the longer
LEAST_ALIKE = 0.25  # share of all runs below which an excerpt is too short to stand for the whole
FEWEST_RUNS = 24  # below, texts are too short to be told apart from a common phrase
PROBED = 32  # smallest hashes by which candidates are found
SHARED = 2  # of these that two candidates have in common

MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
SHIFT = np.uint64(29)


def signature(text: str) -> bytes:
    """Return what stands for a clean text in `alike`, about a kilobyte."""
    hashes = _runs(text)
    kept = hashes[:KEPT]
    return np.concatenate([np.array([len(hashes)], np.uint64), kept]).astype("<u8").tobytes()


def alike(one: bytes, other: bytes) -> bool:
    """Tell whether two texts are copies, or one an excerpt of most of the other."""
    (size, hashes), (other_size, other_hashes) = _read(one), _read(other)
    if min(size, other_size) < FEWEST_RUNS:
        return size == other_size > 0 and bool(np.array_equal(hashes, other_hashes))
    share = _share(hashes, other_hashes)
    both = share * (size + other_size) / (1 + share)
    contained = both / min(size, other_size)
    return share >= ALIKE or (share >= LEAST_ALIKE and contained >= CONTAINED)


def probes(stored: bytes) -> list[int]:
    """Return the hashes by which copies are looked up, as SQLite keeps integers."""
    return list(map(int, _read(stored)[1][:PROBED].view("<i8")))


def share_within(passage: str, text: str) -> float:
    """Return the share of a clean passage's runs that a clean text has, 0-1."""
    wanted = _runs(passage)
    return float(np.isin(wanted, _runs(text), assume_unique=True).mean()) if len(wanted) else 0.0


def _runs(text: str) -> NDArray[np.uint64]:
    letters = np.frombuffer("".join(filter(str.isalnum, text)).encode("utf-32-le"), dtype=np.uint32)
    return np.unique(_hashes(letters.astype(np.uint64)))


def _hashes(letters: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return a hash for each run of letters; one for the whole text if it is shorter than a run."""
    if not len(letters):
        return letters
    width = min(RUN, len(letters))
    count = len(letters) - width + 1
    mixed = np.zeros(count, np.uint64)
    for offset in range(width):
        mixed = (mixed ^ letters[offset : offset + count]) * MULTIPLIER
        mixed ^= mixed >> SHIFT
    return mixed


def _read(stored: bytes) -> tuple[int, NDArray[np.uint64]]:
    values = np.frombuffer(stored, dtype="<u8")
    return (int(values[0]) if len(values) else 0), values[1:]


def _share(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> float:
    """Estimate how much of the union of two sets both have, from their smallest hashes."""
    smallest = np.union1d(one, other)[:KEPT]
    both = np.isin(smallest, one, assume_unique=True) & np.isin(smallest, other, assume_unique=True)
    return float(both.sum()) / len(smallest)
