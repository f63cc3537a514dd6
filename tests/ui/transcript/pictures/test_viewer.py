"""The viewer: walking through the chat's pictures, copying, saving, and what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel

from scout_desktop.chat.message import ImagePart, Original


def _open(wall, image):
    wall.window.show()
    viewer = wall.gallery.open_viewer(image)
    _settle(wall, viewer)
    return viewer


def _settle(wall, viewer) -> None:
    QApplication.processEvents()
    while wall.answer():
        QApplication.processEvents()
    viewer.repaint()


def _button(viewer, name: str) -> QAbstractButton:
    (found,) = (
        each for each in viewer.findChildren(QAbstractButton) if each.accessibleName() == name
    )
    return found


def _said(viewer) -> str:
    labels = [each for each in viewer.findChildren(QLabel) if not each.isHidden()]
    return "\n".join(label.accessibleName() or label.text() for label in labels)


def _press(viewer, *keys: Qt.Key | str) -> None:
    for key in keys:
        QTest.keyClick(viewer, key)


def test_everything_in_it_has_a_name(wall) -> None:
    image, _other = wall.picture(800, 600), wall.picture(10, 10)
    viewer = _open(wall, image)

    for name in (
        "Fit", "Actual size", "Zoom in", "Zoom out", "Previous picture", "Next picture",
        "Copy picture", "Save picture as",
    ):  # fmt: skip
        assert _button(viewer, name).isVisible(), name
        assert name in _button(viewer, name).toolTip()
    assert viewer.canvas.accessibleName().startswith("Picture cat.png, 800 × 600 pixels")
    assert viewer.isWindow()
    viewer.reject()


def test_it_says_what_was_sent_as_plain_text(wall) -> None:
    original = Original("0", "image/heic", 4032, 3024, 2_500_000, animated=True)
    image = wall.picture(1600, 1200, "<b>cat</b>.jpg", original=original)
    viewer = _open(wall, image)

    said = _said(viewer)
    for words in (
        "1600 × 1200 pixels", "13 tiles", "1,887 tokens", "made from 4032 × 3024, 2.5 MB",
        "first frame only", "<b>cat</b>.jpg", " kB",
    ):  # fmt: skip
        assert words in said, words
    assert viewer.windowTitle() == "<b>cat</b>.jpg"
    viewer.reject()


def test_one_walks_through_all_pictures_of_the_chat_and_stops_at_the_ends(wall) -> None:
    images = [wall.picture(200 + number, 100, f"{number}.png") for number in range(4)]
    wall.images.insert(2, images[1])  # sent a second time: one picture to look at
    viewer = _open(wall, images[1])
    assert "Picture 2 of 4" in _said(viewer)

    walk = [viewer.image.name]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_Left):
        _press(viewer, key)
        walk.append(viewer.image.name)
    assert walk == ["1.png", "2.png", "3.png", "3.png", "2.png"]
    _press(viewer, Qt.Key.Key_Home)
    assert not _button(viewer, "Previous picture").isEnabled()
    _press(viewer, Qt.Key.Key_End)
    assert not _button(viewer, "Next picture").isEnabled()
    assert "Picture 4 of 4" in _said(viewer)
    assert viewer.windowTitle() == "3.png"
    viewer.reject()


def test_at_the_last_picture_the_next_press_does_nothing_else(wall) -> None:
    first, _last = wall.picture(200, 100, "a.png"), wall.picture(200, 101, "b.png")
    viewer = _open(wall, first)
    viewer.activateWindow()
    ahead = _button(viewer, "Next picture")
    ahead.setFocus()
    QTest.keyClick(ahead, Qt.Key.Key_Space)
    zoom = viewer.canvas.zoom
    QTest.keyClick(QApplication.focusWidget() or viewer, Qt.Key.Key_Space)

    assert viewer.image.name == "b.png"
    assert viewer.canvas.zoom == zoom
    assert not isinstance(QApplication.focusWidget(), QAbstractButton)
    viewer.reject()


def test_arrows_walk_also_when_a_button_has_the_focus(wall) -> None:
    first, _last = wall.picture(200, 100, "a.png"), wall.picture(200, 101, "b.png")
    viewer = _open(wall, first)
    viewer.activateWindow()
    button = _button(viewer, "Zoom in")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Right)

    assert viewer.image.name == "b.png"
    viewer.reject()


def test_the_next_picture_is_there_before_it_is_looked_at(wall) -> None:
    images = [wall.picture(1600, 1200 + number) for number in range(3)]
    viewer = _open(wall, images[0])
    _press(viewer, Qt.Key.Key_Right)

    assert viewer.canvas.levels.best(0).width() == round(viewer.canvas.shown().width())
    viewer.reject()


def test_who_walks_on_does_not_wait_for_what_was_passed(wall) -> None:
    images = [wall.picture(1600, 1200 + number) for number in range(9)]
    wall.window.show()
    viewer = wall.gallery.open_viewer(images[0])
    QApplication.processEvents()
    for _ in range(6):
        _press(viewer, Qt.Key.Key_Right)
    awaited = {sha256 for sha256, _size in set(wall.asked) - set(wall.given_up)}

    assert images[6].sha256 in awaited
    assert awaited <= {each.sha256 for each in images[5:8]}
    viewer.reject()
    assert set(wall.asked) == set(wall.given_up)


def test_a_copy_has_all_the_pixels_that_were_sent(wall) -> None:
    image = wall.picture(2000, 1500)
    viewer = _open(wall, image)
    assert viewer.canvas.zoom < 0.7
    assert viewer.canvas.levels.whole is None, "only what fits was decoded"
    _button(viewer, "Copy picture").click()
    assert "Copying" in _said(viewer)
    _settle(wall, viewer)

    copied = QGuiApplication.clipboard().image()
    sent = QImage.fromData(wall.data[image.sha256])
    assert copied.size() == sent.size()
    assert copied.convertToFormat(sent.format()) == sent
    assert "Copied, 2000 × 1500 pixels." in _said(viewer)
    viewer.reject()


def _choose(viewer, path: Path) -> str:
    """Answer the question where to save; return the name it suggested."""
    (dialog,) = viewer.findChildren(QFileDialog)
    suggested = Path(dialog.selectedFiles()[0]).name
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    return suggested


def test_saving_asks_where_under_the_picture_s_own_name(wall, tmp_path) -> None:
    image = wall.picture(300, 200, "holiday 1.heic.jpg")
    viewer = _open(wall, image)
    _button(viewer, "Save picture as").click()
    suggested = _choose(viewer, tmp_path / "there.jpg")

    assert suggested == "holiday 1.heic.jpg"
    assert wall.saves == [(image.sha256, str(tmp_path / "there.jpg"))]
    wall.gallery.show_saved(*wall.saves[0])
    assert "Saved as “there.jpg”." in _said(viewer)
    wall.gallery.show_saved(*wall.saves[0], "“there.jpg” could not be used: no room.")
    assert "could not be used" in _said(viewer)
    _press(viewer, "+")
    _settle(wall, viewer)
    assert "could not be used" in _said(viewer), "it stays until something else is said"
    viewer.reject()


def test_who_cancels_saves_nothing(wall) -> None:
    viewer = _open(wall, wall.picture(300, 200))
    _press(viewer, "F")
    QTest.keyClick(viewer, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    viewer.findChild(QFileDialog).reject()
    viewer.reject()

    assert wall.saves == []


def test_a_missing_picture_says_so_and_the_others_can_be_seen(wall) -> None:
    good = wall.picture(300, 200)
    wall.images.append(ImagePart("00", "image/png", 400, 300, 1, "gone.png"))
    viewer = _open(wall, wall.images[-1])
    assert "This picture is not in the data folder." in _said(viewer)
    _press(viewer, Qt.Key.Key_Left)
    _settle(wall, viewer)

    assert viewer.image == good
    assert "not in the data folder" not in _said(viewer)
    viewer.reject()


@pytest.mark.parametrize("how", ["key", "call"])
def test_escape_closes_it_and_nothing_of_it_stays(wall, how) -> None:
    image = wall.picture(2000, 1500)
    wall.window.show()
    viewer = wall.gallery.open_viewer(image)
    if how == "key":
        QTest.keyClick(viewer, Qt.Key.Key_Escape)
    else:
        viewer.close()

    assert not viewer.isVisible()
    assert [what[0] for what in wall.given_up] == [image.sha256]
    wall.answer()
    again = _open(wall, image)
    assert again is not viewer
    again.reject()
