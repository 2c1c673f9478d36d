"""A library of a few documents whose answers can be worked out by eye."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from rag.chat import check
from rag.citing import page
from rag.datatypes import (
    AbstentionReason,
    Answer,
    Chunk,
    Citation,
    Document,
    DocumentSummary,
    FileFailure,
    Hit,
    IndexReport,
    Passage,
    Seconds,
    Turn,
)
from rag.doctor import Report
from rag.errors import BadQuestion, UnknownDocument

ROOTS = Document(
    id="seeds/roots.md",
    title="南翔镇发布“根系工程”",
    source="上海嘉定",
    published="2023-03-31",
    text=(
        "## 什么是“根系工程”\n\n“根系工程”是南翔镇创新推出的党建引领项目，聚焦三大方向。\n\n"
        "## 主阵地\n\n“根系工程”项目的主阵地是小微网格党群服务点。"
        + "\n\n南翔镇不断完善各项机制，让资源下沉到网格。" * 40
        + "\n\n南翔镇在2023年内将建成56个小微网格党群服务点。\n"
    ),
)
RIVER = Document("river.txt", "河道治理", None, text="一条河流过小镇。“河长”负责巡河，“河长”每周一次。")


@dataclass
class FakeLibrary:
    """Answers by quoting: each phrase of `quotes` found in a document becomes a cited sentence."""

    held: list[Document] = field(default_factory=lambda: [ROOTS, RIVER])
    quotes: Sequence[str] = ("“根系工程”是南翔镇创新推出的党建引领项目", "建成56个小微网格党群服务点")
    wait: Callable[[], None] = lambda: None
    heard: list[tuple[str, list[Turn]]] = field(default_factory=list)
    reprocessed: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[str | Answer]:
        if not question.strip():
            raise BadQuestion("The question is empty. Type one.")
        self.heard.append((question, list(history)))
        answer = self.answer(question)
        for at in range(0, len(answer.text), 4):
            self.wait()
            yield answer.text[at : at + 4]
        yield answer

    @property
    def has_model(self) -> bool:
        return False

    def quote(self, question: str, history: Sequence[Turn] = ()) -> Iterator[str | Answer]:
        return self.stream(question, history)

    def reprocess(self, ids: Sequence[str]) -> None:
        self.reprocessed += [self.show(document_id).id for document_id in ids]

    def doctor(self, *, repair: bool = False) -> Report:
        if repair:
            self.problems, repaired = [], self.problems
            return Report((), tuple(repaired))
        return Report(tuple(self.problems), ())

    def answer(self, question: str) -> Answer:
        if "天气" in question:
            return said(
                question, "资料里没有提到。", passages=(Passage(ROOTS.id, 14, 24, 0.2),), reason="no_answer"
            )
        citations = tuple(self.citation(marker, quote) for marker, quote in enumerate(self.quotes, 1))
        return said(question, "\n".join(f"{c.quote}。[{c.marker}]" for c in citations), citations)

    def citation(self, marker: int, quote: str) -> Citation:
        document = next(d for d in self.held if quote in d.text)
        start = document.text.index(quote)
        return Citation(
            marker,
            document.id,
            document.title,
            document.source,
            document.published,
            start,
            start + len(quote),
            quote,
            page=page(document.page_starts, start),
        )

    def show(self, document_id: str) -> Document:
        for document in self.held:
            if document.id == document_id:
                return document
        raise UnknownDocument(f"No document has the id {document_id}.")

    def documents(self) -> list[DocumentSummary]:
        return [DocumentSummary(d.id, d.title, d.source, d.published, 1) for d in self.held]

    def search(self, query: str, k: int = 10) -> list[Hit]:
        check(query)
        return [hit(document) for document in self.held if query in document.text][:k]

    def index(self, paths: Sequence[str | Path]) -> IndexReport:
        """Take each file as a document under its name; one that is not UTF-8 fails."""
        before, failed = len(self.held), []
        for path in map(Path, paths):
            try:
                text = path.read_text("utf-8")
            except UnicodeDecodeError:
                failed.append(FileFailure(str(path), f"{path} is not text"))
                continue
            self.held = [d for d in self.held if d.id != path.name] + [
                Document(path.name, path.stem, None, text)
            ]
        added = len(self.held) - before
        updated = len(paths) - added - len(failed)
        return IndexReport(added, updated, 0, 0, tuple(failed), len(self.held), len(self.held), 0.0)

    def remove(self, ids: Sequence[str]) -> list[str]:
        gone = [self.show(document_id).id for document_id in ids]
        self.held = [document for document in self.held if document.id not in gone]
        return gone


def hit(document: Document) -> Hit:
    """Return a hit that is the whole document."""
    origin = np.stack([np.arange(len(document.text)), np.arange(1, len(document.text) + 1)], axis=1)
    chunk = Chunk(document.id, 0, len(document.text), document.text, origin.astype(np.int32))
    return Hit(chunk, 1.0, document.title, document.source, document.published, document.text)


def said(
    question: str,
    text: str,
    citations: tuple[Citation, ...] = (),
    passages: tuple[Passage, ...] = (),
    reason: AbstentionReason | None = None,
) -> Answer:
    return Answer(
        question,
        question,
        text,
        (),
        reason is not None,
        reason,
        0.9,
        citations,
        passages,
        Seconds(0.0, 0.0, 0.0),
    )
