"""A number: a field for typing and, where the range is bounded, a slider; both are one control."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QSize, Qt
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QSizePolicy, QWidget

from scout_desktop.chat.parameters import problem
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.fields import Slider
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.parameters.editor import Editor
from scout_desktop.ui.parameters.words import (
    number_text,
    read_number,
    slider_position,
    slider_range,
    slider_value,
    stepped,
    within,
)
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QWheelEvent

    from scout_desktop.chat.parameters import ParameterSpec
    from scout_desktop.ui.theme.theme import Theme

_NARROW, _WIDE = 66, 116
_RANDOM_SEEDS = 2**31


class NumberEditor(Editor):
    """Field and slider; `seed` has a button for a new random one."""

    def __init__(self, theme: Theme, spec: ParameterSpec, parent: QObject | None = None) -> None:
        super().__init__(spec, parent)
        self._showing = False
        self._field = _Field(theme, spec)
        self._field.lineEdit().textChanged.connect(self._typed)
        self.inline = self._field
        self._slider: Slider | None = None
        if spec.name == "seed":
            self.inline = QWidget()
            row = QHBoxLayout(self.inline)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(SIZES.s1)
            row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetMinAndMaxSize)
            dice = IconButton(theme, "dice", "New random seed")
            dice.clicked.connect(self._roll)
            row.addWidget(dice)
            row.addWidget(self._field)
        if spec.kind == "float":
            self._slider = Slider(f"{spec.label} slider")
            self._slider.setRange(*slider_range(spec))
            self._slider.setPageStep(max(1, (slider_range(spec)[1] - slider_range(spec)[0]) // 10))
            self._slider.valueChanged.connect(self._slid)
            self.block = self._slider

    def show_value(self, value: Any) -> None:
        self._showing = True
        self._field.lineEdit().setText(number_text(value))
        self._field.lineEdit().setCursorPosition(0)
        self._place(value)
        self._showing = False

    def show_state(self, *, changed: bool, invalid: bool) -> None:
        dress(self._field, invalid=invalid)
        if self._slider is not None:
            dress(self._slider, changed=changed and not invalid)

    def _typed(self, text: str) -> None:
        if self._showing:
            return
        value = read_number(text)
        self._showing = True
        self._place(value)
        self._showing = False
        self.edited.emit(value, problem(self.spec.name, value) or "")

    def _slid(self, position: int) -> None:
        if not self._showing:
            value = slider_value(self.spec, position)
            self.show_value(value)
            self.edited.emit(value, "")

    def _roll(self) -> None:
        self._field.lineEdit().setText(str(random.randrange(_RANDOM_SEEDS)))

    def _place(self, value: Any) -> None:
        if self._slider is not None:
            self._slider.setValue(slider_position(self.spec, value))


class _Field(QAbstractSpinBox):
    """Any text may stand here, also one that is no number: the row says what is wrong with it."""

    def __init__(self, theme: Theme, spec: ParameterSpec) -> None:
        super().__init__()
        self._theme, self._spec = theme, spec
        self.setAccessibleName(spec.label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.lineEdit().setPlaceholderText("default")
        self.lineEdit().setAlignment(Qt.AlignmentFlag.AlignRight)
        # The stylesheet's padding does not reach the text of a spin box (Qt 6.11).
        self.lineEdit().setTextMargins(SIZES.s1 + 1, 0, SIZES.s1 + 1, 0)
        self._restyle()
        theme.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def validate(self, text: str, at: int) -> tuple[QValidator.State, str, int]:
        return QValidator.State.Acceptable, text, at

    def stepBy(self, steps: int) -> None:
        value = read_number(self.text())
        self.lineEdit().setText(number_text(stepped(self._spec, value, steps)))

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        flags = QAbstractSpinBox.StepEnabledFlag
        return flags.StepUpEnabled | flags.StepDownEnabled

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _read(self) -> float:
        value = read_number(self.text())
        known = within(self._spec, value)
        return float(self._spec.default or 0 if known is None else known)

    def _write(self, value: float) -> None:
        whole = self._spec.kind == "integer"
        self.lineEdit().setText(number_text(round(value) if whole else value))

    # Read and set by assistive programs, which know a spin box by these three properties.
    value = Property(float, _read, _write)
    minimum = Property(float, lambda self: float(self._spec.low or 0))
    maximum = Property(float, lambda self: float(self._spec.high or 0))

    def _restyle(self) -> None:
        self.setFont(self._theme.font("number"))
        # Said twice: under a stylesheet the text keeps the font of before (Qt 6.11).
        self.lineEdit().setFont(self._theme.font("number"))
        widest = _WIDE if self._spec.kind == "integer" else _NARROW
        self.setMinimumWidth(self._theme.px(_NARROW))
        self.setMaximumWidth(self._theme.px(widest))
        self.setFixedHeight(self._theme.px(SIZES.control))
