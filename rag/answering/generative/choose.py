"""From what the user wrote to a language model; heavy libraries are imported only for the one chosen."""

import re

from embeddings.errors import ModelError
from rag.answering.generative.models import LanguageModel

EXTRACTIVE = "extractive"
LOCAL = "transformers:"
REMOTE = re.compile(r"openai:(?P<model>.+?)@(?P<url>https?://.+)")
USABLE = f"Use {EXTRACTIVE}, {LOCAL}FOLDER or openai:MODEL@URL (--answerer or GENXI_ANSWERER)"


def choose_model(spec: str, *, api_key: str | None = None) -> LanguageModel:
    """Return the model for `transformers:PATH` or `openai:MODEL@URL`; raises ModelError for anything else.

    Models load on first use, so a missing one is noticed then.
    """
    if parts := REMOTE.fullmatch(spec):
        from rag.answering.generative.remote import RemoteModel

        return RemoteModel(parts["model"], parts["url"], api_key)
    if spec.startswith(LOCAL) and (path := spec.removeprefix(LOCAL).strip()):
        from rag.answering.generative.local import LocalModel

        return LocalModel(path)
    raise ModelError(f"'{spec}' is no answerer. {USABLE}.")
