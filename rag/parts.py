"""The models behind a knowledge base: chosen by name, loaded when first needed, shared by several stores."""

import threading

from embeddings.choose import choose_embedder
from embeddings.protocols import Embedder
from embeddings.remembering import RememberingEmbedder
from rag.protocols import Answerer


class Parts:
    """An embedder and an answerer, by name or ready made; usable from any thread."""

    def __init__(
        self,
        embedder: str | Embedder,
        answerer: str | Answerer,
        *,
        threshold: float | None,
        api_key: str | None,
    ) -> None:
        self._embedder = embedder
        self._answerer = answerer
        self._answerer_name = answerer if isinstance(answerer, str) else type(answerer).__name__
        self._quoter: Answerer | None = None
        self._threshold = threshold
        self._api_key = api_key
        self._choosing = threading.RLock()
        self.words_freely = answerer != "extractive"  # whether answers may be more than quotations

    def embedder(self) -> Embedder:
        """Return what makes vectors."""
        with self._choosing:
            if isinstance(self._embedder, str):
                chosen = choose_embedder(self._embedder, api_key=self._api_key)
                self._embedder = RememberingEmbedder(chosen)
            return self._embedder

    def answerer(self) -> Answerer:
        """Return what answers."""
        with self._choosing:
            if isinstance(self._answerer, str):
                self._answerer = self._chosen(self._answerer)
            return self._answerer

    def quoter(self) -> Answerer:
        """Return what answers in sentences of the documents alone."""
        with self._choosing:
            if self._quoter is None:
                self._quoter = self._extractive()
            return self._quoter

    def settings(self) -> dict[str, str | float]:
        """Return what answers depend on besides the question and the documents."""
        from rag.answering.scoring import THRESHOLD

        return {
            "embedder": self.embedder().name,
            "answerer": self._answerer_name,
            "threshold": THRESHOLD if self._threshold is None else self._threshold,
        }

    def _chosen(self, name: str) -> Answerer:
        if name == "extractive":
            return self.quoter()
        from rag.answering.generative.answerer import GenerativeAnswerer
        from rag.answering.generative.choose import choose_model

        return GenerativeAnswerer(choose_model(name, api_key=self._api_key), self.embedder(), self.quoter())

    def _extractive(self) -> Answerer:
        from rag.answering.extractive import ExtractiveAnswerer
        from rag.reading.reader import BundledReader

        reader = BundledReader()
        return ExtractiveAnswerer(
            self.embedder(), reader if reader.is_installed() else None, threshold=self._threshold
        )
