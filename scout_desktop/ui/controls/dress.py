"""Sets the properties by which the stylesheet knows a widget (see theme/stylesheet.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtWidgets import QFrame, QMainWindow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def dress(widget: QWidget, **look: str | bool) -> None:
    """Set e.g. `role="primary"`, `tone="bad"`, `ground="rail"` or `invalid=True`, and repaint.

    Safe before and after the widget is shown. A plain `QWidget` paints its ground from then on.
    """
    fresh = False
    for name, value in look.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            fresh = True
    if "ground" in look and not isinstance(widget, (QFrame, QMainWindow)):  # those do by themselves
        _paint_ground(widget)
    if fresh and _is_polished(widget):
        # The stylesheet reads properties only while it polishes.
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()


def _paint_ground(widget: QWidget) -> None:
    if widget.metaObject().className() != "QWidget":  # nor does the plain one need to be told
        widget.setAttribute(QtCore.Qt.WidgetAttribute.WA_StyledBackground, True)


def _is_polished(widget: QWidget) -> bool:
    # PySide loads the names of `Qt` when they are first asked for, which takes 14 ms; the first
    # frame does without them, and until it is shown nothing is polished.
    if "Qt" not in vars(QtCore):
        return False
    return widget.testAttribute(QtCore.Qt.WidgetAttribute.WA_WState_Polished)
