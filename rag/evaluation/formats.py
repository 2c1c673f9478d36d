"""How public question sets are laid out, each read into documents and the questions asked of them.

squad      nested JSON: data › paragraphs › qas, as SQuAD 1.1 and 2.0 (`is_impossible`) have it
cmrc       CMRC 2018, in its flat layout (`context_text`, `query_text`) or the nested one
drcd       DRCD, nested
rgb        JSON Lines: `query`, `answer`, `positive` and `negative` texts
passages   `questions.jsonl` (`passage_ids`, `answers`) beside `passages.jsonl` (`id`, `title`, `text`)
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.datatypes import Document


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a set with the texts it is asked of, before it is known to be usable."""

    id: str
    question: str
    wanted: tuple[tuple[str, ...], ...]  # of each thing wanted, the variants
    places: tuple[tuple[str, int], ...]  # answers with where they are said to begin
    documents: tuple[str, ...]
    answerable: bool


Read = tuple[list[Document], list[Asked]]


def _squad(path: Path) -> Read:
    documents: list[Document] = []
    asked: list[Asked] = []
    for article in json.loads(path.read_text("utf-8-sig"))["data"]:
        title = str(article.get("title") or path.stem)
        for paragraph in article["paragraphs"]:
            name = str(paragraph.get("id") or f"{path.stem}-{len(documents)}")
            documents.append(Document(name, title, None, str(paragraph["context"])))
            asked += [_of_squad(one, name) for one in paragraph["qas"]]
    return documents, asked


def _of_squad(one: Mapping[str, Any], name: str) -> Asked:
    places = [
        (str(answer["text"]), int(answer.get("answer_start", -1))) for answer in one.get("answers") or ()
    ]
    variants = tuple(dict.fromkeys(text for text, _ in places if text))
    silent = bool(one.get("is_impossible"))
    wanted = (variants,) if variants else ()
    return Asked(str(one["id"]), str(one["question"]), wanted, tuple(places), (name,), not silent)


def _cmrc(path: Path) -> Read:
    content = json.loads(path.read_text("utf-8-sig"))
    if isinstance(content, dict):
        return _squad(path)
    documents: list[Document] = []
    asked: list[Asked] = []
    for context in content:
        name, text = str(context["context_id"]), str(context["context_text"])
        documents.append(Document(name, str(context.get("title") or name), None, text))
        for one in context["qas"]:
            variants = tuple(dict.fromkeys(str(answer) for answer in one["answers"] if answer))
            places = tuple((answer, -1) for answer in variants)
            wanted = (variants,) if variants else ()
            asked.append(
                Asked(str(one["query_id"]), str(one["query_text"]), wanted, places, (name,), answerable=True)
            )
    return documents, asked


def _rgb(path: Path) -> Read:
    documents: list[Document] = []
    asked: list[Asked] = []
    for number, record in enumerate(_lines(path)):
        identity = str(record.get("id", number))
        right = _kept(documents, f"{identity}-positive", record["positive"])
        _kept(documents, f"{identity}-negative", record["negative"])
        given = record["answer"] if isinstance(record["answer"], list) else [record["answer"]]
        wanted = tuple(
            tuple(map(str, one)) if isinstance(one, list) else (str(one),)
            for one in given
            if one not in ("", [])
        )
        asked.append(
            Asked(
                identity,
                str(record.get("query") or record["question"]),
                wanted,
                (),
                right,
                answerable=bool(right),
            )
        )
    return documents, asked


def _kept(documents: list[Document], stem: str, texts: Sequence[Any]) -> tuple[str, ...]:
    """Add texts as documents and return their ids; RGB nests those that must be read together."""
    flat = [text for one in texts for text in (one if isinstance(one, list) else [one])]
    names = [f"{stem}-{number}" for number in range(len(flat))]
    documents += [Document(name, name, None, str(text)) for name, text in zip(names, flat, strict=True)]
    return tuple(names)


def _beside(path: Path) -> Read:
    documents = [
        Document(str(one["id"]), str(one.get("title") or one["id"]), None, str(one["text"]))
        for one in _lines(path.with_name("passages.jsonl"))
    ]
    known = {one.id for one in documents}
    asked = []
    for one in _lines(path):
        variants = tuple(dict.fromkeys(str(answer) for answer in one.get("answers") or () if answer))
        names = tuple(str(name) for name in one["passage_ids"] if str(name) in known)
        answerable = bool(one.get("answerable", True))
        places = tuple((answer, -1) for answer in variants)
        wanted = (variants,) if variants and names else ()
        asked.append(Asked(str(one["id"]), str(one["question"]), wanted, places, names, answerable))
    return documents, asked


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8-sig").split("\n") if line.strip()]


FORMATS: Mapping[str, Callable[[Path], Read]] = {
    "squad": _squad,
    "cmrc": _cmrc,
    "drcd": _squad,
    "rgb": _rgb,
    "passages": _beside,
}
