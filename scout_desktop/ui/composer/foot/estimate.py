"""The line that says what sending will roughly use and cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy

from scout_desktop.ui.controls.label import PlainLabel, plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.estimate import Estimate
    from scout_desktop.ui.theme.theme import Theme


_ORDINARY = "≈ 00,000 tok, 0.000000 + 0.00030 USD*"


class EstimateLine(PlainLabel):
    """Takes the room it is given and never asks for more, so that no neighbour moves."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(kind="caption_number", parent=parent)
        self._theme = theme
        self._forms: tuple[str, ...] = ("",)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_estimate(self, estimate: Estimate | None) -> None:
        """Show it, at length where there is room; None shows nothing."""
        said, self._forms = "", ("",)
        if estimate is not None:
            # Money and tiles cost 10 ms to load, and the first frame knows no price.
            from scout_desktop.ui.composer.words import (
                estimate_explained,
                estimate_in_brief,
                estimate_in_short,
                estimate_words,
            )

            forms = estimate_words, estimate_in_short, estimate_in_brief
            self._forms = tuple(form(estimate) for form in forms)
            said = estimate_explained(estimate)
        self.setAccessibleName(self._forms[0])
        self.setAccessibleDescription(said)
        self.setToolTip(plain_tip(f"{self._forms[0]}. {said}") if said else "")
        self._fit()

    def least_width(self) -> int:
        """The room that an ordinary estimate takes in its short form."""
        return self.fontMetrics().horizontalAdvance(_ORDINARY)

    def sizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self.fontMetrics().horizontalAdvance
        fitting = (form for form in self._forms if width(form) <= self.width())
        self.setText(next(fitting, self._forms[-1]))

    def _restyle(self) -> None:
        self.setFont(self._theme.font("caption_number"))
        self._fit()
