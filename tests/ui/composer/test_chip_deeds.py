"""A chip lets the user look at its picture, fit it, move it and remove it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from scout_desktop.chat.message import ImagePart, Original
from scout_desktop.chat.tiles import tiling
from scout_desktop.ui.composer.chips.chip import PictureChip
from scout_desktop.ui.composer.chips.fits import fit_choices

# Said by Qt's offscreen platform when a menu opens over a window that has the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

PHOTO = ImagePart(
    "a" * 64, "image/jpeg", 1344, 1008, 300_000, "IMG_1.jpg",
    original=Original("b" * 64, "image/jpeg", 4032, 3024, 4_000_000),
)  # fmt: skip
LINK = ImagePart("", "", 0, 0, 0, name="cat.jpg", url="https://pictures.example.org/cat.jpg")


def chips(stage) -> list[PictureChip]:
    QApplication.processEvents()
    return [chip for chip in stage.window.findChildren(PictureChip) if chip.isVisible()]


def shown_tools(chip: PictureChip) -> list[str]:
    return [b.accessibleName() for b in chip.findChildren(QToolButton) if b.isVisible()]


def open_menu(chip: PictureChip) -> QMenu:
    (menu,) = [menu for menu in chip.findChildren(QMenu) if menu.isVisible()]
    return menu


def entries(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def test_the_tools_come_with_the_pointer_and_go_with_it(stage):
    stage.composer.add_picture(1, PHOTO)
    (chip,) = chips(stage)
    QApplication.processEvents()
    assert shown_tools(chip) == ["Remove IMG_1.jpg"]
    width = chip.width()
    QTest.mouseMove(stage.window, chip.mapTo(stage.window, chip.rect().center()))
    here = QPointF(chip.rect().center())
    QApplication.sendEvent(chip, QEnterEvent(here, here, QPointF(chip.mapToGlobal(here))))
    chip.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    chip._show_tools()
    assert sorted(shown_tools(chip)) == [
        "Fit of IMG_1.jpg", "Remove IMG_1.jpg", "What the model sees of IMG_1.jpg",
    ]  # fmt: skip
    chip.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    QApplication.sendEvent(chip, QEvent(QEvent.Type.Leave))
    assert shown_tools(chip) == ["Remove IMG_1.jpg"]
    assert chip.width() == width


def test_the_model_s_view_opens_by_key_by_double_click_and_by_its_button(stage):
    looked: list[int] = []
    stage.composer.look_requested.connect(looked.append)
    stage.composer.add_picture(7, PHOTO)
    (chip,) = chips(stage)
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Return)
    QTest.mouseDClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    stage.named("What the model sees of IMG_1.jpg").click()
    assert looked == [7, 7, 7]


def test_of_a_pending_a_refused_and_an_address_there_is_nothing_to_look_at(stage):
    looked: list[int] = []
    stage.composer.look_requested.connect(looked.append)
    stage.composer.add_pending(1, "p.jpg")
    stage.composer.add_pending(2, "bad.jpg")
    stage.composer.refuse(2, "This picture is damaged. Open it elsewhere and save it anew.")
    stage.composer.add_picture(3, LINK)
    for chip in chips(stage):
        chip.setFocus()
        QTest.keyClick(chip, Qt.Key.Key_Return)
        QTest.mouseDClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
        assert [tool.split()[0] for tool in shown_tools(chip)] == ["Remove"]
        chip._open_menu(QPoint(5, 5))
        assert [text.partition("\t")[0] for text in entries(open_menu(chip))] == [
            "Move earlier", "Move later", "Remove",
        ]  # fmt: skip
        open_menu(chip).close()
    assert looked == []


def test_the_fit_menu_names_every_way_with_its_tokens(stage):
    chosen: list[tuple[int, str]] = []
    stage.composer.fit_chosen.connect(lambda number, fit: chosen.append((number, fit)))
    stage.composer.add_picture(4, PHOTO)
    (chip,) = chips(stage)
    chip.setFocus()
    stage.named("Fit of IMG_1.jpg").click()
    menu = open_menu(chip)
    chip.clearFocus()
    assert len(shown_tools(chip)) == 3  # the button that opened the menu does not go away
    assert entries(menu) == [
        "Fit to tiles\t1,887 tokens",
        "Original size, 4032×3024\t1,887 tokens",
        "One tile, 336×252\t147 tokens",
        "2 × 1 tiles, 448×336\t437 tokens",
        "2 × 2 tiles, 672×504\t727 tokens",
        "3 × 2 tiles, 896×672\t1,017 tokens",
        "3 × 3 tiles, 1008×756\t1,452 tokens",
        "4 × 3 tiles, 1344×1008\t1,887 tokens",
    ]
    assert [action.text() for action in menu.actions() if action.isChecked()] == [
        "Fit to tiles\t1,887 tokens"
    ]
    next(action for action in menu.actions() if "One tile" in action.text()).trigger()
    assert chosen == [(4, "1x1")]


@pytest.mark.parametrize("size", [(4032, 3024), (3024, 4032), (300, 200), (10000, 400), (337, 337)])
def test_a_fit_that_gives_no_more_than_a_cheaper_one_is_not_offered(size):
    found = fit_choices(replace(PHOTO, original=replace(PHOTO.original, width=size[0],
                                                        height=size[1])))  # fmt: skip
    grids = found[2:]
    assert [choice.tokens for choice in grids] == sorted(choice.tokens for choice in grids)
    assert len({choice.words.rpartition(" ")[2] for choice in grids}) == len(grids)
    assert found[1].tokens == tiling(*size).tokens


def test_a_grid_chosen_elsewhere_is_among_the_fits_and_ticked(stage):
    stage.composer.add_picture(1, replace(PHOTO, fit="5x3"))
    (chip,) = chips(stage)
    chip._open_fits()
    assert [a.text()[:5] for a in open_menu(chip).actions() if a.isChecked()] == ["5 × 3"]


def test_the_menu_key_opens_all_that_can_be_done(stage):
    stage.composer.add_picture(1, PHOTO)
    (chip,) = chips(stage)
    chip.setFocus()
    key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(chip, key)
    assert [text.partition("\t")[0] for text in entries(open_menu(chip))] == [
        "What the model sees…", "Fit", "Move earlier", "Move later", "Remove",
    ]  # fmt: skip


def test_a_chip_is_moved_with_the_keyboard_and_so_is_what_is_sent(stage):
    one, two, three = (replace(PHOTO, name=name) for name in ("1", "2", "3"))
    for number, image in enumerate((one, two, three)):
        stage.composer.add_picture(number, image)
    last = chips(stage)[2]
    last.setFocus()
    QTest.keyClick(last, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert stage.composer.draft().images == (one, three, two)
    assert last.hasFocus()
    QTest.keyClick(last, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(last, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert stage.drafts[-1].images == (three, one, two)
    QApplication.processEvents()
    placed = sorted(chips(stage), key=lambda chip: chip.x())
    assert [chip.image.name for chip in placed if chip.image] == ["3", "1", "2"]
    QTest.keyClick(last, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is placed[1]


def test_removing_the_last_chip_leaves_the_focus_with_the_one_before(stage):
    for number in range(3):
        stage.composer.add_picture(number, PHOTO)
    removed: list[int] = []
    stage.composer.picture_removed.connect(removed.append)
    chips(stage)[2].setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert removed == [2, 1]
    assert QApplication.focusWidget() is chips(stage)[0]
