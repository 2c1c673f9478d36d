"""Runs the command line inside the test: on a fake store it can look into, or on a real one."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.ui.cli.real_store import python, write_articles
from tests.ui.fake_store import FakeStore
from ui.cli import main


@dataclass(frozen=True)
class Ran:
    """What one command left behind."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Command = Callable[..., Ran]


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


@pytest.fixture
def genxi(store: FakeStore, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command on the fake store; keyword arguments are the environment."""

    def run(*arguments: str, **environment: str) -> Ran:
        try:
            code = main(arguments, environment=environment, open_store=store.open)
        except SystemExit as stopped:
            code = stopped.code if isinstance(stopped.code, int) else 1
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run


@dataclass(frozen=True)
class Real:
    """Runs commands in a folder that holds `town/` and a real store of it."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *arguments: str) -> Ran:
        self.monkeypatch.chdir(self.folder)
        code = main(arguments, environment={})
        out, err = self.capsys.readouterr()
        return Ran(code, out, err)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles and their store, made once."""
    folder = tmp_path_factory.mktemp("real")
    write_articles(folder / "town")
    indexed = python("-m", "ui", "index", "town", cwd=folder)
    assert indexed.returncode == 0, indexed.stderr.decode()
    return folder


@pytest.fixture
def real(built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Real:
    """The shared store: look, do not change."""
    return Real(built, capsys, monkeypatch)


@pytest.fixture
def changing(built: Path, tmp_path: Path, real: Real) -> Iterator[Real]:
    """The same store to change at will; it is put back afterwards, since a store remembers its paths."""
    kept = shutil.copytree(built, tmp_path / "kept")
    yield real
    shutil.rmtree(built)
    shutil.copytree(kept, built)
