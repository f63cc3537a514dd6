"""What fields of plain text owe to their words: every code point, and the side they begin on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPlainTextEdit


def raw_text(field: QPlainTextEdit) -> str:
    """The text code point for code point; Qt's own reading turns hard spaces into spaces."""
    return field.document().toRawText().replace("\u2029", "\n")


def align_by_direction(field: QPlainTextEdit) -> None:
    """Let a text that begins in Arabic or Hebrew begin on the right, as its readers expect.

    Qt does so for each paragraph of rich text, but knows one alignment for all of a plain one: the
    first paragraph decides. Call it when the text has changed.
    """
    document = field.document()
    if document.firstBlock().text().isascii() and not field.property("aligned"):
        return
    field.setProperty("aligned", True)
    option = document.defaultTextOption()
    is_rtl = document.firstBlock().textDirection() == QtCore.Qt.LayoutDirection.RightToLeft
    wanted = QtCore.Qt.AlignmentFlag.AlignRight if is_rtl else QtCore.Qt.AlignmentFlag.AlignLeft
    if option.alignment() != wanted:
        option.setAlignment(wanted)
        document.setDefaultTextOption(option)
