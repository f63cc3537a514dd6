"""One message of Jan, a line of JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from scout_desktop.storage.imports.fields import moment, record, records, stated_usage, text
from scout_desktop.storage.imports.found import FoundMessage
from scout_desktop.storage.imports.gathered import Gathered, gather_content

_STATES: Final = {"error": "failed", "stopped": "stopped", "pending": "interrupted"}
_TOOLS: Final = ("tool_call", "tool_result")


def found_message(
    message: Mapping[str, Any], own: str, model: str, left_out: Counter[str]
) -> FoundMessage:
    """Return a message; `model` is the thread's, for replies that do not name theirs."""
    role = text(message.get("role")) or "user"
    ours = role == "assistant"
    noted = record(message.get("metadata"))
    found = Gathered()
    content = message.get("content")
    for part in content if isinstance(content, list) else [content]:
        kind = text(record(part).get("type"))
        if kind in _TOOLS:
            found.keep("tools", part)
        elif kind == "reasoning":
            held = record(part).get("text")
            found.think(text(record(held).get("value")) or text(held))
        elif part is not None:
            gather_content(found, part if isinstance(part, str) else [part])
    for call in records(noted.get("tool_calls")):
        found.keep("tools", call)
    for file in records(message.get("attachments")):
        found.leave("files")
        found.keep("files", {"name": text(file.get("name")) or text(file.get("file_id"))})
    left_out.update(found.left_out)
    state = _STATES.get(text(message.get("status")), "complete") if ours else "complete"
    return FoundMessage(
        key=own,
        parent=text(noted.get("parentId")) or None,
        role=role,
        parts=tuple(found.parts),
        created=moment(message.get("created_at")) or moment(message.get("created")),
        model=(text(noted.get("modelId")) or text(noted.get("model")) or model) if ours else "",
        state=state,
        error=_error(message, noted) if state == "failed" else "",
        usage=stated_usage(record(noted.get("usage"))) if ours else {},
        extra=found.extra,
    )


def _error(message: Mapping[str, Any], noted: Mapping[str, Any]) -> str:
    return (
        text(noted.get("error"))
        or text(record(noted.get("error")).get("message"))
        or text(message.get("error_code"))
        or "The reply failed."
    )
