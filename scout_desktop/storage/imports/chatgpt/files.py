"""Which files of an export hold conversations, told by what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

from scout_desktop.chat.errors import ScoutError
from scout_desktop.storage.imports.fields import record
from scout_desktop.storage.imports.source import Source

_FIRST: Final = 20
"""Some conversations of an export have no messages at all; among so many one has."""


def chat_files(source: Source) -> Iterator[str]:
    """Yield the names of files with ChatGPT's conversations, in order."""
    for name in lists_in(source):
        if any(_is_conversation(item) for item in first_of(source, name)):
            yield name


def lists_in(source: Source) -> list[str]:
    """Return the names of what may be a JSON list, without reading far."""
    names = source.names()
    # In an archive of thousands of pictures only these are worth a look; a file alone always is.
    likely = names if len(names) == 1 else [n for n in names if n.lower().endswith(".json")]
    return sorted(name for name in likely if _begins_a_list(source, name))


def first_of(source: Source, name: str) -> list[Any]:
    """Return the first few items of a list; what cannot be read ends them."""
    found: list[Any] = []
    try:
        found.extend(islice(source.elements(name), _FIRST))
    except ScoutError:
        return found
    return found


def _begins_a_list(source: Source, name: str) -> bool:
    start = source.start(name, 256).removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"[")


def _is_conversation(item: object) -> bool:
    chat = record(item)
    if not isinstance(mapping := chat.get("mapping"), Mapping) or is_deepseeks(chat):
        return False
    messages = (record(record(node).get("message")) for node in mapping.values())
    return any("author" in message for message in messages) or "current_node" in chat


def is_deepseeks(chat: Mapping[str, Any]) -> bool:
    """Whether a conversation imitates ChatGPT's tree, as DeepSeek's export does."""
    return "inserted_at" in chat and "current_node" not in chat
