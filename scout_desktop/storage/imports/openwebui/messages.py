"""One message of Open WebUI, with its pictures, and what stands folded in its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from scout_desktop.storage.imports.fields import moment, record, records, stated_usage, text, usd
from scout_desktop.storage.imports.found import FoundMessage, FoundText
from scout_desktop.storage.imports.gathered import Gathered, gather_content, gather_item
from scout_desktop.storage.imports.pictures import is_picture, picture

from .details import gather_reply


def found_message(message: Mapping[str, Any], own: str, left_out: Counter[str]) -> FoundMessage:
    """Return a message; what it holds that has no place here is counted in `left_out`."""
    role = text(message.get("role")) or "user"
    ours = role == "assistant"
    found = _said(message, ours=ours)
    for file in records(message.get("files")):
        _file(found, file)
    left_out.update(found.left_out)
    error = _error(message)
    counted = {**record(message.get("info")), **record(message.get("usage"))}
    return FoundMessage(
        key=own,
        parent=text(message.get("parentId")) or None,
        role=role,
        parts=tuple(found.parts),
        created=moment(message.get("timestamp")),
        model=text(message.get("model")) if ours else "",
        state=_state(message, error) if ours else "complete",
        error=error,
        usage=stated_usage(counted) if ours else {},
        usd=usd(counted.get("cost")) if ours else "",
        extra=_extra(found, message),
    )


def _said(message: Mapping[str, Any], *, ours: bool) -> Gathered:
    """What it says stands up to twice: as items, and as text with the rest folded into it."""
    found = Gathered()
    for item in records(message.get("output")):
        gather_item(found, item)
    if any(isinstance(part, FoundText) for part in found.parts):
        return found
    content = message.get("content")
    folded = Gathered() if found.empty else found
    if ours and isinstance(content, str):
        gather_reply(folded, content)
    else:
        gather_content(folded, content)
    return folded


def _file(found: Gathered, file: Mapping[str, Any]) -> None:
    about = {**record(file.get("file")), **file}
    name = text(about.get("name")) or text(about.get("filename"))
    kind = about.get("content_type") or record(about.get("meta")).get("content_type")
    if file.get("type") == "image" or is_picture(kind, file.get("url")):
        found.show(picture(file.get("url"), name, about))
    else:
        found.leave("files")
        found.keep("files", {"name": name})


def _error(message: Mapping[str, Any]) -> str:
    error = message.get("error")
    if not error:
        return ""
    said = record(error)
    return (
        text(error)
        or text(said.get("content"))
        or text(said.get("detail"))
        or text(said.get("message"))
        or text(record(said.get("content")).get("message"))
        or "The reply failed."
    )


def _state(message: Mapping[str, Any], error: str) -> str:
    if error:
        return "failed"
    return "interrupted" if message.get("done") is False else "complete"


def _extra(found: Gathered, message: Mapping[str, Any]) -> dict[str, Any]:
    kept = {
        name: said
        for name, spelt in (("model_name", "modelName"), ("sources", "sources"))
        if (said := message.get(spelt))
    }
    rated = record(message.get("annotation")).get("rating")
    return {**found.extra, **kept, **({"rating": rated} if rated else {})}
