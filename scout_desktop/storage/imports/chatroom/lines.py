"""The messages of the chat room in the order they were said, each with what it answers.

Only version 3 states parents, and not for every message: what is missing follows from the order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scout_desktop.storage.imports.fields import moment, record, text

_PERSON = "USER"


@dataclass(frozen=True, slots=True)
class Line:
    """One message: `who` is the character's id, `parent` the key of what it stands below."""

    key: str
    record: Mapping[str, Any]
    role: str
    who: str
    created: str
    changed: str
    parent: str | None = None


def lines(messages: Mapping[str, Any]) -> list[Line]:
    """Return all messages, by time and then by their place in the file."""
    ordered = sorted(
        (_line(key, record(value)) for key, value in messages.items() if record(value)),
        key=lambda line: line.created,
    )
    there = {line.key for line in ordered}
    found: list[Line] = []
    user = assistant = last = None
    for line in ordered:
        stated = text(line.record.get("parentMessageId"))
        if stated in there and stated != line.key:
            parent: str | None = stated
        elif line.role == "user":
            parent = assistant
        elif stated:
            parent = None
        else:
            # Versions 1 and 2: models that answer one after the other answer the same prompt.
            parent = user if line.role == "assistant" else last
        found.append(
            Line(line.key, line.record, line.role, line.who, line.created, line.changed, parent)
        )
        user = line.key if line.role == "user" else user
        assistant = line.key if line.role == "assistant" else assistant
        last = line.key
    return found


def _line(key: str, message: Mapping[str, Any]) -> Line:
    who = text(message.get("characterId"))
    role = text(message.get("type")) or text(message.get("role"))
    if role not in {"user", "assistant", "system"}:
        role = "user" if who == _PERSON else "assistant"
    changed = moment(message.get("updatedAt"))
    created = moment(message.get("createdAt")) or changed
    # The map's own key is what items and parents refer to.
    return Line(key, message, role, who, created, changed or created)
