"""The history of chatbot-ui 1, which LibreChat reads too: chats without times, branches or ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from scout_desktop.storage.imports.fields import key, parameters, record, records, text
from scout_desktop.storage.imports.found import Found, FoundMessage
from scout_desktop.storage.imports.gathered import Gathered, gather_content
from scout_desktop.storage.imports.source import Source
from scout_desktop.storage.imports.trees import chained


def found_history(source: Source, name: str) -> Iterator[Found]:
    """Yield the chats of a history. Raises BadInput, DiskError."""
    folders = {
        key(folder.get("id")): text(folder.get("name"))
        for folder in source.elements(name, "folders")
        if isinstance(folder, dict)
    }
    for place, chat in enumerate(source.elements(name, "history")):
        yield _chat(record(chat), place, folders)


def _chat(chat: Mapping[str, Any], place: int, folders: Mapping[str, str]) -> Found:
    own = f"chatbot-ui/{key(chat.get('id')) or place}"
    left_out: Counter[str] = Counter()
    model = text(record(chat.get("model")).get("id"))
    messages = chained(
        _message(message, f"{own}/{at}", model, left_out)
        for at, message in enumerate(records(chat.get("messages")))
    )
    folder = folders.get(key(chat.get("folderId")), "")
    return Found(
        key=own,
        title=text(chat.get("name")),
        messages=messages,
        head=messages[-1].key if messages else None,
        model=model,
        system=text(chat.get("prompt")),
        parameters=parameters({"temperature": chat.get("temperature")})[0],
        tags=(folder,) if folder else (),
        left_out=dict(left_out),
    )


def _message(
    message: Mapping[str, Any], own: str, model: str, left_out: Counter[str]
) -> FoundMessage:
    found = Gathered()
    gather_content(found, message.get("content"))
    left_out.update(found.left_out)
    role = text(message.get("role")) or "user"
    return FoundMessage(
        key=own,
        parent=None,
        role=role,
        parts=tuple(found.parts),
        model=model if role == "assistant" else "",
        extra=found.extra,
    )
