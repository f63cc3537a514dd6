"""An open chat and what the disk says of it now become one; pure."""

from __future__ import annotations

from collections.abc import Collection

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node

from .news import News


def merged(mine: Conversation, disk: Conversation, live: Collection[str]) -> Conversation:
    """Return the chat as the disk has it, with what is only in memory.

    `live` names the replies that this process is receiving: of these the window's own copy stays,
    which grows there. The branch that is shown stays the one that is shown: a head that another
    device set must not take the page away from a reader.
    """
    kept = [node for node in mine.nodes.values() if _stays(node, disk.nodes.get(node.id), live)]
    whole = disk.with_nodes(kept) if kept else disk
    whole = whole.with_later(mine.meta)
    if mine.head is not None and all(node.id != mine.head for node in whole.branch):
        head = whole.meta.get("head", {})
        by = head.get("by")
        pinned = whole.with_registers(
            {"head": mine.head}, str(head.get("at", "")), by if isinstance(by, str) else ""
        )
        # Unless what was shown is deleted altogether.
        whole = pinned if pinned.branch else whole
    return whole


def _stays(mine: Node, disk: Node | None, live: Collection[str]) -> bool:
    if disk is None:
        return True
    if disk.deleted or disk.state != "streaming" or mine.deleted:
        return False
    # Its end is in memory and still on its way to the disk, or it is ours and grows here.
    return mine.state != "streaming" or mine.id in live


def news_of(mine: Conversation, whole: Conversation, *, by: str, writer: str) -> News | None:
    """Return what is new in `whole`; None when nothing is.

    `by` set the head that the disk has, `writer` is this process.
    """
    shown = [node.id for node in whole.branch]
    fresh = {id for id, node in whole.nodes.items() if id not in mine.nodes and not node.deleted}
    changed = frozenset(
        name for name, register in whole.meta.items()
        if name != "head" and mine.value(name) != register.get("value")
    )  # fmt: skip
    moved = any(mine.nodes.get(id) is not node for id, node in whole.nodes.items())
    if not (changed or (moved and _differ(mine, whole))):
        return None
    visible = fresh.intersection(shown)
    return News(
        whole,
        here=tuple(id for id in shown if id in visible),
        elsewhere=tuple(sorted(fresh - visible)),
        retitled=mine.title != whole.title,
        changed=changed - {"title"},
        same_device=by != writer and by.rpartition("-")[0] == writer.rpartition("-")[0],
    )


def _differ(mine: Conversation, whole: Conversation) -> bool:
    if len(mine.nodes) != len(whole.nodes) or mine.notices != whole.notices:
        return True
    return any(
        id not in mine.nodes or mine.nodes[id].record != node.record
        for id, node in whole.nodes.items()
    )


def mover(chat: Conversation) -> str:
    """Return who moved the end of a chat last: messages carry no writer, the head does."""
    by = chat.meta.get("head", {}).get("by")
    return by if isinstance(by, str) else ""
