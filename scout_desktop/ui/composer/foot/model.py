"""Which model is asked: its name as a button, which becomes a field when pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import plain_tip
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scout_desktop.ui.composer.foot.model_name import ModelName
    from scout_desktop.ui.theme.theme import Theme

_WIDEST = 220


class ModelField(QWidget):
    """Shows the model's short name; a press lets the user type or choose another."""

    chosen = Signal(str)
    """The user named another model."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = ""
        self._known: tuple[str, ...] = ()
        self._button = _Elided(self)
        self._button.setAccessibleName("Model")
        self._button.setProperty("focusPolicy", "TabFocus")
        dress(self._button, role="icon")
        self._button.clicked.connect(self._open)
        self.setFocusProxy(self._button)
        self._field: ModelName | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._button)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_model(self, model: str) -> None:
        """Show this model."""
        self._model = model
        self._button.show_text(model.rpartition("/")[2] or model)
        self._button.setAccessibleDescription(model)
        self._button.setToolTip(plain_tip(f"Model: {model}"))

    def show_known(self, models: Iterable[str]) -> None:
        """Offer these while a name is typed."""
        self._known = tuple(models)

    def _open(self) -> None:
        field = self._field or self._make_field()
        field.setText(self._model)
        field.offer(self._known)
        self._button.hide()
        field.show()
        field.selectAll()
        field.setFocus()

    def _make_field(self) -> ModelName:
        # Its classes of Qt cost 3 ms, and at the start nobody has pressed the button.
        from scout_desktop.ui.composer.foot.model_name import ModelName

        field = ModelName(self)
        field.setMinimumWidth(self._theme.px(_WIDEST))
        field.escaped.connect(self._close)
        field.editingFinished.connect(self._finish)
        self._row.addWidget(field)
        self._field = field
        return field

    def _finish(self) -> None:
        if self._field is None or self._field.isHidden():
            return
        name = "".join(self._field.text().split())
        self._close()
        if name and name != self._model:
            self.show_model(name)
            self.chosen.emit(name)

    def _close(self) -> None:
        if self._field is not None:
            had_focus = self._field.hasFocus()
            self._field.hide()
            self._button.show()
            if had_focus:
                self._button.setFocus()

    def _restyle(self) -> None:
        self._button.setFont(self._theme.font("caption"))
        self._button.setMaximumWidth(self._theme.px(_WIDEST))
        self._button.setFixedHeight(self._theme.px(SIZES.control))


class _Elided(QToolButton):
    """A button whose text gives way."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        self._whole = text
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._whole) + SIZES.s6, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(SIZES.s8 * 2, super().minimumSizeHint().height())

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # a QResizeEvent, only handed on
        self._fit()

    def _fit(self) -> None:
        room = self.width() - SIZES.s4
        shown, metrics = self._whole, self.fontMetrics()
        if metrics.horizontalAdvance(shown) > room:
            shown = metrics.elidedText(shown, QtCore.Qt.TextElideMode.ElideMiddle, room)
        self.setText(shown)
