"""Files to documents: a folder, an archive or a single file, of any format in the table below.

One bad file is a FileFailure in the stream; the others are read. Nothing here drops text a reader of the
file would see: cleaning does that, where it can be inspected.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from rag.datatypes import Document, FileFailure
from rag.errors import LoadError
from rag.loading import archive, records, repeated
from rag.loading.declined import remedy
from rag.loading.guard import DEEPEST_NESTING, check_size
from rag.loading.page import Page, normal
from rag.loading.walk import File, walk

# Which function of this package reads which ending. Modules are imported when first needed: parsers are
# heavy, and a program that only asks questions reads no files.
EXTRACTORS = {
    ".txt": "text:extract",
    ".text": "text:extract",
    ".log": "text:extract",
    ".md": "markdown:extract",
    ".markdown": "markdown:extract",
    ".html": "html:extract",
    ".htm": "html:extract",
    ".xhtml": "html:extract",
    ".shtml": "html:extract",
    ".mhtml": "mail:extract_archive",
    ".mht": "mail:extract_archive",
    ".eml": "mail:extract_mail",
    ".pdf": "pdf:extract",
    ".docx": "docx:extract",
    ".pptx": "pptx:extract",
    ".xlsx": "tables:extract_xlsx",
    ".csv": "tables:extract_csv",
    ".tsv": "tables:extract_csv",
    ".rtf": "rtf:extract",
}
SAVED_PAGES = (".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht")


def load(path: Path) -> Iterator[Document | FileFailure]:
    """Yield every document under `path`, and a failure for each file that gives none.

    Of the saved pages in a folder some are read twice, to learn first what their sites repeat. Raises
    PathMissing at the first step if nothing is at `path`.
    """
    known = repeated.learnt(_sample(path))
    for file in walk(path):
        for one in _documents(file, 0):
            yield one if isinstance(one, FileFailure) else repeated.without(one, known)


def count(path: Path) -> int:
    """Return how many files `load` will read, archives and record files counting as one each."""
    return sum(1 for _ in walk(path))


def _sample(path: Path) -> Iterator[Document]:
    """Yield saved pages of a folder, not too many, the same ones each time."""
    pages = [file for file in walk(path) if isinstance(file, File) and file.suffix in SAVED_PAGES]
    if len(pages) >= repeated.FEWEST:
        for file in pages[:: -(-len(pages) // repeated.SAMPLE)]:
            yield from (one for one in _documents(file, 0) if isinstance(one, Document))


def _documents(file: File | FileFailure, depth: int) -> Iterator[Document | FileFailure]:
    if isinstance(file, FileFailure):
        yield file
        return
    try:
        if file.suffix == ".zip":
            yield from _archive(file, depth)
        elif file.suffix in (".jsonl", ".ndjson"):
            with file.open() as stream:
                yield from records.documents(stream, file.id)
        else:
            yield _document(file)
    except LoadError as error:
        yield FileFailure(file.id, _one_line(error))
    except OSError as error:
        yield FileFailure(file.id, f"cannot be read: {error.strerror or error}")
    except (MemoryError, RecursionError):
        yield FileFailure(file.id, "nested too deeply or too large to be read")
    except Exception as error:  # a parser's own; whatever one file does to it, the others are read
        yield FileFailure(file.id, f"damaged: {type(error).__name__}: {_one_line(error)[:200]}")


def _one_line(error: Exception) -> str:
    """Return the message of an error, which may hold a parser's of several lines, on one."""
    return " ".join(str(error).split())


def _archive(file: File, depth: int) -> Iterator[Document | FileFailure]:
    if depth >= DEEPEST_NESTING:
        raise LoadError("an archive within archives within archives; unpack it")
    with file.open() as stream:
        for member in archive.members(stream, file.id):
            yield from _documents(member, depth + 1)


def _document(file: File) -> Document:
    extract = _extractor(file.suffix)
    check_size(file.size)
    with file.open() as stream:
        page = extract(stream.read())
    content = normal(page.text)
    if not content.strip():
        raise LoadError("holds no text")
    title = normal(page.title or "").strip() or file.stem
    return Document(file.id, title, page.source, content, page.published, page.metadata)


def _extractor(suffix: str) -> Callable[[bytes], Page]:
    if suffix not in EXTRACTORS:
        raise LoadError(remedy(suffix))
    module, name = EXTRACTORS[suffix].split(":")
    extract: Callable[[bytes], Page] = getattr(import_module(f"rag.loading.{module}"), name)
    return extract
