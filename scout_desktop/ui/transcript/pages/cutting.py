"""Where a block may be parted between two pages: between two lines, or two rows of a table."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from scout_desktop.ui.transcript.blocks.table.table import TableBlock
from scout_desktop.ui.transcript.blocks.text.text import TextBlock
from scout_desktop.ui.transcript.pages.listing import Listing

if TYPE_CHECKING:
    from scout_desktop.ui.transcript.blocks.block import Block

_ALONE = 2
"""Lines of a paragraph that are not left alone on a page."""


def cut_at(block: Block, top: int, limit: int) -> int:
    """Return where a block whose part above `top` is on paper may be cut, `limit` at most.

    That is below `top`, or `top` itself if nothing of the block fits. All are its own pixels.
    """
    if block.height <= limit:
        return block.height
    if isinstance(block, Listing | TableBlock):
        tops = block.tops
        return max(tops[bisect_right(tops, limit) - 1], top)
    if isinstance(block, TextBlock):
        return _between_lines(block, top, limit)
    return top


def _between_lines(block: TextBlock, top: int, limit: int) -> int:
    line = block.caret(block.place_at(0, limit))
    cut = line.top() if line.bottom() + 1 > limit else line.bottom() + 1
    few = (_ALONE - 1) * line.height()
    if block.height - cut <= few:
        cut -= line.height()
    return cut if cut - top > few or (top and cut > top) else top
