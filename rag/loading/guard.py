"""How much a file may ask of us, and what a name may look like."""

import re

from rag.errors import LoadError

LARGEST_FILE = 64 * 2**20  # bytes read into memory at once
LARGEST_ARCHIVE = 2**30  # bytes unpacked from one archive, those inside it included
MOST_MEMBERS = 50_000
MOST_EXPANSION = 300  # unpacked : packed; text compresses 3-10 times, a bomb a thousand times
EXPANSION_FLOOR = 2**20  # small members may expand as they like
DEEPEST_NESTING = 3  # archives within archives

CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


def check_size(size: int) -> None:
    """Raise LoadError for a file that is too large to read."""
    if size > LARGEST_FILE:
        raise LoadError(f"{size / 2**20:.0f} MB is more than {LARGEST_FILE // 2**20} MB; split the file")


def check_expansion(size: int, packed: int) -> None:
    """Raise LoadError for a member of an archive that unpacks to far more than any document does."""
    if size > EXPANSION_FLOOR and size > MOST_EXPANSION * packed:
        raise LoadError("expands too much to be a document")


def check_name(name: str) -> None:
    """Raise LoadError for a name that cannot be shown on one line or leads out of its folder."""
    if CONTROL.search(name):
        raise LoadError("its name holds a line break or control character; rename it")
    if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name):
        raise LoadError("its name leads out of the archive")


def shown(name: str) -> str:
    """Return a name that fits on one line and can be stored."""
    return CONTROL.sub("\ufffd", name.encode("utf-8", "replace").decode("utf-8"))
