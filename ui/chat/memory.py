"""The kept conversations of one visitor: saved as they are held, found again after reload and restart."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from rag.datatypes import Document
from rag.errors import UnknownConversation
from rag.storage.conversations import Conversation, Conversations, Message, Verdict
from ui.chat.exchange import Exchange
from ui.chat.places import places
from ui.chat.talk import Talk

TITLE_LENGTH = 60


class Memory:
    """The conversations of `owner`; those of others cannot be named through it."""

    def __init__(self, conversations: Conversations, owner: str) -> None:
        """Look at `conversations` as `owner`."""
        self._conversations = conversations
        self._owner = owner

    def keep(self, talk: Talk) -> Talk:
        """Save the last exchange of `talk`; return it with the id it is kept under.

        If the conversation was deleted meanwhile, a new one begins with this exchange.
        """
        last = talk.exchanges[-1]
        if last.answer is None:
            return talk
        if talk.id is not None:
            with suppress(UnknownConversation):  # deleted in another window
                return self._extended(talk, talk.id)
        identity = self._conversations.create(titled(last.question), owner=self._owner)
        earlier = (replace(each, message=None, verdict=None, comment="") for each in talk.exchanges[:-1])
        return self._extended(Talk((*earlier, last)), identity)

    def judge(self, talk: Talk, turn: int, verdict: Verdict | None, comment: str = "") -> Talk:
        """Keep what the visitor thinks of an answer, or with None forget it; return the talk that says so.

        Raises UnknownConversation, also for an answer that was not kept.
        """
        judged = talk.exchanges[turn]
        self._require(talk.id or "")
        if judged.message is None:
            raise UnknownConversation("This answer was not kept, so nothing can be noted about it.")
        if verdict is None:
            self._conversations.unrate(judged.message)
        else:
            self._conversations.rate(judged.message, verdict, comment)
        told = replace(judged, verdict=verdict, comment=comment if verdict else "")
        return replace(talk, exchanges=(*talk.exchanges[:turn], told, *talk.exchanges[turn + 1 :]))

    def recall(self, identity: str, show: Callable[[str], Document]) -> Talk:
        """Return a kept conversation with its citations; raises UnknownConversation."""
        self._require(identity)
        return Talk(tuple(exchanges(self._conversations.read(identity), show)), identity)

    def kept(self, holding: str = "") -> list[Conversation]:
        """Return the visitor's conversations that are `holding` these words, the latest first."""
        return self._conversations.recent(owner=self._owner, holding=holding)

    def rename(self, identity: str, title: str) -> None:
        """Give a conversation another title, unless that is blank; raises UnknownConversation."""
        self._require(identity)
        if title.strip():
            self._conversations.rename(identity, titled(title))

    def forget(self, identity: str) -> None:
        """Delete a conversation; raises UnknownConversation."""
        self._require(identity)
        self._conversations.delete(identity)

    def _extended(self, talk: Talk, identity: str) -> Talk:
        """Save the last exchange of `talk` as part of a conversation; return the talk that says so."""
        *earlier, last = talk.exchanges
        self._conversations.append(identity, "user", last.question)
        number = self._conversations.append(identity, "assistant", last.text, last.answer)
        return Talk((*earlier, replace(last, message=number)), identity)

    def _require(self, identity: str) -> None:
        if all(conversation.id != identity for conversation in self.kept()):
            raise UnknownConversation("This conversation is not, or no longer, kept here.")


def exchanges(messages: Sequence[Message], show: Callable[[str], Document]) -> Iterator[Exchange]:
    """Yield questions with their answers, out of the messages of a conversation."""
    question = ""
    for message in messages:
        if message.role == "user":
            question = message.content
        elif message.answer is not None:
            yield Exchange(
                question,
                message.content,
                message.answer,
                places(message.answer, show, message.content),
                message=message.number,
                verdict=message.verdict,
                comment=message.comment,
            )


def titled(question: str) -> str:
    """Return a question as a title: one line, not too long."""
    line = " ".join(question.split())
    return line if len(line) <= TITLE_LENGTH else f"{line[: TITLE_LENGTH - 1]}…"
