"""The menu of a picture in a message: how it goes along from now on, and what else there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QActionGroup, QGuiApplication
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.message import ImagePart
    from scout_desktop.ui.controls.picture.mark import PictureMark

CHOICES: Final = {
    "keep": "Send again as it is",
    "tile": "Send again as one tile",
    "caption": "Send a caption instead",
    "drop": "Do not send again",
}


def picture_menu(
    parent: QWidget,
    image: ImagePart,
    mark: PictureMark | None,
    do: Callable[[str], None],
) -> QMenu:
    """Return the menu; it goes away by itself.

    `do` gets `keep`, `tile`, `caption`, `drop`, `look`, `attach` or `diet`. Without a mark nothing
    is known of how the picture goes along, and nothing offered.
    """
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    if mark is not None:
        group = QActionGroup(menu)
        for how, text in CHOICES.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(how == mark.how)
            action.setEnabled(how != "tile" or mark.can_tile)
            group.addAction(action)
            action.triggered.connect(lambda _=False, how=how: do(how))
        menu.addSeparator()
    if image.url:
        copy = menu.addAction("Copy address")
        copy.triggered.connect(lambda _=False: QGuiApplication.clipboard().setText(image.url))
    else:
        menu.addAction("What the model sees…").triggered.connect(lambda _=False: do("look"))
    menu.addAction("Attach again").triggered.connect(lambda _=False: do("attach"))
    menu.addSeparator()
    menu.addAction("Pictures in this chat…").triggered.connect(lambda _=False: do("diet"))
    return menu
