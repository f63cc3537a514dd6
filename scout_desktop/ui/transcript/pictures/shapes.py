"""How large pictures stand in a message, known before their pixels are. Pure arithmetic.

Whole and in their own proportions, as far as one can still recognise them: a strip (a panorama, a
long screenshot) may grow longer than other pictures, and one that would be a mere line even so is
shown from its beginning, at a thickness that can be seen and pressed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QSize, QSizeF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scout_desktop.chat.message import ImagePart
    from scout_desktop.ui.theme.theme import Theme

_GAP = 8
_WIDEST_STRIP, _TALLEST_STRIP = 640, 400
_LEAST = 24
"""Thinner than this nobody sees or hits it."""
_SMALL = 48
"""What a picture smaller than that in both directions is set into the middle of."""
_UNKNOWN = (240, 180)
_MOST_PIXELS = 4096
"""Longest side that is ever decoded for a thumbnail."""


class Shape(NamedTuple):
    """How one picture is shown, in pixels."""

    box: QSize
    """The room it takes."""
    whole: QSizeF
    """How large all of it is; larger than the box where only its beginning is shown."""


class _Limits(NamedTuple):
    """How large a picture gets beside others, in pixels at 100 %."""

    widest: int
    tallest: int
    strip: int
    """One whose shorter side would be less than this is a strip."""


_LIMITS = (_Limits(320, 240, 96), _Limits(300, 225, 96), _Limits(196, 160, 64))
"""Alone, one of two, one of more: a row of the column's width then holds one, two or three."""


class Flow(NamedTuple):
    """Where the pictures of a message stand."""

    rects: tuple[QRect, ...]
    """One for each picture, in order, from the top left corner of the room given."""
    height: int
    """Pixels; 0 without pictures."""


def shape_of(theme: Theme, image: ImagePart, width: int, among: int = 1) -> Shape:
    """Return how one of `among` pictures is shown where `width` pixels are to be had."""
    px, limits = theme.px, _LIMITS[min(among, len(_LIMITS)) - 1]
    wide, tall = image.width, image.height
    if wide <= 0 or tall <= 0:
        wide, tall = _UNKNOWN
    # Where there is no room for three in a row, there is for two.
    cell = width if among == 1 or width >= px(3 * 196 + 2 * _GAP) else (width - px(_GAP)) // 2
    thin = min(wide, tall)
    scale = min(px(limits.widest) / wide, px(limits.tallest) / tall, cell / wide, 1.0)
    if thin * scale < px(limits.strip):
        longest = min(min(px(_WIDEST_STRIP), width) / wide, px(_TALLEST_STRIP) / tall, 1.0)
        scale = max(scale, min(longest, px(limits.strip) / thin))
    whole = _visibly_thick(theme, QSizeF(wide, tall), scale)
    tiny = max(whole.width(), whole.height()) < px(_SMALL)
    least = px(_SMALL if tiny else _LEAST)
    longest_wide, longest_tall = min(px(_WIDEST_STRIP), width), px(_TALLEST_STRIP)
    box = QSize(
        max(min(round(whole.width()), longest_wide), min(least, width)),
        max(min(round(whole.height()), longest_tall), least),
    )
    return Shape(box, whole)


def whole_in(theme: Theme, size: QSize, box: QSize) -> QSizeF:
    """Return how large all of a picture of this size is drawn in a box that `shape_of` made."""
    scale = min(box.width() / size.width(), box.height() / size.height(), 1.0)
    return _visibly_thick(theme, QSizeF(size), scale)


def _visibly_thick(theme: Theme, size: QSizeF, scale: float) -> QSizeF:
    thin = min(size.width(), size.height())
    return size * max(scale, min(theme.px(_LEAST) / thin, 1.0))


def flow_of(
    theme: Theme, images: Sequence[ImagePart], width: int, gap: int, *, right: bool
) -> Flow:
    """Set pictures in lines within `width` pixels, `gap` apart; `right` ends them on the right."""
    lines: list[list[QRect]] = []
    room, top, tallest = 0, 0, 0
    for image in images:
        box = shape_of(theme, image, width, len(images)).box
        if not lines or box.width() + gap > room:
            top += tallest + gap if lines else 0
            lines.append([])
            room, tallest = width + gap, 0
        lines[-1].append(QRect(width + gap - room, top, box.width(), box.height()))
        room -= box.width() + gap
        tallest = max(tallest, box.height())
    if right:
        for line in lines:
            spare = width - line[-1].right() - 1
            for rect in line:
                rect.translate(spare, 0)
    return Flow(tuple(rect for line in lines for rect in line), top + tallest)


def pixels_of(theme: Theme, image: ImagePart, scale: float, among: int = 1) -> int:
    """Return how many device pixels long (the longer side) a thumbnail is decoded.

    Whatever the width of the window: a picture is not decoded anew for each step of a resize.
    `scale` is device pixels a pixel.
    """
    whole = shape_of(theme, image, theme.px(_WIDEST_STRIP), among).whole
    side = max(whole.width(), whole.height()) * scale
    # No more than there is: asked for twice by different names it would be decoded twice.
    own = max(image.width, image.height) or _MOST_PIXELS
    return max(min(round(side), own, _MOST_PIXELS), 1)
