"""Gives a dialog of wrapped sentences the height they need; Qt guesses it for another width."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog


def fit_height(dialog: QDialog, width: int) -> None:
    """Make `dialog` at least `width` pixels wide and as tall as its layout then wants."""
    layout = dialog.layout()
    if layout is None:
        return
    dialog.ensurePolished()
    layout.activate()
    width = max(width, layout.totalMinimumSize().width())
    dialog.setMinimumWidth(width)
    dialog.resize(width, max(layout.totalHeightForWidth(width), layout.totalSizeHint().height()))
