"""Zip archives: members are read in memory, never unpacked to disk, and never more than is reasonable."""

import unicodedata
import zipfile
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

from rag.datatypes import FileFailure
from rag.errors import LoadError
from rag.loading.guard import (
    LARGEST_ARCHIVE,
    LARGEST_FILE,
    MOST_MEMBERS,
    check_expansion,
    check_name,
    check_size,
    shown,
)
from rag.loading.walk import File, is_hidden

ENCRYPTED = 0x1
UTF8_NAME = 0x800


def members(stream: BinaryIO, name: str) -> Iterator[File | FileFailure]:
    """Yield the files in an archive, sorted by name; their ids are `pack.zip!/folder/name.txt`."""
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise LoadError(f"not a readable zip archive: {error}") from error
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MOST_MEMBERS:
            raise LoadError(f"{len(entries)} files are more than {MOST_MEMBERS}; split the archive")
        if sum(entry.file_size for entry in entries) > LARGEST_ARCHIVE:
            raise LoadError(f"unpacks to more than {LARGEST_ARCHIVE // 2**30} GB; split the archive")
        named = sorted(((_name(entry), entry) for entry in entries), key=lambda pair: pair[0])
        for member, entry in named:
            if any(is_hidden(part) for part in PurePosixPath(member).parts if part != ".."):
                continue
            yield _member(archive, entry, member, f"{name}!/{unicodedata.normalize('NFC', member)}")


def _member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, member: str, identity: str
) -> File | FileFailure:
    try:
        check_name(member)
        check_size(entry.file_size)
        if entry.flag_bits & ENCRYPTED:
            raise LoadError("encrypted; unpack the archive with its password and index the folder")
        check_expansion(entry.file_size, entry.compress_size)
    except LoadError as error:
        return FileFailure(shown(identity), str(error))
    return File(shown(identity), entry.file_size, partial(_open, archive, entry))


def _open(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> BinaryIO:
    """Read a member whole; its header may have lied about its size."""
    try:
        with archive.open(entry) as stream:
            content = stream.read(LARGEST_FILE + 1)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, NotImplementedError) as error:
        raise LoadError(f"damaged in the archive: {error}") from error
    except Exception as error:  # zlib, lzma and bz2 each raise errors of their own
        raise LoadError(f"damaged in the archive: {error}") from error
    check_size(len(content))
    return BytesIO(content)


def _name(entry: zipfile.ZipInfo) -> str:
    """Return a member's name; Windows packs Chinese names as GBK, which zipfile takes for code page 437."""
    name = entry.filename
    if not entry.flag_bits & UTF8_NAME and not name.isascii():
        for encoding in ("utf-8", "gb18030"):
            try:
                return name.encode("cp437").decode(encoding)
            except UnicodeError:
                continue
    return name
