"""What has been read of one chat file, record by record, whoever wrote it; nothing is made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.ids import is_id
from scout_desktop.chat.message import Node, Record

from .ground.salvage import has_holes, without_words
from .merge import pick, pick_register

VERSION = 1
MOST_NODES = 1_000_000
MOST_PLACES = 1000
OURS = ("format", "version", "min_reader", "id", "meta", "nodes")
_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says. `id` is None where the file does not say whose it is."""

    id: str | None
    conversation: Conversation
    lost: int = 0
    """Records that could not be read."""
    broken: bool = False
    """Whether the file must be kept as it is before anything is written in its place."""
    places: tuple[int, ...] = ()
    """The lines that could not be read, from 1; not all of them where there are very many."""
    doubled: int = 0
    """Records whose id another one of the same file has as well."""


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


class Collected:
    """What has been read of one file so far."""

    def __init__(self) -> None:
        self.head: dict[str, Any] = {}
        self.meta: dict[str, Record] = {}
        self.nodes: dict[str, Node] = {}
        self.lost = 0
        self.patched = 0
        """Nodes with bytes that are no text, shown with U+FFFD in their place."""
        self.broken = False
        self.places: list[int] = []
        self.doubled = 0

    def miss(self, lines: Sequence[int]) -> None:
        """Count records that cannot be read."""
        self.lost += len(lines)
        self.places += lines[: MOST_PLACES - len(self.places)]

    def node(self, value: object) -> None:
        """Take a node, or note that this is none."""
        node = node_from(value)
        if node is None or len(self.nodes) >= MOST_NODES:
            self.lost += 1
            return
        old = self.nodes.get(node.id)
        self.doubled += old is not None
        self.nodes[node.id] = node if old is None else pick(old, node)

    def every_node(self, values: list[object]) -> None:
        """Take a whole list."""
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
        """Take a register, or note that this is none."""
        register = register_from(value)
        if register is None:
            self.lost += 1
            return
        old = self.meta.get(name)
        self.meta[name] = register if old is None else pick_register(name, old, register)

    def reading(self) -> Reading:
        """Return what was read, with sentences about what was not."""
        id = self.head.get("id")
        id = id if is_id(id) else None
        extra = {name: value for name, value in self.head.items() if name not in OURS}
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
        places = tuple(self.places)
        return Reading(id, conversation, self.lost, broken, places, self.doubled)
