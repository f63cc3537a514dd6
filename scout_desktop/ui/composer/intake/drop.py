"""The veil over the whole window while pictures are dragged across it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from scout_desktop.ui.composer.intake.reading import glance, read_offer
from scout_desktop.ui.composer.intake.words import drop_note, drop_words
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
        self._words = self._note = ""
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
        # An address dropped here is in no draft.
        self.dropped.emit(replace(offer, text=""))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.color("veil"))
        inset = SIZES.s4
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(self._theme.color("accent"), SIZES.focus, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(frame, SIZES.radius_card, SIZES.radius_card)
        self._paint_words(painter, frame.adjusted(SIZES.s6, SIZES.s6, -SIZES.s6, -SIZES.s6))
        painter.end()

    def _paint_words(self, painter: QPainter, room: QRectF) -> None:
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        words, note = self._theme.font("heading_1"), self._theme.font("body")
        tall = QFontMetricsF(words).boundingRect(room, flags, self._words).height()
        low = QFontMetricsF(note).boundingRect(room, flags, self._note).height()
        gap = self._theme.px(SIZES.s3) if self._note else 0
        top = room.top() + (room.height() - tall - gap - low) / 2
        painter.setFont(words)
        painter.setPen(self._theme.color("text"))
        painter.drawText(QRectF(room.left(), top, room.width(), tall), flags, self._words)
        painter.setFont(note)
        painter.setPen(self._theme.color("text_2"))
        below = QRectF(room.left(), top + tall + gap, room.width(), low)
        painter.drawText(below, flags, self._note)

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
        if event.source() is not None or not copies:
            return
        mime = event.mimeData()
        seen = glance(mime)
        # An address that is dragged as words belongs where words go.
        if not seen or (seen.address and not mime.hasUrls()):
            return
        self._words, self._note = drop_words(seen), drop_note(seen)
        self.setAccessibleName(self._words)
        self.setAccessibleDescription(self._note)
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
