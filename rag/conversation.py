"""Follow-ups become standalone questions: a pronoun or a missing subject takes the topic last asked about.

Only a question that plainly leans on what came before is touched; a complete one stays as it is.
"""

import re
from collections.abc import Sequence

from rag.answering.question import parse
from rag.answering.terms import Term, TermKind
from rag.datatypes import Turn

# A pronoun that stands for the topic; 这个/那个 before a noun points at the noun and is left alone.
_PRONOUN = re.compile(
    r"^(那么?|那你知道)?[，,]?(它|他|她|这个?|那个?|该)(们)?(?=的|有|是|在|由|为什么|包括|什么|怎|谁|多少|几|何|分|[，,])|它们?|(?<![其])他(?!们?人)|她"
)
_LEANS = re.compile(r"^(那么?|还有|然后|另外|再|第[一二三四五六七八九十\d]+|其中|其他|剩下)|呢[？?]?$")
_LONGEST_FOLLOW_UP = 30  # characters; longer questions say what they are about


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return the question so that it can be understood without the turns before it."""
    topic = _topic(history)
    if topic is None or topic in question or len(question) > _LONGEST_FOLLOW_UP:
        return question
    pronoun = _PRONOUN.search(question)
    if pronoun and not parse(question[: pronoun.start()]).terms:
        return question[: pronoun.start()] + topic + question[pronoun.end() :]
    if _LEANS.search(question) and not any(term.kind is TermKind.NAME for term in parse(question).terms):
        return f"{topic}{re.sub(r'^(那么?|然后|另外|再)[，,]?', '', question)}"
    return question


def _topic(history: Sequence[Turn]) -> str | None:
    """Return the name the last question with one was about."""
    for turn in reversed(history):
        if turn.role == "user":
            names = [term for term in parse(turn.content).terms if term.kind is TermKind.NAME]
            if names:
                return _phrase(turn.content, names)
    return None


def _phrase(question: str, names: Sequence[Term]) -> str:
    """Return the name most particular to the question: a quoted one, else the longest."""
    quoted = [name for name in names if f"“{name.text}”" in question]
    name = max(quoted or names, key=lambda term: len(term.text))
    return f"“{name.text}”" if quoted else name.text
