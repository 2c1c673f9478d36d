"""Runs the command line inside the test, with a store the test can look into."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

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
