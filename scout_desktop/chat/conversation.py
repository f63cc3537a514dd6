"""A conversation: a tree of nodes and a set of registers. Editing and regenerating add branches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from .ages import age_of, has_time, in_order
from .ids import after
from .message import Node, Record

DEFAULT_MODEL = "meta-llama/llama-4-scout"
UNNAMED = "New chat"
"""What a chat is called that has neither a name nor a message."""
_NEAR = 8
"""Messages from the end, among which a change is looked for."""


@dataclass(frozen=True)
class Conversation:
    """A chat as it stands. `meta` maps a register's name to {"at", "by", "value"} (format.md)."""

    id: str
    meta: Mapping[str, Record] = field(default_factory=dict)
    nodes: Mapping[str, Node] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Top-level keys that we do not know, kept for whoever does."""
    min_reader: int = 1
    notices: tuple[str, ...] = ()
    """Sentences about what loading met: damaged records set aside, a newer format."""
    damaged: bool = False
    """Whether a file of it could not be read in every place."""

    @property
    def read_only(self) -> bool:
        """Whether a newer program wrote it; it is shown and never rewritten."""
        return self.min_reader > 1

    def value(self, name: str, default: Any = None) -> Any:
        """Return a register's value."""
        register = self.meta.get(name)
        return default if register is None else register.get("value", default)

    @property
    def title(self) -> str:
        """The name given, or one made of the first message's first words."""
        given = self.value("title")
        if isinstance(given, str) and given.strip():
            return given
        for node in self.branch:
            if node.role == "user" and not node.deleted:
                return title_from(node.text, has_pictures=bool(node.images))
        return UNNAMED

    @property
    def model(self) -> str:
        """The model asked."""
        found = self.value("model")
        return found if isinstance(found, str) and found else DEFAULT_MODEL

    @property
    def system(self) -> str:
        """The system prompt, possibly empty."""
        found = self.value("system")
        return found if isinstance(found, str) else ""

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters that were changed, by API name; a reset one is absent."""
        found = {}
        for name, register in self.meta.items():
            if name.startswith("parameter.") and register.get("value") is not None:
                found[name.removeprefix("parameter.")] = register["value"]
        return found

    @property
    def created(self) -> str:
        """When the first node was made, or the earliest register where there is none."""
        times = [node.created for node in self.nodes.values() if node.created]
        times = times or [str(register.get("at", "")) for register in self.meta.values()]
        return min(times, default="")

    @property
    def updated(self) -> str:
        """When the latest node was made."""
        return max((node.created for node in self.nodes.values()), default=self.created)

    @cached_property
    def _children(self) -> dict[str | None, list[str]]:
        found: dict[str | None, list[str]] = {}
        nodes = self.nodes
        starts = _ring_starts(nodes)
        several: set[str | None] = set()
        for id in sorted(nodes):
            # `Node.parent` written out: a long chat passes here with each node when it is opened.
            parent = nodes[id].record.get("parent")
            if not isinstance(parent, str) or parent not in nodes or id in starts:
                # A parent that never arrived (a copy still syncing) must not hide its children;
                # nor must a ring, which has no beginning of its own.
                parent = None
            if parent in found:
                found[parent].append(id)
                several.add(parent)
            else:
                found[parent] = [id]
        for parent in several:
            found[parent] = in_order(found[parent], nodes)
        return found

    def children(self, id: str | None) -> tuple[Node, ...]:
        """Return the living nodes right below `id` (None: first messages), oldest first."""
        below = (self.nodes[child] for child in self._children.get(id, ()))
        return tuple(node for node in below if not node.deleted)

    def siblings(self, id: str) -> tuple[Node, ...]:
        """Return the living alternatives of a node, itself included, oldest first."""
        parent = self.nodes[id].parent
        return self.children(parent if id in self._children.get(parent, ()) else None)

    @cached_property
    def head(self) -> str | None:
        """The id of the last node of the branch shown; None in an empty chat."""
        named = self.value("head")
        node = self.nodes.get(named) if isinstance(named, str) else None
        seen: set[str] = set()
        while node is not None and node.deleted and node.id not in seen:
            seen.add(node.id)
            node = self.nodes.get(node.parent or "")
        if node is None or node.deleted:
            living = (id for id, each in self.nodes.items() if not each.deleted)
            # A hostile file may hold a ring without a beginning: it is shown from its newest node.
            return self.newest_leaf(None) or max(living, key=self._age, default=None)
        return self.newest_leaf(node.id)

    def newest_leaf(self, under: str | None) -> str | None:
        """Return the newest living leaf below a node; the node itself when nothing is below."""
        best: str | None = None if under is None or self.nodes[under].deleted else under
        best_is_leaf = False
        pending: list[str | None] = [under]
        seen: set[str | None] = set()
        while pending:
            at = pending.pop()
            if at in seen:
                continue
            seen.add(at)
            below = self._children.get(at, [])
            living = [child for child in below if not self.nodes[child].deleted]
            # Tombstones are walked through: what was answered below one is still there.
            pending.extend(below)
            if at is None or living or self.nodes[at].deleted:
                continue
            if not best_is_leaf or best is None or self._age(at) > self._age(best):
                best, best_is_leaf = at, True
        return best

    def _age(self, id: str) -> tuple[int, str]:
        return age_of(self.nodes[id])

    def path_to(self, id: str | None) -> Iterator[Node]:
        """Yield the living nodes from `id` up to the first message."""
        seen: set[str] = set()
        nodes = self.nodes
        while id is not None and id not in seen and (node := nodes.get(id)) is not None:
            seen.add(id)
            if "deleted" not in node.record or not node.deleted:
                yield node
            id = node.parent

    @cached_property
    def branch(self) -> tuple[Node, ...]:
        """The nodes shown, first to last."""
        trunk: tuple[Node, ...] = self.__dict__.get("_trunk", ())
        known = {trunk[place].id: place for place in range(max(len(trunk) - _NEAR, 0), len(trunk))}
        end: list[Node] = []
        for node in self.path_to(self.head):
            if (place := known.get(node.id)) is not None:
                return trunk[: place + 1] + tuple(reversed(end))
            end.append(node)
        return tuple(reversed(end))

    def branch_to(self, id: str | None) -> tuple[Node, ...]:
        """Return the living nodes from the first message down to `id`."""
        return tuple(self.path_to(id))[::-1]

    def with_nodes(self, nodes: Iterable[Node]) -> Conversation:
        """Return the conversation with these nodes added or replaced."""
        fresh = {node.id: node for node in nodes}
        made = replace(self, nodes={**self.nodes, **fresh})
        self._hand_on(made, fresh)
        return made

    def _hand_on(self, made: Conversation, fresh: Mapping[str, Node]) -> None:
        """Give a conversation with `fresh` nodes what is known already: a long chat took long."""
        made.__dict__["_trunk"] = self._untouched(fresh)
        known: dict[str | None, list[str]] | None = self.__dict__.get("_children")
        if known is None or any(self.nodes[id].parent in fresh for id in known.get(None, ())):
            return
        children = dict(known)
        for id, node in fresh.items():
            old = self.nodes.get(id)
            if old is None:
                parent = node.parent if node.parent in made.nodes else None
                children[parent] = in_order([*children.get(parent, ()), id], made.nodes)
            elif old.parent != node.parent:
                return
            elif old.created != node.created and not has_time(id):
                return  # its place among its siblings may be another
        made.__dict__["_children"] = children

    def _untouched(self, fresh: Mapping[str, Node]) -> tuple[Node, ...]:
        """Return the beginning of a branch that is known and that `fresh` leaves as it is."""
        known: tuple[Node, ...] = self.__dict__.get("branch") or self.__dict__.get("_trunk", ())
        if not known or known[0].parent in fresh or known[0].parent in self.nodes:
            return ()  # it may begin elsewhere now, or go round in a ring
        replaced = sum(id in self.nodes for id in fresh)
        # Looked for near the end only, where a conversation grows.
        for keep in range(len(known), max(len(known) - _NEAR, 0), -1):
            if not replaced:
                return known[:keep]
            replaced -= known[keep - 1].id in fresh
        return ()

    def with_registers(self, values: Mapping[str, Any], at: str, by: str) -> Conversation:
        """Return the conversation with registers set; each is later than the one it replaces."""
        fresh = {
            name: {"at": after(at, self.meta.get(name, {}).get("at")), "by": by, "value": value}
            for name, value in values.items()
        }
        made = replace(self, meta={**self.meta, **fresh})
        self._hand_on(made, {})
        return made

    def with_later(self, registers: Mapping[str, Record]) -> Conversation:
        """Return the conversation with those of these registers that are later than its own."""
        fresh = {
            name: register
            for name, register in registers.items()
            if name not in self.meta or _moment(register) >= _moment(self.meta[name])
        }
        made = replace(self, meta={**self.meta, **fresh})
        self._hand_on(made, {})
        return made

    def deletion(self, id: str, at: str, by: str) -> Node:
        """Make the tombstone of a node: who and when, no content."""
        node = self.nodes[id]
        return Node({"deleted": {"at": at, "by": by}, "id": id, "parent": node.parent})


def _ring_starts(nodes: Mapping[str, Node]) -> frozenset[str]:
    """Return the first node of each ring: a damaged file may hold messages above themselves."""
    above: dict[str, str] = {}
    falls = False
    for id, node in nodes.items():
        parent = node.record.get("parent")
        if isinstance(parent, str) and parent in nodes:
            above[id] = parent
            falls = falls or parent >= id
    if not falls:
        # Ids of ours rise, and a ring has to fall somewhere.
        return frozenset()
    found: set[str] = set()
    walked: dict[str, str] = {}
    for first in above:
        at = first
        while at in above and at not in walked:
            walked[at] = first
            at = above[at]
        if walked.get(at) == first:
            ring = [at]
            while above[ring[-1]] != at:
                ring.append(above[ring[-1]])
            found.add(min(ring))
    return frozenset(found)


def _moment(register: Record) -> tuple[str, str]:
    return str(register.get("at", "")), str(register.get("by", ""))


def title_from(text: str, *, has_pictures: bool = False, longest: int = 60) -> str:
    """Make a title of a message's first words."""
    line = " ".join(text.split())
    if not line:
        return "Picture" if has_pictures else UNNAMED
    if len(line) <= longest:
        return line
    cut = line[: longest + 1].rsplit(" ", 1)[0] if " " in line[: longest + 1] else line[:longest]
    return cut.rstrip(" ,;:.") + "…"
