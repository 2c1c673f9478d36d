import json
from dataclasses import asdict
from pathlib import Path

import pytest

from rag.datatypes import FileFailure
from rag.errors import PathMissing
from rag.inspection import Inspection, inspect


def test_everything_shown_lies_where_it_says(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 標題\n\n黨建**引領**，見[3]。\u200b完")
    (shown,) = inspect(tmp_path / "a.md")
    assert isinstance(shown, Inspection)
    for step in shown.steps:
        assert all(shown.text[one.start : one.end] == one.text for one in step.removed)
        assert all(shown.text[one.start : one.end] == one.before for one in step.repaired)
    assert [one.after for step in shown.steps for one in step.repaired if step.step == "script"]
    assert [one.clean for one in shown.chunks] == ["标题\n\n党建引领，见。完"]
    assert shown.main_text == "# 標題\n\n黨建引領，見[3]。完"


def test_an_inspection_can_be_written_as_json(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一句。")
    (shown,) = inspect(tmp_path / "a.txt")
    assert set(json.loads(json.dumps(asdict(shown)))) == {
        "path", "title", "published", "text", "main_text", "steps", "chunks",
    }  # fmt: skip


def test_a_file_that_cannot_be_read_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\0")
    assert isinstance(next(inspect(tmp_path)), FileFailure)
    with pytest.raises(PathMissing):
        next(inspect(tmp_path / "none"))
