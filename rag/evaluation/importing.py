"""Public question sets turned into documents that can be indexed and golden questions about them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rag.datatypes import Document
from rag.errors import BadGolden
from rag.evaluation.folding import Folded
from rag.evaluation.formats import FORMATS, Asked
from rag.evaluation.golden import GoldenPassage, GoldenQuestion


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file holds; `left_out` tells each question that cannot be used, and why."""

    documents: tuple[Document, ...]
    questions: tuple[GoldenQuestion, ...]
    left_out: tuple[str, ...]


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


def _fault(one: Asked, texts: Mapping[str, str], known: set[str]) -> str | None:
    if not one.question.strip():
        return "has no question"
    if one.id in known:
        return "the id was already used"
    if not one.answerable:
        return None
    if not one.wanted or not all(one.wanted):
        return "has no answer"
    folded = [Folded(texts[name]) for name in one.documents]
    if not all(any(text.holds(variants) for text in folded) for variants in one.wanted):
        return f"its answer {one.wanted[0][0]!r} does not occur in its text"
    return None


def _golden(one: Asked, texts: Mapping[str, str], form: str) -> GoldenQuestion:
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


def _passages(one: Asked, texts: Mapping[str, str]) -> Iterator[GoldenPassage]:
    """Yield where the answers stand: where the set says, if that is true, else where there is no doubt.

    What the set says is of the first document.
    """
    for name in one.documents:
        text = texts.get(name, "")
        for answer, start in one.places:
            stated = name == one.documents[0] and text[start : start + len(answer)] == answer
            if answer and (stated or text.count(answer) == 1):
                begin = start if stated else text.index(answer)
                yield GoldenPassage(name, begin, begin + len(answer))
