"""What the window is laid out with: panes on their grounds, and rows that centre a view."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.theme.tokens import SIZES


def pane_of(ground: str) -> QWidget:
    """Return an empty pane on this ground."""
    made = QWidget()
    dress(made, ground=ground)
    return made


def fill(pane: QWidget, view: QWidget) -> None:
    """Put a view into a pane, from edge to edge."""
    layout = QVBoxLayout(pane)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(view)


def centred(view: QWidget) -> QHBoxLayout:
    """Return a row that keeps a view in the middle, as wide as the transcript's column."""
    view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    row = QHBoxLayout()
    row.setContentsMargins(SIZES.s4, 0, SIZES.s4, SIZES.s4)
    row.addStretch(1)
    row.addWidget(view, 1000)
    row.addStretch(1)
    return row
