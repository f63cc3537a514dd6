"""The journal of a chat: what one writer did since the last fold, each record proving itself.

Growth counts only for a reply that is streaming in the same journal, at exactly its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scout_desktop.chat.ids import is_id
from scout_desktop.chat.message import Node, Record

from .collected import node_from, register_from
from .ground.framing import frame, header, read_header, unframe
from .merge import add_registers, pick

FORMAT = "scout-desktop/journal"


def first_line(chat: str, writer: str) -> bytes:
    """Return the header of a journal."""
    return header("journal", chat=chat, writer=writer)


def lines(nodes: Iterable[Node] = (), registers: Mapping[str, Record] | None = None) -> bytes:
    """Return the lines that record nodes and registers, nodes first."""
    found = [frame({"node": dict(node.record)}) for node in nodes]
    if registers:
        found.append(frame({"meta": {name: dict(value) for name, value in registers.items()}}))
    return b"".join(found)


def growth(node: str, at: int, text: str) -> bytes:
    """Return the line that adds `text` to a streaming reply of `at` code points."""
    return frame({"at": at, "id": node, "text": text})


@dataclass(slots=True)
class Replay:
    """What a journal says."""

    chat: str | None = None
    """The chat its header names; None without a header."""
    nodes: dict[str, Node] = field(default_factory=dict)
    meta: dict[str, Record] = field(default_factory=dict)
    min_reader: int = 1
    unknown: bool = False
    """Whether it holds records of a newer program, which must not be dropped."""
    damaged: int = 0
    """Whole lines whose hash is wrong."""

    @property
    def streaming(self) -> frozenset[str]:
        """Replies that have no end in this journal."""
        return frozenset(
            id for id, node in self.nodes.items() if not node.deleted and node.state == "streaming"
        )

    @property
    def empty(self) -> bool:
        """Whether there is nothing to fold."""
        return not (self.nodes or self.meta or self.unknown or self.damaged)


class _Growing:
    """The text of a streaming reply in pieces, so that many small growths stay cheap."""

    def __init__(self, node: Node) -> None:
        # What another program wrote as anything but a list of parts has no first one that grows.
        parts = node.record.get("parts") or [{"text": ""}]
        first = parts[0] if isinstance(parts, list) else None
        text = first.get("text") if isinstance(first, dict) else None
        self.node = node
        self.grows = isinstance(text, str)
        self.length = len(text) if isinstance(text, str) else -1
        self.pieces: list[str] = []

    def grown(self) -> Node:
        if not self.pieces:
            return self.node
        return grown_node(self.node, "".join(self.pieces))


def grown_node(node: Node, text: str) -> Node:
    """Return a reply with `text` behind its first part; one without parts gets one."""
    parts = list(node.record.get("parts") or [{"text": "", "type": "text"}])
    parts[0] = {**parts[0], "text": parts[0].get("text", "") + text}
    return Node({**node.record, "parts": parts})


def replay(data: bytes) -> Replay:
    """Return what a journal says; torn and damaged lines are skipped."""
    found = Replay()
    growing: dict[str, _Growing] = {}
    every = data.split(b"\n")
    for number, line in enumerate(every):
        if not line:
            continue
        if number == 0 and (head := read_header(line)) is not None:
            _take_header(head, found)
            continue
        record = unframe(line)
        if isinstance(record, str):
            # A last line without its newline was torn, however it looks; and one that a kill tore
            # has no end.
            whole = record == "damaged" or line.rstrip().endswith(b"}}")
            found.damaged += whole and number < len(every) - 1
        elif not _take(record, found, growing):
            found.unknown = True
    for id, text in growing.items():
        found.nodes[id] = text.grown()
    return found


def _take_header(head: dict[str, Any], found: Replay) -> None:
    chat, least = head.get("chat"), head.get("min_reader", 1)
    found.chat = chat if is_id(chat) else None
    found.min_reader = least if isinstance(least, int) and least > 1 else 1
    if head["format"] != FORMAT or found.min_reader > 1:
        found.unknown = True


def _take(record: dict[str, Any], found: Replay, growing: dict[str, _Growing]) -> bool:
    """Take one record in; False for a kind that we do not know."""
    if "node" in record:
        node = node_from(record["node"])
        if node is None:
            return False
        _take_node(node, found, growing)
        return True
    if "meta" in record and isinstance(record["meta"], dict):
        registers = {name: register_from(value) for name, value in record["meta"].items()}
        add_registers(found.meta, {n: r for n, r in registers.items() if r is not None})
        return None not in registers.values()
    if {"at", "id", "text"} <= record.keys():
        _take_growth(record, growing)
        return True
    return False


def _take_node(node: Node, found: Replay, growing: dict[str, _Growing]) -> None:
    id = node.id
    if id in growing:
        found.nodes[id] = growing.pop(id).grown()
    old = found.nodes.get(id)
    found.nodes[id] = node = node if old is None else pick(old, node)
    if not node.deleted and node.state == "streaming":
        growing[id] = _Growing(node)


def _take_growth(record: dict[str, Any], growing: dict[str, _Growing]) -> None:
    text, id = record["text"], record["id"]
    target = growing.get(id) if isinstance(id, str) else None
    # Repeated and out of place growth is no error: a line may have been written twice.
    if target is None or not isinstance(text, str) or record["at"] != target.length:
        return
    if target.grows:
        target.pieces.append(text)
        target.length += len(text)
