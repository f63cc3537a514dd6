"""One node of a conversation and its parts, as views of the record that is on disk.

A node keeps its whole record, unknown keys included, and never changes it; properties read it with
care, because files also come from other programs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, TypeAlias

from .growing import mend
from .recipe import Crop, Mark, Recipe, Turn, recipe_of

Record: TypeAlias = Mapping[str, Any]
State: TypeAlias = Literal["streaming", "complete", "stopped", "interrupted", "failed"]

STATES: tuple[State, ...] = ("streaming", "interrupted", "failed", "stopped", "complete")
"""In order of rank: of two copies of a node the one further right wins (format.md)."""

_NO = (None, False)
_TEXTS = ("text", None, "input_text", "output_text")
"""Kinds of a part that is text: ours, none at all, and those of the service's newer interface."""


@dataclass(frozen=True, slots=True)
class TextPart:
    """Text as it was typed or received, code point for code point."""

    text: str


@dataclass(frozen=True, slots=True)
class Original:
    """The untouched picture that a sent one was made from; kept, never sent."""

    sha256: str
    mime: str
    width: int
    height: int
    bytes: int
    animated: bool = False
    """Only its first frame was sent."""
    page: int = 0
    """Which page of a document it is, from 1; 0 for a picture. `width` and `height` are then those
    of the page as pixels at 200 a inch, and places (crop, marks) count in these."""

    def record(self) -> dict[str, Any]:
        """Return the original as it is stored."""
        found: dict[str, Any] = {
            "sha256": self.sha256, "mime": self.mime, "width": self.width, "height": self.height,
            "bytes": self.bytes,
        }  # fmt: skip
        found |= {"animated": True} if self.animated else {}
        return found | ({"page": self.page} if self.page else {})


@dataclass(frozen=True, slots=True)
class ImagePart:
    """A picture as it was sent: its bytes are in the media folder under `sha256`.

    Or, with a `url`, one that only the service fetches: then there are no bytes, no size and no
    `sha256` here, and nothing is ever loaded from that address by us.
    """

    sha256: str
    mime: str
    width: int
    height: int
    bytes: int
    name: str = ""
    fit: str = "tiles"
    original: Original | None = None
    crop: Crop | None = None
    turn: Turn = 0
    marks: tuple[Mark, ...] = ()
    url: str = ""

    @property
    def recipe(self) -> Recipe:
        """How it was made from its original."""
        return Recipe(self.fit, self.crop, self.turn, self.marks)

    def record(self) -> dict[str, Any]:
        """Return the part as it is stored."""
        if self.url:
            return {"type": "image", "url": self.url, "name": self.name}
        found: dict[str, Any] = {
            "type": "image", "sha256": self.sha256, "mime": self.mime, "width": self.width,
            "height": self.height, "bytes": self.bytes, "name": self.name, **self.recipe.record(),
        }  # fmt: skip
        if self.original is not None:
            found["original"] = self.original.record()
        return found


@dataclass(frozen=True, slots=True)
class ForeignPart:
    """A part of a kind we do not know; kept as it is."""

    record: Record


Part: TypeAlias = TextPart | ImagePart | ForeignPart


@dataclass(frozen=True, slots=True)
class Node:
    """A message, a reply or a tombstone."""

    record: Record

    @property
    def id(self) -> str:
        """The node's id."""
        return str(self.record["id"])

    @property
    def parent(self) -> str | None:
        """The id of the node before it, None for a first message."""
        parent = self.record.get("parent")
        return parent if isinstance(parent, str) else None

    @property
    def role(self) -> str:
        """`user`, `assistant`, or whatever another program wrote."""
        return _text(self.record, "role")

    @property
    def created(self) -> str:
        """UTC time as stored."""
        return _text(self.record, "created")

    @property
    def deleted(self) -> bool:
        """Whether only a tombstone is left; null and false, as other programs write, say no."""
        return "deleted" in self.record and self.record["deleted"] not in _NO

    @property
    def rev(self) -> int:
        """How often the record was rewritten."""
        return number(self.record.get("rev")) or 0

    @property
    def state(self) -> str:
        """One of `STATES` for a reply; a user's message is always complete."""
        return _text(self.record, "state") or "complete"

    @property
    def parts(self) -> tuple[Part, ...]:
        """What it says, in order; also where another program wrote it as texts, or as `content`."""
        raw = self.record.get("parts")
        if raw is None:
            raw = self.record.get("content")
        if isinstance(raw, str | Mapping):
            raw = (raw,)
        if not isinstance(raw, Sequence):
            return ()
        return tuple(
            TextPart(item) if isinstance(item, str) else _part(item)
            for item in raw
            if isinstance(item, str | Mapping)
        )

    @property
    def text(self) -> str:
        """Its text parts, joined by blank lines where there are several."""
        return "\n\n".join(part.text for part in self.parts if isinstance(part, TextPart))

    @property
    def images(self) -> tuple[ImagePart, ...]:
        """Its pictures."""
        return tuple(part for part in self.parts if isinstance(part, ImagePart))

    def section(self, name: str) -> Record:
        """Return a sub-record (`reply`, `usage`, `cost`, `timing`, `error`, `request`) or {}."""
        found = self.record.get(name)
        return found if isinstance(found, Mapping) else {}

    @property
    def usd(self) -> Decimal | None:
        """What it cost, None where unknown or where there is nothing to pay."""
        text = self.section("cost").get("usd")
        try:
            return Decimal(text) if isinstance(text, str) else None
        except InvalidOperation:
            return None

    def changed(self, **values: Any) -> Node:
        """Return the node with these keys set and `rev` one higher."""
        return Node({**self.record, **values, "rev": self.rev + 1})


def user_node(
    id: str, parent: str | None, created: str, text: str, images: Sequence[ImagePart] = ()
) -> Node:
    """Make a user's message; text comes first, as the service advises.

    Lone halves of surrogates, which no file and no request can hold, become U+FFFD here, so that
    what is kept is what is sent.
    """
    text = mend(text)
    parts: list[dict[str, Any]] = [{"type": "text", "text": text}] if text or not images else []
    parts += [image.record() for image in images]
    return Node({"id": id, "parent": parent, "role": "user", "created": created, "parts": parts})


def number(value: object) -> int | None:
    """Return a whole number as found in a file, None for anything else (True included)."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _text(record: Record, key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""


def _part(record: Record) -> Part:
    kind = record.get("type")
    if kind in _TEXTS and (text := _words(record)) is not None:
        return TextPart(text)
    if kind == "image" and "sha256" not in record and _text(record, "url"):
        return ImagePart("", "", 0, 0, 0, name=_text(record, "name"), url=record["url"])
    if kind == "image" and isinstance(record.get("sha256"), str):
        original = record.get("original")
        recipe = recipe_of(record)
        return ImagePart(
            sha256=record["sha256"],
            mime=_text(record, "mime"),
            width=number(record.get("width")) or 0,
            height=number(record.get("height")) or 0,
            bytes=number(record.get("bytes")) or 0,
            name=_text(record, "name"),
            fit=recipe.fit,
            original=_original(original) if isinstance(original, Mapping) else None,
            crop=recipe.crop,
            turn=recipe.turn,
            marks=recipe.marks,
        )
    return ForeignPart(record)


def _words(record: Record) -> str | None:
    """Return the text of a part, as one or as a list of texts; None where there is none."""
    text = record.get("text")
    if text is None:
        text = record.get("content")
    if isinstance(text, list) and text and all(isinstance(each, str) for each in text):
        return "\n".join(text)
    return text if isinstance(text, str) else None


def _original(record: Record) -> Original | None:
    if not isinstance(record.get("sha256"), str):
        return None
    return Original(
        sha256=record["sha256"],
        mime=_text(record, "mime"),
        width=number(record.get("width")) or 0,
        height=number(record.get("height")) or 0,
        bytes=number(record.get("bytes")) or 0,
        animated=record.get("animated") is True,
        page=max(number(record.get("page")) or 0, 0),
    )
