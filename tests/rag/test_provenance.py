from pathlib import Path

import pytest

from rag.datatypes import FileFailure
from rag.provenance import Root, is_whole_file, rival, same_place, vanished
from rag.storage.view import Origin
from tests.permissions import read_only


def origin(root: Path | str, path: Path | str) -> Origin:
    return Origin(b"", str(root), str(path))


def test_the_place_of_a_document_is_its_file_and_of_a_record_its_root(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    (folder / "sub").mkdir(parents=True)
    for name in ("sub/a.md", "pack.zip", "records.jsonl"):
        (folder / name).write_text("x")
    root = Root.of(folder)
    assert root.place("seeds/sub/a.md") == str(folder / "sub/a.md")
    assert root.place("seeds/pack.zip!/b/c.txt") == str(folder / "pack.zip")
    assert root.place("any record") == str(folder)
    assert root.place("../seeds/../passwd") == str(folder)
    assert Root.of(folder / "pack.zip").place("pack.zip!/b/c.txt") == str(folder / "pack.zip")


def test_a_root_is_the_same_however_it_is_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real" / "seeds").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.chdir(tmp_path / "real")
    assert Root.of("seeds") == Root.of(tmp_path / "link" / "seeds") == Root.of("./seeds/../seeds/")


def test_a_link_to_a_folder_is_a_root_of_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "other").symlink_to(tmp_path / "seeds")
    assert Root.of(tmp_path / "other").path.name == "other"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("/a", "/a", True), ("/a", "/a/b.jsonl", True), ("/a/b", "/a", True), ("/a", "/ab", False)],
)
def test_a_place_inside_another_may_be_the_same(one: str, other: str, *, same: bool) -> None:
    assert same_place(one, other) is same


def test_an_id_belongs_to_its_first_place_as_long_as_that_exists(tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    first.touch()
    known = origin(tmp_path, first)
    assert rival(known, str(second)) == str(first)
    assert rival(known, str(first)) is None
    first.unlink()
    assert rival(known, str(second)) is None


def test_a_place_that_may_not_be_looked_at_keeps_its_ids(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    (locked / "a.txt").touch()
    locked.chmod(0)
    (tmp_path / "open").mkdir()
    known = {"a.txt": origin(tmp_path / "a.txt", locked / "a.txt")}
    with read_only(tmp_path / "open"):
        assert rival(known["a.txt"], "/elsewhere/a.txt") == str(locked / "a.txt")
        assert vanished(known, [Root(locked)], [], []) == []
    locked.chmod(0o755)


@pytest.mark.parametrize(
    ("document_id", "place", "whole"),
    [
        ("docs/a.txt", "/data/docs/a.txt", True),
        ("a.txt", "/data/docs/a.txt", True),
        ("docs/link.txt", "/data/docs/a.txt", False),
        ("docs/p.zip!/a.txt", "/data/docs/p.zip", False),
        ("r.jsonl", "/data/docs/r.jsonl", False),
        ("3", "/data/2023", False),
    ],
)
def test_a_file_of_one_document_is_told_from_one_of_several(
    document_id: str, place: str, *, whole: bool
) -> None:
    assert is_whole_file(document_id, place) is whole


def test_only_what_came_from_the_same_root_and_did_not_fail_has_vanished() -> None:
    root = Root(Path("/data/seeds"))
    known = {
        "seeds/here.md": origin("/data/seeds", "/data/seeds/here.md"),
        "seeds/gone.md": origin("/data/seeds", "/data/seeds/gone.md"),
        "seeds/broken.md": origin("/data/seeds", "/data/seeds/broken.md"),
        "seeds/bad.zip!/a.txt": origin("/data/seeds", "/data/seeds/bad.zip"),
        "elsewhere.md": origin("/data/elsewhere.md", "/data/elsewhere.md"),
    }
    failed = [FileFailure("seeds/broken.md", "?"), FileFailure("seeds/bad.zip", "?")]
    assert vanished(known, [root], ["seeds/here.md"], failed) == ["seeds/gone.md"]


@pytest.mark.parametrize("failure", ["seeds/r.jsonl", "seeds/r.jsonl:12", "seeds/p.zip!/r.ndjson:3"])
def test_records_are_kept_when_a_line_of_a_record_file_failed(failure: str) -> None:
    known = {"42": origin("/data/seeds", "/data/seeds")}
    root = Root(Path("/data/seeds"))
    assert vanished(known, [root], [], [FileFailure(failure, "?")]) == []
    assert vanished(known, [root], [], []) == ["42"]


def test_what_lies_in_a_folder_that_cannot_be_listed_is_kept(tmp_path: Path) -> None:
    (tmp_path / "seeds" / "locked").mkdir(parents=True)
    root = Root(tmp_path / "seeds")
    known = {
        "seeds/locked/a.md": origin(root.path, root.path / "locked" / "a.md"),
        "seeds/locked too.md": origin(root.path, root.path / "locked too.md"),
        "42": origin(root.path, root.path),
    }
    failed = [FileFailure("seeds/locked", "?")]
    assert vanished(known, [root], [], failed) == ["seeds/locked too.md"]
