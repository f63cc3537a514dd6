"""One message of Chatbox: the newer shape with content parts, and the older one with a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from scout_desktop.storage.imports.fields import (
    joined,
    moment,
    record,
    records,
    stated_usage,
    text,
    usage,
)
from scout_desktop.storage.imports.found import FoundMessage
from scout_desktop.storage.imports.gathered import Gathered
from scout_desktop.storage.imports.pictures import picture


def found_message(
    message: Mapping[str, Any], own: str, left_out: Counter[str], *, link: bool = False
) -> FoundMessage:
    """Return a message, as a mere link where its words stand elsewhere."""
    role = text(message.get("role")) or "user"
    ours = role == "assistant"
    found = Gathered()
    for part in records(message.get("contentParts")):
        _part(found, part)
    if not found.parts:
        found.say(text(message.get("content")))
    found.think(text(message.get("reasoningContent")))
    for shown in records(message.get("pictures")):
        found.show(picture(shown.get("url"), text(shown.get("storageKey"))))
    _beside(found, message)
    left_out.update(found.left_out)
    error = text(message.get("error"))
    if not error and message.get("errorCode"):
        error = "The reply failed."
    return FoundMessage(
        key=own,
        parent=None,
        role=role,
        parts=tuple(found.parts),
        created=moment(message.get("timestamp")),
        model=text(message.get("model")) if ours else "",
        provider=text(message.get("aiProvider")) if ours else "",
        finish_reason=text(message.get("finishReason")),
        state=_state(message, error) if ours else "complete",
        error=error,
        usage=_usage(message) if ours else {},
        link_only=link,
        extra=_extra(found, message),
    )


def words_of(message: Mapping[str, Any]) -> str:
    """Return the text of a message alone."""
    parts = records(message.get("contentParts"))
    said = joined(text(part.get("text")) for part in parts if part.get("type") == "text")
    return said or text(message.get("content"))


def _part(found: Gathered, part: Mapping[str, Any]) -> None:
    match part.get("type"):
        case "text":
            found.say(text(part.get("text")))
        case "image":
            # The pictures themselves are not in a backup, only what they were called there.
            found.show(picture(part.get("url"), text(part.get("storageKey"))))
            if read := text(part.get("ocrResult")):
                found.keep("read_in_pictures", read)
        case "reasoning":
            found.think(text(part.get("text")))
        case "tool-call":
            found.keep("tools", part)
        case "info":
            found.keep("notes", text(part.get("text")))
        case _:
            found.leave("parts of unknown kinds", part)


def _beside(found: Gathered, message: Mapping[str, Any]) -> None:
    for file in records(message.get("files")):
        found.leave("files")
        found.keep("files", {"name": text(file.get("name"))})
    for link in records(message.get("links")):
        found.keep("links", {"title": text(link.get("title")), "url": text(link.get("url"))})


def _usage(message: Mapping[str, Any]) -> dict[str, int]:
    counts = record(message.get("usage"))
    if counts:
        return stated_usage(counts)
    return usage(completion=message.get("tokenCount"), total=message.get("tokensUsed"))


def _state(message: Mapping[str, Any], error: str) -> str:
    if error:
        return "failed"
    return "interrupted" if message.get("generating") is True else "complete"


def _extra(found: Gathered, message: Mapping[str, Any]) -> dict[str, Any]:
    extra = found.extra
    if message.get("isSummary") is True:
        extra["summary"] = True
    waited = message.get("firstTokenLatency")
    if isinstance(waited, int | float):
        extra["first_token_ms"] = waited
    return extra
