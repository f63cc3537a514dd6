"""The menu of all the ways to attach a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget


def open_ways(over: QWidget, ways: Sequence[tuple[str, Callable[[], object]]]) -> QMenu:
    """Open the menu of ways (words, what to do) above a widget; it goes away by itself."""
    menu = QMenu(over)
    menu.setAccessibleName("Attach")
    menu.aboutToHide.connect(menu.deleteLater)
    for words, do in ways:
        menu.addAction(words).triggered.connect(lambda _=False, do=do: do())
    menu.popup(over.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
    return menu
