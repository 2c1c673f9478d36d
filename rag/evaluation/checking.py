"""Whether a golden set can be trusted: its lines, its answers against the documents, and leaks into them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.cleaning.pipeline import clean_document
from rag.datatypes import Document
from rag.evaluation.folding import fold, holds
from rag.evaluation.golden import GoldenPassage, GoldenQuestion
from rag.evaluation.golden_file import GoldenSet, Problem

LEAKING = 8  # characters of a question, folded, from which it stands in a document by no accident


@dataclass(frozen=True, slots=True)
class Text:
    """A document as answers are looked for in it, and as passages are measured."""

    folded: str
    length: int


def check(golden: GoldenSet, ids: Sequence[str], show: Callable[[str], Document]) -> list[Problem]:
    """Return everything wrong with a golden set, by line; `ids` are the documents of the store."""
    texts = {name: _text(show(name)) for name in ids}
    problems = list(golden.problems)
    seen: dict[str, int] = {}
    for line, question in zip(golden.lines, golden.questions, strict=True):
        told = [*_repeated(question, line, seen), *_wrong(question, texts)]
        problems += [Problem(line, what) for what in told]
    return sorted(problems, key=lambda problem: problem.line)


def _text(document: Document) -> Text:
    """Fold the clean form, and behind it the source, which may be in another script."""
    return Text(f"{fold(clean_document(document).text)}\n{fold(document.text)}", len(document.text))


def _repeated(question: GoldenQuestion, line: int, seen: dict[str, int]) -> Iterator[str]:
    """Yield a complaint if an earlier line asks the same in the same conversation."""
    asked = "\n".join(
        fold(part) for part in (*(turn.content for turn in question.history), question.question)
    )
    if asked in seen:
        yield f"asks the same as line {seen[asked]}: {question.question}"
    seen.setdefault(asked, line)


def _wrong(question: GoldenQuestion, texts: Mapping[str, Text]) -> Iterator[str]:
    yield from _unknown(question, texts)
    yield from _not_there(question, texts)
    for passage in question.passages:
        yield from _out_of_range(passage, texts)
    yield from _leaked(question, texts)


def _unknown(question: GoldenQuestion, texts: Mapping[str, Text]) -> Iterator[str]:
    named = [*question.documents, *(passage.document_id for passage in question.passages)]
    for name in dict.fromkeys(named):
        if name not in texts:
            yield f"the store holds no document {name!r}; index it, or correct the id"


def _not_there(question: GoldenQuestion, texts: Mapping[str, Text]) -> Iterator[str]:
    """Yield each wanted thing that none of the named documents says in any variant."""
    named = [texts[name] for name in question.documents if name in texts]
    for variants in question.wanted if named else ():
        if not any(holds(text.folded, variants) for text in named):
            where = "、".join(question.documents)
            yield f"the answer {variants[0]!r} does not occur in {where}, nor does another variant of it"


def _out_of_range(passage: GoldenPassage, texts: Mapping[str, Text]) -> Iterator[str]:
    text = texts.get(passage.document_id)
    if text is not None and passage.end > text.length:
        where = f"[{passage.start}, {passage.end})"
        yield f"the passage {where} ends outside {passage.document_id}, which has {text.length} characters"


def _leaked(question: GoldenQuestion, texts: Mapping[str, Text]) -> Iterator[str]:
    """Yield the documents in which the question itself stands: whoever searches finds it, not the answer."""
    asked = fold(question.question)
    if len(asked) < LEAKING:
        return
    for name, text in texts.items():
        if asked in text.folded:
            yield f"the question stands in the document {name!r}; golden questions must not be indexed"
