from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from scout_desktop.ui.controls.chip import Chip
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.section import Section
from scout_desktop.ui.controls.segmented import Segmented


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_an_icon_has_a_name_and_is_pressed_by_the_keyboard(theme, qtbot, key):
    button = IconButton(theme, "copy", "Copy reply", hint="Ctrl+C")
    qtbot.addWidget(button)
    button.show()
    assert button.accessibleName() == "Copy reply"
    assert "Ctrl+C" in button.toolTip()
    with qtbot.waitSignal(button.clicked, timeout=1000):
        qtbot.keyClick(button, key)


def test_icons_take_the_colours_and_the_size_of_the_new_look(theme, qtbot):
    button = IconButton(theme, "copy", "Copy")
    qtbot.addWidget(button)
    before = button.icon().cacheKey()
    theme.choose("dark")
    assert button.icon().cacheKey() != before
    theme.zoom(2.0)
    assert button.width() == 56
    assert button.iconSize().width() == 40


def test_a_chip_goes_by_its_cross_and_by_the_delete_key(theme, qtbot):
    chip = Chip(theme, "</s>")
    qtbot.addWidget(chip)
    chip.show()
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
        with qtbot.waitSignal(chip.removed, timeout=1000):
            qtbot.keyClick(chip, key)
    cross = chip.findChild(IconButton)
    assert cross.accessibleName() == "Remove </s>"
    with qtbot.waitSignal(chip.removed, timeout=1000):
        qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)


def test_a_chip_that_stays_has_no_cross(theme, qtbot):
    chip = Chip(theme, "PNG", removable=False)
    qtbot.addWidget(chip)
    assert chip.findChild(IconButton) is None
    with qtbot.assertNotEmitted(chip.removed):
        qtbot.keyClick(chip, Qt.Key.Key_Delete)


def test_one_segment_is_taken_and_only_the_user_is_heard(theme, qtbot):
    look = Segmented("Theme", {"system": "System", "light": "Light", "dark": "Dark"})
    qtbot.addWidget(look)
    look.show()
    assert look.taken() is None
    with qtbot.assertNotEmitted(look.chosen):
        look.choose("light")
    assert look.taken() == "light"
    dark = next(
        button for button in look.findChildren(QWidget) if button.accessibleName() == "Theme: Dark"
    )
    with qtbot.waitSignal(look.chosen, timeout=1000) as heard:
        qtbot.keyClick(dark, Qt.Key.Key_Space)
    assert heard.args == ["dark"]
    assert look.taken() == "dark"


def test_a_section_folds_by_keyboard_and_keeps_what_is_in_it(theme, qtbot):
    section = Section(theme, "Sampling")
    inside = QWidget()
    QHBoxLayout(inside)
    section.add(inside)
    qtbot.addWidget(section)
    section.show()
    head = next(
        child for child in section.findChildren(QWidget) if child.accessibleName() == "Sampling"
    )
    assert inside.isVisible()
    with qtbot.waitSignal(section.folded, timeout=1000) as heard:
        qtbot.keyClick(head, Qt.Key.Key_Space)
    assert heard.args == [True]
    assert not inside.isVisible()
    with qtbot.assertNotEmitted(section.folded):
        section.fold(False)
    assert inside.isVisible()
    assert section.is_open()
