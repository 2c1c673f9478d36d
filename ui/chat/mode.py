"""The kinds of answer a reader can choose: all that is said, only what was asked for, or a model's words."""

from typing import Literal

from rag.datatypes import Answer, Citation

Mode = Literal["full", "short", "model"]


def chosen(name: str | None, *, has_model: bool) -> Mode:
    """Return the mode of this name; without one, the model's if there is a model, else everything said."""
    if name == "short":
        return "short"
    return "model" if has_model and name != "full" else "full"


def said(answer: Answer, mode: Mode) -> str:
    """Return the text of `answer` in this mode.

    A short answer is the exact characters asked for, with the mark of the sentence that holds them. Where
    there is no such thing (a definition, a list, a refusal) the whole text is said.
    """
    if mode != "short" or answer.abstained or not answer.spans or not answer.citations:
        return answer.text
    return f"{answer.spans[0]}[{_holder(answer).marker}]"


def _holder(answer: Answer) -> Citation:
    """Return the citation that holds the short answer; where its script differs, the first."""
    held = (citation for citation in answer.citations if answer.spans[0] in citation.quote)
    return next(held, answer.citations[0])
