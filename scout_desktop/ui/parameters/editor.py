"""What every parameter's editor has in common: it shows a value and tells of edits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.parameters import ParameterSpec


class Editor(QObject):
    """Brings a small widget for the row's head, a larger one for below it, or both."""

    edited = Signal(object, str)
    """(value, sentence): the user changed it; None is provider default. With a sentence the value
    cannot be sent and is only shown."""

    inline: QWidget | None = None
    block: QWidget | None = None

    def __init__(self, spec: ParameterSpec, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.spec = spec

    def show_value(self, value: Any) -> None:
        """Show a value, also one that cannot be sent. Emits nothing."""
        raise NotImplementedError

    def show_state(self, *, changed: bool, invalid: bool) -> None:
        """Mark the widgets as changed or invalid."""
