"""ziamath's own nodes, mended where it draws wrong or takes for ever; imported in the worker alone.

Five things are different from the package. A row measures what stretches (signs of sums, arrows)
at its natural size instead of forgetting it: forgetting made a fence around a sum 2,000 px tall.
It measures each part once instead of once more per level, which doubled the time with each level.
Tables have their lines. Words of a script that the font has not are left for others to write.
And all nodes are counted, so that no formula can take for ever.
"""

from __future__ import annotations

import unicodedata
from threading import Lock
from time import sleep
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from ziafont.fonttypes import BBox
from ziafont.svgpath import fmt
from ziamath.config import config
from ziamath.drawable import Drawable, HLine, VLine
from ziamath.nodes.mnode import Mnode
from ziamath.nodes.mnumber import Midentifier, Mnumber, Mtext
from ziamath.nodes.moperator import Moperator
from ziamath.nodes.mrow import Mrow
from ziamath.nodes.mspace import Mpadded, Mphantom
from ziamath.nodes.mtable import Mtable
from ziamath.zmath import Math, loadedfonts

if TYPE_CHECKING:
    from collections.abc import Iterator

# QtSvg draws nothing of the <symbol>s that SVG 2 would have.
config.svg2 = False
config.precision = 2

MOST_NODES = 8_000
"""Made while one formula is laid out; a page of aligned equations takes 2,000."""

_BREATH = 8
"""Nodes, about a millisecond of work, after which the window may go on first."""
_PAUSE = 0.0002
_left = 0
"""Nodes that the present formula may still make."""
_ONE_AT_A_TIME = Lock()
"""All formulas share one open font."""
_BLANK = frozenset("\u00a0\u2061\u2062\u2063\u2064\u200b")
_FONT: Any = loadedfonts["default"]


class Refused(ValueError):
    """A formula that would take too long, or of letters that the font has not."""


class LaidOut(NamedTuple):
    """An `svg` element of the package, and its measures in pixels."""

    shapes: Element
    width: float
    height: float
    ascent: float


def laid_out(tree: Element, em: float, margin: float) -> LaidOut:
    """Lay out MathML in letters of `em` pixels; raises what the package raises, and `Refused`."""
    global _left
    with _ONE_AT_A_TIME:
        _left = MOST_NODES
        # A formula that failed within words leaves the font at the rules of words.
        _FONT.language("math", "")
        _check_signs(tree)
        laid = Math(tree, size=em, margin=margin)
        box, shapes = laid.node.bbox, laid.svgxml()
    width = box.xmax - box.xmin + 2 * margin
    return LaidOut(shapes, width, box.ymax - box.ymin + 2 * margin, box.ymax + margin)


def _check_signs(tree: Element) -> None:
    """Refuse signs that the font has not: a box in their place would say nothing."""
    for part in tree.iter():
        if part.tag in {"mo", "mn"} and _is_foreign(part.text or ""):
            raise Refused("signs of another script")


def _is_foreign(words: str) -> bool:
    return not words.isascii() and any(
        letter > "~" and letter not in _BLANK and _FONT.glyphindex(letter) == 0 for letter in words
    )


def _count() -> None:
    global _left
    _left -= 1
    if _left < 0:
        raise Refused("too many nodes")
    if _left % _BREATH == 0:
        # Left to itself, Python lets the window wait 5 ms each time it wants to go on.
        sleep(_PAUSE)


class _Once(Mrow, tag="mrow"):
    """A row whose parts are measured once, also when it is itself being measured."""

    def __init__(self, element: Element, parent: Mnode, **how: Any) -> None:
        _count()
        super().__init__(element, parent, **how)

    def _get_height_nostretch(self, line: list[Element], **how: Any) -> tuple[float, float]:
        if how.get("nostretch"):
            return 0.0, 0.0
        return super()._get_height_nostretch(line, **how)


class _Padded(_Once, Mpadded, tag="mpadded"):
    pass


class _Phantom(_Once, Mphantom, tag="mphantom"):
    pass


class _Operator(Moperator, tag="mo"):
    """A sign that is measured at its natural size where the package leaves it out."""

    def _setup(self, **how: Any) -> None:
        _count()
        if "width" in self.element.attrib:
            self.width = self.size_px(self.element.get("width", "0"))
        if how.pop("nostretch", False):
            how.pop("rowymin", None)
            how.pop("rowymax", None)
        setup: Any = super()._setup
        setup(**how)


class _Number(Mnumber, tag="mn"):
    def _setup(self, **how: Any) -> None:
        _count()
        super()._setup(**how)


class _Identifier(Midentifier, tag="mi"):
    def _setup(self, **how: Any) -> None:
        _count()
        if not _written_elsewhere(self, how):
            super()._setup(**how)


class _Words(Mtext, tag="mtext"):
    def _setup(self, **how: Any) -> None:
        _count()
        if self.string and not _written_elsewhere(self, how):
            super()._setup(**how)


class _Script(Drawable):
    """Words of a script that the font has not: whoever paints writes them in the system's face."""

    def __init__(self, words: str, size: float, phantom: bool) -> None:
        begin: Any = super().__init__
        begin()
        self._words, self._size, self._phantom = words, size, phantom
        width = size * sum(_width(letter) for letter in words)
        self.bbox = BBox(0, width, -0.22 * size, 0.86 * size)

    def draw(self, x: float, y: float, svg: Element) -> tuple[float, float]:
        if not self._phantom:
            where = {"x": x, "y": y, "size": self._size, "width": self.bbox.xmax}
            shape = SubElement(svg, "text", {name: fmt(at) for name, at in where.items()})
            shape.text = self._words
        return x + self.bbox.xmax, y


def _written_elsewhere(node: Mnumber, how: dict[str, Any]) -> bool:
    """Take words of another script as they are; whether they are."""
    words = node.string.strip("\u2009")
    if not _is_foreign(words):
        return False
    script = _Script(words, node.glyphsize, bool(how.get("phantom")))
    node.nodes.append(script)
    node.nodexy.append((0, 0))
    node.bbox = script.bbox
    return True


def _width(letter: str) -> float:
    """Return what a letter takes in em, about: what is wider is made smaller as a whole."""
    if unicodedata.category(letter).startswith("M"):
        return 0.1
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return 1.0
    if letter.isspace():
        return 0.3
    return 0.46 if unicodedata.bidirectional(letter) == "AL" else 0.62


class _Table(Mtable, tag="mtable"):
    """A table with the lines between its columns and rows, which the package leaves out."""

    def draw(self, x: float, y: float, svg: Element) -> tuple[float, float]:
        for line, (left, top) in self._lines():
            line.draw(x + left, y + top, svg)
        return super().draw(x, y, svg)

    def _lines(self) -> Iterator[tuple[Drawable, tuple[float, float]]]:
        box, rows = self.bbox, self._cells()
        thick = self.units_to_points(self.font.math.consts.fractionRuleThickness)
        columns = max((len(row) for row in rows), default=0)
        for place, look in enumerate(self.element.get("columnlines", "").split()[: columns - 1]):
            if look != "none":
                ends = [row[place].right for row in rows if len(row) > place]
                begins = [row[place + 1].left for row in rows if len(row) > place + 1]
                middle = (max(ends) + min(begins)) / 2
                yield VLine(box.ymax - box.ymin, thick, self.style), (middle, -box.ymax)
        for place, look in enumerate(self.element.get("rowlines", "").split()[: len(rows) - 1]):
            if look != "none":
                above = max(cell.bottom for cell in rows[place])
                below = min(cell.top for cell in rows[place + 1])
                yield HLine(box.xmax, thick, self.style), (0, (above + below - thick) / 2)

    def _cells(self) -> list[list[_Cell]]:
        placed = zip(self.nodes, self.nodexy, strict=True)
        cells = [
            _Cell(x + node.bbox.xmin, x + node.bbox.xmax, y - node.bbox.ymax, y - node.bbox.ymin)
            for node, (x, y) in placed
        ]
        rows = []
        for row in self.element:
            rows.append(cells[: len(row)])
            cells = cells[len(row) :]
        return rows


class _Cell(NamedTuple):
    """Where a cell of a table is, downwards from the table's baseline."""

    left: float
    right: float
    top: float
    bottom: float
