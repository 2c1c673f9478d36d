from pathlib import Path

import pytest

from ui.commands.chat import SameStore, named


def test_stores_are_named_after_their_folders(tmp_path: Path) -> None:
    folders = [tmp_path / "laws", tmp_path / "news"]
    assert named(folders) == {"laws": folders[0].resolve(), "news": folders[1].resolve()}


def test_folders_of_one_name_are_told_apart_by_their_path(tmp_path: Path) -> None:
    one, other = (tmp_path / "a" / "store").resolve(), (tmp_path / "b" / "store").resolve()
    assert list(named([one, other])) == [str(one), str(other)]


def test_a_store_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SameStore, match="given twice"):
        named([tmp_path / "a", tmp_path / "b" / ".." / "a"])
