"""How the columns of a batch's table share the room. Pure."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scout_desktop.ui.batch.table.columns import Kind


class _Width(NamedTuple):
    """Pixels of 100 %: what a column likes, and what it can do with."""

    liked: int
    least: int


_WIDTHS: dict[Kind, _Width] = {
    "picture": _Width(52, 52),
    "name": _Width(176, 126),
    "state": _Width(124, 108),
    "answer": _Width(260, 148),
    "field": _Width(132, 98),
    "tokens": _Width(112, 108),
    "cost": _Width(140, 132),
}


def fitted(kinds: Sequence[Kind], room: int, px: Callable[[float], int]) -> list[int]:
    """Return the width of each column. What is left over goes to the answers.

    Where there is too little all give way alike, down to what they can do with.
    """
    widths = [px(_WIDTHS[kind].liked) for kind in kinds]
    if (missing := sum(widths) - room) > 0:
        spare = [px(_WIDTHS[kind].liked) - px(_WIDTHS[kind].least) for kind in kinds]
        part = min(missing / sum(spare), 1.0)
        widths = [width - ceil(part * more) for width, more in zip(widths, spare, strict=True)]
    left = max(room - sum(widths), 0)
    answers = [at for at, kind in enumerate(kinds) if kind in ("answer", "field")]
    for at in answers:
        widths[at] += left // len(answers)
    widths[answers[-1]] += left % len(answers)
    return widths
