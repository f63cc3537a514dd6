"""What the records of ten thousand messages say, read as quickly as it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scout_desktop.chat.markdown.clean import clean_code

if TYPE_CHECKING:
    from scout_desktop.chat.message import Node

_SEEN: Final = bytes([*b"\t\n\r", *range(0x20, 0x7F)])


def source_of(node: Node) -> str:
    """Return a message's text: `node.text`, and ten times as quick where it is one part."""
    parts = node.record.get("parts")
    if isinstance(parts, list) and len(parts) == 1:
        part = parts[0]
        if isinstance(part, dict) and part.get("type") == "text":
            text = part.get("text")
            if isinstance(text, str):
                return text
    return node.text


def is_growing(node: Node) -> bool:
    """Whether it is a reply on its way, whose text is not in its record yet."""
    return node.record.get("state") == "streaming"


def hides_something(text: str) -> bool:
    """Whether there are characters in a text that nobody can see and no code needs."""
    if text.isascii() and not text.encode("ascii").translate(None, _SEEN):
        return "\r" in text and clean_code(text)[1] > 0
    return clean_code(text)[1] > 0
