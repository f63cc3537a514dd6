"""What a message of ChatGPT holds, by the kind of its content; nothing is executed or fetched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scout_desktop.storage.imports.fields import joined, record, records, text
from scout_desktop.storage.imports.found import FoundPart, FoundText

from .assets import Assets, made_by

_SOUND: Final = frozenset(
    {
        "audio_asset_pointer",
        "real_time_user_audio_video_asset_pointer",
        "video_container_asset_pointer",
    }
)
_HIDDEN_KINDS: Final[Mapping[str, str]] = {
    "user_editable_context": "custom instructions",
    "model_editable_context": "memories",
}
_TICKS = re.compile(r"`{3,}")
_LANGUAGE = re.compile(r"[\w+#.-]{1,30}\Z")
_CITED = "\ue200"
"""ChatGPT's private sign before a reference, which no font shows."""


@dataclass(slots=True)
class Content:
    """What was read of one message."""

    parts: list[FoundPart] = field(default_factory=list)
    reasoning: str = ""
    """What the model thought; it belongs to the reply that follows."""
    extra: dict[str, Any] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    is_context: bool = False
    """Whether it is no message but what ChatGPT knows of its user."""

    def add(self, words: str) -> None:
        """Add a text that is not empty."""
        if words.strip():
            self.parts.append(FoundText(words))


def content_of(message: Mapping[str, Any], assets: Assets) -> Content:
    """Return what a message holds."""
    content, metadata = record(message.get("content")), record(message.get("metadata"))
    kind = text(content.get("content_type"))
    found = Content()
    if kind in _HIDDEN_KINDS:
        found.is_context = True
        found.left_out[_HIDDEN_KINDS[kind]] += 1
        return found
    match kind:
        case "code" | "execution_output" | "tether_browsing_code":
            found.add(_fenced(text(content.get("text")), text(content.get("language"))))
        case "thoughts":
            found.reasoning = joined(
                joined((text(each.get("summary")), text(each.get("content"))))
                for each in records(content.get("thoughts"))
            )
        case "reasoning_recap":
            found.reasoning = text(content.get("content"))
        case "tether_quote":
            found.add(_quoted(content))
        case "tether_browsing_display":
            found.add(text(content.get("result")) or text(content.get("summary")))
        case "system_error":
            found.add(joined((text(content.get("name")), text(content.get("text")))))
        case _:
            _read_parts(content, kind, metadata, assets, found)
    _read_attachments(metadata, found)
    return found


def _read_parts(
    content: Mapping[str, Any],
    kind: str,
    metadata: Mapping[str, Any],
    assets: Assets,
    found: Content,
) -> None:
    parts = content.get("parts")
    for part in parts if isinstance(parts, list) else [content.get("text"), content.get("result")]:
        if isinstance(part, str):
            found.add(_readable(part, metadata))
        elif part is not None:
            _read_object(record(part), metadata, assets, found)
    if not found.parts and kind not in ("text", "multimodal_text", ""):
        found.left_out[f"messages of the kind “{kind[:40]}”"] += 1
        found.extra["content"] = content


def _read_object(
    part: Mapping[str, Any], metadata: Mapping[str, Any], assets: Assets, found: Content
) -> None:
    kind = text(part.get("content_type"))
    if kind == "image_asset_pointer" or (not kind and "asset_pointer" in part):
        found.parts.append(assets.picture(part, metadata.get("attachments")))
        if told := made_by(part):
            found.extra.setdefault("generated", []).append(told)
    elif kind in _SOUND:
        found.left_out["voice and video recordings"] += 1
    elif words := text(part.get("text")):
        found.add(words)
    else:
        found.left_out[f"parts of the kind “{kind[:40] or 'unknown'}”"] += 1
        found.extra.setdefault("parts", []).append(part)


def _read_attachments(metadata: Mapping[str, Any], found: Content) -> None:
    """Note what was attached and is no picture; its content is in the export only at times."""
    files = [
        each
        for each in records(metadata.get("attachments"))
        if not text(each.get("mime_type") or each.get("mimeType")).startswith("image/")
        and not each.get("width")
    ]
    if files:
        found.left_out["attached files"] += len(files)
        found.extra["files"] = [
            {name: each[name] for name in ("name", "size") if name in each} for each in files
        ]


def _readable(words: str, metadata: Mapping[str, Any]) -> str:
    """Put what a reference reads as in the place of its private signs."""
    if _CITED not in words:
        return words
    for reference in records(metadata.get("content_references")):
        mark, reading = text(reference.get("matched_text")), text(reference.get("alt"))
        if _CITED in mark:
            words = words.replace(mark, reading)
    return words


def _fenced(code: str, language: str) -> str:
    if not code.strip():
        return ""
    longest = max((len(ticks) for ticks in _TICKS.findall(code)), default=2)
    fence = "`" * (longest + 1)
    known = language if _LANGUAGE.match(language) and language != "unknown" else ""
    return f"{fence}{known}\n{code.rstrip()}\n{fence}"


def _quoted(content: Mapping[str, Any]) -> str:
    where = " ".join(
        each for each in (text(content.get("title")), text(content.get("url"))) if each
    )
    lines = text(content.get("text")).splitlines()
    return joined(("\n".join(f"> {line}".rstrip() for line in lines), where))
