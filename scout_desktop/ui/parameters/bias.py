"""Logit bias: a table of token ids and what is added to their scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from scout_desktop.chat.parameters import problem
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.parameters.bias_table import BiasRows, BiasTable
from scout_desktop.ui.parameters.editor import Editor
from scout_desktop.ui.parameters.words import bias_rows, read_bias
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from scout_desktop.chat.parameters import ParameterSpec
    from scout_desktop.ui.theme.theme import Theme


class BiasEditor(Editor):
    """Type into a cell; Delete removes the selected rows; wrong rows are marked."""

    def __init__(self, theme: Theme, spec: ParameterSpec, parent: QObject | None = None) -> None:
        super().__init__(spec, parent)
        self._rows = BiasRows(theme)
        self._rows.setParent(self)
        self._rows.edited.connect(self._edited)
        self.block = QWidget()
        column = QVBoxLayout(self.block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.s1)
        self._table = BiasTable(self._rows, theme)
        self._table.setAccessibleName(spec.label)
        self._table.delete_pressed.connect(self._remove_selected)
        column.addWidget(self._table)
        row = QHBoxLayout()
        self._remove = _link("Remove", "Remove the selected tokens", self._remove_selected)
        row.addWidget(_link("Add token", "Add a token to the logit bias", self._append))
        row.addWidget(self._remove)
        row.addStretch(1)
        column.addLayout(row)
        self._fit()

    def show_value(self, value: Any) -> None:
        self._rows.show_rows(bias_rows(value))
        self._fit()

    def _append(self) -> None:
        self._rows.show_rows([*self._rows.rows, ("", "")])
        self._fit()
        last = self._rows.index(len(self._rows.rows) - 1, 0)
        self._table.setCurrentIndex(last)
        self._table.scrollTo(last)
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._table.edit(last)

    def _remove_selected(self) -> None:
        gone = {index.row() for index in self._table.selectedIndexes()}
        if gone:
            kept = [row for at, row in enumerate(self._rows.rows) if at not in gone]
            self._rows.show_rows(kept)
            self._fit()
            self._edited()

    def _edited(self) -> None:
        value, wrong = read_bias(self._rows.rows)
        sentence = next(iter(wrong.values()), "") or problem(self.spec.name, value) or ""
        self.edited.emit(value, sentence)

    def _fit(self) -> None:
        self._table.setVisible(bool(self._rows.rows))
        self._remove.setVisible(bool(self._rows.rows))
        self._table.fit()


def _link(text: str, name: str, run: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(name)
    dress(button, role="link")
    button.clicked.connect(run)
    return button
