from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QFile, QIODevice
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QPushButton

from scout_desktop import resources
from scout_desktop.ui.theme import qrc, stylesheet
from scout_desktop.ui.theme.theme import MARK_SIDES
from scout_desktop.ui.theme.tokens import DARK, FACES, LIGHT

ICONS = sorted(path.stem for path in resources.path("icons").glob("*.svg"))


def test_choosing_dark_redresses_the_application_and_says_so_once(theme, qapp, qtbot):
    with qtbot.waitSignal(theme.changed, timeout=1000):
        theme.choose("dark")
    assert theme.tokens is DARK
    assert qapp.palette().window().color().name().upper() == DARK.window
    assert DARK.accent in qapp.styleSheet()
    with qtbot.assertNotEmitted(theme.changed):
        theme.choose("dark")


def test_text_size_scales_fonts_lengths_and_stays_in_its_range(theme, qapp):
    theme.zoom(1.5)
    assert theme.font("body").pixelSize() == 21
    assert theme.px(28) == 42
    assert qapp.font().pixelSize() == 21
    theme.zoom(99)
    assert theme.factor == 2.5


def test_numbers_that_change_ask_for_figures_of_one_width(theme):
    tag = QFont.Tag("tnum")
    assert theme.font("number").featureValue(tag) == 1
    assert not theme.font("body").isFeatureSet(tag)


def test_calm_switches_motion_off(theme):
    theme.keep_calm(True)
    assert theme.calm


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_is_drawn_in_the_colour_asked_for(theme, name):
    image = theme.pixmap(name, "accent", 24, 2.0).toImage()
    assert image.width() == 48
    inked = [
        image.pixelColor(x, y)
        for x in range(48)
        for y in range(48)
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert inked, "nothing is drawn"
    if name != "app":  # the mark has colours of its own
        assert {colour.name().upper() for colour in inked} == {LIGHT.accent}


@pytest.mark.parametrize("name", [name for name in ICONS if name != "app"])
def test_icons_are_one_family(name):
    drawing = resources.read_text(f"icons/{name}.svg")
    assert 'viewBox="0 0 24 24"' in drawing
    assert 'stroke-width="1.5"' in drawing
    assert not re.search(r"#[0-9A-Fa-f]{3}", drawing), "a colour of its own"


def test_the_same_icon_is_drawn_once(theme):
    assert theme.pixmap("pin").cacheKey() == theme.pixmap("pin").cacheKey()
    assert theme.pixmap("pin").cacheKey() != theme.pixmap("pin", "accent").cacheKey()


def test_an_unknown_icon_is_an_error_and_not_a_blank(theme):
    with pytest.raises(FileNotFoundError):
        theme.pixmap("no-such-icon")


def test_pictures_for_the_stylesheet_can_be_read_back_by_qt(qapp):
    files = {f"{name}.svg": name.encode() * 40 for name in ("down", "check", "tick", "right", "a")}
    qrc.register("scout-test", files)
    for name, content in files.items():
        file = QFile(f":/scout-test/{name}")
        assert file.open(QIODevice.OpenModeFlag.ReadOnly), name
        assert file.readAll().data() == content


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_the_sheet_points_only_at_pictures_that_are_packed(tokens):
    sheet = stylesheet.sheet(tokens, 1.0, ":/x", "Mono")
    assert set(re.findall(r":/x/(\w+)\.svg", sheet)) == set(stylesheet.pictures(tokens))
    assert "$" not in sheet


def test_a_caption_is_small_and_a_control_is_28_pixels_high(theme, qtbot):
    label, button = QLabel("12 tokens"), QPushButton("Send")
    label.setProperty("kind", "caption")
    for widget in (label, button):
        qtbot.addWidget(widget)
        widget.ensurePolished()
    assert label.font().pixelSize() == FACES["caption"].px
    assert button.sizeHint().height() == 28


@pytest.mark.parametrize("side", MARK_SIDES)
def test_the_mark_is_there_in_every_size_and_as_app_svg_draws_it(theme, side):
    drawn = theme.mark().pixmap(side, side).toImage()
    assert (drawn.width(), drawn.height()) == (side, side)
    assert drawn.pixelColor(side // 2, round(side * 0.9)).name().upper() == "#0F766E"
    flame = drawn.pixelColor(side // 2, round(side * 0.5))
    assert flame.red() > flame.blue(), "the flame is warm"
