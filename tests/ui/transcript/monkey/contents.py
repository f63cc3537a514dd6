"""Chats to show: empty, short and long, with whatever messages can hold, and how they change."""

from __future__ import annotations

import random
from typing import Any

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node
from tests.bench import corpus

_LONG = corpus.reply("mixed", 31_000)
EXTRAS = (
    "A formula: $e^{i\\pi} + 1 = 0$ and more.\n\n$$\\sum_{k=1}^n k$$\n",
    "```python\n" + "x = 'a very long line of code ' * 3  # and on and on it goes\n" * 12 + "```\n",
    "| a | b |\n|---|---|\n" + "".join(f"| {n} | {'words ' * (n % 9)} |\n" for n in range(30)),
    "> quoted\n>\n> - and `listed`\n\n---\n\nمرحبا بالعالم `code()` 👋🏽\n\n1. one\n2. two\n",
    "",
)


class Chats:
    """Five chats, `a` to `e`, of 0 to 400 messages; made when they are first asked for."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.all: dict[str, Conversation] = {}
        self._count = 0

    def next_id(self) -> str:
        self._count += 1
        return f"{self._count:08d}"

    def chat(self, id: str) -> Conversation:
        if id not in self.all:
            size = {"a": 0, "b": 1, "c": 6, "d": 40, "e": 400}[id]
            chat = Conversation(id)
            for _ in range(size):
                chat = chat.with_nodes([self.message(chat.head, chat)])
            self.all[id] = chat
        return self.all[id]

    def message(self, parent: str | None, chat: Conversation) -> Node:
        role = "user" if parent is None or chat.nodes[parent].role != "user" else "assistant"
        return self.node(self.next_id(), parent, role)

    def node(self, id: str, parent: str | None, role: str) -> Node:
        chance = self.chance
        parts: list[dict[str, Any]] = [{"type": "text", "text": self.text(role)}]
        more: dict[str, Any] = {}
        if role == "user" and chance.random() < 0.15:
            for _ in range(chance.randint(1, 3)):
                width, height = chance.choice(((400, 300), (90, 700), (1200, 200)))
                parts.append(
                    {
                        "type": "image", "sha256": f"p{chance.randrange(6)}", "mime": "image/png",
                        "width": width, "height": height, "bytes": 1234, "name": "cat.png",
                    }
                )  # fmt: skip
        if role != "user":
            more["state"] = chance.choice(
                ("complete", "complete", "complete", "stopped", "interrupted", "failed")
            )
            if chance.random() < 0.2:
                more["error"] = {"message": "It broke. " * chance.randint(1, 12), "kind": "x"}
        return Node(
            {"id": id, "parent": parent, "role": role, "created": "2026-11-23T05:00:00.000Z"}
            | {"parts": parts} | more
        )  # fmt: skip

    def text(self, role: str) -> str:
        chance = self.chance
        if role == "user":
            return chance.choice(("", "Why?", corpus.sentence(chance, 30), "\n\na\n\nb 👩‍👩‍👧\n"))
        kind = chance.randrange(12)
        if kind < 4:
            return chance.choice(EXTRAS)
        if kind == 5 and chance.random() < 0.2:
            return _LONG
        return corpus.reply("mixed", chance.choice((20, 300, 900)), chance.randrange(1000))

    def change(self, id: str, growing: str | None) -> str:
        """Make more, fewer or other messages, or show another branch; say which."""
        chance, chat = self.chance, self.chat(id)
        branch = chat.branch
        what = chance.choice(("more", "fewer", "changed", "branch", "nothing", "version", "back"))
        at = chance.randrange(len(branch)) if branch else 0
        near_end = max(len(branch) - 1 - min(chance.randrange(4), at), 0)
        if what == "more" or not branch:
            parent = None if growing else chat.head
            if growing is None or not branch:
                chat = chat.with_nodes([self.message(parent, chat)])
        elif what == "fewer":
            node = branch[chance.choice((at, near_end))]
            chat = chat.with_nodes([chat.deletion(node.id, "2026-11-23T05:00:01.000Z", "x")])
        elif what == "changed":
            node = branch[chance.choice((at, near_end, len(branch) - 1))]
            if node.id != growing:
                chat = chat.with_nodes([self.node(node.id, node.parent, node.role)])
        elif what in ("branch", "version"):
            node = branch[chance.choice((at, near_end))]
            fresh = self.node(self.next_id(), node.parent, node.role)
            chat = chat.with_nodes([fresh])
            if what == "branch":
                chat = chat.with_registers({"head": fresh.id}, "2026-11-23T05:00:02.000Z", "x")
        elif what == "back":
            living = [node.id for node in chat.nodes.values() if not node.deleted]
            if living:
                head = chance.choice(living)
                chat = chat.with_registers({"head": head}, "2026-11-23T05:00:03.000Z", "x")
        self.all[id] = chat
        return what
