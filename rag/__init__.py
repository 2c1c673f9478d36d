"""Documents in, answers with citations out.

    from rag import KnowledgeBase

It is imported on first use, so that `rag.datatypes` alone costs nothing of the rest.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.knowledge_base import KnowledgeBase

__all__ = ["KnowledgeBase"]


def __getattr__(name: str) -> Any:
    if name != "KnowledgeBase":
        raise AttributeError(f"module 'rag' has no attribute {name!r}")
    from rag.knowledge_base import KnowledgeBase

    return KnowledgeBase
