"""Whether a golden set can be trusted: its lines, its answers against the documents, and leaks into them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from rag.cleaning.pipeline import clean, clean_document
from rag.datatypes import Document
from rag.evaluation.folding import Folded, fold
from rag.evaluation.golden import GoldenPassage, GoldenQuestion
from rag.evaluation.golden_file import GoldenSet, Problem
from rag.evaluation.rightness import held, in_both_scripts

LEAKING = 8  # characters of a question, folded, from which it stands in a document by no accident


@dataclass(frozen=True, slots=True)
class Text:
    """A document as answers are looked for in it, and as passages are measured."""

    document: Document
    forms: tuple[Folded, Folded]  # the clean form, and the source, which may be in another script

    def holds(self, variants: Sequence[str]) -> bool:
        """Tell whether either form has a variant."""
        return any(form.holds(in_both_scripts(variants)) for form in self.forms)


def check(golden: GoldenSet, ids: Sequence[str], show: Callable[[str], Document]) -> list[Problem]:
    """Return everything wrong with a golden set, by line; `ids` are the documents of the store."""
    texts = {name: _text(show(name)) for name in ids}
    problems = list(golden.problems)
    seen: dict[str, int] = {}
    for line, question in zip(golden.lines, golden.questions, strict=True):
        told = [*_repeated(question, line, seen), *_wrong(question, texts)]
        problems += [Problem(line, what) for what in told]
    return sorted(problems, key=lambda problem: problem.line)


def unknown_documents(question: GoldenQuestion, titles: Mapping[str, str]) -> Iterator[str]:
    """Yield each document that a question names and the store, given by id and title, does not hold."""
    named = [*question.documents, *(passage.document_id for passage in question.passages)]
    for name in dict.fromkeys(named):
        if name not in titles:
            meant = [one for one, title in titles.items() if name in _names(one, title)]
            advice = f"its id is {meant[0]!r}" if len(meant) == 1 else "index it, or correct the id"
            yield f"the store holds no document {name!r}; {advice}"


def asked(question: GoldenQuestion) -> str:
    """Return what is equal for questions that ask the same in the same conversation."""
    return "\n".join(fold(part) for part in (*(turn.content for turn in question.history), question.question))


def _names(identity: str, title: str) -> tuple[str, ...]:
    """Return what a document may be called besides its id."""
    path = PurePosixPath(identity)
    return title, path.name, path.stem


def _text(document: Document) -> Text:
    return Text(document, (Folded(clean_document(document).text), Folded(document.text)))


def _repeated(question: GoldenQuestion, line: int, seen: dict[str, int]) -> Iterator[str]:
    """Yield a complaint if an earlier line asks the same in the same conversation."""
    same = asked(question)
    if same in seen:
        yield f"asks the same as line {seen[same]}: {question.question}"
    seen.setdefault(same, line)


def _wrong(question: GoldenQuestion, texts: Mapping[str, Text]) -> Iterator[str]:
    yield from unknown_documents(question, {name: text.document.title for name, text in texts.items()})
    yield from _not_there(question, texts)
    for passage in question.passages:
        if passage.document_id in texts:
            yield from _useless(passage, question, texts[passage.document_id].document.text)
    yield from _leaked(question, texts)


def _not_there(question: GoldenQuestion, texts: Mapping[str, Text]) -> Iterator[str]:
    """Yield each wanted thing that none of the named documents says in any variant."""
    named = [texts[name] for name in question.documents if name in texts]
    for variants in question.wanted if named else ():
        if not any(text.holds(variants) for text in named):
            where = "、".join(question.documents)
            yield f"the answer {variants[0]!r} does not occur in {where}, nor does another variant of it"


def _useless(passage: GoldenPassage, question: GoldenQuestion, text: str) -> Iterator[str]:
    """Yield a complaint if a passage ends outside its document, or says nothing that is wanted."""
    where = f"[{passage.start}, {passage.end})"
    if passage.end > len(text):
        yield f"the passage {where} ends outside {passage.document_id}, which has {len(text)} characters"
    elif question.wanted and not any(held(question.wanted, clean(text[passage.start : passage.end]).text)):
        yield f"the passage {where} of {passage.document_id} holds no variant of the answer"


def _leaked(question: GoldenQuestion, texts: Mapping[str, Text]) -> Iterator[str]:
    """Yield the documents in which the question itself stands: whoever searches finds it, not the answer.

    Those that the question names may well ask it themselves, as a page of 问 and 答 does.
    """
    same = fold(question.question)
    if len(same) < LEAKING:
        return
    for name, text in texts.items():
        if name not in question.documents and any(same in form.text for form in text.forms):
            yield f"the question stands in the document {name!r}; golden questions must not be indexed"
