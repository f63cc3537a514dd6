"""Taking a picture of an earlier chat once more."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from scout_desktop.chat.message import ImagePart
from scout_desktop.ui.composer.intake.choosing.earlier import EarlierPictures
from scout_desktop.ui.composer.intake.choosing.grid import PictureGrid


def image(letter: str, name: str = "") -> ImagePart:
    return ImagePart(letter * 64, "image/png", 40, 30, 100, name=name)


@pytest.fixture
def dialog(theme, window, qtbot):
    made = EarlierPictures(theme, window)
    made.given = []
    made.chosen.connect(made.given.append)
    with qtbot.waitActive(made):
        made.open()
    return made


def grid(dialog) -> PictureGrid:
    return dialog.findChildren(PictureGrid)[0]


def attach(dialog) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.text().startswith("Attach"))


def test_the_newest_stands_first_and_says_where_it_is_from(dialog):
    dialog.show_pictures(
        [
            (image("a", "old.png"), "Summer", "2026-05-01T10:00:00Z"),
            (image("b", "new.png"), "Winter <b>", "2026-11-01T10:00:00Z"),
        ]
    )
    cells = grid(dialog).model()
    assert [cells.index(n).data() for n in range(2)] == ["new.png", "old.png"]
    said = cells.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("new.png, from Winter <b>, 1 Nov 2026, ")
    assert "&lt;b&gt;" in cells.index(0).data(Qt.ItemDataRole.ToolTipRole)


def test_a_picture_sent_twice_stands_here_once_and_addresses_do_not(dialog):
    address = ImagePart("", "", 0, 0, 0, url="https://example.org/a.png")
    dialog.show_pictures(
        [
            (image("a"), "One", "2026-01-01"),
            (image("a"), "Two", "2026-02-01"),
            (address, "Three", "2026-03-01"),
        ]
    )
    cells = grid(dialog).model()
    assert cells.rowCount() == 1
    assert "Two" in cells.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_several_are_chosen_at_once(dialog):
    images = [image(letter) for letter in "abc"]
    dialog.show_pictures([(each, "Chat", f"2026-01-0{n}") for n, each in enumerate(images, 1)])
    assert not attach(dialog).isEnabled()
    grid(dialog).setFocus()
    QTest.keyClick(grid(dialog), Qt.Key.Key_Space)
    QTest.keyClick(grid(dialog), Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert attach(dialog).text() == "Attach 2 pictures"
    attach(dialog).click()
    assert dialog.given == [(images[2], images[1])]


def test_pixels_are_asked_for_by_hash(dialog, qtbot, painted):
    asked = []
    dialog.pixels_wanted.connect(lambda *what: asked.append(what))
    dialog.show_pictures([(image("a"), "Chat", "2026-01-01"), (image("b"), "Chat", "2026-01-02")])
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert [sha for sha, _size in asked] == ["b" * 64, "a" * 64]
    dialog.show_pixels("b" * 64, painted())
    dialog.show_problem("a" * 64, "It is damaged.")
    dialog.show_pixels("unknown", painted())
    QTest.qWait(20)
    assert len(asked) == 2
    said = grid(dialog).model().index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "It is damaged." in said


def test_where_there_are_none_it_says_so(dialog):
    dialog.show_pictures([])
    assert not grid(dialog).isVisible()
    assert "No pictures yet" in [
        label.text() for label in dialog._empty.findChildren(type(dialog._said))
    ]


def test_five_thousand_are_shown_at_once(dialog, qtbot):
    asked = []
    dialog.pixels_wanted.connect(lambda *what: asked.append(what))
    rows = [(ImagePart(f"{n:064}", "", 4, 3, 9), "Chat", f"{n:09}") for n in range(5_000)]
    dialog.show_pictures(rows)
    qtbot.waitUntil(lambda: len(asked) == 4)
    assert grid(dialog).model().rowCount() == 5_000
    assert asked[0][0] == f"{4999:064}"
