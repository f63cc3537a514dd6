"""The drawing of a formula written down anew: only shapes, only numbers, only known colours.

What the maths package returns is taken apart and written again by us, so no text of a model reaches
the SVG: no address, no entity, no style, no script. Pure functions, called beside the window.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

INK = b"#010203"
"""Stands for the colour of the text; whoever paints replaces it."""

_SHAPES = {
    "path": ("d",),
    "rect": ("x", "y", "width", "height"),
    "ellipse": ("cx", "cy", "rx", "ry"),
}
_WRITTEN = ("x", "y", "size", "width")
_APART = frozenset({"text", "defs"})
"""Words, which never become SVG, and the tips of crossing-out arrows."""
_STRAIGHT = re.compile(r"[-MLQCZ0-9. ]*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_HEX = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")
_NAMES = frozenset({
    "red", "green", "blue", "cyan", "magenta", "yellow", "gray", "grey", "brown", "lime", "olive",
    "orange", "pink", "purple", "teal", "violet", "navy", "maroon", "white", "darkgray",
    "lightgray", "darkgreen", "darkblue", "darkred",
})  # fmt: skip


class Unpaintable(ValueError):
    """A shape that we do not know, or a number that is none."""


class Words(NamedTuple):
    """Words of a script that the maths font has not, to be written in the system's face."""

    text: str
    x: float
    baseline: float
    """From the drawing's left edge and top, as all measures in pixels of the drawing."""
    size: float
    width: float
    """The room there is for them."""


def written(drawn: Element) -> tuple[bytes, tuple[Words, ...]]:
    """Return the SVG of the shapes in `drawn` (an `svg` of the maths package), and its words."""
    ink = INK.decode()
    box = [_number(part) for part in drawn.get("viewBox", "").split()]
    width, height = _number(drawn.get("width", "")), _number(drawn.get("height", ""))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="{" ".join(box)}" fill="{ink}" stroke="none">'
    )
    svg = "".join((head, *_shapes(drawn, ink), "</svg>")).encode("ascii")
    left, top = float(box[0]), float(box[1])
    return svg, tuple(_words(part, left, top) for part in drawn.iter("text"))


def _words(part: Element, left: float, top: float) -> Words:
    x, y, size, width = (float(_number(part.get(name, ""))) for name in _WRITTEN)
    return Words(part.text or "", x - left, y - top, size, width)


def _shapes(group: Element, inherited: str) -> Iterator[str]:
    for shape in group:
        fill = _colour(shape.get("fill"), inherited)
        if shape.tag == "g":
            yield from _shapes(shape, fill)
        elif shape.tag in _SHAPES:
            yield _shape(shape, fill)
        elif shape.tag not in _APART:
            raise Unpaintable(shape.tag)


def _shape(shape: Element, fill: str) -> str:
    parts = [f"<{shape.tag}"]
    for name in _SHAPES[shape.tag]:
        value = shape.get(name, "0")
        parts.append(f' {name}="{_path(value) if name == "d" else _number(value)}"')
    if fill != INK.decode():
        parts.append(f' fill="{fill}"')
    if shape.get("stroke") is not None or shape.get("stroke-width") is not None:
        stroke = _colour(shape.get("stroke"), INK.decode())
        parts.append(f' stroke="{stroke}" stroke-width="{_number(shape.get("stroke-width", "1"))}"')
    return "".join((*parts, "/>"))


def _path(value: str) -> str:
    if not _STRAIGHT.fullmatch(value):
        raise Unpaintable("path")
    return value


def _number(value: str) -> str:
    if not _NUMBER.fullmatch(value):
        raise Unpaintable("number")
    return value


def _colour(value: str | None, inherited: str) -> str:
    """Return a colour that a formula may name; all others, and black, are that of the text."""
    if value is None:
        return inherited
    if value == "none" or _HEX.fullmatch(value) or value.lower() in _NAMES:
        return value
    return INK.decode()
