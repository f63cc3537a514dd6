"""The menus of a chip: its fits, and all that can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from scout_desktop.ui.composer.chips.fits import fit_choices
from scout_desktop.ui.composer.words import several

if TYPE_CHECKING:
    from collections.abc import Callable

    from scout_desktop.chat.message import ImagePart
    from scout_desktop.ui.composer.chips.chip import PictureChip


def fit_menu(chip: PictureChip, image: ImagePart) -> QMenu:
    """Return the menu of fits, each with what it costs; it goes away by itself."""
    menu = QMenu(chip)
    menu.aboutToHide.connect(menu.deleteLater)
    _add_fits(menu, chip, image)
    return menu


def chip_menu(chip: PictureChip) -> QMenu:
    """Return the menu of everything; what an address or a refused picture has not is left out."""
    menu = QMenu(chip)
    menu.aboutToHide.connect(menu.deleteLater)

    def add(text: str, do: Callable[[], object]) -> None:
        menu.addAction(text).triggered.connect(lambda _=False: do())

    image = chip.image
    if image is not None and not image.url:
        add("What the model sees…\tEnter", chip.look_requested.emit)
        fits = menu.addMenu("Fit")
        _add_fits(fits, chip, image)
        menu.addSeparator()
    add("Move earlier\tCtrl+←", lambda: chip.moved.emit(-1))
    add("Move later\tCtrl+→", lambda: chip.moved.emit(1))
    menu.addSeparator()
    add("Remove\tDel", chip.removed.emit)
    return menu


def _add_fits(menu: QMenu, chip: PictureChip, image: ImagePart) -> None:
    menu.setAccessibleName("Fit")
    group = QActionGroup(menu)
    for number, choice in enumerate(fit_choices(image)):
        if number == 2:
            menu.addSeparator()
        action = menu.addAction(f"{choice.words}\t{several(choice.tokens, 'token')}")
        action.setCheckable(True)
        action.setChecked(choice.fit == image.fit)
        action.triggered.connect(lambda _=False, fit=choice.fit: chip.fit_chosen.emit(fit))
        group.addAction(action)
