"""Lets a widget that appears do so softly, or at once where motion is not wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractAnimation, QPropertyAnimation
from PySide6.QtWidgets import QGraphicsOpacityEffect

from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme


def fade_in(widget: QWidget, theme: Theme) -> None:
    """Show `widget`, over 120 ms if it was hidden and motion is wanted."""
    appears = not widget.isVisible() and not theme.calm
    if appears:
        effect = QGraphicsOpacityEffect(widget)
        widget.setGraphicsEffect(effect)
        fade = QPropertyAnimation(effect, b"opacity", effect)
        fade.setDuration(SIZES.fade_ms)
        fade.setStartValue(0.0)
        fade.setEndValue(1.0)
        # The effect renders into a pixmap, which costs; it goes as soon as it has done its work.
        fade.finished.connect(lambda: widget.setGraphicsEffect(None))  # type: ignore[arg-type]  # stub forgets None
        fade.start(QAbstractAnimation.DeletionPolicy.KeepWhenStopped)
    widget.show()
