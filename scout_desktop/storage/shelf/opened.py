"""A chat in memory: what the disk said when it was read, and what was put there since.

Adding to it reads nothing, and what was put reaches the journal before it counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import DiskError
from scout_desktop.chat.message import Node, Record
from scout_desktop.storage.ground.appending import Appending
from scout_desktop.storage.journal import grown_node, growth, lines
from scout_desktop.storage.merge import (
    add_nodes,
    add_registers,
    pick,
    pick_register,
    without_purged,
)

from .stamps import Stamps

SMALL = 1_000_000
"""Bytes; a chat below this is folded at the end of every turn."""
LONG_JOURNAL = 256 * 1024


@dataclass(slots=True)
class Opened:
    """A chat that is open in this process."""

    conversation: Conversation
    journal: Appending
    filed: int
    """Bytes of the chat's file."""
    journalled: int
    """Bytes in our own journal."""
    nodes: dict[str, Node] = field(default_factory=dict)
    """Put since the last fold."""
    meta: dict[str, Record] = field(default_factory=dict)
    live: set[str] = field(default_factory=set)
    """Replies that this process is streaming."""
    owed: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Growth that the disk refused, by reply."""
    grown: dict[str, list[str]] = field(default_factory=dict)
    stale: bool = False
    """Whether `conversation` lacks what is in `nodes`, `meta` and `grown`."""
    seen: Stamps = ()
    """Size and time of the files of others, to notice when they change."""

    def put(self, nodes: Sequence[Node], registers: Mapping[str, Record], *, sync: bool) -> None:
        """Add or replace nodes and registers. Raises DiskError, and then nothing was put."""
        if not (written := lines(nodes, registers)):
            return
        self.journal.append(written, sync=sync)
        self.journalled = self.journal.size
        for node in nodes:
            if not node.deleted and node.state == "streaming":
                self.live.add(node.id)
            else:
                self._ended(node.id)
        add_nodes(self.nodes, nodes)
        add_registers(self.meta, registers)
        self.stale = True

    def grow(self, node_id: str, at: int, text: str, *, sync: bool) -> None:
        """Add to a streaming reply; what the disk refuses (DiskError) goes with the next growth."""
        self.grown.setdefault(node_id, []).append(text)
        self.stale = True
        at, text = _joined(self.owed.pop(node_id, None), at, text)
        try:
            self.journal.append(growth(node_id, at, text), sync=sync)
        except DiskError:
            self.owed[node_id] = at, text
            raise
        self.journalled = self.journal.size

    def current(self) -> Conversation:
        """Return the chat with all that was put."""
        if self.stale:
            base = self.conversation
            nodes, meta = dict(base.nodes), dict(base.meta)
            add_nodes(nodes, self.nodes.values())
            add_registers(meta, self.meta)
            for id, pieces in self.grown.items():
                if id in nodes and id in self.live:
                    nodes[id] = grown_node(nodes[id], "".join(pieces))
            self.conversation = replace(base, nodes=without_purged(nodes, meta), meta=meta)
            self.grown.clear()
            self.stale = False
        return self.conversation

    def is_due(self, *, idle: bool) -> bool:
        """Whether a fold is due: at a turn's end in a small chat, else when idle or long."""
        if not self.journalled:
            return False
        long = self.journalled > max(LONG_JOURNAL, self.filed // 4)
        return idle or long or self.filed + self.journalled < SMALL

    def take_over(self, older: Opened, before: Conversation) -> None:
        """Go on from an older reading, which said `before`.

        Replies on their way are kept, and so is all that the disk has lost since (a sync program
        put an older file in its place, or took a journal away): the next fold writes it again.
        """
        self.live, self.owed = older.live, older.owed
        if self.journalled:
            self.nodes, self.meta = older.nodes, older.meta
        nodes, meta = lacking(self.conversation, before)
        if nodes.keys() - older.live or meta:
            self.journalled = max(self.journalled, 1)
        self.nodes = {**self.nodes, **nodes, **{id: before.nodes[id] for id in older.live}}
        self.meta = {**self.meta, **meta}
        self.stale = bool(self.nodes or self.meta)
        older.journal.close()

    def _ended(self, node_id: str) -> None:
        self.live.discard(node_id)
        self.owed.pop(node_id, None)
        self.grown.pop(node_id, None)


def lacking(whole: Conversation, part: Conversation) -> tuple[dict[str, Node], dict[str, Record]]:
    """Return the nodes and registers of `part` that `whole` lacks, or has an earlier copy of."""
    held = without_purged(dict(part.nodes), whole.meta)
    nodes = {}
    for id, node in held.items():
        other = whole.nodes.get(id)
        if other is None or (other.record != node.record and pick(other, node) is node):
            nodes[id] = node
    meta = {}
    for name, register in part.meta.items():
        there = whole.meta.get(name)
        if there is None or (there != register and pick_register(name, there, register) != there):
            meta[name] = register
    return nodes, meta


def _joined(owed: tuple[int, str] | None, at: int, text: str) -> tuple[int, str]:
    """Return growth with what the disk refused before in front of it."""
    if owed is None or owed[0] + len(owed[1]) != at:
        return at, text
    return owed[0], owed[1] + text
