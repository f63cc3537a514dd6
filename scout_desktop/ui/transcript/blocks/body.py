"""The blocks of one message below each other; quotes have a bar on their reading side."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from scout_desktop.chat.markdown.clean import is_right_to_left
from scout_desktop.chat.markdown.plain import plain_inlines
from scout_desktop.ui.controls.hairline import HairLine
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.blocks.code_view import CodeView
from scout_desktop.ui.transcript.blocks.formats import gap_above
from scout_desktop.ui.transcript.blocks.pieces import (
    CodePiece,
    Piece,
    Prose,
    TablePiece,
    pieces_of,
)
from scout_desktop.ui.transcript.blocks.prose_view import ProseView
from scout_desktop.ui.transcript.blocks.table_view import TableView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QPaintEvent

    from scout_desktop.chat.markdown.blocks import Block
    from scout_desktop.ui.transcript.blocks.formats import Formats
    from scout_desktop.ui.transcript.blocks.text_view import TextView

PieceView: TypeAlias = "ProseView | CodeView | TableView | HairLine"
_BAR = 3


class Body(QWidget):
    """Shows blocks; only the pieces that differ from what stands there are touched."""

    selected = Signal(object)
    """The user selected text in this `TextView`."""

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._settled: list[Piece] = []
        self._count = 0
        self._pieces: list[Piece] = []
        self._views: list[PieceView] = []
        self._bars: list[QRect] = []
        self._width = -1
        self._placed = 0
        """How many pieces, from the top, stand where they belong at this width."""

    def show_blocks(self, blocks: Iterable[Block]) -> None:
        """Show `blocks` and nothing else."""
        known = tuple(blocks)
        self._count = len(known)
        self._settled = pieces_of(known)
        self._show_pieces(self._settled)

    def grow(self, settled: Sequence[Block], opened: Sequence[Block]) -> None:
        """Add `settled` for good, and `opened` for now behind them."""
        for piece in pieces_of(settled, self._count):
            last = self._settled[-1] if self._settled else None
            if isinstance(last, Prose) and isinstance(piece, Prose) and last.quotes == piece.quotes:
                self._settled[-1] = Prose((*last.lines, *piece.lines), last.quotes)
                continue
            self._settled.append(piece)
        self._count += len(settled)
        self._show_pieces([*self._settled, *pieces_of(opened, self._count)])

    def text_views(self) -> list[TextView]:
        """Every text in it, in reading order."""
        found: list[TextView] = []
        for view in self._views:
            if isinstance(view, CodeView):
                found.append(view.text)
            elif not isinstance(view, HairLine):
                found.append(view)
        return found

    def tops(self) -> list[int]:
        """Where each piece begins, in pixels from the top of the body."""
        return [view.y() for view in self._views]

    def fit(self, width: int) -> int:
        """Lay the pieces out in `width` pixels and return the height in pixels.

        What stands above the first piece that changed stays as it was placed.
        """
        if width != self._width:
            self._width, self._placed = width, 0
        px = self._formats.theme.px
        top = self._bottom(self._placed - 1) if self._placed else 0
        self._bars = [bar for bar in self._bars if bar.y() < top]
        for number in range(self._placed, len(self._views)):
            if number:
                top += px(_gap_above(self._pieces[number], self._pieces[number - 1]))
            top += self._place(self._pieces[number], self._views[number], top)
        self._placed = len(self._views)
        self.resize(width, top)
        return top

    def _bottom(self, number: int) -> int:
        view = self._views[number]
        below = self._formats.theme.px(SIZES.s2) if isinstance(view, HairLine) else 0
        return view.y() + view.height() + below

    def _place(self, piece: Piece, view: PieceView, top: int) -> int:
        """Place one piece and return its height in pixels."""
        px = self._formats.theme.px
        mirrored = _is_mirrored(piece)
        quotes = piece.quotes * px(SIZES.s4)
        depth = 0 if isinstance(piece, Prose) else piece.depth * px(SIZES.s6)
        room = max(self._width - quotes - depth, px(SIZES.s8))
        left = 0 if mirrored else quotes + depth
        if isinstance(view, HairLine):
            height = view.height() + 2 * px(SIZES.s2)
            view.setGeometry(left, top + px(SIZES.s2), room, view.height())
        else:
            height = view.fit(room)
            wide = room
            if isinstance(view, TableView) and mirrored:
                # A short table stands where its lines begin.
                wide = min(view.used_width(), room)
            view.setGeometry(left + room - wide, top, wide, height)
        for level in range(piece.quotes):
            side = level * px(SIZES.s4)
            x = self._width - side - _BAR if mirrored else side
            self._bars.append(QRect(x, top, _BAR, height))
        return height

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        painter = QPainter(self)
        colour = self._formats.theme.color("edge")
        for bar in self._bars:
            if bar.intersects(event.rect()):
                painter.fillRect(bar, colour)
        painter.end()

    def _show_pieces(self, pieces: list[Piece]) -> None:
        same = 0
        for old, new in zip(self._pieces, pieces, strict=False):
            if old is not new and old != new:
                break
            same += 1
        self._placed = min(self._placed, same)
        for number in range(same, len(pieces)):
            piece = pieces[number]
            if number < len(self._views) and type(self._pieces[number]) is type(piece):
                self._refresh(self._views[number], piece)
                continue
            view = self._make(piece)
            if number < len(self._views):
                self._views[number].hide()
                self._views[number].deleteLater()
                self._views[number] = view
            else:
                self._views.append(view)
        for view in self._views[len(pieces) :]:
            view.hide()
            view.deleteLater()
        del self._views[len(pieces) :]
        self._pieces = list(pieces)

    def _make(self, piece: Piece) -> PieceView:
        view: PieceView
        match piece:
            case Prose():
                view = ProseView(self._formats, self)
            case CodePiece():
                view = CodeView(self._formats, self)
            case TablePiece():
                view = TableView(self._formats, self)
            case _:
                view = HairLine(self._formats.theme, parent=self)
        self._refresh(view, piece)
        text = view.text if isinstance(view, CodeView) else view
        if not isinstance(text, HairLine):
            text.selected.connect(lambda text=text: self.selected.emit(text))
        view.show()
        return view

    def _refresh(self, view: PieceView, piece: Piece) -> None:
        match (view, piece):
            case (ProseView(), Prose()):
                view.show_piece(piece)
            case (CodeView(), CodePiece()):
                view.show_piece(piece)
            case (TableView(), TablePiece()):
                view.show_piece(piece)


def _gap_above(piece: Piece, above: Piece) -> int:
    if isinstance(piece, Prose):
        if isinstance(above, Prose) and above.quotes == piece.quotes:
            return gap_above(piece.lines[0], above.lines[-1])
        heading = piece.lines[0].kind != "body"
        return SIZES.s4 + SIZES.s1 if heading else SIZES.s3
    return SIZES.s3


def _is_mirrored(piece: Piece) -> bool:
    match piece:
        case Prose():
            return is_right_to_left(plain_inlines(piece.lines[0].inlines))
        case TablePiece():
            words = (plain_inlines(cell) for row in piece.table.rows[:2] for cell in row)
            return is_right_to_left(" ".join(words))
        case _:
            return False
