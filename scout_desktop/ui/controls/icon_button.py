"""A button that is an icon: 28 px, with a name for readers, a tooltip and a focus ring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import plain_tip
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme


class IconButton(QToolButton):
    """Shows the icon `icon`; `name` is what readers say and what the tooltip shows.

    `token` colours the icon, `role` is `icon` or `send` (round and filled). Space and Enter press
    it; a click does not take the focus away from the text being written.
    """

    def __init__(
        self,
        theme: Theme,
        icon: str,
        name: str,
        *,
        hint: str = "",
        token: str = "text_2",
        role: str = "icon",
        pixels: int = SIZES.icon_large,
        side: int = SIZES.control,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon, self._token = theme, icon, token
        self._pixels, self._side = pixels, side
        self.setProperty("focusPolicy", "TabFocus")
        dress(self, role=role)
        self.rename(name, hint)
        self._restyle()
        theme.changed.connect(self._restyle)

    def rename(self, name: str, hint: str = "") -> None:
        """Say `name`; `hint` (a shortcut, a reason) stands behind it in the tooltip."""
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(f"{name}  {hint}" if hint else name))

    def show_icon(self, icon: str, token: str | None = None) -> None:
        """Show another icon, in another colour if `token` is given."""
        self._icon = icon
        self._token = token or self._token
        self._restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter)
            and not event.isAutoRepeat()
        ):
            self.click()
        else:
            super().keyPressEvent(event)

    def _restyle(self) -> None:
        side, pixels = self._theme.px(self._side), self._theme.px(self._pixels)
        self.setFixedSize(side, side)
        self.setIconSize(QSize(pixels, pixels))
        self.setIcon(self._theme.icon(self._icon, self._token, self._pixels))
