"""Questions after who said something."""

import re
from collections.abc import Iterator

from rag.answering import spans
from rag.answering.kinds import AnswerType
from rag.evaluation.drafting.asking import finished
from rag.evaluation.drafting.drafted import Draft
from rag.evaluation.drafting.statements import Statement

_SAYS = re.compile(
    r"(?P<says>说|表示|介绍|指出|认为|强调|坦言|觉得|希望|透露)[，：]?(?P<what>[^。！？]{10,40})[。]"
)
_FIRST_PERSON = re.compile(r"我|咱|自己|“|”")


def questions(statement: Statement) -> Iterator[Draft]:
    """Yield 谁认为…？ for a sentence in which one person says one thing."""
    people = spans.find(AnswerType.PERSON, statement.text)
    if len(people) != 1:
        return
    start, end = people[0]
    match = _SAYS.match(statement.text, end)
    if match is None or match.end() != len(statement.text) or _FIRST_PERSON.search(match["what"]):
        return
    if start > 0 and statement.text[start - 1] in "，、的":
        return
    says = {"介绍": "介绍说", "说": "说"}.get(match["says"], match["says"])
    comma = "，" if "，" in match["what"] or says.endswith("说") else ""
    if question := finished(f"谁{says}{comma}{match['what']}"):
        answers = statement.variants(start, end)
        yield Draft(question, answers, (), statement.passage, ("fact", "person"))
