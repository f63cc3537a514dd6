"""A yes-or-no parameter with its third state, the provider's default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QToolButton

from scout_desktop.chat.parameters import problem
from scout_desktop.ui.controls.segmented import Segmented
from scout_desktop.ui.parameters.editor import Editor

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from scout_desktop.chat.parameters import ParameterSpec

_VALUES = {"default": None, "on": True, "off": False}


class SwitchEditor(Editor):
    """Default, on or off."""

    def __init__(self, spec: ParameterSpec, parent: QObject | None = None) -> None:
        super().__init__(spec, parent)
        choices = {"default": "Default", "on": "On", "off": "Off"}
        self._choices = Segmented(spec.label, choices)
        self._choices.chosen.connect(self._chosen)
        self.block = self._choices

    def show_value(self, value: Any) -> None:
        if value is None or isinstance(value, bool):
            self._choices.choose({None: "default", True: "on", False: "off"}[value])
            return
        # None of the three: a value that only a file can hold.
        for button in self._choices.findChildren(QToolButton):
            button.setAutoExclusive(False)
            button.setChecked(False)
            button.setAutoExclusive(True)

    def _chosen(self, key: str) -> None:
        value = _VALUES[key]
        self.edited.emit(value, problem(self.spec.name, value) or "")
