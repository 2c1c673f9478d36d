"""The described objects are the ones that are sent."""

import pytest
from pydantic import TypeAdapter

from tests.ui.fake_store import with_failures
from tests.ui.fakes import RIVER, FakeLibrary, hit
from ui import json_lines, shapes

ANSWERS = [FakeLibrary().answer(question) for question in ("什么是根系工程？", "今天天气如何？")]


@pytest.mark.parametrize(
    ("shape", "record"),
    [
        (shapes.AnswerShape, json_lines.answer_record(ANSWERS[0])),
        (shapes.AnswerShape, json_lines.answer_record(ANSWERS[1])),
        (shapes.SearchShape, json_lines.search_record("问", [hit(RIVER)], 0.1)),
        (shapes.DocumentShape, json_lines.document_record(RIVER)),
        (shapes.ListShape, {"documents": [json_lines.summary_record(FakeLibrary().documents()[0])]}),
        (shapes.ReportShape, json_lines.report_record(with_failures(2, 1))),
    ],
)
def test_nothing_is_sent_that_is_not_described_and_nothing_described_is_left_out(
    shape: type, record: dict[str, object]
) -> None:
    assert TypeAdapter(shape).validate_python(record, strict=True) == record


def test_every_reason_is_described() -> None:
    from typing import get_args

    from rag.datatypes import AbstentionReason

    assert set(get_args(shapes.Reason)) == set(get_args(AbstentionReason))
