"""Paragraphs, headings and lists of a reply in one text that can be selected across them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

from scout_desktop.ui.transcript.blocks.document import Writer
from scout_desktop.ui.transcript.blocks.text_view import TextView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.transcript.blocks.formats import Formats
    from scout_desktop.ui.transcript.blocks.pieces import Line, Prose


class ProseView(TextView):
    """Shows one run of prose."""

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(formats, "Text", parent)
        self._lines: tuple[Line, ...] = ()
        self._writer = Writer(self.document(), formats)

    def show_piece(self, piece: Prose) -> None:
        """Show `piece`; what is new behind the lines that are there already is only appended."""
        known = len(self._lines)
        if piece.lines[:known] == self._lines:
            self._writer.write(piece.lines[known:])
        else:
            self.setTextCursor(QTextCursor(self.document()))
            self.document().clear()
            self._writer = Writer(self.document(), self._formats)
            self._writer.write(piece.lines)
        self._lines = piece.lines
