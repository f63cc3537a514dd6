"""Text on the screen that can be selected, copied and read aloud, and does nothing else.

A view is as tall as its text: it never scrolls up or down by itself, and turns of the wheel belong
to the transcript.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QTextCursor
from PySide6.QtWidgets import QFrame, QMenu, QTextEdit

from scout_desktop.chat.markdown.clean import clean_selection
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import plain_tip
from scout_desktop.ui.links import open_url, readable_address
from scout_desktop.ui.transcript.blocks.document import StillDocument

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QContextMenuEvent,
        QKeyEvent,
        QMouseEvent,
        QTextList,
        QWheelEvent,
    )
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.transcript.blocks.formats import Formats

_KEPT_KEYS = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.SelectAll,
    QKeySequence.StandardKey.SelectNextChar,
    QKeySequence.StandardKey.SelectPreviousChar,
    QKeySequence.StandardKey.SelectNextWord,
    QKeySequence.StandardKey.SelectPreviousWord,
    QKeySequence.StandardKey.SelectNextLine,
    QKeySequence.StandardKey.SelectPreviousLine,
)


class TextView(QTextEdit):
    """Shows a `StillDocument`; `fit` gives it a width and returns its height."""

    selected = Signal()
    """The user selected something here; others drop their selection."""

    def __init__(self, formats: Formats, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._pressed_at = QPoint()
        self._fitted = (-1, -1)
        self._height = 0
        dress(self, ground="bare")
        self.setAcceptRichText(False)
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDocument(StillDocument(formats, self))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        # What is dropped on the window goes to the draft, wherever it is dropped.
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.viewport().setMouseTracking(True)
        self.copyAvailable.connect(self._selection_changed)

    def fit(self, width: int) -> int:
        """Wrap at `width` pixels and return the height in pixels that the text needs."""
        key = (width, self.document().revision())
        if key != self._fitted:
            # Qt lays everything out again even when it is told the width it has.
            self.setLineWrapColumnOrWidth(max(width, 1))
            self._fitted = key
            self._height = math.ceil(self.document().size().height())
        return self._height

    def ideal_width(self) -> int:
        """The width of the longest line as it is wrapped now, in pixels."""
        return math.ceil(self.document().idealWidth())

    def stay_at_start(self) -> None:
        """Keep Qt from showing the end of a wide text because something was written there."""
        if not self.textCursor().hasSelection() and not self.hasFocus():
            place = self.horizontalScrollBar().value()
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.horizontalScrollBar().setValue(place)

    def drop_selection(self) -> None:
        """Select nothing."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            cursor.clearSelection()
            self.setTextCursor(cursor)

    def selected_text(self) -> str:
        """What is selected, as plain text, with the signs of list items in front of them."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return ""
        low, high = cursor.selectionStart(), cursor.selectionEnd()
        lines = []
        block = self.document().findBlock(low)
        while block.isValid() and block.position() < high:
            piece = QTextCursor(block)
            piece.setPosition(max(low, block.position()))
            end = min(high, block.position() + block.length() - 1)
            piece.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            listed: QTextList | None = block.textList()
            sign = "" if listed is None or low > block.position() else listed.itemText(block) + " "
            lines.append(sign + piece.selectedText())
            block = block.next()
        return clean_selection("\n".join(lines))

    def createMimeDataFromSelection(self) -> QMimeData:
        made = QMimeData()
        made.setText(self.selected_text())
        return made

    def canInsertFromMimeData(self, _source: QMimeData) -> bool:
        return False

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if any(event.matches(key) for key in _KEPT_KEYS):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        href = self.anchorAt(event.position().toPoint())
        self.viewport().setToolTip(plain_tip(readable_address(href)))
        shape = Qt.CursorShape.PointingHandCursor if href else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        where = event.position().toPoint()
        still = (where - self._pressed_at).manhattanLength() < 4
        href = self.anchorAt(where)
        left = event.button() == Qt.MouseButton.LeftButton
        if href and left and still and not self.textCursor().hasSelection():
            open_url(self.window(), href)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = _action(menu, "Copy", QKeySequence.StandardKey.Copy)
        copy.setEnabled(self.textCursor().hasSelection())
        copy.triggered.connect(self.copy)
        everything = _action(menu, "Select all", QKeySequence.StandardKey.SelectAll)
        everything.triggered.connect(self.selectAll)
        href = self.anchorAt(event.pos())
        if href:
            menu.addSeparator()
            clipboard = QGuiApplication.clipboard()
            _action(menu, "Copy address").triggered.connect(lambda: clipboard.setText(href))
            opening = _action(menu, "Open address…")
            opening.triggered.connect(lambda: open_url(self.window(), href))
        menu.popup(event.globalPos())

    def _selection_changed(self, available: bool) -> None:
        if available:
            self.selected.emit()


def _action(menu: QMenu, text: str, key: QKeySequence.StandardKey | None = None) -> QAction:
    made = menu.addAction(text)
    if key is not None:
        made.setShortcut(key)
    return made
