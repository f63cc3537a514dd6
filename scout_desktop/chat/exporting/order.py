"""The order in which a tree of messages is read: the branch shown, then each other from its fork.

Every living message stands in exactly one run, so nothing is said twice and nothing is left out,
whatever shape a file gives its tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from scout_desktop.chat.ages import age_of, in_order
from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node

Branches: TypeAlias = Literal["shown", "all"]


@dataclass(frozen=True, slots=True)
class Step:
    """A message and its place: the `number`th of its branch, one of `versions`, from 1."""

    node: Node
    number: int
    version: int = 1
    versions: int = 1


@dataclass(frozen=True, slots=True)
class Run:
    """Messages that follow each other. Run 1 is the branch shown."""

    number: int
    steps: tuple[Step, ...]
    off: int = 0
    """The run that it leaves; its first message stands in the place of one of that run. 0: none."""


def runs(chat: Conversation, branches: Branches) -> tuple[Run, ...]:
    """Return what is to be read, in order; a run stands somewhere behind the one it leaves."""
    tree = _Tree(chat.nodes.values())
    shown = tuple(node for node in chat.branch if not node.deleted)
    if not shown:
        return ()
    found = [Run(1, tree.steps(shown, 1))]
    if branches == "shown":
        return tuple(found)
    seen = {node.id for node in shown}
    waiting = tree.beside(found[0])
    # A ring without a beginning, as a hostile file may hold, is reached from nowhere.
    adrift = iter(in_order(tree.nodes, tree.nodes))
    while True:
        if waiting:
            id, off, number = waiting.pop()
        else:
            lost = next((id for id in adrift if id not in seen), None)
            if lost is None:
                return tuple(found)
            id, off, number = lost, 0, 1
        if id in seen:
            continue
        path = tree.down(id, seen)
        seen.update(node.id for node in path)
        found.append(Run(len(found) + 1, tree.steps(path, number), off))
        waiting += tree.beside(found[-1])


class _Tree:
    """The living messages, each below the nearest living one above it."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        every = {node.id: node for node in nodes}
        self.nodes = {id: node for id, node in every.items() if not node.deleted}
        self._above = _above(every)
        self._below: dict[str | None, list[str]] = {}
        for id in in_order(self.nodes, self.nodes):
            self._below.setdefault(self._above[id], []).append(id)
        self._version = {
            id: at for below in self._below.values() for at, id in enumerate(below, 1)
        }  # fmt: skip
        self._newest = self._newest_below()
        self._told: set[str | None] = set()

    def beside(self, run: Run) -> list[tuple[str, int, int]]:
        """Return (id, run, number) of the other versions of its messages, the next one last.

        Each is returned once, with the first run that has a version of it.
        """
        found = []
        for step in run.steps:
            above = self._above[step.node.id]
            if above not in self._told:
                self._told.add(above)
                found += [(id, run.number, step.number) for id in self._below[above]]
        return found[::-1]

    def steps(self, path: Iterable[Node], number: int) -> tuple[Step, ...]:
        """Return a path whose first message is the `number`th of its branch."""
        return tuple(
            Step(node, at, self._version[node.id], len(self._below[self._above[node.id]]))
            for at, node in enumerate(path, number)
        )

    def down(self, id: str, seen: set[str]) -> list[Node]:
        """Return the path from a message to the newest that follows from it."""
        path, here = [self.nodes[id]], {id}
        while below := [
            child for child in self._below.get(id, ()) if child not in seen and child not in here
        ]:
            id = max(below, key=self._age_below)
            here.add(id)
            path.append(self.nodes[id])
        return path

    def _age_below(self, id: str) -> tuple[int, str]:
        return age_of(self.nodes[self._newest.get(id, id)])

    def _newest_below(self) -> dict[str, str]:
        order, waiting = [], list(self._below.get(None, ()))
        while waiting:
            order.append(waiting.pop())
            waiting.extend(self._below.get(order[-1], ()))
        newest: dict[str, str] = {}
        for id in reversed(order):
            below = (newest[child] for child in self._below.get(id, ()))
            newest[id] = max(below, key=lambda child: age_of(self.nodes[child]), default=id)
        return newest


def _above(nodes: Mapping[str, Node]) -> dict[str, str | None]:
    """Return for every message the nearest living one above it; for tombstones too."""
    found: dict[str, str | None] = {}
    for id, node in nodes.items():
        trail, at = [id], node.parent
        passed = {id}
        while at is not None and at in nodes and nodes[at].deleted and at not in found:
            if at in passed:  # tombstones that go round in a ring
                at = None
                break
            passed.add(at)
            trail.append(at)
            at = nodes[at].parent
        nearest = at if at in nodes else None
        if nearest is not None and nodes[nearest].deleted:
            nearest = found[nearest]
        found |= dict.fromkeys(trail, nearest)
    return found
