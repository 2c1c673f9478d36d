"""`genxi eval import`: a public question set becomes documents to index and golden questions to ask."""

import json
from pathlib import Path

from rag.datatypes import Document
from rag.errors import BadGolden
from rag.evaluation.golden_file import write_golden
from rag.evaluation.importing import import_file
from rag.storage import atomic
from ui.call import Call
from ui.exits import DONE

TOLD = 3  # questions left out that are told one by one


def run(call: Call) -> int:
    """Write both files, and say what to do with them."""
    options = call.options
    imported = import_file(options.format, options.file)
    folder, stem = Path(options.out or "."), Path(options.file).stem
    documents, golden = folder / f"{stem}-documents.jsonl", folder / f"{stem}-golden.jsonl"
    for path in (documents, golden):
        if path.exists():
            raise BadGolden([f"{path} is there already. Name another folder with --out."])
    write_golden(golden, imported.questions)
    atomic.write(documents, "".join(map(_line, imported.documents)).encode("utf-8", "replace"))
    for told in imported.left_out[:TOLD]:
        call.output.remark(f"left out: {told}")
    record = {
        "documents": len(imported.documents),
        "questions": len(imported.questions),
        "left_out": len(imported.left_out),
        "files": [str(documents), str(golden)],
    }
    text = (
        f"{len(imported.documents)} documents, {len(imported.questions)} questions"
        f" ({len(imported.left_out)} left out)\n"
        f"Next: genxi index {documents} && genxi eval run {golden}"
    )
    call.output.put(record, text)
    return DONE


def _line(document: Document) -> str:
    record = {"id": document.id, "title": document.title, "text": document.text}
    return json.dumps(record, ensure_ascii=False) + "\n"
