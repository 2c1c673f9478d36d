"""Near-duplicate articles found: the same text saved twice, or reprinted with another menu, cut or retitled.

Each text is the set of its runs of eight letters and digits; what is compared is how much of these sets is
shared. A set is represented by its smallest hashes (the bottom-k sketch of Broder, 1997), a kilobyte a
document, from which the share is estimated without bias; smaller sets are compared exactly.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

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
CROWD = 64  # documents with the same hash; more, and it is a phrase of a site, not of an article

MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
SHIFT = np.uint64(29)


def signature(text: str) -> bytes:
    """Return what stands for a clean text in `alike` and `copies`, about a kilobyte."""
    letters = np.frombuffer("".join(filter(str.isalnum, text)).encode("utf-32-le"), dtype=np.uint32)
    hashes = np.unique(_hashes(letters.astype(np.uint64)))
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


def copies(signatures: Mapping[str, bytes]) -> list[list[str]]:
    """Return the groups of documents that are copies of each other, ids sorted, in order of their first."""
    parents = {document_id: document_id for document_id in signatures}

    def root(document_id: str) -> str:
        while parents[document_id] != document_id:
            parents[document_id] = parents[parents[document_id]]
            document_id = parents[document_id]
        return document_id

    for one, other in _candidates(signatures):
        if root(one) != root(other) and alike(signatures[one], signatures[other]):
            first, second = sorted((root(one), root(other)))
            parents[second] = first
    groups: dict[str, list[str]] = defaultdict(list)
    for document_id in sorted(signatures):
        groups[root(document_id)].append(document_id)
    return [group for group in groups.values() if len(group) > 1]


def _candidates(signatures: Mapping[str, bytes]) -> Iterable[tuple[str, str]]:
    """Return pairs that have several of their smallest hashes in common."""
    holders: dict[int, list[str]] = defaultdict(list)
    for document_id in sorted(signatures):
        for value in _read(signatures[document_id])[1][:PROBED].tolist():
            holders[value].append(document_id)
    shared: Counter[tuple[str, str]] = Counter()
    for crowd in holders.values():
        if 1 < len(crowd) <= CROWD:
            shared.update((one, other) for index, one in enumerate(crowd) for other in crowd[index + 1 :])
    return [pair for pair, times in shared.items() if times >= SHARED]


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
