"""The tables, as numbered steps from an empty file to the newest format.

`PRAGMA user_version` counts the steps a file has taken. Never edit a step that was released; add one.
"""

import sqlite3
from collections.abc import Sequence

CORPUS = (
    """
    CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

    -- One row per commit. The token tells a commit from another of the same number in a restored copy.
    CREATE TABLE commits (generation INTEGER PRIMARY KEY, token TEXT NOT NULL);

    CREATE TABLE documents (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        source TEXT,
        published TEXT,
        text TEXT NOT NULL,
        metadata TEXT NOT NULL,      -- a JSON object of strings
        hash BLOB NOT NULL,          -- of all the above and of the way they are processed
        root TEXT NOT NULL,          -- the PATH given to `genxi index`, absolute
        path TEXT NOT NULL,          -- the file it was read from
        signature BLOB               -- of its clean text, to find near duplicates
    );
    CREATE INDEX documents_root ON documents (root);

    -- AUTOINCREMENT: an id is never given twice, so a derived index can tell old rows from new ones.
    CREATE TABLE chunks (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        heading TEXT NOT NULL,
        clean TEXT NOT NULL,
        origin BLOB NOT NULL,
        hash BLOB NOT NULL,          -- of the embedded text
        vector BLOB NOT NULL         -- little-endian float32
    );
    CREATE INDEX chunks_document ON chunks (document);
    CREATE INDEX chunks_hash ON chunks (hash);

    -- Vectors of a rebuild under way; moved into chunks by its one commit.
    CREATE TABLE staged (
        embedder TEXT NOT NULL,
        hash BLOB NOT NULL,
        vector BLOB NOT NULL,
        PRIMARY KEY (embedder, hash)
    ) WITHOUT ROWID;
    """,
    """
    -- Some hashes of each document's signature, by which its near duplicates are found.
    CREATE TABLE sketches (
        value INTEGER NOT NULL,
        document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
        PRIMARY KEY (value, document)
    ) WITHOUT ROWID;
    CREATE INDEX sketches_document ON sketches (document);
    """,
)

CONVERSATIONS = (
    """
    CREATE TABLE conversations (
        id TEXT PRIMARY KEY,
        owner TEXT NOT NULL,         -- whose list it appears in
        title TEXT NOT NULL,
        created REAL NOT NULL,       -- seconds since 1970
        updated REAL NOT NULL
    );
    CREATE INDEX conversations_owner ON conversations (owner, updated);
    CREATE TABLE messages (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        role TEXT NOT NULL,
        content TEXT NOT NULL,
        answer TEXT,                 -- the whole Answer as JSON, citations included
        created REAL NOT NULL
    );
    CREATE INDEX messages_conversation ON messages (conversation);
    CREATE TABLE feedback (
        message INTEGER PRIMARY KEY REFERENCES messages (number) ON DELETE CASCADE,
        verdict INTEGER NOT NULL,    -- 1 good, -1 bad
        comment TEXT NOT NULL,
        created REAL NOT NULL
    );
    """,
)


def version(connection: sqlite3.Connection) -> int:
    """Return the number of steps this file has taken; 0 for an empty one."""
    row: tuple[int] = connection.execute("PRAGMA user_version").fetchone()
    return row[0]


def migrate(connection: sqlite3.Connection, steps: Sequence[str], application_id: int) -> None:
    """Take the steps not yet taken, all or none; two processes may try at once."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in steps[version(connection) :]:
            for statement in _statements(step):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {application_id}")
        connection.execute(f"PRAGMA user_version = {max(len(steps), version(connection))}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _statements(step: str) -> list[str]:
    """Split a step, as `executescript` would commit the transaction it runs in."""
    statements: list[str] = []
    pending = ""
    for piece in step.split(";"):
        pending += piece + ";"
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    return statements
