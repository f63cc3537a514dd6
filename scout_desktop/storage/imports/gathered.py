"""What one message holds, gathered part by part; and the shape of parts that several exports share.

The shown text stays apart from what a model thought and which tools it called: those are kept with
the message, not shown as its words. Parts of unknown kinds are kept as they are, and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from .fields import record, records, text
from .found import FoundPart, FoundPicture, FoundText
from .pictures import is_picture, picture

_MOST_KEPT: Final = 1000
_TOOLS: Final = (
    "function_call", "function_call_output", "web_search_call", "web_fetch_call", "tool_call",
    "tool_result", "code_interpreter_call", "file_search_call", "computer_call", "mcp_call",
)  # fmt: skip
_WORDS: Final = ("text", "input_text", "output_text", "summary_text", "refusal")


class Gathered:
    """The parts of a message while they are read; `left_out` counts what has no place here."""

    def __init__(self) -> None:
        self.parts: list[FoundPart] = []
        self.left_out: Counter[str] = Counter()
        self._reasoning: list[str] = []
        self._kept: dict[str, list[Any]] = {}

    def say(self, words: str, *, directly: bool = False) -> None:
        """Add text; `directly` on the last text rather than as a part of its own."""
        last = self.parts[-1] if self.parts else None
        if directly and isinstance(last, FoundText):
            self.parts[-1] = FoundText(last.text + words)
        elif words:
            self.parts.append(FoundText(words))

    def show(self, found: FoundPicture) -> None:
        """Add a picture."""
        self.parts.append(found)

    def think(self, words: str) -> None:
        """Add reasoning."""
        if words:
            self._reasoning.append(words)

    def keep(self, kind: str, value: object) -> None:
        """Keep something beside the message under a name."""
        kept = self._kept.setdefault(kind, [])
        if len(kept) < _MOST_KEPT:
            kept.append(value)

    def leave(self, what: str, value: object = None) -> None:
        """Count what has no place here; the value, if there is one, is kept beside the message."""
        self.left_out[what] += 1
        if value is not None:
            self.keep("other", value)

    @property
    def extra(self) -> dict[str, Any]:
        """What is stored with the message but not shown as its words."""
        thought = {"reasoning": "\n\n".join(self._reasoning)} if self._reasoning else {}
        return {**thought, **self._kept}

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all."""
        return not (self.parts or self._reasoning or self._kept or self.left_out)


def gather_item(found: Gathered, item: Mapping[str, Any]) -> None:
    """Take an item of the shape that the Responses interface has: message, reasoning, a call."""
    kind = text(item.get("type"))
    if kind == "message":
        gather_content(found, item.get("content"))
    elif kind == "reasoning":
        words = [text(part.get("text")) for part in records(item.get("content"))]
        if not any(words):
            words = [text(part.get("text")) for part in records(item.get("summary"))]
        found.think("".join(words) or text(item.get("content")))
    elif kind.startswith(("image_generation", "openrouter:image")) or kind == "image":
        _made(found, item)
    elif kind in _TOOLS or kind.endswith(("_call", "_call_output")):
        found.keep("tools", item)
    else:
        found.leave("parts of unknown kinds", item)


def gather_content(found: Gathered, content: object) -> None:
    """Take what a message says: a text, or a list of texts, pictures and files."""
    if isinstance(content, str):
        found.say(content)
        return
    directly = False
    for part in content if isinstance(content, list) else []:
        if isinstance(part, str):
            found.say(part, directly=directly)
            directly = True
            continue
        kind = text(record(part).get("type"))
        if kind in _WORDS:
            words = part.get("text") or part.get("refusal")
            found.say(text(record(words).get("value")) or text(words), directly=directly)
            directly = True
            continue
        directly = False
        _gather_other(found, kind, record(part))


def _gather_other(found: Gathered, kind: str, part: Mapping[str, Any]) -> None:
    if kind in {"reasoning_text", "reasoning", "think", "thinking"}:
        found.think(text(part.get("text")) or text(part.get(kind)))
    elif kind in {"input_image", "image_url", "image", "output_image"}:
        _pictured(found, part)
    elif kind in {"input_file", "file"}:
        file = {**part, **record(part.get("file"))}
        data = file.get("fileData") or file.get("file_data") or file.get("url")
        if is_picture(file.get("mediaType") or file.get("mimeType"), data):
            found.show(picture(data, _name(file)))
        else:
            found.leave("files")
            found.keep("files", {"name": _name(file)})
    elif kind in {"input_audio", "audio", "input_video", "video"}:
        found.leave("recordings")
    else:
        found.leave("parts of unknown kinds", part)


def _pictured(found: Gathered, part: Mapping[str, Any]) -> None:
    address = next(
        (part[key] for key in ("image_url", "imageUrl", "image", "url", "data") if part.get(key)),
        "",
    )
    inner = record(address)
    found.show(picture(inner.get("url") or inner.get("data") or address, _name(part), part))


def _made(found: Gathered, item: Mapping[str, Any]) -> None:
    result = item.get("result") or item.get("imageUrl") or item.get("image_url") or item.get("url")
    inner = record(result)
    found.show(picture(inner.get("url") or inner.get("data") or result))


def _name(part: Mapping[str, Any]) -> str:
    return text(part.get("filename")) or text(part.get("name"))
