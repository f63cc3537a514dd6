"""What a reply's code and tables show while it arrives is what its pieces say at every moment."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from scout_desktop.chat.markdown.growing import GrowingPieces
from scout_desktop.chat.markdown.pieces import CodePiece, Piece, TablePiece
from scout_desktop.chat.markdown.plain import piece_text
from scout_desktop.ui.theme.theme import Theme
from scout_desktop.ui.transcript.blocks.block import NO_MARKS, Block
from scout_desktop.ui.transcript.blocks.make import make_block
from scout_desktop.ui.transcript.blocks.workshop import Workshop

WIDTH = 500
REPLIES = {
    "a fence": "Look:\n\n```python\ndef f():\n\n    return '😀'\n\n```\n\nThat is all.",
    "an open fence": "```js\nlet a = 1\n\n  b()\n",
    "indented": "So:\n\n    one\n\n    two\n\nend",
    "in a list": "1. Do\n   ```sh\n   ls -l\n\n   cd ..\n   ```\n2. Done",
    "in a quote": "> ```\n> quoted\n>\n> code\n> ```\n> more",
    "a table": "| A | B |\n|---|--:|\n| 1 | two |\n| `x` | **bold** y |\n\nafter",
    "a short row": "| A | B |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\nnot | in",
    "a table at the end": "x\n\n| A |\n|---|\n| one |\n| tw",
    "both": "```\na\n```\n| A |\n|---|\n| x |\n```\nb",
}


@pytest.fixture(scope="module")
def workshop(dressed: Theme) -> Workshop:
    viewport = QWidget()
    made = Workshop(dressed, viewport)
    made.kept = viewport  # a child keeps no parent alive
    return made


class Page:
    """Keeps blocks for the pieces of a reply as a message does."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.growing = GrowingPieces()
        self.blocks: list[Block] = []

    def look(self, *, end: bool = False) -> None:
        change = self.growing.end() if end else self.growing.settle()
        keep = change.kept
        if change.growth is not None:
            self.blocks[keep].grow(change.growth)
            keep += 1
        self.blocks[keep:] = [make_block(self.workshop, piece) for piece in change.fresh]

    def check(self) -> None:
        pieces = self.growing.pieces
        assert [block.text for block in self.blocks] == [piece_text(piece) for piece in pieces]
        for block, piece in zip(self.blocks, pieces, strict=True):
            whole = make_block(self.workshop, piece)
            assert type(whole) is type(block)
            if isinstance(piece, CodePiece):
                assert block.fit(WIDTH) == whole.fit(WIDTH)


def painted(block: Block) -> QImage:
    image = QImage(WIDTH, block.fit(WIDTH), QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    block.paint(painter, QRect(0, 0, WIDTH, block.height), NO_MARKS)
    painter.end()
    return image


def told(page: Page, text: str, size: int) -> None:
    for start in range(0, len(text), size):
        page.growing.add(text[start : start + size])
        page.look()
        page.check()
        for block in page.blocks:
            block.fit(WIDTH)
    page.look(end=True)
    page.check()


@pytest.mark.parametrize("reply", REPLIES)
@pytest.mark.parametrize("size", [1, 3, 11, 1_000])
def test_at_every_moment(workshop: Workshop, reply: str, size: int) -> None:
    page = Page(workshop)
    told(page, REPLIES[reply], size)
    pieces: tuple[Piece, ...] = page.growing.pieces
    for block, piece in zip(page.blocks, pieces, strict=True):
        if isinstance(piece, CodePiece | TablePiece):
            block.close()  # type: ignore[attr-defined]  # of the two kinds that grow
            assert painted(block) == painted(make_block(workshop, piece))


LINES = (
    "```", "~~~py", "| a | b |", "|---|--:|", "| x |", "    code", "", "> ", "- ", "text", "\tx",
    "`y`", "  ",
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(st.sampled_from(LINES), max_size=12), st.integers(1, 9))
def test_whatever_the_reply(workshop: Workshop, lines: list[str], size: int) -> None:
    told(Page(workshop), "\n".join(lines), size)
