"""Looks at a chat as a whole: parents, rings, the branch shown, times, what pictures it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.findings import count
from scout_desktop.chat.ids import milliseconds_of
from scout_desktop.chat.message import Node

from .notebook import Notebook, Wanted

_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z\Z")


def look_at_tree(notebook: Notebook, path: Path, id: str, chat: Conversation) -> None:
    """Note what is odd in the tree of a chat; all of its messages are shown in any case."""
    nodes = chat.nodes
    stray = sum(node.parent is not None and node.parent not in nodes for node in nodes.values())
    if stray:
        say = (
            f"“{path.name}”: the message before {count(stray, 'message', 'messages')} is not "
            "there; they are shown as first messages."
        )
        notebook.add("parent", "note", say, path, mendable=not chat.read_only, chat=id)
    if rings := _in_rings(chat):
        say = f"“{path.name}”: {count(rings, 'message follows', 'messages follow')} on themselves."
        notebook.add("ring", "note", say, path, chat=id)
    head = chat.value("head")
    if isinstance(head, str) and head not in nodes and nodes:
        say = f"“{path.name}”: the message it was left at is not there; the newest one is shown."
        notebook.add("head", "note", say, path, mendable=not chat.read_only, chat=id)
    if wrong := _wrong_times(chat):
        say = f"“{path.name}”: {count(wrong, 'time is', 'times are')} no time."
        notebook.add("time", "note", say, path, chat=id)


def _in_rings(chat: Conversation) -> int:
    """Return how many nodes are above themselves. Where ids rise, as ours do, there is no ring."""
    nodes = chat.nodes
    found: set[str] = set()
    for id, node in nodes.items():
        if node.parent is None or node.parent < id or id in found:
            continue
        seen: dict[str, None] = {}
        at: str | None = id
        while at is not None and at in nodes and at not in seen:
            seen[at] = None
            at = nodes[at].parent
        if at in seen:
            walked = list(seen)
            found.update(walked[walked.index(at) :])
    return len(found)


def _wrong_times(chat: Conversation) -> int:
    times: list[object] = [register.get("at") for register in chat.meta.values()]
    for node in chat.nodes.values():
        record = node.record
        times.append(node.section("deleted").get("at") if node.deleted else record.get("created"))
    return sum(not _is_time(time) for time in times)


def _is_time(value: object) -> bool:
    if not isinstance(value, str):
        return False
    return _TIME.match(value) is not None or milliseconds_of(value) is not None


def look_at_pictures(notebook: Notebook, chat: str, name: str, nodes: Iterable[Node]) -> None:
    """Note which pictures messages name, for the look at the media folder."""
    for node in nodes:
        parts = node.record.get("parts")
        if not isinstance(parts, list) or not any(
            isinstance(part, dict) and "sha256" in part for part in parts
        ):
            continue
        for image in node.images:
            if image.sha256:
                notebook.wanted.setdefault(image.sha256, Wanted(chat, name, False)).original = False
            if image.original is not None:
                notebook.wanted.setdefault(image.original.sha256, Wanted(chat, name, True))
