"""What was sent of a picture, in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.chat.tiles import tiling

if TYPE_CHECKING:
    from scout_desktop.chat.message import ImagePart

_LONGEST_NAME = 80


def sent_facts(image: ImagePart) -> tuple[str, ...]:
    """Return pixels, tiles, tokens, bytes, and what the picture was made from."""
    facts: list[str] = []
    if image.width > 0 and image.height > 0:
        seen = tiling(image.width, image.height)
        facts += [f"{image.width} × {image.height} pixels", _many(seen.tiles, "tile")]
        facts += [_many(seen.tokens, "token")]
    facts += [bytes_words(image.bytes)] if image.bytes > 0 else []
    own = image.original
    # One that was sent as it is has itself for its original.
    if own is not None and own.sha256 != image.sha256:
        facts.append(f"made from {own.width} × {own.height}, {bytes_words(own.bytes)}")
    if own is not None:
        facts += ["first frame only"] if own.animated else []
    return tuple(facts)


def sent_words(image: ImagePart) -> str:
    """Return the same in one line."""
    return "  ·  ".join(sent_facts(image))


def name_of(image: ImagePart) -> str:
    """Return what to call a picture: one line of at most 80 characters, never empty."""
    name = " ".join("".join(c if c.isprintable() else " " for c in image.name).split())
    return f"{name[: _LONGEST_NAME - 1]}…" if len(name) > _LONGEST_NAME else name or "picture"


def bytes_words(count: int) -> str:
    """Return a number of bytes as a person says it."""
    if count < 1000:
        return _many(count, "byte")
    return f"{count / 1000:,.0f} kB" if count < 999_500 else f"{count / 1_000_000:,.1f} MB"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
