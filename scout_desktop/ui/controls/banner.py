"""A banner: one sentence about a state, and at most two buttons that lead out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.fade import fade_in
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme

Kind = Literal["info", "warn", "bad"]
_ICONS: dict[Kind, tuple[str, str]] = {
    "info": ("info", "accent"),
    "warn": ("warning", "warn"),
    "bad": ("error", "bad"),
}


class Banner(QFrame):
    """Shows one state; hidden until `show_state`."""

    chosen = Signal(str)
    """The user pressed the button with this text."""

    dismissed = Signal()
    """The user closed it; it has hidden itself."""

    def __init__(
        self, theme: Theme, *, closable: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind: Kind = "info"
        self.setObjectName("banner")
        self._icon = QLabel(self)
        self._sentence = PlainLabel(wrap=True, parent=self)
        self._buttons = (QPushButton(self), QPushButton(self))
        self._close = IconButton(theme, "close", "Close this message", pixels=SIZES.icon)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.s3, SIZES.s2, SIZES.s2, SIZES.s2)
        row.setSpacing(SIZES.s2)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._sentence, 1)
        for button in self._buttons:
            button.clicked.connect(lambda _=False, button=button: self.chosen.emit(button.text()))
            row.addWidget(button)
        row.addWidget(self._close)
        self._close.setVisible(closable)
        self._close.clicked.connect(self._dismiss)
        self.hide()
        theme.changed.connect(self._restyle)

    def show_state(self, kind: Kind, sentence: str, actions: Sequence[str] = ()) -> None:
        """Say `sentence`, with up to two buttons; the first is the way out that we suggest."""
        if len(actions) > len(self._buttons):
            raise ValueError("a banner has at most two buttons")
        self._kind = kind
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        for position, button in enumerate(self._buttons):
            button.setVisible(position < len(actions))
            button.setText(actions[position] if position < len(actions) else "")
        self._restyle()
        fade_in(self, self._theme)

    def focus_first(self) -> None:
        """Put the focus on the first button, where the state waits for an answer."""
        # A reader hears what it is about together with the button.
        self._buttons[0].setAccessibleDescription(self._sentence.text())
        self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()

    def _restyle(self) -> None:
        icon, token = _ICONS[self._kind]
        dress(self, state=self._kind)
        self._icon.setPixmap(self._theme.pixmap(icon, token, SIZES.icon_large))
