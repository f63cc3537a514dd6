"""The text of the draft: plain, growing with what is typed, sent by Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QTextDocument
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.plain_text import align_by_direction, raw_text

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QContextMenuEvent,
        QDropEvent,
        QFocusEvent,
        QInputMethodEvent,
        QKeyEvent,
        QPaintEvent,
        QResizeEvent,
    )
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme

_FEWEST_LINES = 1
_LINES_AT_LEAST_AVAILABLE = 3


class MessageText(QPlainTextEdit):
    """Emits `sent` on Enter (or Ctrl+Enter where the user swapped them), never half-composed."""

    sent = Signal()
    escaped = Signal()
    """Escape was pressed."""
    offered = Signal(object)
    """An `Offer` was pasted or dropped on the text."""
    focused = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._enter_sends = True
        self._composing = self._dropping = False
        self._tallest = 0
        self.setAccessibleName("Message")
        self.setPlaceholderText("Ask about a picture, or anything")
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("horizontalScrollBarPolicy", "ScrollBarAlwaysOff")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        dress(self, ground="bare")
        self._ground: QWidget | None = None
        # Its own margins; the stylesheet leaves this field bare.
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self._changed)
        theme.changed.connect(self.fit)

    def paint_own_ground(self) -> None:
        """Paint the ground here from now on; looks the same. Call it after the first paint.

        The cursor's blinking twice a second then asks none of the four widgets below to paint
        theirs: that was most of what the quiet window did. But to ask for the viewport makes PySide
        look through every kind of widget for the fitting one, which takes 16 ms.
        """
        self._ground = self.viewport()
        self._ground.setAttribute(QtCore.Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_enter_sends(self, enter_sends: bool) -> None:
        """Enter sends and Shift+Enter breaks the line; or Enter breaks and Ctrl+Enter sends."""
        self._enter_sends = enter_sends

    def text(self) -> str:
        """The draft, code point for code point."""
        return raw_text(self)

    def limit_height(self, pixels: int) -> None:
        """Let the text grow to `pixels`, then scroll."""
        if pixels != self._tallest:
            self._tallest = pixels
            self.fit()

    def fit(self) -> None:
        """Take the height of the lines there are."""
        line = self.fontMetrics().lineSpacing()
        most = max(self._tallest, line * _LINES_AT_LEAST_AVAILABLE)
        wanted = min(self._text_height(most), most)
        wanted = max(wanted, line * _FEWEST_LINES)
        scrolls = wanted >= most
        policy = "ScrollBarAsNeeded" if scrolls else "ScrollBarAlwaysOff"
        self.setProperty("verticalScrollBarPolicy", policy)
        if wanted + 2 != self.height():
            self.setFixedHeight(wanted + 2)
            self.ensureCursorVisible()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._ground is not None:
            painter = QPainter(self._ground)
            painter.setBackground(self._theme.brush("surface"))
            painter.eraseRect(event.rect())
            painter.end()
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and event.text().isprintable():
            super().keyPressEvent(event)  # by far the most, and at the start nothing else is loaded
        elif event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            self._enter(event)
        elif event.key() == QtCore.Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() == QtCore.Qt.Key.Key_V and event.modifiers() == (
            QtCore.Qt.KeyboardModifier.ControlModifier | QtCore.Qt.KeyboardModifier.ShiftModifier
        ):
            self.paste_plain()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self._composing = bool(event.preeditString())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        # 2 ms, and nothing is dragged at first
        from scout_desktop.ui.composer.intake.reading import glance

        return bool(glance(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        from scout_desktop.ui.composer.intake.reading import read_offer  # as above

        offer = read_offer(source)
        if offer.address:
            self.put(offer.text)
        elif not offer and not self._dropping and source.hasText():
            self._put_words_or_file(source)
            return
        if offer:
            self.offered.emit(offer)
        else:
            super().insertFromMimeData(source)

    def dropEvent(self, event: QDropEvent) -> None:
        # Words that are dragged stay words, even if they are a path.
        self._dropping = True
        super().dropEvent(event)
        self._dropping = False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from PySide6.QtGui import QAction  # not before there is a menu

        menu = self.createStandardContextMenu()
        menu.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        plain = QAction("Paste as text\tCtrl+Shift+V", menu)
        plain.setEnabled(bool(QGuiApplication.clipboard().text()) and not self.isReadOnly())
        plain.triggered.connect(self.paste_plain)
        paste = next((a for a in menu.actions() if a.objectName() == "edit-paste"), None)
        after = menu.actions().index(paste) + 1 if paste is not None else 0
        menu.insertAction(menu.actions()[after], plain)
        menu.popup(event.globalPos())

    def paste_plain(self) -> None:
        """Put in the words on the clipboard, whatever they are or stand for."""
        self.put(QGuiApplication.clipboard().text())

    def put(self, text: str) -> None:
        """Put these words in at the cursor, in place of what is selected."""
        if text and not self.isReadOnly():
            self.insertPlainText(text)
            self.ensureCursorVisible()

    def take_out(self, text: str) -> bool:
        """Take these words out of the draft where they stand last, if they still do; undoable."""
        flags = QTextDocument.FindFlag
        how = flags.FindBackward | flags.FindCaseSensitively
        found = self.document().find(text, self.document().characterCount(), how)
        if not text or found.isNull():
            return False
        found.removeSelectedText()
        return True

    def _put_words_or_file(self, source: QMimeData) -> None:
        """Offer the picture that the words are the path of; where there is none, put them in."""
        from scout_desktop.ui.composer.intake.errand import run_aside
        from scout_desktop.ui.composer.intake.offer import Offer
        from scout_desktop.ui.composer.intake.written import is_file, promised_path

        text = source.text()
        path = promised_path(text)
        if path is None:
            super().insertFromMimeData(source)
            return
        here = self.textCursor()

        def settle(there: bool | None) -> None:
            if there:
                self.offered.emit(Offer(files=(path,), text=text))
            else:
                here.insertText(text)

        run_aside(self, lambda: is_file(path), settle)

    def _changed(self) -> None:
        align_by_direction(self)
        self.fit()

    def _enter(self, event: QKeyEvent) -> None:
        if self._composing:
            # The word in the input method is not finished: Enter finishes it and no more.
            QGuiApplication.inputMethod().commit()
            return
        keys = event.modifiers() & ~QtCore.Qt.KeyboardModifier.KeypadModifier
        with_control = keys == QtCore.Qt.KeyboardModifier.ControlModifier
        plain = keys == QtCore.Qt.KeyboardModifier.NoModifier
        if with_control or (plain and self._enter_sends):
            if not event.isAutoRepeat():
                self.sent.emit()
            return
        # A block, not the line separator that Qt puts in for Shift+Enter.
        self.textCursor().insertBlock()
        self.ensureCursorVisible()

    def _text_height(self, enough: int) -> int:
        total = 0.0
        block = self.document().firstBlock()
        while block.isValid() and total < enough:
            total += self.blockBoundingRect(block).height()
            block = block.next()
        return round(total + 0.5)
