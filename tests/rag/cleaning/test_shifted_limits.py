"""Marks that are no lost bytes cost next to nothing, however many there are."""

import pytest

from rag.cleaning import shifted


def test_characters_shown_as_marks_are_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shifted, "SEARCHES", 0)
    assert list(shifted.examine("甲乙" + "?" * 30)) == []


def test_fruitless_searches_end_and_the_rest_is_said_to_be_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shifted, "SEARCHES", 2 * shifted.FRUITLESS)
    text = "?龘靐齉龗。" * 10
    *searched, last = shifted.examine(text)
    assert len(searched) == 2
    assert (last.end, last.new) == (len(text), None)
    assert "too many" in last.reason


def test_restored_runs_leave_room_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shifted, "SEARCHES", 3)
    damaged = "“會有切實幫助?!钡聢@社區負責人說。\n"
    found = list(shifted.examine(damaged * 3))
    assert [one.new for one in found] == ["。”德園"] * 3
