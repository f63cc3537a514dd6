"""Keys of the list that mean something else elsewhere in the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

_Key = Qt.Key


def is_put_back(event: QKeyEvent) -> bool:
    """Whether this takes a chat out of the trash."""
    is_key = event.key() == _Key.Key_Backspace
    return is_key and event.modifiers() == Qt.KeyboardModifier.ControlModifier


def is_f2_or_delete(event: QEvent) -> bool:
    """Whether somebody is asked, before a menu takes it, if this is for them."""
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.key() in (_Key.Key_F2, _Key.Key_Delete)
    )
