"""Public question sets turned into documents that can be indexed and golden questions about them.

squad      nested JSON: data › paragraphs › qas, as SQuAD 1.1 and 2.0 (`is_impossible`) have it
cmrc       CMRC 2018, in its flat layout (`context_text`, `query_text`) or the nested one
drcd       DRCD, nested
rgb        JSON Lines: `query`, `answer`, `positive` and `negative` texts
passages   `questions.jsonl` (`passage_ids`, `answers`) beside `passages.jsonl` (`id`, `title`, `text`)
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.datatypes import Document
from rag.errors import BadGolden
from rag.evaluation.folding import fold, holds
from rag.evaluation.golden import GoldenPassage, GoldenQuestion


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file holds; `left_out` tells each question that cannot be used, and why."""

    documents: tuple[Document, ...]
    questions: tuple[GoldenQuestion, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question of a set with the texts it is asked of, before it is known to be usable."""

    id: str
    question: str
    wanted: tuple[tuple[str, ...], ...]  # of each thing wanted, the variants
    places: tuple[tuple[str, int], ...]  # answers with where they are said to begin
    documents: tuple[str, ...]
    answerable: bool


_Read = tuple[list[Document], list[_Asked]]


def import_file(form: str, path: str | Path) -> Imported:
    """Return the documents and golden questions of a file in one of FORMATS.

    Raises BadGolden if it cannot be read, or is not in this format.
    """
    place = Path(path)
    try:
        documents, asked = FORMATS[form](place)
    except OSError as error:
        raise BadGolden([f"{error.filename or place}: cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise BadGolden([f"{place}: not UTF-8 at byte {error.start}; save the file as UTF-8"]) from error
    except (ValueError, RecursionError) as error:
        raise BadGolden([f"{place}: not JSON: {error}"]) from error
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        told = f"{type(error).__name__}: {error}"
        raise BadGolden([f"{place}: not in the format {form!r} ({told}). Name another format."]) from error
    texts = {one.id: one.text for one in documents}
    questions: list[GoldenQuestion] = []
    left_out: list[str] = []
    for one in asked:
        fault = _fault(one, texts, {question.id for question in questions})
        if fault:
            left_out.append(f"{one.id}: {fault}")
        else:
            questions.append(_golden(one, texts, form))
    if not questions:
        raise BadGolden([f"{place}: holds no question that can be used"])
    return Imported(tuple({one.id: one for one in documents}.values()), tuple(questions), tuple(left_out))


def _fault(one: _Asked, texts: Mapping[str, str], known: set[str]) -> str | None:
    if not one.question.strip():
        return "has no question"
    if one.id in known:
        return "the id was already used"
    if not one.answerable:
        return None
    if not one.wanted or not all(one.wanted):
        return "has no answer"
    folded = [fold(texts[name]) for name in one.documents]
    if not all(any(holds(text, variants) for text in folded) for variants in one.wanted):
        return f"its answer {one.wanted[0][0]!r} does not occur in its text"
    return None


def _golden(one: _Asked, texts: Mapping[str, str], form: str) -> GoldenQuestion:
    if not one.answerable:
        return GoldenQuestion(one.id, one.question, answerable=False, tags=(form,))
    several = len(one.wanted) > 1
    return GoldenQuestion(
        one.id,
        one.question,
        answers=() if several else one.wanted[0],
        items=one.wanted if several else (),
        documents=one.documents,
        passages=tuple(dict.fromkeys(_passages(one, texts))),
        tags=(form, "list") if several else (form,),
    )


def _passages(one: _Asked, texts: Mapping[str, str]) -> Iterator[GoldenPassage]:
    """Yield where the answers stand: where the set says, if that is true, else where there is no doubt."""
    text = texts[one.documents[0]]
    for answer, start in one.places:
        if text[start : start + len(answer)] == answer and answer:
            yield GoldenPassage(one.documents[0], start, start + len(answer))
        elif text.count(answer) == 1:
            yield GoldenPassage(one.documents[0], text.index(answer), text.index(answer) + len(answer))


def _squad(path: Path) -> _Read:
    documents: list[Document] = []
    asked: list[_Asked] = []
    for article in json.loads(path.read_text("utf-8-sig"))["data"]:
        title = str(article.get("title") or path.stem)
        for paragraph in article["paragraphs"]:
            name = str(paragraph.get("id") or f"{path.stem}-{len(documents)}")
            documents.append(Document(name, title, None, str(paragraph["context"])))
            asked += [_of_squad(one, name) for one in paragraph["qas"]]
    return documents, asked


def _of_squad(one: Mapping[str, Any], name: str) -> _Asked:
    places = [
        (str(answer["text"]), int(answer.get("answer_start", -1))) for answer in one.get("answers") or ()
    ]
    variants = tuple(dict.fromkeys(text for text, _ in places if text))
    silent = bool(one.get("is_impossible"))
    wanted = (variants,) if variants else ()
    return _Asked(str(one["id"]), str(one["question"]), wanted, tuple(places), (name,), not silent)


def _cmrc(path: Path) -> _Read:
    content = json.loads(path.read_text("utf-8-sig"))
    if isinstance(content, dict):
        return _squad(path)
    documents: list[Document] = []
    asked: list[_Asked] = []
    for context in content:
        name, text = str(context["context_id"]), str(context["context_text"])
        documents.append(Document(name, str(context.get("title") or name), None, text))
        for one in context["qas"]:
            variants = tuple(dict.fromkeys(str(answer) for answer in one["answers"] if answer))
            places = tuple((answer, -1) for answer in variants)
            wanted = (variants,) if variants else ()
            asked.append(
                _Asked(str(one["query_id"]), str(one["query_text"]), wanted, places, (name,), answerable=True)
            )
    return documents, asked


def _rgb(path: Path) -> _Read:
    documents: list[Document] = []
    asked: list[_Asked] = []
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
            _Asked(
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


def _beside(path: Path) -> _Read:
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
        asked.append(_Asked(str(one["id"]), str(one["question"]), wanted, places, names, answerable))
    return documents, asked


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8-sig").split("\n") if line.strip()]


FORMATS: Mapping[str, Callable[[Path], _Read]] = {
    "squad": _squad,
    "cmrc": _cmrc,
    "drcd": _squad,
    "rgb": _rgb,
    "passages": _beside,
}
