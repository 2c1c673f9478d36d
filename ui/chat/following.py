"""Questions to go on with, taken from what the documents of an answer say in so many words.

A document that writes “根系工程”的思路是… answers what the idea of it is; one that writes “根系工程”是…
answers what it is. Only such sentences make questions, so that few are refused and none costs a search.
"""

import re
from collections.abc import Iterator

from rag.datatypes import Answer, Document
from rag.errors import UnknownDocument
from ui.chat.talk import Talk
from ui.chat.texts import Texts
from ui.protocols import Library

SUGGESTED = 3
NEAR = 0.5  # share of the best passage's score; what is farther speaks of something else
LOOKED_AT = 100_000  # characters of a document; a book must not make the page wait

_TERM = r"[“「『](?P<term>\w{2,8})[”」』](?:项目|項目|工程|计划|計劃)?"
_ASPECT = re.compile(rf"{_TERM}的(?P<aspect>[\u4e00-\u9fff]{{2,4}}?)(?:就是|是(?!否|不)|为(?!了)|包括)")
_DEFINED = re.compile(rf"{_TERM}(?:就是|是指|是(?!否|不|在|由)|指的是|包括|旨在)")


def suggestions(library: Library, talk: Talk, texts: Texts) -> list[str]:
    """Return up to SUGGESTED questions that were not asked yet; of a refusal, over the nearest documents."""
    if not talk.exchanges or talk.exchanges[-1].answer is None:
        return []
    asked = {_bare(exchange.question) for exchange in talk.exchanges}
    found: dict[str, str] = {}
    for question in _candidates(library, talk.exchanges[-1].answer, texts):
        if _bare(question) not in asked:
            found.setdefault(_bare(question), question)
        if len(found) == SUGGESTED:
            break
    return list(found.values())


def _candidates(library: Library, answer: Answer, texts: Texts) -> Iterator[str]:
    documents = [document.text[:LOOKED_AT] for document in _documents(library, answer)]
    for text in documents:
        for match in _ASPECT.finditer(text):
            yield texts.aspect.format(
                term=texts.spelled(match["term"]), aspect=texts.spelled(match["aspect"])
            )
        for match in _DEFINED.finditer(text):
            yield texts.what_is.format(term=texts.spelled(match["term"]))


def _documents(library: Library, answer: Answer) -> Iterator[Document]:
    """Yield the cited documents, then those found beside them; for an answer only those nearly as near."""
    cited = [citation.document_id for citation in answer.citations]
    least = 0.0 if answer.abstained else NEAR * max((passage.score for passage in answer.passages), default=0)
    found = [passage.document_id for passage in answer.passages if passage.score >= least]
    for document_id in dict.fromkeys([*cited, *found]):
        try:
            yield library.show(document_id)
        except UnknownDocument:  # removed since
            continue


def _bare(question: str) -> str:
    """Return what tells one question from another: its letters and signs, without marks."""
    return "".join(re.findall(r"\w", question))
