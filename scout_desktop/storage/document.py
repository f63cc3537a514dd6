"""A chat as a file: valid JSON with one record a line, so that it can be read, compared and mended.

`dump` gives the same bytes for the same chat. `read` takes what others wrote or damaged: where the
whole is not JSON it is read record by record, and nothing is ever made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import ChatDamaged
from scout_desktop.chat.ids import is_id

from .collected import OURS, VERSION, Collected, Reading, node_from, register_from
from .damaged import in_utf_8, read_damaged
from .ground.strict import NotJson, decode, encode, no_collection

FORMAT = "scout-desktop/chat"


def dump(conversation: Conversation) -> bytes:
    """Return the file's bytes: UTF-8, registers by name, nodes by id, a newline at the end."""
    extra = dict(conversation.extra)
    head = {
        "format": FORMAT,
        "version": extra.pop("version", VERSION),
        "min_reader": conversation.min_reader,
        "id": conversation.id,
        **{name: extra[name] for name in sorted(extra)},
    }
    first = ",".join(f"{encode(name)}:{encode(value)}" for name, value in head.items())
    meta = ",\n".join(
        f"{encode(name)}:{encode(conversation.meta[name])}" for name in sorted(conversation.meta)
    )
    nodes = ",\n".join(encode(conversation.nodes[id].record) for id in sorted(conversation.nodes))
    return "".join(
        (
            "{", first, ',\n"meta":{\n', meta, "\n" if meta else "", '},\n"nodes":[\n', nodes,
            "\n" if nodes else "", "]}\n",
        )
    ).encode()  # fmt: skip


def load(data: bytes) -> Conversation:
    """Return the chat in a file. Raises ChatDamaged where not even its id can be read."""
    reading = read(data)
    if reading.id is None:
        raise ChatDamaged(
            "This chat's file is damaged beyond reading.", "The file is kept as it is."
        )
    return reading.conversation


def read(data: bytes) -> Reading:
    """Return all that can be read of a file; never raises for what is in it."""
    with no_collection():
        data = in_utf_8(data)
        try:
            found = decode(data)
        except NotJson:
            return read_damaged(data)
        alone = isinstance(found, list) and len(found) == 1
        if alone:  # as programs write that export a number of chats
            found = found[0]
        if not isinstance(found, dict) or not _is_chat(found):
            return Reading(None, Conversation(""), 1, broken=True)
        if _has_lost_its_words(found):
            return read_damaged(data)
        return _from_whole(found, broken=alone)


def _is_chat(found: Mapping[str, Any]) -> bool:
    """Whether a file is a chat of ours, also where the word that says so was hit."""
    if found.get("format", FORMAT) == FORMAT:
        return True
    nodes = found.get("nodes")
    shaped = isinstance(nodes, list) and all(node_from(node) is not None for node in nodes)
    return shaped and is_id(found.get("id")) and isinstance(found.get("meta"), dict)


def _has_lost_its_words(found: Mapping[str, Any]) -> bool:
    """Whether the messages or registers stand under a name that is not theirs."""
    others = [value for name, value in found.items() if name not in OURS]
    if "nodes" not in found and any(
        isinstance(value, list) and value and node_from(value[0]) is not None for value in others
    ):
        return True
    return "meta" not in found and any(
        isinstance(value, dict) and value and all(register_from(each) for each in value.values())
        for value in others
    )


def _from_whole(found: dict[str, Any], *, broken: bool) -> Reading:
    collected = Collected()
    collected.head = found
    collected.broken = broken or found.get("format", FORMAT) != FORMAT
    meta, nodes = found.get("meta", {}), found.get("nodes", [])
    if isinstance(meta, dict):
        for name, value in meta.items():
            collected.register(name, value)
    else:
        collected.lost += 1
    if isinstance(nodes, dict) and all(node_from(node) is not None for node in nodes.values()):
        collected.broken, nodes = True, list(nodes.values())
    if isinstance(nodes, list):
        collected.every_node(nodes)
    else:
        collected.lost += 1
    return collected.reading()
