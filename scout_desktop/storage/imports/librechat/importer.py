"""Finds the chats in a file, a folder or an archive of them, and puts each together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from scout_desktop.chat.errors import ScoutError
from scout_desktop.storage.ground.strict import NotJson
from scout_desktop.storage.imports.documents import documents, refused
from scout_desktop.storage.imports.fields import key, moment, parameters, record, text, texts
from scout_desktop.storage.imports.found import Found
from scout_desktop.storage.imports.source import Source
from scout_desktop.storage.imports.sources.refusing import LARGEST_DOCUMENT, refusal, shown
from scout_desktop.storage.imports.trees import newest_leaf, sound

from .history import found_history
from .messages import found_messages
from .unnested import Nested, unnested

SOURCE = "librechat"
TITLE = "LibreChat"

_SET_BY = (
    "temperature", "top_p", "topP", "topK", "top_k", "frequency_penalty", "presence_penalty",
    "max_tokens", "maxTokens", "maxOutputTokens", "stop", "seed",
)  # fmt: skip


def recognises(source: Source) -> bool:
    """Whether one of the JSON files is a chat of LibreChat or a history of chatbot-ui."""
    return any(_kind(source, name) for name in documents(source, b"{"))


def read(source: Source) -> Iterator[Found]:
    """Yield the chats. Files that cannot be read are told, and do not keep the others."""
    for name in documents(source, b"{"):
        try:
            match _kind(source, name):
                case "chat":
                    yield _chat(name, source.read(name, LARGEST_DOCUMENT))
                case "history":
                    yield from found_history(source, name)
        except ScoutError as error:
            yield refused(name, error)


def found_chat(chat: Mapping[str, Any], nested: list[Nested]) -> Found:
    """Return a chat: `chat` is all of the file but its messages."""
    options = record(chat.get("options"))
    left_out: Counter[str] = Counter()
    messages = sound(found_messages(nested, left_out))
    set_here, _ = parameters({name: options.get(name) for name in _SET_BY})
    times = [message.created for message in messages if message.created]
    return Found(
        key=key(chat.get("conversationId")),
        title=text(chat.get("title")),
        messages=messages,
        created=moment(options.get("createdAt")) or min(times, default=""),
        updated=moment(options.get("updatedAt")) or max(times, default=""),
        head=newest_leaf(messages),
        model=text(options.get("model")) or _last_model(nested),
        system=next(
            (said for name in ("promptPrefix", "system", "instructions")
             if (said := text(options.get(name)))),
            "",
        ),
        parameters=set_here,
        archived=options.get("isArchived") is True,
        tags=tuple(texts(options.get("tags"))),
        left_out=dict(left_out),
    )  # fmt: skip


def _kind(source: Source, name: str) -> str:
    keys = source.keys(name)
    if "conversationId" in keys and keys & {"messages", "messagesTree"}:
        return "chat"
    return "history" if {"version", "history", "folders"} <= keys else ""


def _chat(name: str, data: bytes) -> Found:
    try:
        chat, nested = unnested(data)
    except NotJson as broken:
        headline = f"“{shown(name)}” is not JSON that can be read: {broken}."
        # Without the cause: it would hold the text of the whole file.
        raise refusal(headline) from None
    found = found_chat(chat, nested)
    if not found.key:
        raise refusal(f"“{shown(name)}” does not say which chat it is.")
    return found


def _last_model(nested: list[Nested]) -> str:
    said = [text(each.record.get("model")) for each in nested]
    return next((model for model in reversed(said) if model), "")
