"""From what was found to a chat of ours: the same bytes each time, whoever imports it and when.

Ids are made of the source and its keys, times are the chat's own, and the registers are written
by `import`, so that importing twice merges to nothing new and what is changed here wins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from scout_desktop.chat.conversation import Conversation, title_from
from scout_desktop.chat.growing import mend
from scout_desktop.chat.ids import imported_id, timestamp
from scout_desktop.chat.message import STATES, Node, Record, number
from scout_desktop.chat.money import dollars, parse_dollars
from scout_desktop.chat.parameters import check
from scout_desktop.chat.picture_address import picture_address
from scout_desktop.storage.imports.fields import moment
from scout_desktop.storage.imports.found import (
    Found,
    FoundMessage,
    FoundPart,
    FoundPicture,
    FoundText,
)
from scout_desktop.storage.imports.trees import newest_leaf, sound

from .extras import harmless

BY: Final = "import"
"""Who wrote the registers."""
NEVER: Final = timestamp(0)
"""For a chat that says no time at all."""
_LONGEST_TITLE: Final = 500
_LONGEST_NAME: Final = 200
_ENDS: Final = frozenset(STATES) - {"streaming"}
_MODEL = re.compile(r"[\w.~-]{1,80}/[\w.:~-]{1,120}\Z", re.ASCII)
"""A model by the name that OpenRouter knows it by; others are kept beside their replies only."""
_TIME = re.compile(r"(?:19|20)\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z\Z", re.ASCII)
_ROLE = re.compile(r"[\w .-]{1,40}\Z")

PictureTaker: TypeAlias = Callable[[FoundPicture], Record]
"""Gives the part that stands for a picture; that of `missing_picture` where it has no bytes."""

_PENDING: Final = "pending"
"""Where a part holds a `FoundPicture` that nobody has asked for its bytes yet; never stored."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A chat as it would be here."""

    conversation: Conversation
    left_out: Mapping[str, int]


def taken(source: str, found: Found) -> Taken:
    """Make a chat of what an importer found; `found.refused` must be empty.

    Its pictures are still pending: each node goes through `settled` before it is stored.
    """
    messages = sound(_without_links(found.messages))
    start = _stored(found.created) or _stored(found.updated)
    times = _times(messages, start)
    ids = {each.key: imported_id(source, f"{found.key}\n{each.key}") for each in messages}
    nodes = [
        _node(source, each, ids[each.key], ids.get(each.parent or ""), times[each.key])
        for each in messages
    ]
    values, refused = _values(source, found)
    head = _head(found, messages, times)
    if head is not None:
        values["head"] = ids[head]
    at = max([_stored(found.updated) or start or NEVER, *times.values()])
    meta = {name: {"at": at, "by": BY, "value": value} for name, value in values.items()}
    left_out = Counter(dict(found.left_out))
    left_out.update({"parameters": refused} if refused else {})
    id = imported_id(source, found.key)
    return Taken(Conversation(id, meta, {node.id: node for node in nodes}), dict(left_out))


def missing_picture(picture: FoundPicture, why: str = "not in the export") -> Record:
    """Return the part that says that a picture is not there, by name and size.

    It is text, so that it shows wherever the message does, and the chat can be gone on with.
    """
    name = name_of(picture)
    facts = [f"“{name}”"] if name else []
    if picture.width > 0 and picture.height > 0:
        facts.append(f"{picture.width:,} × {picture.height:,} pixels")
    if picture.bytes > 0:
        facts.append(f"{picture.bytes:,} bytes")
    words = " ".join(["Picture", ", ".join(facts)]).strip()
    return {"type": "text", "text": f"[{words}: {why}]", "import": {"missing": "picture"}}


def settled(node: Node, picture: PictureTaker, here: Node | None = None) -> Node:
    """Return a node with a part for each picture that was pending.

    Where the chat here has the picture already in its place, that one is taken and `picture` is
    not asked. Raises what `picture` raises.
    """
    parts = node.record.get("parts")
    if not isinstance(parts, list) or not any(_is_pending(part) for part in parts):
        return node
    there = here.record.get("parts") if here is not None else None
    there = there if isinstance(there, list) and len(there) == len(parts) else [None] * len(parts)
    made = [
        part if not _is_pending(part) else old if _is_picture(old) else picture(part[_PENDING])
        for part, old in zip(parts, there, strict=True)
    ]
    record = {**node.record, "parts": made}
    if held := sum(_is_picture(part) for part in made):
        # Of two copies the one with more of its pictures is the one to keep: exports differ.
        record["rev"] = held
    return Node(record)


def _is_pending(part: object) -> bool:
    return isinstance(part, Mapping) and _PENDING in part


def _is_picture(part: object) -> bool:
    return isinstance(part, Mapping) and part.get("type") == "image"


def _node(source: str, message: FoundMessage, id: str, parent: str | None, created: str) -> Node:
    role = message.role if _ROLE.match(message.role) else "unknown"
    parts = [_part(part) for part in message.parts]
    record: dict[str, Any] = {
        "id": id, "parent": parent, "role": role, "created": created,
        "parts": parts or [{"type": "text", "text": ""}],
        "import": {**harmless(message.extra), "source": source},
    }  # fmt: skip
    if role != "user":
        record |= _reply(message)
    return Node(record)


def _reply(message: FoundMessage) -> dict[str, Any]:
    usage = {
        name: count for name, value in message.usage.items() if (count := number(value)) is not None
    }
    usd = parse_dollars(message.usd)
    found: dict[str, Any] = {
        "state": message.state if message.state in _ENDS else "complete",
        "finish_reason": _short(message.finish_reason),
        "reply": {
            "generation_id": _short(message.generation_id),
            "model": _short(message.model),
            "provider": _short(message.provider),
        },
    }
    if message.error:
        error = str(harmless(message.error))[:2000]
        found["error"] = {"kind": "imported", "message": error}
    if usage:
        found["usage"] = usage
    if usd is not None:
        found["cost"] = {"source": "reported", "usd": dollars(usd)}
    elif usage:
        found["cost"] = {"source": "unknown", "usd": None}
    return found


def _part(part: FoundPart) -> Record:
    if isinstance(part, FoundText):
        return {"type": "text", "text": mend(part.text)}
    if part.url and (address := picture_address(part.url)):
        return {"type": "image", "url": address, "name": name_of(part)}
    return {"type": "image", "sha256": "", _PENDING: part}


def name_of(picture: FoundPicture) -> str:
    """Return a picture's name as it may stand in a line."""
    return " ".join(_printable(mend(picture.name)).split())[:_LONGEST_NAME]


def _without_links(messages: Iterable[FoundMessage]) -> list[FoundMessage]:
    """Leave out what is only a link, and hang what stood below one where it stood itself."""
    messages = list(messages)
    links: dict[str, str | None] = {}
    for message in messages:
        if message.link_only:
            links.setdefault(message.key, message.parent)
    for key in links:
        _shorten(links, key)
    return [
        replace(message, parent=links[message.parent]) if message.parent in links else message
        for message in messages
        if not message.link_only
    ]


def _shorten(links: dict[str, str | None], key: str) -> None:
    """Let a link, and all on its way, lead to the first message above that is none."""
    way = dict[str, None]()
    at: str | None = key
    while at in links and at not in way:
        way[at] = None
        at = links[at]
    end = None if at in way else at
    links.update(dict.fromkeys(way, end))


def _times(messages: tuple[FoundMessage, ...], start: str) -> dict[str, str]:
    """Return when each message was made; one without a time has its parent's."""
    found = {message.key: _stored(message.created) for message in messages}
    untimed = [message for message in messages if not found[message.key]]
    parents = {message.key: message.parent for message in messages} if untimed else {}
    for message in untimed:
        way: list[str] = []
        at: str | None = message.key
        while at is not None and not found.get(at):
            way.append(at)
            at = parents.get(at)
        time = start or NEVER if at is None else found[at]
        found.update(dict.fromkeys(way, time))
    return found


def _stored(time: str) -> str:
    """Return a time as we store it; nearly all importers give it so already."""
    return time if _TIME.match(time) else moment(time)


def _head(found: Found, messages: tuple[FoundMessage, ...], times: Mapping[str, str]) -> str | None:
    links = {each.key: each.parent for each in found.messages if each.link_only}
    there = {each.key for each in messages}
    head = found.head
    for _ in range(len(links) + 1):
        if head is None or head in there or head not in links:
            break
        head = links[head]
    timed = [
        each if each.created == times[each.key] else replace(each, created=times[each.key])
        for each in messages
    ]
    return newest_leaf(timed, head if head in there else None)


def _values(source: str, found: Found) -> tuple[dict[str, Any], int]:
    """Return the registers' values, and how many parameters our table refuses."""
    told: dict[str, Any] = {"source": source, "key": mend(found.key)[:_LONGEST_NAME]}
    values: dict[str, Any] = {"import": told}
    title = " ".join(_printable(mend(found.title)).split())[:_LONGEST_TITLE]
    if title := title or _title_beside_pictures(found):
        values["title"] = title
    if _MODEL.match(found.model):
        values["model"] = found.model
    elif found.model:
        told["model"] = _short(found.model)
    if found.system.strip():
        values["system"] = mend(found.system)
    refused = check(found.parameters)
    for name, value in found.parameters.items():
        if name not in refused:
            values[f"parameter.{name}"] = harmless(value)
    values |= {name: True for name in ("pinned", "archived") if getattr(found, name)}
    tags = {" ".join(_printable(mend(tag)).split())[:40]: None for tag in found.tags}
    if kept := [tag for tag in tags if tag]:
        values["tags"] = kept
    return values, len(refused)


def _title_beside_pictures(found: Found) -> str:
    """Return a title of what was asked first, where pictures stand before it; else empty.

    What stands for a picture that is missing would be the title otherwise.
    """
    first = next((each for each in found.messages if each.role == "user"), None)
    parts = () if first is None else first.parts
    said = "\n".join(part.text for part in parts if isinstance(part, FoundText))
    pictured = any(isinstance(part, FoundPicture) for part in parts)
    return title_from(_printable(mend(said)), has_pictures=True) if pictured else ""


def _short(text: str) -> str | None:
    return str(harmless(text))[:_LONGEST_NAME] or None


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() or sign == "\u200d" else " " for sign in text)
