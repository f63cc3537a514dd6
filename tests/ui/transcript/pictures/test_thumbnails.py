"""Pictures in messages: their room, their pixels, what they say, how they open."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from scout_desktop.chat.message import ImagePart
from scout_desktop.ui.transcript.pictures.viewer import PictureViewer


def _colour(image: QImage, x: float, y: float) -> str:
    colour = image.pixelColor(round(x * (image.width() - 1)), round(y * (image.height() - 1)))
    parts = (("red", colour.red()), ("green", colour.green()), ("blue", colour.blue()))
    name, most = max(parts, key=lambda part: part[1])
    return name if most - min(part[1] for part in parts) > 60 else "grey"


def _corners(image: QImage) -> list[str]:
    return [_colour(image, x, y) for y in (0.2, 0.8) for x in (0.2, 0.8)]


@pytest.mark.parametrize("size", [(1600, 1200), (300, 900), (4000, 400), (100, 80)])
def test_a_picture_comes_into_the_room_that_was_kept(wall, size) -> None:
    shown = wall.hang(wall.picture(*size))
    before = shown.geometry()
    wall.look()
    waiting = shown.grab().toImage()
    wall.settle()

    assert shown.has_pixels
    assert shown.geometry() == before
    assert abs(shown.width() / shown.height() - size[0] / size[1]) < 0.1
    assert _corners(shown.grab().toImage()) == ["red", "blue", "green", "grey"]
    assert waiting != shown.grab().toImage()


def test_a_picture_that_fits_is_painted_pixel_by_pixel(wall) -> None:
    image = wall.picture(100, 80)
    shown = wall.hang(image)
    wall.settle()
    painted = shown.grab().toImage()
    sent = QImage.fromData(wall.data[image.sha256])

    for x in range(8, 92, 4):
        for y in range(8, 72, 4):
            assert painted.pixelColor(x, y) == sent.pixelColor(x, y)


def test_the_end_of_a_strip_fades_and_its_beginning_is_clear(wall) -> None:
    shown = wall.hang(wall.picture(100, 4000))
    wall.settle()
    painted = shown.grab().toImage()

    assert _colour(painted, 0.2, 0.1) == "red"
    assert _colour(painted, 0.2, 0.99) == "grey"  # the ground, though the picture goes on in red


def test_a_picture_far_away_is_not_asked_for(wall) -> None:
    wall.window.show()
    shown = wall.hang(wall.picture(800, 600))
    shown.move(0, 5000)
    wall.look()
    assert wall.asked == []
    shown.move(0, 0)
    wall.look()

    assert wall.asked == [(shown.image.sha256, 320)]


def test_a_missing_picture_says_so_in_its_place(wall) -> None:
    gone = ImagePart("00", "image/png", 800, 600, 1, "gone.png")
    shown = wall.hang(gone)
    wall.look()
    before = shown.grab().toImage()
    wall.settle()

    assert shown.accessibleName() == "Picture gone.png, This picture is not in the data folder."
    assert "not in the data folder" in shown.toolTip()
    painted = shown.grab().toImage()
    assert painted != before
    words = painted.copy(20, painted.height() // 2, painted.width() - 40, 60)
    inks = {words.pixel(x, y) for x in range(words.width()) for y in range(words.height())}
    assert len(inks) > 10, "there are letters"


def test_it_says_what_was_sent_as_plain_text(wall) -> None:
    shown = wall.hang(wall.picture(672, 336, "<b>cat</b>\u202e.png"))

    assert shown.accessibleName().startswith("Picture <b>cat</b> .png, 672 × 336 pixels")
    assert "435 tokens" in shown.accessibleName() or " tokens" in shown.accessibleName()
    assert "<b>" not in shown.toolTip()
    assert "&lt;b&gt;cat" in shown.toolTip()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_the_keyboard_reaches_and_opens_it(wall, key) -> None:
    first, second = (wall.hang(wall.picture(200, 100)) for _ in range(2))
    wall.settle()
    wall.window.activateWindow()
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    ring = second.grab().toImage()
    first.setFocus()
    assert ring != second.grab().toImage(), "the focus can be seen"
    QTest.keyClick(second, key)

    viewer = wall.window.findChild(PictureViewer)
    assert viewer.image == second.image
    viewer.reject()


def test_pictures_follow_the_theme(wall, theme) -> None:
    shown = wall.hang(ImagePart("00", "image/png", 800, 600, 1))
    wall.look()
    before = shown.grab().toImage()
    theme.choose("dark")
    wall.look()

    assert shown.grab().toImage().pixelColor(160, 10) == theme.color("bubble")
    assert before != shown.grab().toImage()
