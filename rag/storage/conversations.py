"""What was asked and answered, kept beside the documents in a file of its own.

Apart from them, a message can be saved while an indexing run commits, and neither file's damage is the
other's. An id is a secret of whoever began the conversation; `recent` shows only one owner's.
"""

import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from rag.datatypes import Answer
from rag.errors import UnknownConversation
from rag.storage import answers, database, schema

NAME = "conversations.sqlite"
APPLICATION_ID = 0x67656E63  # "genc"

Verdict = Literal[1, -1]  # good, bad


@dataclass(frozen=True, slots=True)
class Conversation:
    """One line of the list of conversations; times are seconds since 1970."""

    id: str
    title: str
    created: float
    updated: float


@dataclass(frozen=True, slots=True)
class Message:
    """One turn as it was shown, with the whole answer and what its reader thought of it."""

    number: int
    role: Literal["user", "assistant"]
    content: str
    answer: Answer | None
    created: float
    verdict: Verdict | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reader thought of an answer; the answer carries its question and its citations."""

    answer: Answer
    verdict: Verdict
    comment: str
    created: float  # when it was judged, in seconds since 1970

    @property
    def question(self) -> str:
        """Return the question as it stands without the turns before it, fit to be asked again."""
        return self.answer.standalone_question


class Conversations:
    """The conversations of one store; usable from any thread."""

    def __init__(self, folder: Path, *, now: Callable[[], float] = time.time) -> None:
        """Nothing is opened, or created, before it is needed."""
        self.path = folder / NAME
        self._now = now
        self._connection: sqlite3.Connection | None = None
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the next call opens it again."""
        with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def create(self, title: str = "", *, owner: str = "") -> str:
        """Begin a conversation and return its id."""
        identity = secrets.token_urlsafe(12)
        with self._transaction() as connection:
            row = (identity, owner, title, now := self._now(), now)
            connection.execute("INSERT INTO conversations VALUES (?, ?, ?, ?, ?)", row)
        return identity

    def recent(self, *, owner: str = "", holding: str = "") -> list[Conversation]:
        """Return the conversations of one owner, the latest first.

        Only those with `holding` in the title or in what was asked or answered; case is that of ASCII alone.
        """
        if not self.path.exists():
            return []
        query = """
            SELECT id, title, created, updated FROM conversations
            WHERE owner = ?1 AND (instr(lower(title), lower(?2)) OR EXISTS (
                SELECT 1 FROM messages WHERE conversation = id AND instr(lower(content), lower(?2))
            )) ORDER BY updated DESC
            """
        with self._reading() as connection:
            return [Conversation(*row) for row in connection.execute(query, (owner, holding))]

    def append(
        self,
        conversation: str,
        role: Literal["user", "assistant"],
        content: str,
        answer: Answer | None = None,
    ) -> int:
        """Add a message and return its number; raises UnknownConversation."""
        written = None if answer is None else answers.to_json(answer)
        with self._transaction() as connection:
            now = self._now()
            self._change(connection, "UPDATE conversations SET updated = ? WHERE id = ?", now, conversation)
            cursor = connection.execute(
                "INSERT INTO messages (conversation, role, content, answer, created) VALUES (?, ?, ?, ?, ?)",
                (conversation, role, content, written, now),
            )
            return cursor.lastrowid or 0

    def read(self, conversation: str) -> list[Message]:
        """Return the messages of a conversation in order; raises UnknownConversation."""
        query = """
            SELECT number, role, content, answer, messages.created, verdict, coalesce(comment, '')
            FROM messages LEFT JOIN feedback ON feedback.message = messages.number
            WHERE conversation = ? ORDER BY number
            """
        with self._reading() as connection:
            if not connection.execute("SELECT 1 FROM conversations WHERE id = ?", (conversation,)).fetchone():
                raise _unknown(conversation)
            rows = connection.execute(query, (conversation,)).fetchall()
        return [
            Message(number, role, content, written and answers.from_json(written), *rest)
            for number, role, content, written, *rest in rows
        ]

    def rename(self, conversation: str, title: str) -> None:
        """Give a conversation another title; raises UnknownConversation."""
        with self._transaction() as connection:
            self._change(connection, "UPDATE conversations SET title = ? WHERE id = ?", title, conversation)

    def delete(self, conversation: str) -> None:
        """Forget a conversation with its messages and their feedback; raises UnknownConversation."""
        with self._transaction() as connection:
            self._change(connection, "DELETE FROM conversations WHERE id = ?", conversation)

    def rate(self, message: int, verdict: Verdict, comment: str = "") -> None:
        """Keep what a reader thinks of an answer, in place of what was thought before."""
        query = "INSERT OR REPLACE INTO feedback (message, verdict, comment, created) VALUES (?, ?, ?, ?)"
        with self._transaction() as connection:
            if not connection.execute("SELECT 1 FROM messages WHERE number = ?", (message,)).fetchone():
                raise _unknown(str(message))
            connection.execute(query, (message, verdict, comment, self._now()))

    def unrate(self, message: int) -> None:
        """Forget what a reader thought of an answer."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM feedback WHERE message = ?", (message,))

    def judged(self, verdict: Verdict | None = None) -> list[Judgement]:
        """Return what readers thought of answers, the earliest first; `verdict` picks one kind.

        Those of all owners; what was judged in a deleted conversation is forgotten with it.
        """
        if not self.path.exists():
            return []
        query = """
            SELECT answer, verdict, comment, feedback.created
            FROM feedback JOIN messages ON messages.number = feedback.message
            WHERE answer IS NOT NULL AND (?1 IS NULL OR verdict = ?1) ORDER BY feedback.created, message
            """
        with self._reading() as connection:
            rows = connection.execute(query, (verdict,)).fetchall()
        return [Judgement(answers.from_json(written), *rest) for written, *rest in rows]

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._turn, database.border(self.path):
            connection = self._opened()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._turn, database.border(self.path):
            if self._connection is not None:
                yield self._connection
                return
            if not self.path.exists():
                raise UnknownConversation("There are no conversations yet.")
            reader = database.open_reader(self.path, schema.CONVERSATIONS, APPLICATION_ID)
            try:
                yield reader
            finally:
                reader.close()

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            database.create(self.path, schema.CONVERSATIONS, APPLICATION_ID)
            self._connection = database.open_writer(self.path)
        return self._connection

    def _change(self, connection: sqlite3.Connection, query: str, *values: object) -> None:
        """Run a change of one conversation, the last of `values` its id."""
        if not connection.execute(query, values).rowcount:
            raise _unknown(str(values[-1]))


def _unknown(identity: str) -> UnknownConversation:
    return UnknownConversation(f"There is no conversation or message '{identity}'. It may have been deleted.")
