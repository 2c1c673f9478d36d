"""What model families want in front of a text when their files do not say it."""

import re

from embeddings.protocols import TextKind

# From the model cards of intfloat's e5 and BAAI's bge for Chinese (whose passages go without).
CONVENTIONS: tuple[tuple[re.Pattern[str], dict[TextKind, str]], ...] = (
    (re.compile(r"\be5\b(?!.*instruct)", re.IGNORECASE), {"query": "query: ", "passage": "passage: "}),
    (
        re.compile(r"\bbge\b.*\bzh\b", re.IGNORECASE),
        {"query": "为这个句子生成表示以用于检索相关文章：", "passage": ""},
    ),
)


def usual_prompt(model_name: str, kind: TextKind) -> str:
    """Return the prompt that models of this name were trained with, "" if none is known."""
    return next((prompts[kind] for pattern, prompts in CONVENTIONS if pattern.search(model_name)), "")
