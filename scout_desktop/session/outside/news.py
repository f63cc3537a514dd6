"""What a look at the folder found, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from scout_desktop.chat.conversation import Conversation

Loss: TypeAlias = Literal["", "deleted", "purged", "vanished"]
"""Put into the trash, deleted for good, or without a file any more."""


@dataclass(frozen=True, slots=True)
class News:
    """What has become of an open chat because of others."""

    conversation: Conversation
    """As it now is, what is in memory only and replies on their way included."""
    here: tuple[str, ...] = ()
    """Messages that others added to the branch shown, in its order."""
    elsewhere: tuple[str, ...] = ()
    """Messages that others added on other branches, oldest first."""
    retitled: bool = False
    changed: frozenset[str] = frozenset()
    """Names of the registers that others set: parameters, model, system prompt, tags."""
    same_device: bool = False
    """Whether it was another program on this machine (`ask`), as far as that can be told."""
    loss: Loss = ""
    """The chat was not deleted before, and now is; the conversation can still be read."""
    regained: bool = False
    """It had been lost to others when last looked at, and is there again."""


@dataclass(frozen=True, slots=True)
class Deletions:
    """Chats that others deleted, so many at once that the user is asked first."""

    deleted: tuple[str, ...] = ()
    """Ids of chats with the mark of the trash."""
    purged: tuple[str, ...] = ()
    """Ids of chats that others deleted for good."""

    @property
    def count(self) -> int:
        """How many chats."""
        return len(self.deleted) + len(self.purged)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new in the chats that are open."""

    news: tuple[News, ...] = ()
    problem: str | None = None
    """A sentence when the folder is short of chats; None when all is there."""
    again: bool = False
    """Something changed while it was looked at; look once more."""


@dataclass(frozen=True, slots=True)
class ListChanges:
    """What is new in the list."""

    listed: bool = False
    """Whether it is another one: chats appeared, vanished, or say something else."""
    asked: Deletions | None = None
    """What the user is to decide, as long as it is to be decided."""
