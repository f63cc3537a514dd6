"""One row in full: the picture, the whole answer, what it took, why it failed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from scout_desktop.ui.batch.table.columns import STATES, name_of
from scout_desktop.ui.batch.words import attempts_words, spent_words
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.empty_state import EmptyState
from scout_desktop.ui.controls.label import ElidedLabel, PlainLabel, plain_tip
from scout_desktop.ui.controls.plain_text import align_by_direction
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from scout_desktop.chat.batch import BatchRow
    from scout_desktop.ui.theme.theme import Theme

PICTURE = 160
"""Height of the picture, in pixels of 100 %."""
_SHARE = 0.32
"""Of the height, at most."""
_LINES = 4
"""Of the answer, at least."""


class Detail(QWidget):
    """Follows the row under the cursor."""

    picture_wanted = Signal(str, int)
    """(sha256, longest side in device pixels): answer with `show_picture`."""

    picture_opened = Signal(str, str)
    """(chat, sha256): look at it in full."""

    chat_opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row: BatchRow | None = None
        self._image = QImage()
        dress(self, ground="rail")
        self._picture = QToolButton()
        self._picture.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._picture.setAccessibleName("Look at the picture")
        self._picture.setToolTip(plain_tip("Look at the picture in full"))
        self._name = ElidedLabel(kind="strong")
        self._state = PlainLabel(kind="caption", wrap=True)
        self._problem = PlainLabel(wrap=True, tone="bad")
        self._answer = QPlainTextEdit()
        self._answer.setAccessibleName("Whole answer")
        self._answer.setReadOnly(True)
        self._answer.setTabChangesFocus(True)
        # It takes what height is left, and never makes the others scroll by what it would like.
        policy = QSizePolicy.Policy
        self._answer.setSizePolicy(policy.Expanding, policy.Ignored)
        self._facts = PlainLabel(kind="caption_number", wrap=True)
        self._open = QPushButton("Open its chat")
        self._open.clicked.connect(self._say_opened)
        self._picture.clicked.connect(self._say_looked)
        self._empty = EmptyState(
            theme, "eye", "No picture chosen", "Choose a row to see its whole answer."
        )
        self._lay_out()
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_row(self, row: BatchRow | None) -> None:
        """Show a row as it now is; None for none. The same again keeps scroll and selection."""
        before, self._row = self._row, row
        self._stack.setCurrentIndex(0 if row is None else 1)
        if row is None:
            return
        fresh = before is None or before.item.chat != row.item.chat
        self._name.show_text(name_of(row))
        self._state.setText(_state_words(row))
        self._problem.setText(row.problem)
        self._problem.setVisible(bool(row.problem))
        self._problem.show_tone("bad" if row.state == "failed" else "warn")
        text = _answer_words(row)
        if fresh or self._answer.toPlainText() != text:
            self._answer.setPlainText(text)
            align_by_direction(self._answer)
        self._answer.setPlaceholderText(_waiting_words(row))
        self._facts.setText(_facts(row))
        self._open.setEnabled(bool(row.reply))
        if fresh or before is None or before.thumbnail != row.thumbnail:
            self._image = QImage()
            self._paint_picture()
            if row.thumbnail:
                side = round(self._theme.px(2 * PICTURE) * self.devicePixelRatioF())
                self.picture_wanted.emit(row.thumbnail, side)

    def show_picture(self, sha256: str, image: QImage) -> None:
        """Show the picture of the row, if it is still this one; a null image for none."""
        if self._row is not None and self._row.thumbnail == sha256:
            self._image = image
            self._paint_picture()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_picture()
        self._paint_picture()

    def _say_opened(self) -> None:
        if self._row is not None:
            self.chat_opened.emit(self._row.item.chat)

    def _say_looked(self) -> None:
        if self._row is not None and self._row.thumbnail and not self._image.isNull():
            self.picture_opened.emit(self._row.item.chat, self._row.thumbnail)

    def _paint_picture(self) -> None:
        ratio = self.devicePixelRatioF()
        room = QSize(max(self.width() - 2 * SIZES.s4 - 4, 1), self._picture.maximumHeight() - 4)
        self._picture.setEnabled(not self._image.isNull())
        if self._image.isNull():
            side = self._theme.px(32)
            self._picture.setIconSize(QSize(side, side))
            self._picture.setIcon(self._theme.icon("image", "text_3", 32))
            return
        smooth = Qt.TransformationMode.SmoothTransformation
        most = (room * ratio).boundedTo(self._image.size())
        shown = self._image.scaled(most, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        shown.setDevicePixelRatio(ratio)
        self._picture.setIconSize(room)
        self._picture.setIcon(QPixmap.fromImage(shown))

    def _fit_picture(self) -> None:
        """Leave most of the height to the answer."""
        px = self._theme.px
        self._picture.setFixedHeight(min(px(PICTURE), max(round(self.height() * _SHARE), px(64))))

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(SIZES.s4, SIZES.s3, SIZES.s4, SIZES.s4)
        column.setSpacing(SIZES.s1)
        column.addWidget(self._picture)
        column.addSpacing(SIZES.s1)
        column.addWidget(self._name)
        column.addWidget(self._state)
        column.addWidget(self._problem)
        column.addSpacing(SIZES.s1)
        column.addWidget(self._answer, 1)
        column.addSpacing(SIZES.s1)
        column.addWidget(self._facts)
        row = QHBoxLayout()
        row.addWidget(self._open)
        row.addStretch(1)
        column.addSpacing(SIZES.s1)
        column.addLayout(row)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setWidget(body)
        self._stack.addWidget(scroller)

    def _restyle(self) -> None:
        self._fit_picture()
        self._answer.setMinimumHeight(self._theme.line_height() * _LINES)
        self._picture.setMinimumWidth(1)
        side = self._theme.px(SIZES.icon)
        self._open.setIconSize(QSize(side, side))
        self._open.setIcon(self._theme.icon("chat", "text"))
        self._facts.setFont(self._theme.font("caption_number"))
        self._paint_picture()


def _state_words(row: BatchRow) -> str:
    return f"{STATES[row.state]}  ·  {attempts_words(row.attempts, row.unknown)}"


def _answer_words(row: BatchRow) -> str:
    if row.state == "done" and row.fields:
        # The fields as they were read, one a line; the answer as it came may be one long line.
        return json.dumps(dict(row.fields), indent=2, ensure_ascii=False, default=str)
    return row.answer


def _waiting_words(row: BatchRow) -> str:
    return "No answer came." if row.state == "failed" else "The answer will stand here."


def _facts(row: BatchRow) -> str:
    said = []
    if row.prompt_tokens is not None:
        said.append(f"{row.prompt_tokens:,} tokens in")
    if row.completion_tokens is not None:
        said.append(f"{row.completion_tokens:,} out")
    if row.usd is not None:
        said.append(f"{spent_words(row.usd)} USD")
    return ", ".join(said)
