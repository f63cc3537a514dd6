"""What a chat request contains, read the way a stranger would: nothing is trusted, nothing raises.

`read` looks at the JSON only; pictures are judged by their bytes, with the same two pure modules
of `chat` that the program itself uses for its estimate.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from scout_desktop.practice.bill import text_tokens

# What the program adds by itself; the rest is what somebody chose.
_NOT_PARAMETERS: Final = frozenset(
    {"model", "messages", "stream", "stream_options", "user", "session_id"}
)


@dataclass(frozen=True)
class ArrivedPicture:
    """One picture of a request. Zero pixels means that its bytes were not understood."""

    mime: str
    """By content; empty if unknown."""
    said: str
    """What the data URL claimed."""
    width: int
    height: int
    columns: int
    rows: int
    tokens: int
    size: int
    """Bytes after base64; 0 for a web address."""
    note: str = ""
    turn: int = 0
    """Which message it came in, counted from 0."""


@dataclass(frozen=True)
class Arrived:
    """A chat request as it was understood."""

    model: str
    texts: tuple[tuple[str, str], ...]
    """(role, text) of each message, in order."""
    pictures: tuple[ArrivedPicture, ...]
    others: tuple[str, ...]
    """Types of parts that are neither text nor picture."""
    parameters: Mapping[str, Any]
    prompt_tokens: int
    streamed: bool

    @property
    def last(self) -> str:
        """The newest message of the user."""
        return next((text for role, text in reversed(self.texts) if role == "user"), "")


def read(body: Mapping[str, Any]) -> Arrived:
    """Understand a request body; odd parts are counted under `others`."""
    texts: list[tuple[str, str]] = []
    pictures: list[ArrivedPicture] = []
    others: list[str] = []
    messages = body.get("messages")
    for turn, message in enumerate(messages if isinstance(messages, list) else []):
        if not isinstance(message, Mapping):
            others.append("message")
            continue
        content = message.get("content")
        parts = content if isinstance(content, list) else [{"type": "text", "text": content or ""}]
        said: list[str] = []
        for part in parts:
            kind = part.get("type") if isinstance(part, Mapping) else None
            if kind == "text":
                said.append(str(part.get("text") or ""))
            elif kind == "image_url":
                pictures.append(_picture(part.get("image_url"), turn))
            else:
                others.append(str(kind))
        texts.append((str(message.get("role") or ""), "\n".join(said)))
    tokens = 1 + sum(p.tokens for p in pictures) + sum(5 + text_tokens(len(t)) for _, t in texts)
    return Arrived(
        model=str(body.get("model") or ""),
        texts=tuple(texts),
        pictures=tuple(pictures),
        others=tuple(others),
        parameters={k: v for k, v in body.items() if k not in _NOT_PARAMETERS},
        prompt_tokens=tokens,
        streamed=body.get("stream") is True,
    )


def _picture(value: object, turn: int) -> ArrivedPicture:
    url = value.get("url") if isinstance(value, Mapping) else value
    head, comma, data = str(url or "").partition(",")
    if not comma or not head.startswith("data:"):
        return ArrivedPicture("", "", 0, 0, 0, 0, 0, 0, "a web address, which is not fetched", turn)
    said = head[5:].partition(";")[0]
    try:
        content = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return ArrivedPicture("", said, 0, 0, 0, 0, 0, 0, "its base64 is broken", turn)
    from scout_desktop.chat.errors import ScoutError
    from scout_desktop.chat.picture import EXTENSION_OF, inspect
    from scout_desktop.chat.tiles import tiling

    try:
        kind = inspect(content)
    except (ValueError, ScoutError):
        kind = None
    if kind is None or kind.mime not in EXTENSION_OF:  # only what the service takes
        size = len(content)
        return ArrivedPicture(
            "", said, 0, 0, 0, 0, 0, size, "no picture format is recognised", turn
        )
    grid = tiling(kind.width, kind.height)
    note = "" if kind.mime == said else f"announced as {said or 'nothing'}"
    return ArrivedPicture(
        kind.mime,
        said,
        kind.width,
        kind.height,
        grid.columns,
        grid.rows,
        grid.tokens,
        len(content),
        note,
        turn,
    )
