"""The list of documents as the page shows it after each thing done to them; plain values, like `view`."""

from collections.abc import Sequence

from embeddings.errors import AppError
from rag.cleaning.pipeline import trace_document
from rag.datatypes import DocumentSummary
from rag.doctor import Report
from rag.errors import UnknownDocument
from ui.chat import drawer
from ui.chat.faults import explained
from ui.chat.texts import Texts
from ui.chat.tidied import LONGEST_CLEANED, tidied
from ui.protocols import Archive

MEMBER = "!/"  # between an archive's name and that of a file in it, in a document's id
TOLD = 20  # new documents whose cleaning is told; more would keep the list waiting


def documents(library: Archive, texts: Texts, *, new: Sequence[str] = (), status: str = "") -> str:
    """Return the list, the documents of the `new` files first and with what was cleaned away of them."""
    listed = library.documents()
    fresh = [one for one in listed if any(_is_of(one, name) for name in new)]
    rest = [one for one in listed if one not in fresh]
    away = {one.id: _cleaned_away(library, one.id, texts) for one in fresh[:TOLD]}
    return drawer.documents([*fresh, *rest], texts, away=away, status=status)


def reprocessed(library: Archive, document_id: str, texts: Texts, *, new: Sequence[str] = ()) -> str:
    """Process a document again and return the list that says so, or why it could not be done."""
    try:
        library.reprocess([document_id])
    except UnknownDocument:
        status = drawer.told(texts.gone, alarming=True)
    except AppError as error:
        status = drawer.told(explained(str(error), texts.code), alarming=True)
    else:
        status = drawer.told(texts.reindexed)
    return documents(library, texts, new=[document_id, *new], status=status)


def checked(library: Archive, texts: Texts, *, repair: bool, new: Sequence[str] = ()) -> str:
    """Examine the store, mend it if asked to, and return the list under what was found."""
    try:
        status = _health(library.doctor(repair=repair), texts)
    except AppError as error:
        status = drawer.told(explained(str(error), texts.code), alarming=True)
    return documents(library, texts, new=new, status=status)


def _health(report: Report, texts: Texts) -> str:
    def listed(faults: Sequence[str]) -> str:
        return texts.separator.join(explained(fault, texts.code) for fault in faults)

    if report.problems:
        sentence = texts.unhealthy.format(what=listed(report.problems))
        return drawer.told(sentence, alarming=True, repair=texts.repair)
    return drawer.told(
        texts.repaired.format(what=listed(report.repaired)) if report.repaired else texts.healthy
    )


def _is_of(summary: DocumentSummary, file: str) -> bool:
    return summary.id == file or summary.id.startswith(file + MEMBER)


def _cleaned_away(library: Archive, document_id: str, texts: Texts) -> str:
    try:
        document = library.show(document_id)
    except UnknownDocument:
        return ""
    if len(document.text) > LONGEST_CLEANED:
        return ""
    return f"{texts.away}{texts.colon}{tidied(trace_document(document), texts)}"
