"""Stop sequences: up to four chips and a field that adds one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from scout_desktop.chat.parameters import LONGEST_STOPS, problem
from scout_desktop.ui.controls.chip import Chip
from scout_desktop.ui.controls.flow import FlowLayout
from scout_desktop.ui.controls.label import plain_tip
from scout_desktop.ui.parameters.editor import Editor
from scout_desktop.ui.parameters.words import escaped, unescaped
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from scout_desktop.chat.parameters import ParameterSpec
    from scout_desktop.ui.theme.theme import Theme


class StopsEditor(Editor):
    r"""Enter adds what was typed; \n stands for a line break."""

    def __init__(self, theme: Theme, spec: ParameterSpec, parent: QObject | None = None) -> None:
        super().__init__(spec, parent)
        self._theme = theme
        self._texts: list[str] = []
        self.block = QWidget()
        column = QVBoxLayout(self.block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.s1)
        self._shelf = QWidget(self.block)
        self._flow = FlowLayout(self._shelf, gap=SIZES.s1)
        column.addWidget(self._shelf)
        self._field = _StopField()
        self._field.setAccessibleName(spec.label)
        self._field.setToolTip(plain_tip("Enter adds it; \\n is a line break, \\t a tab."))
        self._field.added.connect(self._add)
        column.addWidget(self._field)
        self._show([])

    def show_value(self, value: Any) -> None:
        self._show([str(item) for item in value] if isinstance(value, list) else [])

    def show_state(self, *, changed: bool, invalid: bool) -> None:
        pass

    def _show(self, texts: list[str]) -> None:
        self._texts = list(texts)
        while item := self._flow.takeAt(0):
            chip = item.widget()
            if chip is not None:
                chip.hide()
                chip.deleteLater()
        for index, text in enumerate(texts):
            chip = Chip(self._theme, _visible(text), parent=self._shelf)
            chip.removed.connect(lambda index=index: self._remove(index))
            self._flow.addWidget(chip)
            chip.show()
        self._shelf.setVisible(bool(texts))
        full = len(texts) >= LONGEST_STOPS
        self._field.setEnabled(not full)
        self._field.setPlaceholderText("four is the most" if full else "add a text, then Enter")

    def _add(self, typed: str) -> None:
        self._change([*self._texts, unescaped(typed)])

    def _remove(self, index: int) -> None:
        self._change(self._texts[:index] + self._texts[index + 1 :])
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change(self, texts: list[str]) -> None:
        self._show(texts)
        value = texts or None
        self.edited.emit(value, problem(self.spec.name, value) or "")


class _StopField(QLineEdit):
    """Hands over what was typed on Enter, and when the user goes elsewhere."""

    added = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._hand_over()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hand_over()

    def _hand_over(self) -> None:
        typed = self.text()
        self.clear()
        if typed:
            self.added.emit(typed)


def _visible(text: str) -> str:
    """The text with blanks at its ends made visible, for they count."""
    core = text.strip(" ")
    before = len(text) - len(text.lstrip(" ")) if core else len(text)
    after = len(text) - len(text.rstrip(" ")) if core else 0
    return "␣" * before + escaped(core) + "␣" * after
