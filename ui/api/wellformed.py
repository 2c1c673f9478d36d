r"""Text of a request that can be kept and sent back: whole characters only.

JSON can spell half of a surrogate pair (`"\ud800"`), which no file and no answer can hold.
"""

from typing import Annotated

from pydantic import AfterValidator, Field

from rag.chat import LONGEST_QUESTION


def _whole(text: str) -> str:
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("holds half of a character (a lone surrogate); send whole ones")
    return text


Text = Annotated[str, AfterValidator(_whole)]

# Described here, refused by `rag.chat.check` with a better sentence: something that is no space, of a length.
_ASKED = {"minLength": 1, "maxLength": LONGEST_QUESTION, "pattern": r"[^\s\x1c-\x1f]"}
Asked = Annotated[Text, Field(json_schema_extra=_ASKED)]
