"""Questions worded by a language model, kept only if the passage has the answer word for word."""

import json
import re
from collections.abc import Iterable, Iterator

from embeddings.errors import EndpointError, ModelError
from rag.answering.generative.models import LanguageModel, Message
from rag.answering.kinds import Kind, kind_of
from rag.chunking.chunks import chunk
from rag.cleaning.pipeline import clean_document
from rag.datatypes import Chunk, Document
from rag.evaluation.drafting.clauses import points_elsewhere
from rag.evaluation.drafting.drafted import Draft
from rag.evaluation.golden import DEFINITION, GoldenPassage

PER_PASSAGE = 3
LONGEST_ANSWER = 60  # characters
_RULES = f"""你为问答系统编写测试题。根据资料写{PER_PASSAGE}个问题，每行一个JSON对象，不要输出别的：
{{"question": "问题", "answer": "答案"}}
- 答案必须是资料里原样出现的一段文字，尽量短。
- 问题要自然，能单独看懂：写出人名、地名、机构名，不用“他”“该”“这个”等指代，也不提“资料”“文中”。
- 每个问题只有一个正确答案。"""
_FENCE = re.compile(r"^```\w*|```$", re.MULTILINE)
_MENTIONS_TEXT = re.compile(r"资料|文中|本文|文章|上文|原文")


class ModelProposer:
    """Proposes drafts for a document with a language model, as `propose` does with templates."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    def __call__(self, document: Document) -> Iterator[Draft]:
        """Yield what the model proposes and the passage bears out; raises as the model if it says none."""
        for passage in chunk(document.id, clean_document(document)):
            reply = self._reply(_prompt(document, passage))
            for question, answer in _pairs(reply):
                yield from _borne_out(document, passage, question, answer)

    def _reply(self, messages: list[Message]) -> str:
        """Return what the model says, though it be cut: its whole lines are good."""
        said: list[str] = []
        try:
            said.extend(self._model.stream(messages))
        except (EndpointError, ModelError):
            if not said:
                raise
        return "".join(said)


def _prompt(document: Document, passage: Chunk) -> list[Message]:
    asked = f"题名：{document.title}\n资料：\n{passage.clean}"
    return [{"role": "system", "content": _RULES}, {"role": "user", "content": asked}]


def _pairs(reply: str) -> Iterable[tuple[str, str]]:
    """Yield the questions and answers of a reply; lines that are not exactly what was wanted are dropped."""
    for line in _FENCE.sub("", reply).splitlines():
        try:
            record = json.loads(line.strip().rstrip(","))
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict) and set(record) == {"question", "answer"}:
            question, answer = record["question"], record["answer"]
            if isinstance(question, str) and isinstance(answer, str):
                yield question.strip(), answer.strip()


def _borne_out(document: Document, passage: Chunk, question: str, answer: str) -> Iterator[Draft]:
    place = passage.clean.find(answer)
    if not 1 <= len(answer) <= LONGEST_ANSWER or place < 0 or not 5 <= len(question) <= 100:
        return
    if points_elsewhere(question) or _MENTIONS_TEXT.search(question) or answer in question:
        return
    start, end = passage.source_range(place, place + len(answer))
    answers = tuple(dict.fromkeys((answer, document.text[start:end])))
    tags = (DEFINITION,) if kind_of(question) is Kind.DEFINITION else ("fact", "model")
    where = GoldenPassage(document.id, passage.start, passage.end)
    yield Draft(question, answers, (), where, tags)
