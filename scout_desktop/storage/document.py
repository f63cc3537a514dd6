"""A chat as a file: valid JSON with one record a line, so that it can be read, compared and mended.

`dump` gives the same bytes for the same chat. `read` takes what others wrote or damaged: where the
whole is not JSON it is read record by record, and nothing is ever made up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import ChatDamaged
from scout_desktop.chat.ids import is_id
from scout_desktop.chat.message import Node, Record

from .ground.salvage import has_holes, objects, without_words
from .ground.strict import NotJson, decode, encode, no_collection
from .merge import pick, pick_register

FORMAT = "scout-desktop/chat"
VERSION = 1
MOST_NODES = 1_000_000
_LONGEST_ID = 200
_OURS = ("format", "version", "min_reader", "id", "meta", "nodes")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says. `id` is None where the file does not say whose it is."""

    id: str | None
    conversation: Conversation
    lost: int = 0
    """Records that could not be read."""
    broken: bool = False
    """Whether the file must be kept as it is before anything is written in its place."""


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
        try:
            found = decode(data)
        except NotJson:
            return _read_records(data)
        if not isinstance(found, dict) or found.get("format", FORMAT) != FORMAT:
            return Reading(None, Conversation(""), 1, broken=True)
        return _from_whole(found)


def node_from(value: object) -> Node | None:
    """Return a node, None for a value that is not one."""
    if not isinstance(value, dict):
        return None
    id = value.get("id")
    return Node(value) if isinstance(id, str) and 0 < len(id) <= _LONGEST_ID else None


def register_from(value: object) -> Record | None:
    """Return a register, None for a value that is not one."""
    return value if isinstance(value, dict) and "value" in value else None


def patched_records(count: int) -> str:
    """Return the sentence about records that were read in part."""
    what = "One record of this chat's file is" if count == 1 else f"{count} records are"
    return f"{what} damaged and shown with “�” where it cannot be read; the file is kept as it is."


def lost_records(count: int) -> str:
    """Return the sentence about records that could not be read."""
    what = "One record" if count == 1 else f"{count} records"
    return (
        f"{what} of this chat's file could not be read. All others are shown, "
        "and the damaged file is kept as it is."
    )


class _Collected:
    """What has been read of one file so far."""

    def __init__(self) -> None:
        self.head: dict[str, Any] = {}
        self.meta: dict[str, Record] = {}
        self.nodes: dict[str, Node] = {}
        self.lost = 0
        self.patched = 0
        """Nodes with bytes that are no text, shown with U+FFFD in their place."""
        self.broken = False

    def node(self, value: object) -> None:
        node = node_from(value)
        if node is None or len(self.nodes) >= MOST_NODES:
            self.lost += 1
            return
        old = self.nodes.get(node.id)
        self.nodes[node.id] = node if old is None else pick(old, node)

    def every_node(self, values: list[object]) -> None:
        found, few = self.nodes, len(values) <= MOST_NODES
        for value in values:
            # Written out for what nearly all are: opening a long chat passes here with each.
            if few and type(value) is dict:
                id = value.get("id")
                if type(id) is str and 0 < len(id) <= _LONGEST_ID and id not in found:
                    found[id] = Node(value)
                    continue
            self.node(value)

    def holed(self, value: object) -> None:
        """Take a node whose bytes may have held what is no text, now U+FFFD."""
        node = node_from(value)
        if node is None or not has_holes(node.record):
            self.node(value)
        elif has_holes(without_words(node.record)):
            self.lost += 1
        else:
            # A whole copy, wherever there is one, must win over this one: it has the higher rev.
            self.node({**node.record, "rev": node.rev - 1})
            self.patched += 1

    def register(self, name: str, value: object) -> None:
        register = register_from(value)
        if register is None:
            self.lost += 1
            return
        old = self.meta.get(name)
        self.meta[name] = register if old is None else pick_register(name, old, register)

    def reading(self) -> Reading:
        id = self.head.get("id")
        id = id if is_id(id) else None
        extra = {name: value for name, value in self.head.items() if name not in _OURS}
        version = self.head.get("version", VERSION)
        if version != VERSION or isinstance(version, bool):
            extra["version"] = version
        least = self.head.get("min_reader", 1)
        broken = self.broken or self.lost > 0 or id is None
        if not isinstance(least, int) or isinstance(least, bool) or least < 1:
            least = 1
        said = [patched_records(self.patched)] if self.patched else []
        if self.lost or (broken and not self.patched):
            said.append(lost_records(max(self.lost, 1)))
        conversation = Conversation(
            id or "", self.meta, self.nodes, extra, least, tuple(said), damaged=bool(said)
        )
        return Reading(id, conversation, self.lost, broken)


def _from_whole(found: dict[str, Any]) -> Reading:
    collected = _Collected()
    collected.head = found
    meta, nodes = found.get("meta", {}), found.get("nodes", [])
    if isinstance(meta, dict):
        for name, value in meta.items():
            collected.register(name, value)
    else:
        collected.lost += 1
    if isinstance(nodes, list):
        collected.every_node(nodes)
    else:
        collected.lost += 1
    return collected.reading()


def _read_records(data: bytes) -> Reading:
    collected = _Collected()
    collected.broken = True
    for number, raw in enumerate(data.split(b"\n")):
        line = raw.strip().removesuffix(b",")
        if not line or line in _FRAME:
            continue
        if number == 0 and line.startswith((b'{"format"', b'\xef\xbb\xbf{"format"')):
            _read_head(line, collected)
        elif line.startswith(b"{"):
            _read_node_line(line, collected)
        else:
            _read_register_line(line, collected)
    if not collected.nodes:
        # Not one record a line: another program laid it out before it was damaged.
        for value in objects(data.decode("utf-8", "replace")):
            _read_object(value, collected)
        collected.head = collected.head or _guess_head(data)
    return collected.reading()


def _read_object(value: dict[str, Any], collected: _Collected) -> None:
    if "role" in value or "deleted" in value:
        collected.holed(value)
        return
    # All of it, where nothing but its bytes was damaged.
    meta, nodes = value.get("meta"), value.get("nodes")
    for node in nodes if isinstance(nodes, list) else ():
        collected.holed(node)
    for name, register in meta.items() if isinstance(meta, dict) else ():
        collected.register(name, register)


_FRAME = frozenset({b'"meta":{', b"}", b'"nodes":[', b"]}", b"]", b"{"})


def _read_head(line: bytes, collected: _Collected) -> None:
    try:
        collected.head = decode(line.rstrip(b"}") + b"}")
    except NotJson:
        collected.lost += 1
        collected.head = _guess_head(line)


def _guess_head(data: bytes) -> dict[str, Any]:
    """Return the id of a file whose beginning does not decode, if it can be told."""
    found = _ID.search(data[: data.find(b'"nodes"')] if b'"nodes"' in data else data[:400])
    least = re.search(rb'"min_reader"\s*:\s*(\d{1,6})', data[:400])
    head: dict[str, Any] = {"id": found[1].decode()} if found else {}
    if least:
        head["min_reader"] = int(least[1])
    return head


def _read_node_line(line: bytes, collected: _Collected) -> None:
    # The last record of a file that was cut right behind it, or joined to what closes the list.
    for candidate in (line, line.removesuffix(b"]}"), line.removesuffix(b"]}").removesuffix(b",")):
        try:
            collected.node(decode(candidate))
        except NotJson:
            continue
        return
    try:
        collected.holed(decode(line.decode("utf-8", "replace").encode()))
    except NotJson:
        collected.lost += 1


def _read_register_line(line: bytes, collected: _Collected) -> None:
    try:
        found = decode(b"{" + line + b"}")
    except NotJson:
        collected.lost += 1
        return
    for name, value in found.items():
        if isinstance(value, dict) and {"at", "value"} <= value.keys():
            collected.register(name, value)


_ID = re.compile(rb'"id"\s*:\s*"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"')
