"""A chip says what is sent of its picture, and lets the user look, fit, move and remove it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractSlider, QApplication

from scout_desktop.chat.message import ImagePart, Original
from scout_desktop.chat.recipe import Crop, Mark
from scout_desktop.ui.composer.chips.chip import PictureChip

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


def lines(chip: PictureChip) -> list[str]:
    return [line.whole_text() for line in chip._lines]


def colours(chip: PictureChip) -> set[str]:
    image = chip._view.grab().toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height() * 2 // 3, image.height())
    }


def test_a_chip_says_pixels_tiles_tokens_and_price_and_the_name_on_asking(stage):
    stage.composer.add_picture(1, PHOTO)
    (chip,) = chips(stage)
    assert lines(chip) == ["4032×3024 → 1344×1008", "13 tiles, 1,887 tokens", "0.000151 USD"]
    assert "IMG_1.jpg" in chip.toolTip()
    assert chip.accessibleName().startswith("IMG_1.jpg, 4032×3024 → 1344×1008 pixels sent")


@pytest.mark.parametrize(
    ("change", "said", "size"),
    [
        ({"crop": Crop(0, 0, 2000, 1000)}, "cropped", "2000×1000 → 1344×1008"),
        ({"turn": 90}, "turned", "3024×4032 → 1344×1008"),
        ({"turn": 270, "crop": Crop(0, 0, 2000, 1000)}, "turned", "1000×2000 → 1344×1008"),
        ({"marks": (Mark("box", 1, 1, 9, 9, 1),)}, "1 mark", "4032×3024 → 1344×1008"),
        ({"marks": (Mark("box", 1, 1, 9, 9, 1),) * 3}, "3 marks", "4032×3024 → 1344×1008"),
        ({"original": replace(PHOTO.original, page=12)}, "page 12", "4032×3024 → 1344×1008"),
        ({"original": replace(PHOTO.original, animated=True)}, "first frame only",
         "4032×3024 → 1344×1008"),
    ],
)  # fmt: skip
def test_what_was_done_to_a_picture_stands_on_it_in_words(stage, change, said, size):
    stage.composer.add_picture(1, PHOTO)
    (chip,) = chips(stage)
    plain = chip._view.grab().toImage()
    stage.composer.resolve(1, replace(PHOTO, **change))
    assert f", {said}, " in chip.accessibleName()
    assert lines(chip)[0] == size
    assert chip._view.grab().toImage() != plain


def test_all_signs_at_once_still_leave_the_lines_below_alone(stage):
    every = replace(
        PHOTO, crop=Crop(0, 0, 10, 10), turn=90, marks=(Mark("box", 1, 1, 2, 2, 1),) * 12,
        original=replace(PHOTO.original, page=1234, animated=True),
    )  # fmt: skip
    stage.composer.add_picture(1, PHOTO)
    (chip,) = chips(stage)
    places = [line.geometry() for line in chip._lines]
    stage.composer.resolve(1, every)
    assert [line.geometry() for line in chip._lines] == places
    for sign in ("page 1234", "first frame only", "cropped", "turned", "12 marks"):
        assert sign in chip.accessibleName()


def test_the_bar_shows_how_far_the_preparation_is_and_goes_when_it_is_over(stage, theme):
    accent = theme.color("accent").name()
    stage.composer.add_pending(1, "p.jpg")
    (chip,) = chips(stage)
    QApplication.processEvents()
    assert lines(chip)[0] == "Preparing…"
    assert accent not in colours(chip)
    stage.composer.show_progress(1, 0.42)
    assert lines(chip)[0] == "Preparing… 42%"
    assert accent in colours(chip)
    assert chip.accessibleName() == "p.jpg is being prepared"  # a reader is not told each step
    stage.composer.resolve(1, PHOTO)
    assert accent not in colours(chip)
    assert lines(chip)[0] == "4032×3024 → 1344×1008"


def test_while_it_is_made_anew_a_picture_stays_in_sight_and_in_the_draft(stage):
    stage.composer.add_picture(1, PHOTO)
    face = QImage(100, 75, QImage.Format.Format_RGB32)
    face.fill(0xFFCC2211)
    stage.composer.show_thumbnail(1, face)
    stage.composer.show_progress(1, 0.5)
    (chip,) = chips(stage)
    assert "#cc2211" in colours(chip)
    assert stage.composer.draft().images == (PHOTO,)
    assert lines(chip)[0] == "Preparing… 50%"
    stage.composer.show_no_progress(1)
    assert lines(chip)[0] == "4032×3024 → 1344×1008"


def test_an_address_says_who_fetches_it_and_that_nobody_knows_its_tokens(stage):
    stage.composer.add_picture(1, LINK)
    (chip,) = chips(stage)
    assert lines(chip) == ["pictures.example.org", "the service fetches it", "tokens unknown"]
    assert "https://pictures.example.org/cat.jpg" in chip.accessibleName()
    assert "not this program" in chip.accessibleName()


def test_of_a_long_host_the_end_is_shown_which_says_who_it_is(stage):
    url = "https://www.bank.example.com.login.attacker.example/cat.jpg"
    stage.composer.add_picture(1, replace(LINK, url=url))
    assert lines(chips(stage)[0])[0].endswith(".attacker.example")


def test_names_are_text_and_never_markup(stage):
    stage.composer.add_picture(1, replace(PHOTO, name="<img src='file:///etc/passwd'>صورة.png"))
    (chip,) = chips(stage)
    assert "<img" not in chip.toolTip()
    assert "&lt;img" in chip.toolTip()


def test_a_refused_picture_keeps_its_sentence_and_is_not_sent(stage):
    stage.composer.add_pending(1, "bad.jpg")
    stage.composer.show_progress(1, 0.4)
    stage.composer.refuse(1, "This picture is damaged.")
    stage.composer.show_progress(1, 0.6)  # the worker's last word, late
    (chip,) = chips(stage)
    assert chip._sentence.text() == "This picture is damaged."
    assert chip.accessibleName() == "bad.jpg: This picture is damaged."
    assert not chip.busy
    assert stage.composer.draft().is_empty


@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize(
    "sentence",
    [
        "This picture is damaged.",
        (
            "This picture has 123.4 million pixels (12345 × 10000). PNG pictures may have at most "
            "40 million. Reduce it or cut out the part that matters, and add that."
        ),
        (
            "“a name without any space in it that goes on and on and on and on and on.jpg” is "
            "a device or a pipe, not a picture file. Choose a picture file."
        ),
    ],
)
def test_why_a_picture_is_refused_can_be_read_to_the_end(stage, theme, sentence, zoom):
    theme.zoom(zoom)
    stage.composer.add_pending(1, "a long name of a file that is refused.png")
    stage.composer.refuse(1, sentence)
    (chip,) = chips(stage)
    said = chip._sentence
    assert said.heightForWidth(said.width()) <= said.height()
    assert chip.rect().contains(said.geometry())
    assert lines(chip)[0] == "a long name of a file that is refused.png"


def test_what_was_just_added_is_in_sight_until_the_user_looks_elsewhere(stage, qtbot):
    shelf = stage.named("Attached pictures")
    for number in range(9):
        stage.composer.add_picture(number, PHOTO)
    qtbot.waitUntil(lambda: shelf.horizontalScrollBar().maximum() > 0)
    qtbot.waitUntil(lambda: chips(stage)[-1].visibleRegion().boundingRect().width() > 100)
    assert chips(stage)[0].visibleRegion().isEmpty()

    shelf.horizontalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
    stage.composer.refuse(8, "This picture is damaged or cut short. Choose another file, please.")
    QApplication.processEvents()
    assert not chips(stage)[0].visibleRegion().isEmpty()


def test_large_letters_in_a_small_window_leave_message_and_send_uncovered(stage, theme, qtbot):
    theme.zoom(2.5)
    stage.window.resize(560, 600)
    for number in range(3):
        stage.composer.add_picture(number, PHOTO)
    stage.composer.limit_height(600)
    shelf = stage.named("Attached pictures")
    qtbot.waitUntil(lambda: stage.composer.height() >= stage.composer.minimumSizeHint().height())
    assert stage.composer.minimumSizeHint().height() <= 0.6 * 600
    assert shelf.verticalScrollBar().maximum() > 0
    assert shelf.geometry().bottom() < stage.text.geometry().top()
    send = stage.named("Send")
    top = send.mapTo(stage.composer, QPoint(0, 0)).y()
    assert stage.text.geometry().bottom() < top
    assert top + send.height() <= stage.composer.height()
