"""Cutting a region out of one screen or several."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

from scout_desktop.ui.composer.intake.screenshot.shots import (
    Shot,
    _is_black,
    cut,
    everything,
    size_words,
)


def screen(place: tuple[int, int, int, int], scale: float, colour: str) -> Shot:
    rect = QRect(*place)
    image = QImage(
        round(rect.width() * scale), round(rect.height() * scale), QImage.Format.Format_RGB32
    )
    image.fill(QColor(colour))
    return Shot(colour, rect, image)


LEFT = screen((0, 0, 100, 80), 1, "#ff0000")
RIGHT = screen((100, -20, 60, 50), 2, "#00ff00")


def test_a_region_of_one_screen_is_its_own_pixels(qapp):
    assert cut((LEFT, RIGHT), QRect(10, 10, 30, 20)).size().toTuple() == (30, 20)
    fine = cut((LEFT, RIGHT), QRect(110, -10, 30, 20))
    assert fine.size().toTuple() == (60, 40)
    assert fine.pixelColor(59, 39).name() == "#00ff00"
    assert size_words((LEFT, RIGHT), QRect(110, -10, 30, 20)) == "60 × 40"


def test_a_region_over_two_screens_has_both_and_nothing_between(qapp):
    region = QRect(80, -20, 40, 60)
    made = cut((LEFT, RIGHT), region)
    assert made.size().toTuple() == (80, 120)
    assert size_words((LEFT, RIGHT), region) == "80 × 120"
    assert made.pixelColor(10, 60).name() == "#ff0000"
    assert made.pixelColor(60, 60).name() == "#00ff00"
    assert made.pixelColor(10, 10).name() == "#000000", "above the left screen there is nothing"


def test_everything_is_all_of_them(qapp):
    assert everything((LEFT, RIGHT)) == QRect(0, -20, 160, 100)
    assert cut((LEFT,), everything((LEFT,))) == LEFT.image


def test_an_odd_scale_never_reaches_beyond_the_screen(qapp):
    odd = screen((0, 0, 101, 67), 1.25, "#0000ff")
    for region in (QRect(0, 0, 101, 67), QRect(100, 66, 1, 1), QRect(33, 21, 7, 9)):
        size = cut((odd,), region).size()
        assert size.width() == round((region.x() + region.width()) * odd.scale) - round(
            region.x() * odd.scale
        )
        assert odd.image.rect().contains(odd.pixels_of(region))


def test_one_pixel_is_enough_not_to_be_black(qapp):
    screen_of_odd_width = screen((0, 0, 101, 67), 1, "#000000").image
    assert _is_black(screen_of_odd_width)
    screen_of_odd_width.setPixelColor(100, 66, QColor("#202020"))
    assert not _is_black(screen_of_odd_width)
