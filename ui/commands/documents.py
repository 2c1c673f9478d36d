"""`genxi show`, `genxi docs`, `genxi remove`: the documents themselves."""

from ui.call import Call
from ui.exits import DONE
from ui.json_lines import document_record, summary_record
from ui.terminal import document_text, table_text


def show(call: Call) -> int:
    """Print one document as it is stored."""
    with call.store() as store:
        document = store.show(call.options.id)
    call.output.put(document_record(document), document_text(document))
    return DONE


def docs(call: Call) -> int:
    """List the documents: a JSON line each, or one table."""
    with call.store() as store:
        documents = store.documents()
    if call.output.json:
        for document in documents:
            call.output.put(summary_record(document), "")
        return DONE
    rows = [("id", "title", "source", "published", "chunks")]
    rows += [(one.id, one.title, one.source or "", one.published or "", str(one.chunks)) for one in documents]
    call.output.put({}, table_text(rows) if documents else "The store is empty. Run: genxi index PATH")
    return DONE


def remove(call: Call) -> int:
    """Remove documents; an unknown id removes nothing."""
    with call.store() as store:
        removed = store.remove(call.options.ids)
    call.output.put({"removed": list(removed)}, "\n".join(f"removed {one}" for one in removed))
    return DONE
