"""The facts under the model's canvas, in figures that stand still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from scout_desktop.ui.controls.label import ElidedLabel, PlainLabel
from scout_desktop.ui.pictures.seen import words
from scout_desktop.ui.pictures.seen.overview import GlobalTile
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from scout_desktop.chat.estimate import Prices
    from scout_desktop.ui.pictures.seen.trial import Trial
    from scout_desktop.ui.theme.theme import Theme

_ROWS = ("Sent", "Tiles", "Tokens", "Price", "Enlarged")


class Facts(QWidget):
    """Names on the left, values beside them, the global tile at the far end."""

    grown = Signal()
    """It may need another height."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._values: dict[str, ElidedLabel] = {}
        self._overview = GlobalTile(theme, self)
        table = QGridLayout()
        table.setHorizontalSpacing(SIZES.s3)
        table.setVerticalSpacing(2)
        table.setColumnStretch(1, 1)
        for row, name in enumerate(_ROWS):
            table.addWidget(PlainLabel(name, kind="caption", parent=self), row, 0)
            value = ElidedLabel(kind="caption_number", tone="text", parent=self)
            self._values[name] = value
            table.addWidget(value, row, 1)
        self._detail = PlainLabel(kind="caption_number", tone="text", wrap=True, parent=self)
        self._detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        table.addWidget(self._detail, len(_ROWS), 0, 1, 2)
        theme.changed.connect(self._make_room)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SIZES.s3)
        line.addLayout(table, 1)
        line.addWidget(self._overview, 0, Qt.AlignmentFlag.AlignTop)
        self._overview.show_overview(None)

    def show_trial(self, trial: Trial, prices: Prices | None) -> None:
        """Say what is sent, in how many tiles, for how much, and what is lost."""
        sent = trial.sent
        said = {
            "Sent": words.sent_words(sent),
            "Tiles": words.tile_words(sent),
            "Tokens": words.token_words(sent),
            "Price": words.price_words(sent, prices),
            "Enlarged": words.enlarged_words(sent),
        }
        for name, value in said.items():
            self._values[name].show_text(value)
            self._values[name].setAccessibleName(f"{name}: {value}")
        self._detail.setText(words.detail_words(sent))
        self._overview.show_overview(trial.overview)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.grown.emit()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        # For the longest that can be said at this width, so that what is said moves nothing.
        metrics = QFontMetrics(self._theme.font("caption_number"))
        wide = max(self.width() - self._overview.sizeHint().width() - SIZES.s3, 1)
        wrapped = Qt.TextFlag.TextWordWrap
        tall = metrics.boundingRect(0, 0, wide, 1000, wrapped, words.LONGEST).height() + SIZES.s1
        self._detail.setFixedHeight(tall)
