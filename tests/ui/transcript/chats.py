"""Makes messages and chats without a program around them."""

from __future__ import annotations

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node


def said(id: str, text: str, parent: str | None = None, *images: dict) -> Node:
    """A user's message."""
    parts = [{"type": "text", "text": text}, *images]
    created = "2026-11-23T05:00:00.000Z"
    return Node({"id": id, "parent": parent, "role": "user", "created": created, "parts": parts})


def answered(id: str, text: str, parent: str, state: str = "complete", **more: object) -> Node:
    """A reply."""
    return Node(
        {
            "id": id, "parent": parent, "role": "assistant", "state": state,
            "created": "2026-11-23T05:00:01.000Z", "parts": [{"type": "text", "text": text}],
            **more,
        }
    )  # fmt: skip


def chat(*nodes: Node, id: str = "c1", **meta: object) -> Conversation:
    """A conversation of these nodes."""
    registers = {name: {"at": "", "by": "", "value": value} for name, value in meta.items()}
    return Conversation(id, registers, {node.id: node for node in nodes})


def long_chat(count: int, id: str = "c1") -> Conversation:
    """Questions and answers, `count` messages."""
    nodes: list[Node] = []
    for number in range(count):
        parent = nodes[-1].id if nodes else None
        name = f"{number:05d}"
        if number % 2:
            nodes.append(answered(name, f"Answer {number}.\n\n- a\n- b\n\n`c` " * 3, parent or ""))
        else:
            nodes.append(said(name, f"Question {number}?", parent))
    return chat(*nodes, id=id)


def talk(*texts: str) -> Conversation:
    """A chat of these texts: a question, its answer, and so on."""
    nodes: list[Node] = []
    for number, text in enumerate(texts):
        name = f"{number:05d}"
        parent = nodes[-1].id if nodes else None
        nodes.append(answered(name, text, parent or "") if number % 2 else said(name, text, parent))
    return chat(*nodes)
