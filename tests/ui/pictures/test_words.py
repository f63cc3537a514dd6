"""The figures beside the picture: tokens as chat.tiles says, and no more than is known."""

from __future__ import annotations

import pytest

from scout_desktop.chat.estimate import LISTED, Prices
from scout_desktop.chat.recipe import Crop, Mark, Recipe, fit_of, grid_of
from scout_desktop.chat.tiles import PRESETS, fit, fit_into, tiling
from scout_desktop.ui.pictures.original.words import hint_words, part_words, work_words
from scout_desktop.ui.pictures.seen import words
from scout_desktop.ui.pictures.seen.fits import fit_choices, fit_words
from scout_desktop.ui.pictures.seen.words import Sent


@pytest.mark.parametrize("size", [(4032, 3024), (1080, 1920), (300, 200), (5000, 300), (336, 336)])
def test_each_fit_says_the_tokens_of_the_size_that_it_sends(size) -> None:
    choices = {each.fit: each for each in fit_choices(Recipe(), *size)}

    assert len(choices) == 9
    assert choices["tiles"].tokens == tiling(*fit(*size)).tokens
    assert choices["original"].tokens == tiling(*size).tokens
    for name, choice in choices.items():
        grid = grid_of(name)
        if grid is not None:
            assert (choice.width, choice.height) == fit_into(*size, grid)
            assert choice.tokens <= grid.tokens


def test_grids_lie_as_the_picture_lies() -> None:
    landscape = [each.fit for each in fit_choices(Recipe(), 1600, 1200)]
    portrait = [each.fit for each in fit_choices(Recipe(), 1200, 1600)]
    turned = [each.fit for each in fit_choices(Recipe(turn=90), 1600, 1200)]
    part = [each.fit for each in fit_choices(Recipe(crop=Crop(0, 0, 100, 900)), 1600, 1200)]

    assert landscape == ["tiles", "original", *map(fit_of, PRESETS)]
    assert "3x4" in portrait
    assert "4x3" not in portrait
    assert portrait == turned == part


def test_an_unusual_fit_is_offered_too() -> None:
    assert fit_choices(Recipe("5x3"), 1600, 1200)[-1].name == "5 × 3 tiles"
    assert fit_choices(Recipe(crop=Crop(9000, 9000, 5, 5)), 1600, 1200) == ()


def test_a_choice_names_its_tokens_and_its_price() -> None:
    (first, *_) = fit_choices(Recipe(), 4032, 3024)

    assert fit_words(first, LISTED) == "Fit to tiles  ·  1,887 tokens  ·  0.000151 USD"
    assert fit_words(first, None) == "Fit to tiles  ·  1,887 tokens"


def test_a_photo_is_told_to_be_cropped() -> None:
    photo = Sent(1344, 1008, "image/jpeg", 181_234, 4032, 3024)

    assert words.sent_words(photo) == "1344 × 1008 JPEG, 181 kB"
    assert words.tile_words(photo) == "12 + 1 global (4 × 3)"
    assert words.token_words(photo) == "1,887"
    assert words.price_words(photo, LISTED) == "0.000151 USD (listed) each time"
    assert words.price_words(photo, None) == "not known"
    assert words.price_words(photo, Prices(LISTED.prompt, LISTED.completion)).endswith(
        "USD each time"
    )
    assert words.detail_words(photo) == (
        "The model gets 11 % of the pixels of this picture; crop to keep detail."
    )
    assert words.enlarged_words(photo) == "no"
    assert words.padding_words(photo) == ""


def test_nothing_is_promised_that_is_not_so() -> None:
    part = Sent(700, 560, "image/png", 5, 700, 560, cropped=True)
    tiny = Sent(100, 80, "image/png", 1, 100, 80)
    huge = Sent(4000, 4000, "image/jpeg", 9_000_000, 40_000, 40_000)

    assert words.detail_words(part) == "The model gets every pixel of this part."
    assert words.padding_words(part) == "black padding, 42 % of the tiles"
    assert words.tile_words(tiny) == "1, which is the whole picture"
    assert words.enlarged_words(tiny) == "3.4 times, adding no detail"
    assert words.detail_words(huge) == words.LONGEST, "the model reduces what we send"


def test_the_work_is_told_in_words() -> None:
    marks = (
        Mark("box", 10, 10, 50, 30, 1),
        Mark("arrow", 0, 0, 9, 9),
        Mark("number", 5, 5, 5, 5, 2),
    )
    recipe = Recipe(crop=Crop(0, 0, 1200, 800), turn=90, marks=marks)

    assert part_words(recipe, (4032, 3024)) == "Crop 800 × 1200 of 3024 × 4032 pixels"
    assert work_words(recipe, (4032, 3024)).endswith(
        "Marks: box 1, arrow, number 2; turned by 90 degrees"
    )
    assert (
        hint_words("select", recipe, 0)
        == "Box 1, 40 × 20 selected: arrows move it, Del removes it."
    )
    assert hint_words("box", recipe, 7) == "Drag a box around something, or press Enter."
