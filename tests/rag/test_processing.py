from pathlib import Path

from rag.processing import PACKAGES, code_digest, folder_digest


def test_every_change_of_a_file_is_noticed_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "step.py").write_text("one")
    (tmp_path / "tables" / "words.txt").write_text("two")
    digests = [folder_digest(tmp_path)]
    for change in (
        lambda: (tmp_path / "step.py").write_text("changed"),
        lambda: (tmp_path / "tables" / "words.txt").write_text("changed"),
        lambda: (tmp_path / "new.py").touch(),
        lambda: (tmp_path / "new.py").rename(tmp_path / "renamed.py"),
        lambda: (tmp_path / "renamed.py").unlink(),
    ):
        change()
        digests.append(folder_digest(tmp_path))
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / ".step.py.swp").touch()
    assert folder_digest(tmp_path) == digests[-1]
    assert len(set(digests)) == 5  # the last change undoes the one before the last but one
    assert digests[2] == digests[5]


def test_both_packages_count() -> None:
    assert len(set(code_digest().split())) == len(PACKAGES)
