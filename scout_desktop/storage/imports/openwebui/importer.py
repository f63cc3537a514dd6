"""Finds the chats in a file, a folder or an archive of them, and puts each together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from scout_desktop.chat.errors import ScoutError
from scout_desktop.storage.imports.documents import begins, documents, refused
from scout_desktop.storage.imports.fields import (
    key,
    moment,
    parameters,
    record,
    records,
    text,
    texts,
)
from scout_desktop.storage.imports.found import Found, FoundMessage
from scout_desktop.storage.imports.source import Source
from scout_desktop.storage.imports.sources.refusing import LARGEST_DOCUMENT
from scout_desktop.storage.imports.trees import chained, earliest, newest_leaf, sound

from .messages import found_message

SOURCE = "open-webui"
TITLE = "Open WebUI"

_SET_BY = (
    "temperature", "top_p", "top_k", "min_p", "max_tokens", "num_predict", "seed", "stop",
    "frequency_penalty", "presence_penalty", "repeat_penalty", "repetition_penalty", "logit_bias",
)  # fmt: skip


def recognises(source: Source) -> bool:
    """Whether one of the JSON files is a chat of Open WebUI or a list of such."""
    return any(_kind(source, name) for name in documents(source))


def read(source: Source) -> Iterator[Found]:
    """Yield the chats. Files that cannot be read are told, and do not keep the others."""
    for name in documents(source):
        kind = _kind(source, name)
        try:
            if kind == "list":
                # Pictures stand in the chats, written out: one alone may be large.
                chats = source.elements(name, largest=LARGEST_DOCUMENT)
                for place, item in enumerate(chats):
                    yield found_chat(record(item), f"{name}#{place}")
            elif kind:
                yield found_chat(record(source.json(name)), name)
        except ScoutError as error:
            yield refused(name, error)


def found_chat(outer: Mapping[str, Any], otherwise: str) -> Found:
    """Return a chat, with what stands around it or alone.

    One without an id is known by its first message, or as `otherwise`.
    """
    chat = record(outer.get("chat")) or outer
    left_out: Counter[str] = Counter()
    messages = sound(_messages(chat, left_out))
    history = record(chat.get("history"))
    head = text(history.get("currentId")) if history else ""
    there = {message.key for message in messages}
    first = earliest({message.key: message.created for message in messages if message.created})
    models = texts(chat.get("models"))
    settings = record(chat.get("params"))
    times = [message.created for message in messages if message.created]
    if outer.get("folder_id"):
        left_out["names of folders"] += 1
    tags = [*_tags(chat.get("tags")), *_tags(record(outer.get("meta")).get("tags"))]
    return Found(
        key=key(outer.get("id")) or key(chat.get("id")) or first or otherwise,
        title=text(outer.get("title")) or text(chat.get("title")),
        messages=messages,
        created=moment(outer.get("created_at")) or moment(chat.get("timestamp"))
        or min(times, default=""),
        updated=moment(outer.get("updated_at")) or max(times, default=""),
        head=head if head in there else newest_leaf(messages),
        model=models[0] if models else "",
        system=text(settings.get("system")) or text(chat.get("system")),
        parameters=parameters({name: settings.get(name) for name in _SET_BY})[0],
        pinned=outer.get("pinned") is True,
        archived=outer.get("archived") is True,
        tags=tuple(dict.fromkeys(tags)),
        left_out=dict(left_out),
    )  # fmt: skip


def _messages(chat: Mapping[str, Any], left_out: Counter[str]) -> tuple[FoundMessage, ...]:
    """The tree where there is one; the list beside it only repeats the branch that was shown."""
    held = record(record(chat.get("history")).get("messages"))
    if held:
        return tuple(found_message(record(message), own, left_out) for own, message in held.items())
    listed = records(chat.get("messages"))
    found = tuple(
        found_message(message, key(message.get("id")) or f"#{place}", left_out)
        for place, message in enumerate(listed)
    )
    return found if any(message.parent for message in found) else chained(found)


def _tags(value: object) -> list[str]:
    return texts(value) + [name for tag in records(value) if (name := text(tag.get("name")))]


def _kind(source: Source, name: str) -> str:
    if begins(source, name) == b"[":
        return "list" if _lists_chats(source, name) else ""
    keys = source.keys(name)
    if "chat" in keys and source.keys(name, "chat") & {"history", "messages"}:
        return "one"
    inner = "history" in keys and "messages" in source.keys(name, "history")
    return "one" if inner and keys & {"models", "messages", "params", "timestamp"} else ""


def _lists_chats(source: Source, name: str) -> bool:
    try:
        for item in source.elements(name, largest=LARGEST_DOCUMENT):
            chat = record(record(item).get("chat"))
            return bool(chat.keys() & {"history", "messages"})
    except ScoutError:
        return False
    return False
