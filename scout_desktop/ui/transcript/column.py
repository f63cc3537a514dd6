"""The messages below each other in a centred column, and the scroll area that shows them.

It follows the newest text only while the reader is at the bottom, and otherwise keeps what is at
the top of the view exactly where it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.ring import FocusRing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from scout_desktop.ui.theme.theme import Theme
    from scout_desktop.ui.transcript.message import MessageView

_GAP = SIZES.s3
_NEAR = 400
"""Pixels from the top at which earlier messages are fetched."""

_ROOMY = 360
"""From this width on the text has wide margins."""
_NARROWEST = 160


class Column(QScrollArea):
    """Shows `MessageView`s; whoever fills it calls `lay_out` when a height has changed."""

    earlier_wanted = Signal()
    """The reader is near the top and there is more above."""

    left_bottom = Signal(bool)
    """The end of the chat went out of sight (`True`) or came back."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._messages: list[MessageView] = []
        self._following = True
        self._moving = False
        self._away = False
        self._laid_out_for = -1
        self._inside = QWidget()
        self._earlier = QPushButton("Show earlier messages", self._inside)
        dress(self._earlier, role="quiet")
        self._earlier.clicked.connect(self.earlier_wanted)
        self._earlier.hide()
        self._ring = FocusRing(theme, self._inside)
        self.setWidget(self._inside)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Messages")
        self.verticalScrollBar().setSingleStep(theme.px(SIZES.s6))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def messages(self) -> Sequence[MessageView]:
        """What it shows, first to last."""
        return tuple(self._messages)

    @property
    def is_following(self) -> bool:
        """Whether it stays at the bottom as text arrives."""
        return self._following

    def clear(self) -> None:
        """Show nothing, and follow what comes."""
        for message in self._messages:
            message.hide()
            message.deleteLater()
        self._messages = []
        self._following = True
        self._ring.hide()
        self.offer_earlier(0)

    def add_below(self, messages: Sequence[MessageView]) -> None:
        """Add messages at the end."""
        self._adopt(messages)
        self._messages.extend(messages)

    def add_above(self, messages: Sequence[MessageView]) -> None:
        """Add messages before the first; what is in view stays where it is."""
        self._adopt(messages)
        self._messages[:0] = messages
        self.order_focus()
        self.lay_out()

    def drop_below(self, count: int) -> None:
        """Keep the first `count` messages only."""
        for message in self._messages[count:]:
            message.hide()
            message.deleteLater()
        del self._messages[count:]

    def offer_earlier(self, count: int) -> None:
        """Say that `count` messages stand above the first one shown."""
        self._earlier.setText(f"Show earlier messages ({count:,})")
        self._earlier.setVisible(count > 0)

    def follow(self) -> None:
        """Go to the end and stay there."""
        self._following = True
        self._to_bottom()

    def show_message(self, message: MessageView) -> None:
        """Bring a message into view with as little movement as can be."""
        bar, margin = self.verticalScrollBar(), self._theme.px(SIZES.s4)
        top, bottom = message.y() - margin, message.y() + message.height() + margin
        if top < bar.value() or message.height() > self.viewport().height():
            bar.setValue(top)
        elif bottom > bar.value() + self.viewport().height():
            bar.setValue(bottom - self.viewport().height())

    def order_focus(self) -> None:
        """Let Tab follow the reading order, whenever each message was made."""
        last: QWidget = self._earlier
        for message in self._messages:
            for stop in message.focus_stops():
                self.setTabOrder(last, stop)
                last = stop

    def lay_out(self, since: MessageView | None = None) -> None:
        """Place everything, or only what is from `since` on, and keep the reader's place."""
        anchor = None if self._following else self._anchor()
        first = self._messages.index(since) if since is not None else 0
        width = self.viewport().width()
        if self._laid_out_for != width:
            first, self._laid_out_for = 0, width
        # Measured on the whole area, so that nothing shifts when the scroll bar comes.
        whole = self.width()
        margin = SIZES.s6 if whole >= self._theme.px(_ROOMY) else SIZES.s3
        room = whole - 2 * self._theme.px(margin)
        column = max(min(self._theme.px(SIZES.transcript_column), room), _NARROWEST)
        left = max((whole - column) // 2, 0)
        top = self._place_top(first, left, column)
        for message in self._messages[first:]:
            height = message.fit(column)
            message.setGeometry(left, top, column, height)
            if message.hasFocus():
                self._ring.surround(message.geometry())
            top += height + self._theme.px(_GAP)
        self._moving = True
        self._inside.resize(width, top + self._theme.px(SIZES.s4))
        self._moving = False
        if anchor is None:
            self._to_bottom()
        else:
            self._restore(anchor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # The area's own handling moves the bar; whether we follow was decided before.
        self._moving = True
        super().resizeEvent(event)
        self._moving = False
        self.lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        page = self.viewport().height() - self._theme.px(SIZES.s8)
        if event.key() == Qt.Key.Key_PageUp:
            bar.setValue(bar.value() - page)
        elif event.key() == Qt.Key.Key_PageDown:
            bar.setValue(bar.value() + page)
        else:
            event.ignore()

    def focusNextPrevChild(self, _next: bool) -> bool:
        # Tab belongs to the window; the area's own version scrolls in ways that lose the place.
        return QWidget.focusNextPrevChild(self, _next)

    def _adopt(self, messages: Sequence[MessageView]) -> None:
        for message in messages:
            message.setParent(self._inside)
            message.step_wanted.connect(lambda step, of=message: self._step(of, step))
            message.installEventFilter(self)
            message.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and watched in self._messages:
            message = next(each for each in self._messages if each is watched)
            self._ring.surround(message.geometry())
            QTimer.singleShot(0, self, lambda: self._reveal(message))
        elif event.type() == QEvent.Type.FocusOut and watched in self._messages:
            self._ring.hide()
        # The area itself watches the size of what it shows.
        return super().eventFilter(watched, event)

    def _reveal(self, message: MessageView) -> None:
        if message in self._messages:
            self.show_message(message)

    def _step(self, message: MessageView, step: int) -> None:
        place = self._messages.index(message) + step
        target = self._messages[min(max(place, 0), len(self._messages) - 1)]
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _place_top(self, first: int, left: int, column: int) -> int:
        if first:
            above = self._messages[first - 1]
            return above.y() + above.height() + self._theme.px(_GAP)
        top = self._theme.px(SIZES.s6)
        if not self._earlier.isHidden():
            size = self._earlier.sizeHint()
            self._earlier.setGeometry(left + (column - size.width()) // 2, top, *size.toTuple())
            top += size.height() + self._theme.px(SIZES.s4)
        return top

    def _anchor(self) -> tuple[MessageView, int, int] | None:
        """The piece at the top of the view and how far it is scrolled, in pixels."""
        at = self.verticalScrollBar().value()
        for message in self._messages:
            if message.y() + message.height() > at:
                tops = message.anchors()
                within = at - message.y()
                piece = max((n for n, top in enumerate(tops) if top <= within), default=0)
                return message, piece, within - tops[piece]
        return None

    def _restore(self, anchor: tuple[MessageView, int, int]) -> None:
        message, piece, offset = anchor
        tops = message.anchors()
        self._moving = True
        self.verticalScrollBar().setValue(message.y() + tops[min(piece, len(tops) - 1)] + offset)
        self._moving = False
        self._tell()

    def _to_bottom(self) -> None:
        self._moving = True
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        self._moving = False
        self._tell()

    def _scrolled(self, value: int) -> None:
        if not self._moving:
            self._following = value >= self.verticalScrollBar().maximum() - 2
            if value < self._theme.px(_NEAR) and not self._earlier.isHidden():
                QTimer.singleShot(0, self, self._fetch_earlier)
        self._tell()

    def _fetch_earlier(self) -> None:
        if not self._earlier.isHidden():
            self.earlier_wanted.emit()

    def _tell(self) -> None:
        bar = self.verticalScrollBar()
        away = not self._following and bar.value() < bar.maximum() - self._theme.px(SIZES.s8)
        if away != self._away:
            self._away = away
            self.left_bottom.emit(away)
