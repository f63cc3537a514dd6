"""LaTeX to a drawing: pure functions that run beside the window, on packages loaded there.

No Qt here. What comes out is an SVG of paths and rectangles that we wrote ourselves from checked
numbers: nothing in it can name a file, an address or an entity, whatever the model wrote. What is
not drawn (None) is shown as its source: half a formula, one that is too big, one that would take
too long. How long is decided by counting, not by a clock, so it is the same everywhere.
"""

from __future__ import annotations

import logging
import re
from typing import NamedTuple

from scout_desktop.ui.transcript.blocks.formulas.shapes import Words, written

_log = logging.getLogger(__name__)

LONGEST = 3_000
"""Characters."""
DEEPEST = 24
"""Braces, fences and environments inside each other."""
TALLEST, WIDEST = 120.0, 2_000.0
"""In em."""

_EM = 24.0
"""ziamath's own size: smaller ones round the small print up."""
_MARGIN = 1.0

_FOREIGN = re.compile(
    r"\\(?:[egx]?def|let|(?:re)?new(?:command|environment)|provide(?:command)?|DeclareMathOperator"
    r"|unicode|class|style|href|require|include(?:graphics)?|input)(?![a-zA-Z])"
)
"""Commands that define commands, and those that mean something outside of a formula."""
_NESTING = re.compile(r"\\\\|\\[{}]|\\(?:left|right)(?![a-z])|\\begin|\\end|[{}]")
_OPENING = frozenset({"{", r"\left", r"\begin"})
_CLOSING = frozenset({"}", r"\right", r"\end"})


class Drawing(NamedTuple):
    """A formula as SVG in the colour `formula_shapes.INK`; measures in em of the text around it."""

    svg: bytes
    width: float
    height: float
    ascent: float
    """From the top to the baseline."""
    words: tuple[Words, ...] = ()
    """What is to be written over it, in em."""


def drawing(source: str, display: bool) -> Drawing | None:
    """Return a formula drawn, or None if it is to be shown as its source; 5 to 50 ms of Python."""
    if not source.strip() or len(source) > LONGEST or _FOREIGN.search(source):
        return None
    if _depth(source) > DEEPEST:
        return None
    from scout_desktop.ui.transcript.blocks.formulas.nodes import laid_out
    from scout_desktop.ui.transcript.blocks.formulas.tree import tree_of

    try:
        shapes, width, height, ascent = laid_out(tree_of(source, display), _EM, _MARGIN)
        if not (0 < width <= WIDEST * _EM and 0 < height <= TALLEST * _EM):
            return None
        svg, words = written(shapes)
        inscribed = tuple(Words(each.text, *(side / _EM for side in each[1:])) for each in words)
        return Drawing(svg, width / _EM, height / _EM, ascent / _EM, inscribed)
    except Exception as error:  # noqa: BLE001  two packages, whose errors have no common parent
        # What they cannot read of what a model wrote is shown as it stands: nothing is lost.
        _log.debug("shown as source: %s", type(error).__name__)
        return None


def _depth(source: str) -> int:
    depth = deepest = 0
    for found in _NESTING.finditer(source):
        if found.group() in _OPENING:
            depth += 1
            deepest = max(deepest, depth)
        elif found.group() in _CLOSING:
            depth -= 1
    return deepest
