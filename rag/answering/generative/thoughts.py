"""What a reasoning model thinks aloud before it answers is no part of its answer."""

import re
from collections.abc import Iterator

from embeddings.errors import EndpointError, ModelError
from rag.answering.generative.statements import MARK

_TAG = re.compile(r"<(?P<closing>/?)think(?:ing)?>", re.IGNORECASE)
_PART_OF_A_TAG = re.compile(r"<[/a-z]{0,9}\Z", re.IGNORECASE)
_MARK = re.compile(MARK)


def without_thoughts(pieces: Iterator[str]) -> Iterator[str]:
    """Yield a reply without what stands between thinking tags.

    Some chat templates open the tag in the prompt, so that only its end is seen. Until a passage is cited or
    a tag has closed, what has come may be a thought, and is held back.
    """
    held, thinking, answering = "", False, False
    try:
        for piece in pieces:
            held += piece
            while tag := _TAG.search(held):
                if not thinking and not tag["closing"]:
                    yield held[: tag.start()]
                thinking, answering = not tag["closing"], bool(tag["closing"])
                held = held[tag.end() :]
            part = _PART_OF_A_TAG.search(held)
            whole = part.start() if part else len(held)
            answering = answering or _MARK.search(held) is not None
            if not thinking and answering:
                yield held[:whole]
            if thinking or answering:
                held = held[whole:]
    except (EndpointError, ModelError):
        if not thinking:
            yield held
        raise
    if not thinking:
        yield held
