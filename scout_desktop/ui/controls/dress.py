"""Sets the properties by which the stylesheet knows a widget (see theme/stylesheet.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

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
    if "ground" in look:
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
    if fresh and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        # The stylesheet reads properties only while it polishes.
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()
