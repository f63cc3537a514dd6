"""What stands where nothing is yet: a drawing, a sentence, the first step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from scout_desktop.ui.theme.theme import Theme


class EmptyState(QWidget):
    """`title` says what is (not) here, `hint` the first step with its key, `action` does it."""

    chosen = Signal()
    """The user pressed the action's button."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        title: str,
        hint: str = "",
        *,
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon = theme, icon
        self._picture = QLabel(self)
        self._title = PlainLabel(title, kind="strong", tone="second", wrap=True)
        self._hint = PlainLabel(hint, kind="caption", wrap=True)
        self._button = QPushButton(action, self)
        dress(self._button, role="primary")
        self._button.clicked.connect(self.chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s4, SIZES.s4, SIZES.s4, SIZES.s4)
        column.setSpacing(SIZES.s2)
        column.addStretch(2)
        for widget in (self._picture, self._title, self._hint):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(widget)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.show_text(title, hint, action)
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_text(self, title: str, hint: str = "", action: str = "") -> None:
        """Say something else."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._button.setText(action)
        self._button.setVisible(bool(action))

    def _restyle(self) -> None:
        self._picture.setPixmap(self._theme.pixmap(self._icon, "text_3", 32))
