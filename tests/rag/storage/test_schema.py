import sqlite3
from collections.abc import Iterator

import pytest

from rag.storage import schema

FIRST = "CREATE TABLE one (x); -- a remark; with a semicolon\nCREATE INDEX one_x ON one (x);"
SECOND = "ALTER TABLE one ADD COLUMN y;"


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(":memory:", isolation_level=None)
    yield opened
    opened.close()


def columns(connection: sqlite3.Connection) -> list[str]:
    return [row[1] for row in connection.execute("PRAGMA table_info(one)")]


def test_only_the_missing_steps_are_taken(connection: sqlite3.Connection) -> None:
    schema.migrate(connection, [FIRST], 7)
    assert (schema.version(connection), columns(connection)) == (1, ["x"])
    schema.migrate(connection, [FIRST, SECOND], 7)
    schema.migrate(connection, [FIRST, SECOND], 7)
    assert (schema.version(connection), columns(connection)) == (2, ["x", "y"])
    assert connection.execute("PRAGMA application_id").fetchone() == (7,)


def test_a_step_that_fails_takes_none(connection: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError):
        schema.migrate(connection, [FIRST, "CREATE TABLE one (again);"], 7)
    assert (schema.version(connection), columns(connection)) == (0, [])


@pytest.mark.parametrize("steps", [schema.CORPUS, schema.CONVERSATIONS])
def test_our_own_steps_run(connection: sqlite3.Connection, steps: tuple[str, ...]) -> None:
    schema.migrate(connection, steps, 7)
    assert schema.version(connection) == len(steps)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
