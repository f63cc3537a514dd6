"""The veil over the whole window while pictures are dragged across it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from scout_desktop.ui.composer.intake.offer import counted, read_offer
from scout_desktop.ui.composer.words import drop_words
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
        QPaintEvent,
        QWindow,
    )

    from scout_desktop.ui.theme.theme import Theme


class DropVeil(QWidget):
    """Covers `window` while something is dragged that can be attached, and takes the drop.

    It watches the native window, because a drag goes first to the deepest widget that wants any
    drop at all: a search field would take a file's path as text.
    """

    dropped = Signal(object)
    """An `Offer`, never empty."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._native: QWindow | None = None
        self._words = ""
        self.setAcceptDrops(True)
        window.setAcceptDrops(True)
        self.hide()
        window.installEventFilter(self)
        theme.changed.connect(self.update)
        self._watch()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._native:
            if kind == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
                self._lift(event)
        elif kind in (QEvent.Type.Show, QEvent.Type.WinIdChange):
            self._watch()
        elif kind == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._take(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._take(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.hide()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        self.hide()
        offer = read_offer(event.mimeData())
        if not offer or not self._take(event):
            event.ignore()
            return
        # The next thing is to ask about it: the keys shall go to this window.
        self._window.activateWindow()
        self.dropped.emit(offer)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.color("veil"))
        inset = SIZES.s4
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(self._theme.color("accent"), SIZES.focus, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(frame, SIZES.radius_card, SIZES.radius_card)
        painter.setFont(self._theme.font("heading_1"))
        painter.setPen(self._theme.color("text"))
        painter.drawText(
            frame, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words
        )
        painter.end()

    def release(self) -> None:
        """Stop watching; to be called before the window is destroyed.

        Qt would otherwise hand events of the dying window to a filter that is half gone: a crash.
        """
        self._window.removeEventFilter(self)
        if self._native is not None:
            self._native.removeEventFilter(self)
            self._native = None

    def _watch(self) -> None:
        native = self._window.windowHandle()
        if native is not None and native is not self._native:
            self._native = native
            native.installEventFilter(self)

    def _lift(self, event: QDragEnterEvent) -> None:
        # What is dragged out of this very window is not new to it, and a source that only moves
        # would lose its file to us.
        copies = bool(event.possibleActions() & Qt.DropAction.CopyAction)
        pictures, others = counted(event.mimeData())
        if event.source() is not None or not copies or not pictures + others:
            return
        self._words = drop_words(pictures, others)
        self.setAccessibleName(self._words)
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()

    def _take(self, event: QDropEvent) -> bool:
        """Agree to copy, and to nothing else."""
        if not event.possibleActions() & Qt.DropAction.CopyAction:
            event.ignore()
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        return True
