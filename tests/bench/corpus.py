"""Chats for the benches: words, code, tables and scripts as in real replies, of a seed."""

from __future__ import annotations

import random

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node

_SEEN = """
the picture shows a narrow street between houses of brick where two people carry a ladder
past an open window and someone on the left reads a newspaper under a green awning while
the light of the late afternoon falls on wet stones so that every edge is doubled
"""
_WORDS = _SEEN.split()
_SCRIPTS = (
    "هذه صورة شارع ضيق بين بيوت من الطوب حيث يحمل شخصان سلما.",
    "这张照片显示了一条狭窄的街道，两个人抬着梯子走过一扇打开的窗户。",
    "ภาพนี้แสดงถนนแคบระหว่างบ้านอิฐที่มีคนสองคนถือบันได",
    "यह चित्र ईंट के घरों के बीच एक संकरी गली दिखाता है।",
)
_CODE = '''def area(width: int, height: int) -> int:
    """Return the pixels of a picture."""
    if width < 0 or height < 0:
        raise ValueError(f"{width} x {height}")
    return width * height  # no rounding

'''
_WHEN = "2026-11-23T05:00:00.000Z"


def sentence(chance: random.Random, words: int) -> str:
    """Some words and a full stop."""
    return " ".join(chance.choice(_WORDS) for _ in range(words)).capitalize() + "."


def _paragraph(chance: random.Random) -> str:
    return " ".join(sentence(chance, chance.randint(6, 14)) for _ in range(chance.randint(1, 3)))


def _mixed(chance: random.Random) -> str:
    kind = chance.randrange(12)
    if kind == 0:
        return f"## {sentence(chance, 4)}"
    if kind in (1, 2):
        return "\n".join(
            f"- **{chance.choice(_WORDS)}** {sentence(chance, 8)}"
            for _ in range(chance.randint(2, 6))
        )
    if kind == 3:
        rows = "\n".join(
            f"| {chance.choice(_WORDS)} | {chance.randint(1, 999)} | `{chance.choice(_WORDS)}` |"
            for _ in range(chance.randint(2, 6))
        )
        return f"| name | count | code |\n|:--|--:|:-:|\n{rows}"
    if kind == 4:
        return f"```python\n{_CODE * chance.randint(1, 2)}```"
    if kind == 5:
        return f"> {sentence(chance, 9)}"
    if kind == 6:
        return chance.choice(_SCRIPTS)
    return _paragraph(chance)


def reply(kind: str, letters: int, seed: int = 1) -> str:
    """A reply of at least so many letters: `paragraph` (one, without end), `list`, `table`,
    `code`, `prose` or `mixed`.
    """
    chance, pieces, length = random.Random(seed), [], 0
    if kind == "table":
        pieces.append("| name | count | words |\n|:--|--:|:--|\n")
    if kind == "code":
        pieces.append("```python\n")
    while length < letters:
        match kind:
            case "paragraph":
                piece = sentence(chance, 9) + " "
            case "list":
                piece = f"- {sentence(chance, 9)}\n"
            case "table":
                name, count = chance.choice(_WORDS), chance.randint(1, 999)
                piece = f"| {name} | {count} | {sentence(chance, 4)} |\n"
            case "code":
                piece = _CODE
            case "prose":
                piece = _paragraph(chance) + "\n\n"
            case _:
                piece = _mixed(chance) + "\n\n"
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces)


def chat(messages: int, id: str, *, letters: int = 300, seed: int = 3) -> Conversation:
    """Questions and answers in turn; an answer has about `letters` letters in the mean."""
    chance = random.Random(seed)
    nodes: dict[str, Node] = {}
    parent = None
    for number in range(messages):
        node_id = f"{number:08d}"
        if number % 2 == 0:
            text = sentence(chance, chance.randint(3, 40))
            role = "user"
        else:
            role, pieces, length = "assistant", [], 0
            wanted = chance.randint(letters // 5, 2 * letters)
            while length < wanted:
                pieces.append(_mixed(chance))
                length += len(pieces[-1])
            text = "\n\n".join(pieces)
        nodes[node_id] = node(node_id, parent, role, text)
        parent = node_id
    return Conversation(id, {}, nodes)


def growing(messages: int) -> tuple[Conversation, str]:
    """A chat whose last reply is on its way, and that reply's id."""
    before = chat(messages, f"growing {messages} {random.random()}")
    id = "99999999"
    last = max(before.nodes)
    reply = Node(
        {
            "id": id, "parent": last, "role": "assistant", "state": "streaming",
            "created": _WHEN, "parts": [{"type": "text", "text": ""}],
        }
    )  # fmt: skip
    return before.with_nodes([reply]), id


def node(id: str, parent: str | None, role: str, text: str) -> Node:
    """One message."""
    record = {"id": id, "parent": parent, "role": role, "created": _WHEN}
    parts = [{"type": "text", "text": text}]
    return Node({**record, "parts": parts} | ({"state": "complete"} if role != "user" else {}))
