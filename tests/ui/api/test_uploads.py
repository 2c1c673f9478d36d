import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import FileFailure
from rag.errors import LoadError
from ui.api.uploads import NAME_BYTES, _without_folders, safe_name


@given(st.text())
def test_a_name_never_acts_as_a_path(name: str) -> None:
    try:
        safe = safe_name(name)
    except LoadError:
        return
    assert safe not in {"", ".", ".."}
    assert not set("/\\\0\n") & set(safe)
    assert len(safe.encode()) <= NAME_BYTES


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        pytest.param("文件 一.md", "文件 一.md", id="ordinary"),
        pytest.param("../../etc/passwd", "passwd", id="upwards"),
        pytest.param("C:\\docs\\报告.txt", "报告.txt", id="windows_path"),
        pytest.param("a\0\nb.txt", "ab.txt", id="control_characters"),
        pytest.param("e\u0301.txt", "\u00e9.txt", id="composed"),
        pytest.param("<img onerror=x>.md", "<img onerror=x>.md", id="markup_is_a_name_like_another"),
    ],
)
def test_the_last_part_of_a_name_is_kept(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


@pytest.mark.parametrize("name", ["", "..", "a/", "字" * 100], ids=["empty", "dots", "folder", "too_long"])
def test_a_name_that_cannot_be_kept_is_refused(name: str) -> None:
    with pytest.raises(LoadError):
        safe_name(name)


def test_failures_do_not_tell_where_files_lie() -> None:
    failure = FileFailure("/tmp/x/甲.txt", "the id '甲.txt' already comes from /home/me/甲.txt; rename one")  # noqa: S108
    assert _without_folders(failure) == FileFailure(
        "甲.txt", "the id '甲.txt' already comes from 甲.txt; rename one"
    )
