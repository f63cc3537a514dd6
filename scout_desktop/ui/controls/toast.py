"""A toast: says what was just done and offers to undo it, then goes by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.fade import fade_in
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.label import ElidedLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent

    from scout_desktop.ui.theme.theme import Theme


class Toast(QFrame):
    """Floats at the foot of `over`. It waits while the pointer or the focus is on it.

    Ctrl+Z does what its button does, unless the text with the focus has something to undo.
    """

    undone = Signal()
    expired = Signal()
    """It went, by time or by its cross, and nothing was undone."""

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._theme, self._over = theme, over
        self.setObjectName("toast")
        self._sentence = ElidedLabel()
        self._undo = QPushButton("Undo", self)
        self._undo.setToolTip("Ctrl+Z")
        self._undo.setAccessibleDescription("Ctrl+Z")
        dress(self._undo, role="link")
        close = IconButton(theme, "close", "Close this message", pixels=SIZES.icon)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.s4, SIZES.s2, SIZES.s2, SIZES.s2)
        row.setSpacing(SIZES.s2)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._undo)
        row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._expire)
        self._undo.clicked.connect(self._take_back)
        close.clicked.connect(self._expire)
        over.installEventFilter(self)
        self.hide()

    def offer(self, sentence: str) -> None:
        """Say `sentence` with an Undo button, from now for eight seconds."""
        self._sentence.show_text(sentence)
        self.setAccessibleName(sentence)
        self._place()
        if (window := self.window().windowHandle()) is not None:
            # Where keys come first; a shortcut would never be asked while a text has the focus.
            window.installEventFilter(self)
        fade_in(self, self._theme)
        self.raise_()
        self._timer.start(SIZES.toast_ms)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self.isVisible():
            self._timer.start(SIZES.toast_ms)
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._over:
            if isinstance(event, QKeyEvent) and self.isVisible() and _is_ours(event):
                self._take_back()
                return True
        elif event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        over = self._over
        room = over.width() - 2 * SIZES.s4
        self.ensurePolished()
        size = self.sizeHint()
        width = min(max(size.width(), self._theme.px(280)), room)
        left = (over.width() - width) // 2
        self.setGeometry(left, over.height() - size.height() - SIZES.s6, width, size.height())

    def _take_back(self) -> None:
        self._timer.stop()
        self.hide()
        self.undone.emit()

    def _expire(self) -> None:
        if self._undo.hasFocus() and self.sender() is self._timer:
            self._timer.start(SIZES.toast_ms)
            return
        self._timer.stop()
        self.hide()
        self.expired.emit()


def _is_ours(event: QKeyEvent) -> bool:
    is_undo = event.type() == QEvent.Type.KeyPress and event.matches(QKeySequence.StandardKey.Undo)
    return is_undo and not _has_something_to_undo(QApplication.focusWidget())


def _has_something_to_undo(focused: QWidget | None) -> bool:
    if isinstance(focused, QLineEdit):
        return focused.isUndoAvailable()
    if isinstance(focused, QPlainTextEdit | QTextEdit):
        return not focused.isReadOnly() and focused.document().isUndoAvailable()
    return False
