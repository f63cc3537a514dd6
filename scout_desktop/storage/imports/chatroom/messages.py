"""One message of the chat room: its words and pictures, who said them, what it cost there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from scout_desktop.storage.imports.fields import record, records, text, texts, usage, usd, whole
from scout_desktop.storage.imports.found import FoundMessage
from scout_desktop.storage.imports.gathered import Gathered, gather_content, gather_item
from scout_desktop.storage.imports.pictures import is_picture, picture

from .lines import Line


def found_message(
    line: Line, people: Mapping[str, Any], items: Mapping[str, Any], left_out: Counter[str]
) -> FoundMessage:
    """Return a message; what it holds that has no place here is counted in `left_out`."""
    message, noted = line.record, record(line.record.get("metadata"))
    found = Gathered()
    _words(found, line, items)
    attached = message.get("attachments")
    for one in attached if isinstance(attached, list) else []:
        _attached(found, one)
    left_out.update(found.left_out)
    spoke = record(people.get(line.who))
    ours = line.role == "assistant"
    error = _error(message.get("error")) or _error(noted.get("error"))
    return FoundMessage(
        key=line.key,
        parent=line.parent,
        role=line.role,
        parts=tuple(found.parts),
        created=line.created,
        model=(text(noted.get("variantSlug")) or text(spoke.get("model"))) if ours else "",
        provider=_provider(noted) if ours else "",
        generation_id=text(noted.get("generationId")),
        finish_reason=text(noted.get("finishReason")),
        state=_state(message, error) if ours else "complete",
        error=error,
        usage=usage(completion=noted.get("tokensCount")) if ours else {},
        usd=usd(noted.get("cost")),
        extra=_extra(found, message, noted),
    )


def _words(found: Gathered, line: Line, items: Mapping[str, Any]) -> None:
    """Versions 1 and 2 have the words in the message, version 3 in items of their own."""
    message = line.record
    references = records(message.get("items"))
    found.think(text(message.get("reasoning")))
    if not references:
        gather_content(found, message.get("content"))
        return
    places = [whole(reference.get("sequenceIndex")) for reference in references]
    order = sorted(
        range(len(references)),
        key=lambda at: (places[at] is None, places[at] or 0, at),
    )
    for at in order:
        held = record(items.get(text(references[at].get("id"))))
        kind = {"type": references[at].get("type")}
        if inner := record(held.get("data")):
            gather_item(found, {**kind, **inner})
        else:
            found.leave("parts that are missing in the file")


def _attached(found: Gathered, attached: object) -> None:
    if isinstance(attached, str):
        attached = {"url": attached}
    about = record(attached)
    address = next(
        (value for name in ("url", "dataUrl", "content", "data", "image_url", "base64")
         if (value := text(about.get(name)) or text(record(about.get(name)).get("url")))),
        "",
    )  # fmt: skip
    name = text(about.get("name")) or text(about.get("filename"))
    kind = about.get("mimeType") or about.get("contentType") or about.get("type")
    if is_picture(kind, address) or text(kind) in {"image", "image_url"}:
        found.show(picture(address, name, about))
    else:
        found.leave("files")
        found.keep("files", {"name": name})


def _provider(noted: Mapping[str, Any]) -> str:
    if said := text(noted.get("provider")):
        return said
    routed = record(record(noted.get("routerMetadata")).get("endpoints"))
    chosen = [one for one in records(routed.get("available")) if one.get("selected") is True]
    return text(chosen[0].get("provider")) if chosen else ""


def _error(value: object) -> str:
    return text(value) or text(record(value).get("message"))


def _state(message: Mapping[str, Any], error: str) -> str:
    if error:
        return "failed"
    return "interrupted" if message.get("isGenerating") is True else "complete"


def _extra(found: Gathered, message: Mapping[str, Any], noted: Mapping[str, Any]) -> dict[str, Any]:
    extra = found.extra
    timing = {
        name: value
        for name in ("tokensPerSecond", "latencyDuration", "generateDuration", "duration")
        if isinstance(value := noted.get(name), int | float)
    }
    if timing:
        extra["timing"] = timing
    if message.get("isEdited") is True:
        extra["edited"] = True
    if marks := texts(message.get("tags")):
        extra["tags"] = marks
    return extra
