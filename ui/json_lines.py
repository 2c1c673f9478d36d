"""Values → the JSON objects that the command line prints and the HTTP API sends.

One place for both doorways, so that a script can move from one to the other. Keys are a contract
(design.md §3): add to them, never rename. Absent values are null; offsets count code points.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the values bring numpy, which `genxi --help` has no use for
    from rag.datatypes import (
        Answer,
        Citation,
        Document,
        DocumentSummary,
        FileFailure,
        Hit,
        IndexReport,
        Passage,
    )
    from rag.protocols import Reading

Record = dict[str, Any]


def to_line(record: Mapping[str, Any]) -> str:
    """Return `record` as one line of JSON, its Chinese readable."""
    return json.dumps(record, ensure_ascii=False, allow_nan=False)


def answer_record(answer: Answer) -> Record:
    """Return the object of `genxi ask` and `POST /api/ask`."""
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "answer": answer.text,
        "spans": list(answer.spans),
        "abstained": answer.abstained,
        "reason": answer.reason,
        "confidence": _rounded(answer.confidence),
        "citations": [citation_record(citation) for citation in answer.citations],
        "passages": [passage_record(passage) for passage in answer.passages],
        "seconds": {
            "retrieve": _rounded(answer.seconds.retrieve),
            "read": _rounded(answer.seconds.read),
            "total": _rounded(answer.seconds.total),
        },
    }


def citation_record(citation: Citation) -> Record:
    """Return one entry of `citations`."""
    return {
        "marker": citation.marker,
        "document_id": citation.document_id,
        "title": citation.title,
        "source": citation.source,
        "published": citation.published,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "copies": list(citation.copies),
        "page": citation.page,
    }


def passage_record(passage: Passage) -> Record:
    """Return one entry of `passages`."""
    return {
        "document_id": passage.document_id,
        "start": passage.start,
        "end": passage.end,
        "score": _rounded(passage.score),
    }


def search_record(question: str, hits: Sequence[Hit], seconds: float) -> Record:
    """Return the object of `genxi search` and `POST /api/search`."""
    return {"question": question, "hits": [hit_record(hit) for hit in hits], "seconds": _rounded(seconds)}


def hit_record(hit: Hit) -> Record:
    """Return one entry of `hits`."""
    return {
        "document_id": hit.chunk.document_id,
        "start": hit.chunk.start,
        "end": hit.chunk.end,
        "text": hit.text,
        "score": _rounded(hit.score),
        "title": hit.title,
        "copies": list(hit.copies),
    }


def report_record(report: IndexReport) -> Record:
    """Return the object of `genxi index` and `POST /api/documents`."""
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "failed": [failure_record(failure) for failure in report.failed],
        "documents": report.documents,
        "chunks": report.chunks,
        "seconds": _rounded(report.seconds),
    }


def failure_record(failure: FileFailure) -> Record:
    """Return one entry of `failed`."""
    return {"path": failure.path, "error": failure.error}


def reading_record(reading: Reading) -> Record:
    """Return the object of `genxi read`."""
    return {
        "answer": reading.answer,
        "start": reading.start,
        "end": reading.end,
        "confidence": _rounded(reading.confidence),
    }


def document_record(document: Document) -> Record:
    """Return the object of `genxi show` and `GET /api/documents/{id}`."""
    return {
        "id": document.id,
        "title": document.title,
        "source": document.source,
        "published": document.published,
        "text": document.text,
    }


def summary_record(summary: DocumentSummary) -> Record:
    """Return one line of `genxi docs` and one entry of `GET /api/documents`."""
    return {
        "id": summary.id,
        "title": summary.title,
        "source": summary.source,
        "published": summary.published,
        "chunks": summary.chunks,
    }


def _rounded(number: float) -> float:
    """Drop the noise of float32 and of clocks; plain floats also keep numpy's out of json."""
    return round(float(number), 6)
