"""A golden question: what is asked, and what a right answer holds and cites; how one line of JSON tells it.

    {"id", "question", "answers": [variants of one answer], "items"?: [[variants], …], "documents": [ids],
     "all_documents"?: true, "passages"?: [{"document_id", "start", "end"}], "answerable": true,
     "history"?: [{"role", "content"}], "tags"?: […]}

A list wants every one of its `items` and has no `answers`; a question that the documents do not answer has
neither; a single answer may stand without its list. Fields of other names are let be, so that a set may carry
notes of its own, unless the name is nearly that of a field that is missing.
"""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rag.datatypes import Turn

FIELDS = (
    *("id", "question", "answers", "items", "documents", "all_documents"),
    *("passages", "answerable", "history", "tags"),
)
NEAR = 0.85  # of 1: how alike a name is to the field that was meant: document, tag
DEFINITION = "definition"  # the tag of questions that may be answered at length


@dataclass(frozen=True, slots=True)
class GoldenPassage:
    """A range of a document's text that holds the answer."""

    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A question with what is known to be right."""

    id: str
    question: str
    answers: tuple[str, ...] = ()  # variants of one answer; any suffices
    items: tuple[tuple[str, ...], ...] = ()  # of a list: the variants of each item; every item is wanted
    documents: tuple[str, ...] = ()  # any suffices, unless `all_documents`
    all_documents: bool = False
    passages: tuple[GoldenPassage, ...] = ()
    answerable: bool = True
    history: tuple[Turn, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[tuple[str, ...], ...]:
        """The variants of each thing an answer must hold; a fact is one thing, a refusal none."""
        return self.items or ((self.answers,) if self.answers else ())

    @property
    def long(self) -> bool:
        """Whether the answer may have the length of a definition or a list, however it is asked."""
        return bool(self.items) or DEFINITION in self.tags


def parse(record: Mapping[str, Any]) -> tuple[GoldenQuestion, list[str]]:
    """Return the question of one line's object, and all that is wrong with it.

    The question can be used only if nothing is wrong.
    """
    wrong: list[str] = []
    question = GoldenQuestion(
        id=_identity(record, wrong),
        question=_text(record, wrong),
        answers=_answers(record, wrong),
        items=_items(record, wrong),
        documents=_strings(record, "documents", wrong),
        all_documents=_flag(record, "all_documents", wrong, default=False),
        passages=_passages(record, wrong),
        answerable=_flag(record, "answerable", wrong, default=True),
        history=_history(record, wrong),
        tags=_strings(record, "tags", wrong),
    )
    misspelt = list(_misspelt(record))
    return question, wrong + misspelt or _contradictions(question)


def to_record(question: GoldenQuestion) -> dict[str, Any]:
    """Return the object that `parse` reads back; optional fields only where they say something."""
    record: dict[str, Any] = {
        "id": question.id,
        "question": question.question,
        "answers": list(question.answers),
        "documents": list(question.documents),
        "answerable": question.answerable,
    }
    optional = {
        "items": [list(variants) for variants in question.items],
        "all_documents": question.all_documents,
        "passages": [
            {"document_id": one.document_id, "start": one.start, "end": one.end} for one in question.passages
        ],
        "history": [{"role": turn.role, "content": turn.content} for turn in question.history],
        "tags": list(question.tags),
    }
    return record | {name: value for name, value in optional.items() if value}


def _misspelt(record: Mapping[str, Any]) -> Iterator[str]:
    """Yield a complaint of each name that is nearly that of a field the record lacks."""
    missing = [name for name in FIELDS if name not in record]
    for name in record:
        if name not in FIELDS and (near := difflib.get_close_matches(name.lower(), missing, 1, NEAR)):
            yield f'there is no field "{name}"; did you mean "{near[0]}"?'


def _contradictions(question: GoldenQuestion) -> list[str]:
    """Return what well-formed fields say against each other."""
    holds = bool(question.answers or question.items)
    said = (
        (question.answers and question.items, '"answers" and "items" exclude each other; a list has "items"'),
        (question.answerable and not holds, 'an answerable question needs "answers" or "items"'),
        (question.answerable and not question.documents, 'an answerable question needs "documents"'),
        (not question.answerable and holds, 'a question that is not answerable has no "answers" or "items"'),
    )
    return [what for wrong, what in said if wrong]


def _identity(record: Mapping[str, Any], wrong: list[str]) -> str:
    identity = record.get("id")
    if isinstance(identity, int) and not isinstance(identity, bool):
        return str(identity)
    if not isinstance(identity, str) or not identity.strip():
        wrong.append('"id" must be a string that is not empty')
        return ""
    return identity


def _text(record: Mapping[str, Any], wrong: list[str]) -> str:
    question = record.get("question")
    if not isinstance(question, str) or not question.strip():
        wrong.append('"question" must be a string that is not empty')
        return ""
    return question


def _flag(record: Mapping[str, Any], name: str, wrong: list[str], *, default: bool) -> bool:
    value = record.get(name)
    if value is not None and not isinstance(value, bool):
        wrong.append(f'"{name}" must be true or false')
        return default
    return default if value is None else value


def _answers(record: Mapping[str, Any], wrong: list[str]) -> tuple[str, ...]:
    value = record.get("answers")
    values = [value] if isinstance(value, str | int | float) else value
    if isinstance(values, list):
        values = [str(one) if type(one) in (int, float) else one for one in values]
    return _strings({"answers": values}, "answers", wrong)


def _strings(record: Mapping[str, Any], name: str, wrong: list[str]) -> tuple[str, ...]:
    values = record.get(name)
    if values is None:
        return ()
    if not _are_strings(values):
        wrong.append(f'"{name}" must be a list of strings, none of them empty')
        return ()
    return tuple(values)


def _items(record: Mapping[str, Any], wrong: list[str]) -> tuple[tuple[str, ...], ...]:
    items = record.get("items")
    if items is None:
        return ()
    if not isinstance(items, list) or not all(item and _are_strings(item) for item in items):
        wrong.append('"items" must be a list of lists of strings: the variants of each item')
        return ()
    return tuple(tuple(item) for item in items)


def _are_strings(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(one, str) and one.strip() for one in values)


def _passages(record: Mapping[str, Any], wrong: list[str]) -> tuple[GoldenPassage, ...]:
    passages = record.get("passages")
    if passages is None:
        return ()
    if not isinstance(passages, list) or not all(map(_is_passage, passages)):
        wrong.append('"passages" must be a list of {"document_id", "start", "end"}, start before end')
        return ()
    return tuple(GoldenPassage(one["document_id"], one["start"], one["end"]) for one in passages)


def _is_passage(value: object) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("document_id"), str):
        return False
    start, end = value.get("start"), value.get("end")
    return type(start) is int and type(end) is int and 0 <= start < end


def _history(record: Mapping[str, Any], wrong: list[str]) -> tuple[Turn, ...]:
    turns = record.get("history")
    if turns is None:
        return ()
    if not isinstance(turns, list) or not all(map(_is_turn, turns)):
        wrong.append('"history" must be a list of {"role": "user" or "assistant", "content": a string}')
        return ()
    return tuple(Turn(turn["role"], turn["content"]) for turn in turns)


def _is_turn(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.get("role") in ("user", "assistant")
        and isinstance(value.get("content"), str)
    )
