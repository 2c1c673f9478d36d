import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from rag.protocols import Reading
from tests.ui.fake_store import FakeStore
from ui.arguments import build_parser
from ui.call import Call
from ui.commands import read
from ui.output import Output
from ui.settings import Settings


class FindsNumbers:
    """Answers with the first digit of each passage."""

    def read(self, _question: str, passages: Sequence[str], /) -> list[Reading]:
        return [self._reading(passage) for passage in passages]

    def _reading(self, passage: str) -> Reading:
        for place, character in enumerate(passage):
            if character.isdigit():
                return Reading(character, place, place + 1, 0.9)
        return Reading(None, None, None, 0.1)


def test_each_line_gives_an_exact_answer_or_null(tmp_path: Path) -> None:
    lines = [
        {"id": 1, "question": "几座桥？", "text": "镇上有3座桥。"},
        {"id": 2, "question": "几座桥？", "text": "镇上有桥。"},
        {"id": 3, "question": "几座桥？"},
    ]
    path = tmp_path / "lines.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    results = io.StringIO()
    options = build_parser(lambda: "0", reader=True).parse_args(["read", "--questions", str(path)])
    call = Call(
        options, Settings(), Output(json=True, results=results, remarks=io.StringIO()), FakeStore().open
    )
    code = read.run(call, FindsNumbers())
    found, nothing, wrong = map(json.loads, results.getvalue().splitlines())
    assert found == {"id": 1, "answer": "3", "start": 3, "end": 4, "confidence": 0.9}
    assert nothing == {"id": 2, "answer": None, "start": None, "end": None, "confidence": 0.1}
    assert list(wrong) == ["id", "error"]
    assert code == 1


def test_without_a_reader_there_is_no_such_command() -> None:
    with pytest.raises(SystemExit):
        build_parser(lambda: "0", reader=False).parse_args(["read", "--questions", "x"])
