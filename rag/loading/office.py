"""What DOCX, PPTX and XLSX files have in common: XML parts in a zip archive, not to be trusted."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from posixpath import join, normpath

from lxml import etree

from rag.errors import LoadError
from rag.loading.dates import iso
from rag.loading.guard import LARGEST_FILE, check_expansion
from rag.loading.titles import given

OLD_FORMAT = b"\xd0\xcf\x11\xe0"  # the compound file of Office 97; encrypted new files are wrapped in it too
TITLE = "{http://purl.org/dc/elements/1.1/}title"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CREATED = "{http://purl.org/dc/terms/}created"
DAMAGE = (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, KeyError, NotImplementedError)


@contextmanager
def opened(data: bytes, kind: str) -> Iterator[zipfile.ZipFile]:
    """Open the archive of an office file; raises LoadError if it is none, or too large unpacked."""
    if data.startswith(OLD_FORMAT):
        raise LoadError(f"encrypted, or an old format under a new name; save it as {kind} without a password")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except DAMAGE as error:
        raise LoadError(f"not a readable {kind} file: {error}") from error
    with archive:
        total = 0
        for entry in archive.infolist():
            check_expansion(entry.file_size, entry.compress_size)
            total += entry.file_size
        if total > LARGEST_FILE * 4:
            raise LoadError(f"unpacks to {total / 2**20:.0f} MB; split the file")
        yield archive


def part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """Return the root of one XML part; entities are not resolved, nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    content = part_bytes(archive, name)
    try:
        return etree.fromstring(content, parser)
    except (*DAMAGE, etree.XMLSyntaxError) as error:
        raise LoadError(f"{name} in it is damaged: {error}") from error


def part_bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return what one part holds."""
    try:
        with archive.open(name) as stream:
            content = stream.read(LARGEST_FILE + 1)
    except Exception as error:  # zlib and its like raise errors of their own
        raise LoadError(f"{name} in it is damaged: {error}") from error
    if len(content) > LARGEST_FILE:
        raise LoadError(f"{name} unpacks to more than {LARGEST_FILE // 2**20} MB; split the file")
    return content


def parts_of(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Return the parts that `name` refers to, by their ids there."""
    folder, _, file = name.rpartition("/")
    root = part(archive, f"{folder}/_rels/{file}.rels")
    return {
        one.get("Id", ""): normpath(join(folder, one.get("Target", ""))).lstrip("/")
        for one in root.iter("{*}Relationship")
    }


def title_and_date(archive: zipfile.ZipFile) -> tuple[str | None, str | None]:
    """Return the title and date of creation that the file states."""
    if "docProps/core.xml" not in archive.namelist():
        return None, None
    try:
        root = part(archive, "docProps/core.xml")
    except LoadError:
        return None, None
    return given(root.findtext(TITLE) or ""), iso(root.findtext(CREATED) or "")
