"""From what the user wrote to an embedder; heavy libraries are imported only for the one chosen."""

import re

from embeddings.errors import ModelError
from embeddings.protocols import Embedder

BUNDLED = "bundled"
REMOTE = re.compile(r"openai:(?P<model>.+?)@(?P<url>https?://.+)")


def choose_embedder(spec: str, *, api_key: str | None = None) -> Embedder:
    """Return the embedder for `bundled`, `openai:MODEL@URL`, or a sentence-transformers name or path.

    Models load on first use, so a missing one is noticed then.
    """
    if spec == BUNDLED:
        from embeddings.bundled import BundledEmbedder

        return BundledEmbedder()
    if spec.startswith("openai:"):
        return _remote(spec, api_key)
    if not spec.strip():
        raise ModelError(
            f"No embedder is named. Use {BUNDLED}, a sentence-transformers model or openai:MODEL@URL"
        )
    from embeddings.sentence import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(spec)


def _remote(spec: str, api_key: str | None) -> Embedder:
    from embeddings.remote import RemoteEmbedder

    parts = REMOTE.fullmatch(spec)
    if parts is None:
        raise ModelError(
            f"{spec} is not openai:MODEL@URL, for instance openai:bge-m3@http://localhost:11434/v1"
        )
    return RemoteEmbedder(parts["model"], parts["url"], api_key)
