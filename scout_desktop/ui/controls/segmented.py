"""A few choices side by side, one of them taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton

from scout_desktop.ui.controls.dress import dress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget


class Segmented(QFrame):
    """`choices` maps a key to what the user reads. Arrow keys move, Space chooses."""

    chosen = Signal(str)
    """The user chose this key (never emitted by `choose`)."""

    def __init__(
        self, name: str, choices: Mapping[str, str], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("segmented")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self._buttons: dict[str, QToolButton] = {}
        for key, text in choices.items():
            button = QToolButton(self)
            button.setText(text)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            dress(button, role="segment")
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            row.addWidget(button)
            self._buttons[key] = button
        self.rename(name)

    def rename(self, name: str) -> None:
        """Call the choice, and each of its buttons, after something else."""
        self.setAccessibleName(name)
        for button in self._buttons.values():
            button.setAccessibleName(f"{name}: {button.text()}")

    def enable(self, key: str, *, enabled: bool) -> None:
        """Let `key` be chosen or not."""
        self._buttons[key].setEnabled(enabled)

    def stops(self) -> list[QWidget]:
        """The buttons, as Tab goes through them."""
        return list(self._buttons.values())

    def choose(self, key: str) -> None:
        """Show `key` as taken."""
        self._buttons[key].setChecked(True)

    def taken(self) -> str | None:
        """The key that is taken, if any."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), None)
