"""What operators ask of a message: who speaks, how it ended, which model, with a picture or not."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node
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
    answers = chat.children(node.id) if node.role == "user" else (node,)
    models = dict.fromkeys(name for each in answers if (name := _model(each)))
    asked = chat.nodes.get(node.parent or "") if node.role == "assistant" else None
    picture = _has_picture(node) or (asked is not None and _has_picture(asked))
    return Kind(node.role, node.state, " ".join(models).casefold(), picture)


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


def _model(node: Node) -> str:
    for section in ("reply", "request"):
        name = node.section(section).get("model")
        if isinstance(name, str) and name:
            return name
    return ""


def _has_picture(node: Node) -> bool:
    parts = node.record.get("parts")
    return (
        isinstance(parts, list)
        and any(isinstance(part, Mapping) and part.get("type") == "image" for part in parts)
        and bool(node.images)
    )
