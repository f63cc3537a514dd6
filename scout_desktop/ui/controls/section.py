"""A part of a pane under a header that folds it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from scout_desktop.ui.theme.theme import Theme


class Section(QWidget):
    """A header with `title` over whatever is added by `add`."""

    folded = Signal(bool)
    """The user folded it (`True`) or opened it."""

    def __init__(
        self, theme: Theme, title: str, *, is_open: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._head = QToolButton(self)
        self._head.setText(title)
        self._head.setAccessibleName(title)
        self._head.setCheckable(True)
        self._head.setChecked(is_open)
        self._head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._head.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        dress(self._head, role="section")
        self._head.clicked.connect(self._toggle)
        self._body = QWidget(self)
        self._body.setVisible(is_open)
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, SIZES.s1, 0, SIZES.s2)
        self._column.setSpacing(SIZES.s2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._body)
        self._restyle()
        theme.changed.connect(self._restyle)

    def add(self, widget: QWidget) -> None:
        """Put `widget` below the others."""
        self._column.addWidget(widget)

    def is_open(self) -> bool:
        """Whether the body shows."""
        return self._head.isChecked()

    def fold(self, folded: bool) -> None:
        """Fold or open it."""
        self._head.setChecked(not folded)
        self._body.setVisible(not folded)
        self._restyle()

    def _toggle(self, checked: bool) -> None:
        self.fold(not checked)
        self.folded.emit(not checked)

    def _restyle(self) -> None:
        side = self._theme.px(SIZES.icon)
        self._head.setIconSize(QSize(side, side))
        chevron = "chevron-down" if self.is_open() else "chevron-right"
        self._head.setIcon(self._theme.icon(chevron, "text_3"))
