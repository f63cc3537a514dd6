"""Presets: a menu to apply one, a line to save the present state under a name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from scout_desktop.chat.draft import Preset
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QAction

    from scout_desktop.ui.theme.theme import Theme

_LONGEST_NAME = 60


class PresetBar(QWidget):
    """Shows the preset that is in force, if the present state is one."""

    chosen = Signal(object)
    """The `Preset` to apply."""
    saved = Signal(str)
    """Keep the present state under this name."""
    forgotten = Signal(object)
    """The `Preset` to delete."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets: tuple[Preset, ...] = ()
        self._button = QPushButton("Presets", self)
        self._button.setAccessibleName("Preset")
        self._menu = QMenu(self._button)
        self._menu.aboutToShow.connect(self._fill)
        self._button.setMenu(self._menu)
        dress(self._button, role="menu")
        self._name = QLineEdit(self)
        self._name.setAccessibleName("Name of the preset")
        self._name.setPlaceholderText("name, then Enter")
        self._name.setMaxLength(_LONGEST_NAME)
        self._name.installEventFilter(self)
        self._name.returnPressed.connect(self._save)
        self._name.hide()
        self._begin = IconButton(theme, "bookmark", "Save as preset", pixels=SIZES.icon)
        self._begin.clicked.connect(self._ask_name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s1)
        row.addWidget(self._button, 1)
        row.addWidget(self._name, 1)
        row.addWidget(self._begin)

    def show_presets(self, presets: Sequence[Preset], in_force: str | None) -> None:
        """Offer these; `in_force` is the name of the one that the present state equals."""
        self._presets = tuple(presets)
        self._button.setText((in_force or "Presets").replace("&", "&&"))
        self._button.setAccessibleDescription(f"{in_force} is in force" if in_force else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        escapes = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self._name and escapes and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]  # isinstance above
            self._stop_asking()
            return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        self._menu.clear()
        for preset in self._presets:
            self._act(self._menu, preset.name, partial(self.chosen.emit, preset))
        if not self._presets:
            self._act(self._menu, "No presets yet", None).setEnabled(False)
        self._menu.addSeparator()
        self._act(self._menu, "Save as preset…", self._ask_name)
        if self._presets:
            delete = self._menu.addMenu("Delete")
            for preset in self._presets:
                self._act(delete, preset.name, partial(self.forgotten.emit, preset))

    def _act(self, menu: QMenu, text: str, run: Callable[[], object] | None) -> QAction:
        # A name is the user's own text: an ampersand in it is no shortcut.
        action = menu.addAction(text.replace("&", "&&"))
        if run is not None:
            action.triggered.connect(lambda _checked=False: run())
        return action

    def _ask_name(self) -> None:
        self._button.hide()
        self._name.show()
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop_asking(self) -> None:
        self._name.clear()
        self._name.hide()
        self._button.show()
        self._button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        name = " ".join(self._name.text().split())
        self._stop_asking()
        if name:
            self.saved.emit(name)
