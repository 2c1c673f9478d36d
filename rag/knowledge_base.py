"""What users of the Python API hold: the store, the models and the path between them.

    with KnowledgeBase.open(".genxi") as kb:
        kb.index(["seeds"])
        answer = kb.ask("什么是根系工程？")

Reading is safe from any thread. Models load when they are first needed.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from embeddings.protocols import Embedder
from rag.answering.coverage import Closer
from rag.chat import Chat, check
from rag.datatypes import Answer, Document, DocumentSummary, Hit, IndexReport, Turn
from rag.parts import Parts
from rag.protocols import Answerer
from rag.retrieval.copies import Copies
from rag.retrieval.hits import Wanted, find
from rag.retrieval.indexes import Indexes
from rag.storage.corpus import Corpus
from rag.storage.manifest import Commit

if TYPE_CHECKING:
    from rag.doctor import Report
    from rag.ingest import Progress

Paths = str | Path | Sequence[str | Path]


class KnowledgeBase:
    """An open store with its embedder and its answerer."""

    def __init__(self, corpus: Corpus, parts: Parts) -> None:
        self._corpus = corpus
        self._indexes = Indexes(corpus)
        self._parts = parts
        self._titles: tuple[Commit, list[str]] | None = None

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        embedder: str | Embedder = "bundled",
        answerer: str | Answerer = "extractive",
        create: bool = True,
        threshold: float | None = None,
        api_key: str | None = None,
    ) -> Self:
        """Open the store in the folder `path`.

        Raises NoStore if there is none and `create` is false; StoreError if it cannot be used.
        """
        corpus = Corpus.open(Path(path), create=create)
        return cls(corpus, Parts(embedder, answerer, threshold=threshold, api_key=api_key))

    def beside(self, path: str | Path, *, create: bool = True) -> Self:
        """Open another store with the models of this one, which are loaded once; raises like `open`."""
        return type(self)(Corpus.open(Path(path), create=create), self._parts)

    @property
    def has_model(self) -> bool:
        """Whether a language model answers, or anything else that does more than quote."""
        return self._parts.words_freely

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store; it cannot be asked any more."""
        self._corpus.close()

    def index(
        self,
        paths: Paths,
        *,
        prune: bool = False,
        rebuild: bool = False,
        progress: "Progress | None" = None,
    ) -> IndexReport:
        """Add the documents under `paths`, and update those that changed.

        `prune` also removes documents once read from the same paths and now gone; `rebuild` embeds all anew.
        `progress` is told how many documents are done, and how many there are if that is known.

        Raises PathMissing, StoreLocked, StaleIndex.
        """
        from rag.ingest import ingest  # a question need not wait for what only indexing uses

        given = [paths] if isinstance(paths, str | Path) else list(paths)
        with self._corpus.writer() as writer:
            embedder = self._parts.embedder()
            report = ingest(given, writer, embedder, prune=prune, rebuild=rebuild, progress=progress)
            self._indexes.save()
        return report

    def remove(self, ids: str | Sequence[str]) -> list[str]:
        """Remove documents and return their ids; raises UnknownDocument, and then nothing is removed."""
        given = list(dict.fromkeys([ids] if isinstance(ids, str) else ids))
        with self._corpus.writer() as writer:
            with writer.batch() as batch:
                batch.remove(given)
            self._indexes.save()
        return given

    def reprocess(self, ids: Sequence[str]) -> None:
        """Clean, cut and embed stored documents again from their stored text; raises UnknownDocument."""
        from rag.ingest import reprocess

        with self._corpus.writer() as writer:
            for document_id in ids:
                self.show(document_id)
            reprocess(ids, writer, self._parts.embedder())
            self._indexes.save()

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question from the documents; raises BadQuestion, StaleIndex."""
        return self._chat(self._parts.answerer()).ask(question, history)

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[str | Answer]:
        """Yield the pieces of the answer as they come, last of all the Answer; raises like `ask`."""
        return self._chat(self._parts.answerer()).stream(question, history)

    def quote(self, question: str, history: Sequence[Turn] = ()) -> Iterator[str | Answer]:
        """Like `stream`, but in sentences of the documents alone, even where a language model answers."""
        return self._chat(self._parts.quoter()).stream(question, history)

    def search(
        self,
        query: str,
        k: int = 10,
        *,
        source: str | None = None,
        since: str | None = None,
        until: str | None = None,
        one_per_document: bool = False,
        merge_copies: bool = False,
    ) -> list[Hit]:
        """Return at most `k` passages, falling score.

        `source` is a document's id or source, a folder of ids, or a GLOB over ids and sources; `since` and
        `until` are ISO dates, inclusive, that undated documents never meet. Raises BadQuestion, StaleIndex.
        """
        check(query)
        wanted = Wanted(k, source, since, until, one_per_document, merge_copies)
        with self._indexes.reading() as (view, indexes):
            if not len(indexes.lexical):
                return []
            embedder = self._parts.embedder()
            view.manifest().require(embedder, view.roots())
            return find(query, wanted, view, indexes, embedder, Closer(query))

    def show(self, document_id: str) -> Document:
        """Return one document; raises UnknownDocument."""
        with self._corpus.view() as view:
            return view.document(document_id)

    def documents(self) -> list[DocumentSummary]:
        """Return what is stored, sorted by id."""
        with self._corpus.view() as view:
            return view.summaries()

    def settings(self) -> dict[str, str | float | int]:
        """Return what answers depend on besides the question: the parts chosen and the store's state."""
        with self._corpus.view() as view:
            commit, documents = view.commit(), view.count_documents()
        return {
            **self._parts.settings(),
            "store": f"{commit.generation}-{commit.token}",
            "documents": documents,
        }

    def doctor(self, *, repair: bool = False) -> "Report":
        """Examine the store; with `repair`, mend what can be mended from it alone. Raises StoreLocked."""
        from rag.doctor import examine

        return examine(self._corpus, self._parts.embedder, repair=repair)

    def _chat(self, answerer: Answerer) -> Chat:
        return Chat(
            lambda question, k: self.search(question, k, merge_copies=True),
            answerer,
            self._known_titles,
            copies=self._saying,
        )

    def _saying(self, document_id: str, clean: str) -> tuple[str, ...]:
        with self._corpus.view() as view:
            return Copies(view).saying(document_id, clean)

    def _known_titles(self) -> list[str]:
        """Return all titles, read again only after a commit, since every question wants them."""
        with self._corpus.view() as view:
            commit, known = view.commit(), self._titles
            if known is None or known[0] != commit:
                self._titles = known = (commit, view.titles())
            return known[1]
