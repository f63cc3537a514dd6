"""One message of LibreChat: the newer shape with content parts, and the older one with a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from scout_desktop.storage.imports.fields import key, moment, record, records, text, usage
from scout_desktop.storage.imports.found import FoundMessage
from scout_desktop.storage.imports.gathered import Gathered, gather_content
from scout_desktop.storage.imports.pictures import is_picture, picture

from .unnested import Nested

_NO_PARENT = "00000000-0000-0000-0000-000000000000"


def found_messages(nested: list[Nested], left_out: Counter[str]) -> Iterator[FoundMessage]:
    """Yield the messages; of a tree that nests, the one around is the parent.

    Flat ones say their parent, except in old exports, where the order says it.
    """
    keys = [key(each.record.get("messageId")) or f"#{each.place}" for each in nested]
    there = set(keys)
    silent = not any(text(each.record.get("parentMessageId")) for each in nested)
    for each in nested:
        stated = text(each.record.get("parentMessageId"))
        if each.parent is not None:
            parent: str | None = keys[each.parent]
        elif stated in there:
            parent = stated
        else:
            parent = keys[each.place - 1] if silent and each.place else None
        yield _message(each.record, keys[each.place], parent, left_out)


def _message(
    message: Mapping[str, Any], own: str, parent: str | None, left_out: Counter[str]
) -> FoundMessage:
    found = Gathered()
    error = _content(found, message)
    for file in records(message.get("files")) + records(message.get("attachments")):
        _file(found, file)
    left_out.update(found.left_out)
    ours = not _from_user(message)
    if message.get("error") is True and not error:
        error = text(message.get("text"))
        found.parts = []
    count = message.get("tokenCount")
    return FoundMessage(
        key=own,
        parent=parent,
        role="assistant" if ours else "user",
        parts=tuple(found.parts),
        created=moment(message.get("createdAt")),
        model=text(message.get("model")) if ours else "",
        finish_reason=text(message.get("finish_reason")),
        state=_state(message, error) if ours else "complete",
        error=error,
        usage=usage(message.get("promptTokens"), count) if ours else {},
        extra=_extra(found, message),
    )


def _content(found: Gathered, message: Mapping[str, Any]) -> str:
    """Take the words, and return the sentence of an error that stands among them."""
    parts = message.get("content")
    if not isinstance(parts, list) or not parts:
        found.say(text(message.get("text")))
        return ""
    error = ""
    for part in parts:
        kind = text(record(part).get("type"))
        if kind == "error":
            said = part.get("error") or part.get("text")
            error = text(record(said).get("value")) or text(said) or "The reply failed."
        elif kind == "tool_call":
            found.keep("tools", part.get("tool_call"))
        elif kind == "image_file":
            about = record(part.get("image_file"))
            address = about.get("url") or about.get("filepath")
            found.show(picture(address, text(about.get("filename")), about))
        elif kind != "agent_update":
            gather_content(found, [part])
    return error


def _file(found: Gathered, file: Mapping[str, Any]) -> None:
    name = text(file.get("filename"))
    if is_picture(file.get("type")):
        found.show(picture(file.get("filepath") or file.get("url"), name, file))
    elif file.get("filepath") or name:
        found.leave("files")
        found.keep("files", {"name": name})
    else:
        found.keep("tools", file)


def _from_user(message: Mapping[str, Any]) -> bool:
    said = message.get("isCreatedByUser")
    return said if isinstance(said, bool) else text(message.get("sender")).lower() == "user"


def _state(message: Mapping[str, Any], error: str) -> str:
    if error:
        return "failed"
    cut = message.get("unfinished") is True or message.get("finish_reason") == "incomplete"
    return "interrupted" if cut else "complete"


def _extra(found: Gathered, message: Mapping[str, Any]) -> dict[str, Any]:
    kept = {
        name: said
        for name in ("sender", "endpoint")
        if (said := text(message.get(name))) and not _from_user(message)
    }
    edited = {"edited": True} if message.get("isEdited") is True else {}
    return {**found.extra, **kept, **edited}
