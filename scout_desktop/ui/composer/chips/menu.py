"""The menus of a chip: its fits, and all that can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from scout_desktop.ui.composer.chips.fits import fit_choices
from scout_desktop.ui.composer.words import several

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.message import ImagePart


class Deeds(NamedTuple):
    """What the entries of a chip's menu do."""

    look: Callable[[], object]
    fit: Callable[[str], object]
    move: Callable[[int], object]
    """One place towards the front (-1) or the end (1)."""
    remove: Callable[[], object]


def fit_menu(chip: QWidget, image: ImagePart, chosen: Callable[[str], object]) -> QMenu:
    """Return the menu of fits, each with what it costs; it goes away by itself."""
    menu = QMenu(chip)
    menu.aboutToHide.connect(menu.deleteLater)
    _add_fits(menu, image, chosen)
    return menu


def chip_menu(chip: QWidget, image: ImagePart | None, deeds: Deeds) -> QMenu:
    """Return the menu of everything; what an address or a refused picture has not is left out."""
    menu = QMenu(chip)
    menu.aboutToHide.connect(menu.deleteLater)

    def add(text: str, do: Callable[[], object]) -> None:
        menu.addAction(text).triggered.connect(lambda _=False: do())

    if image is not None and not image.url:
        add("What the model sees…\tEnter", deeds.look)
        _add_fits(menu.addMenu("Fit"), image, deeds.fit)
        menu.addSeparator()
    add("Move earlier\tCtrl+←", lambda: deeds.move(-1))
    add("Move later\tCtrl+→", lambda: deeds.move(1))
    menu.addSeparator()
    add("Remove\tDel", deeds.remove)
    return menu


def _add_fits(menu: QMenu, image: ImagePart, chosen: Callable[[str], object]) -> None:
    menu.setAccessibleName("Fit")
    group = QActionGroup(menu)
    for number, choice in enumerate(fit_choices(image)):
        if number == 2:
            menu.addSeparator()
        action = menu.addAction(f"{choice.words}\t{several(choice.tokens, 'token')}")
        action.setCheckable(True)
        action.setChecked(choice.fit == image.fit)
        action.triggered.connect(lambda _=False, fit=choice.fit: chosen(fit))
        group.addAction(action)
