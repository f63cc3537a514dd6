"""The bar below the list while chats are chosen: how many, and what can be done to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.flow import FlowLayout
from scout_desktop.ui.controls.hairline import HairLine
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.label import ElidedLabel
from scout_desktop.ui.conversations.many.deeds import deeds_for, said_of
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scout_desktop.chat.rows import ChatRow
    from scout_desktop.ui.theme.theme import Theme


class ChosenBar(QWidget):
    """Hidden until `show_chosen`; Tab leads from the list into it."""

    done = Signal(str)
    """What is to be done to the chosen chats (`deeds`)."""

    left = Signal()
    """The user wants to choose no more."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, ground="rail")
        self.setAccessibleName("Chosen chats")
        self._count = ElidedLabel(kind="caption_strong", tone="second")
        self._close = IconButton(theme, "close", "Choose none", hint="Esc", pixels=SIZES.icon)
        self._close.clicked.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(HairLine(theme))
        top, deeds = QHBoxLayout(), FlowLayout(gap=SIZES.s1)
        top.setContentsMargins(SIZES.s3, SIZES.s1, SIZES.s2, 0)
        top.addWidget(self._count, 1)
        top.addWidget(self._close)
        column.addLayout(top)
        deeds.setContentsMargins(SIZES.s2, 0, SIZES.s2, SIZES.s1)
        self._buttons: dict[str, IconButton] = {}
        for deed in ("export", "tags", "archive", "unarchive", "trash", "restore", "purge"):
            icon, name, key = said_of(deed)
            token = "bad" if deed == "purge" else "text_2"
            button = IconButton(theme, icon, name, hint=key, token=token)
            button.clicked.connect(lambda _=False, deed=deed: self.done.emit(deed))
            deeds.addWidget(button)
            self._buttons[deed] = button
        column.addLayout(deeds)
        self.hide()

    def stops(self) -> list[QWidget]:
        """What Tab leads to, in order."""
        return [self._close, *self._buttons.values()]

    def show_chosen(self, rows: Sequence[ChatRow]) -> None:
        """Say how many are chosen and offer what can be done to all of them; hide for none."""
        offered = deeds_for(rows)
        for deed, button in self._buttons.items():
            button.setVisible(deed in offered)
        said = f"{len(rows):,} selected"
        self._count.show_text(said)
        self.setAccessibleName(said)
        self.setVisible(bool(rows))
