"""What operators ask of a message: who speaks, how it ended, which model, with a picture or not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node

if TYPE_CHECKING:
    from scout_desktop.chat.search.query import Query


class Kind(NamedTuple):
    """Messages of one kind answer the operators alike."""

    role: str
    state: str
    model: str
    """The names of the models that answered, or were asked, folded."""
    picture: bool
    """Whether it has a picture, or answers a message that has."""


def kind_of(chat: Conversation, node: Node) -> Kind:
    """Return the kind of a message; a question is also of the models that answered it."""
    below = chat.children(node.id) if node.role == "user" else ()
    answers = [model_of(each) for each in below if each.role != "user" and is_searched(each)]
    asked = chat.nodes.get(node.parent or "") if node.role == "assistant" else None
    pictured = asked is not None and asked.role == "user" and has_picture(asked)
    return kind_with(node, answers, pictured or has_picture(node))


def is_searched(node: Node) -> bool:
    """Whether a message is there to be found; a reply on its way is with what has come of it.

    That may be all that ever comes: another device's program was killed.
    """
    if "deleted" in node.record and node.deleted:
        return False
    return node.record.get("state") != "streaming" or bool(node.text)


def kind_with(node: Node, answers: Iterable[str], pictured: bool) -> Kind:
    """Return the kind of a message, given the models of its answers and whether it has a picture.

    Of the question that it answers, too.
    """
    models = " ".join(sorted({name for name in answers if name})) if answers else model_of(node)
    return Kind(node.role, node.state, _folded(models), pictured)


def has_picture(node: Node) -> bool:
    """Whether a message has a picture."""
    parts = node.record.get("parts")
    if not isinstance(parts, list):
        return False
    # A million messages pass here and few have one: only those are taken apart.
    for part in parts:
        if isinstance(part, dict) and part.get("type") == "image":
            return bool(node.images)
    return False


def matching(base: sqlite3.Connection, query: Query) -> list[int] | None:
    """Return the kinds that fit the operators of a query; None when it asks for none."""
    if not (query.roles or query.states or query.models or query.has_image is not None):
        return None
    models = [name.casefold() for name in query.models]
    return [
        kind
        for kind, role, state, model, picture in base.execute("select * from kinds")
        if (not query.roles or role in query.roles)
        and (not query.states or state in query.states)
        and (not models or any(name in model for name in models))
        and query.has_image in (None, bool(picture))
    ]


class Kinds:
    """The numbers of the kinds, as one connection knows them."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        self._known: dict[Kind, int] = {}

    def number(self, kind: Kind) -> int:
        """Return the number of a kind; to be called inside of a transaction."""
        if (found := self._known.get(kind)) is None:
            self._base.execute(
                "insert or ignore into kinds (role, state, model, picture) values (?, ?, ?, ?)",
                kind,
            )
            where = "role = ? and state = ? and model = ? and picture = ?"
            (found,) = self._base.execute(f"select kind from kinds where {where}", kind).fetchone()
            self._known[kind] = found
        return found

    def forget(self) -> None:
        """Believe nothing any more: a transaction was taken back."""
        self._known.clear()


def model_of(node: Node) -> str:
    """Return the name of the model that answered, or was asked; empty for a question."""
    record = node.record
    for section in ("reply", "request"):
        said = record.get(section)
        name = said.get("model") if isinstance(said, dict) else None
        if isinstance(name, str) and name:
            return name
    return ""


@lru_cache(256)
def _folded(name: str) -> str:
    return name.casefold()
