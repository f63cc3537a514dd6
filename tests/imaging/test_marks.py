"""Boxes, arrows and numbers stand out on anything, stay inside, and can be read in one tile."""

from __future__ import annotations

import io
import itertools
import shutil
import subprocess
import sys
import textwrap

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, features

from scout_desktop.chat.recipe import ONE_TILE, ORIGINAL, Crop, Mark, Recipe, pen_for, plan
from scout_desktop.imaging import prepare
from scout_desktop.imaging.ink import VIVID
from scout_desktop.imaging.marks import with_marks
from tests.imaging.corpus import alike, saved

GREY = (128, 128, 128)


def drawn(size: tuple[int, int], *marks: Mark, colour=GREY) -> Image.Image:
    """The marks on one colour, exact: no encoder between."""
    recipe = Recipe(fit=ORIGINAL, marks=marks)
    todo = plan(recipe, *size)
    assert todo is not None
    return with_marks(Image.new("RGB", size, colour), marks, todo)


def touched(image: Image.Image, colour=GREY) -> tuple[int, int, int, int] | None:
    """The part of a picture of one colour that was drawn on."""
    return ImageChops.difference(image, Image.new("RGB", image.size, colour)).getbbox()


def light(colour) -> float:
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


@pytest.mark.parametrize(
    "colour", [(0, 0, 0), (255, 255, 255), GREY, VIVID, (255, 0, 0), (0, 90, 255), (250, 220, 0)]
)
def test_a_line_stands_out_on_any_colour(colour):
    for mark in (
        Mark("box", 60, 60, 240, 180),
        Mark("arrow", 60, 60, 240, 180),
        Mark("number", 150, 120, 150, 120, number=7),
    ):
        image = drawn((336, 252), mark, colour=colour)
        found = image.getcolors(1 << 16)
        bold = [n for n, seen in found if abs(light(seen) - light(colour)) > 90]
        assert sum(bold) > 60
        if colour != VIVID:
            assert any(n > 60 and seen == VIVID for n, seen in found)


def test_a_box_hides_nothing_of_what_is_in_it():
    image = drawn((600, 400), Mark("box", 200, 100, 400, 300))
    assert image.crop((200, 100, 400, 300)).getcolors() == [(200 * 200, GREY)]
    pen = pen_for(600, 400)
    thick = pen.line + 4 * pen.rim
    assert touched(image) == (200 - thick, 100 - thick, 400 + thick, 300 + thick)
    assert image.getpixel((200 - thick // 2 - 1, 200)) == VIVID


@pytest.mark.parametrize("ends", [(0, 0, 600, 400), (-50, -80, 700, 900), (580, 380, 10, 10)])
def test_a_box_at_the_edge_or_beyond_is_closed_inside_the_picture(ends):
    image = drawn((600, 400), Mark("box", *ends))
    for side in [(300, 0, 301, 40), (0, 200, 40, 201), (300, 360, 301, 400), (560, 200, 600, 201)]:
        assert VIVID in {colour for _, colour in image.crop(side).getcolors()}


def test_a_thing_is_not_hidden_by_its_own_number():
    for left, top in [(300, 200), (2, 2), (582, 384), (2, 384), (582, 2), (300, 2)]:
        # Two pixels from the edge some of the line is over the thing: better than no line.
        least = 0.85 if left == 300 and top == 200 else 0.65
        thing = (left, top, left + 16, top + 14)
        image = drawn((600, 400), Mark("box", *thing, number=4))
        kept = image.crop(thing).getcolors()
        assert sum(n for n, colour in kept if colour == GREY) >= least * 16 * 14


def test_an_arrow_points_from_its_tail_to_its_tip():
    for tail, tip in [((100, 100), (400, 300)), ((400, 300), (100, 100)), ((300, 350), (300, 50))]:
        image = drawn((600, 400), Mark("arrow", *tail, *tip))
        left, top, right, bottom = touched(image)
        assert abs(min(tail[0], tip[0]) - left) < 16
        assert abs(max(tail[1], tip[1]) - bottom) < 16
        assert right <= 416
        assert top >= 34
        # More of it at the tip than at the tail.
        at_tip, at_tail = (
            sum(
                n
                for n, colour in image.crop((x - 14, y - 14, x + 14, y + 14)).getcolors(1 << 12)
                if colour == VIVID
            )
            for x, y in (tip, tail)
        )
        assert at_tip > 1.2 * at_tail


def test_an_arrow_without_a_length_is_no_arrow_but_keeps_its_number():
    assert touched(drawn((300, 200), Mark("arrow", 50, 50, 50, 50))) is None
    assert touched(drawn((300, 200), Mark("arrow", 50, 50, 50, 50, number=3))) is not None


@given(
    size=st.tuples(st.integers(1, 400), st.integers(1, 400)),
    mark=st.builds(
        Mark,
        st.sampled_from(["box", "arrow", "number"]),
        *[st.integers(-300, 700)] * 4,
        number=st.integers(0, 120),
    ),
)
@example(size=(300, 200), mark=Mark("arrow", 50, 50, 54, 50))
@example(size=(300, 200), mark=Mark("arrow", -(10**12), 3, 10**12, 7, number=10**9))
@settings(max_examples=60, deadline=None)
def test_any_mark_on_any_picture_is_drawn_or_left_out_and_never_an_error(size, mark):
    image = drawn(size, mark)
    assert image.size == size


@pytest.mark.parametrize(
    "place", [(0, 0), (600, 400), (600, 0), (0, 400), (300, 399), (1, 200), (300, 200)]
)
@pytest.mark.parametrize("number", [1, 12, 123])
def test_a_number_is_whole_wherever_it_is_put(place, number):
    at_rest = touched(drawn((600, 400), Mark("number", 300, 200, 300, 200, number=number)))
    there = touched(drawn((600, 400), Mark("number", *place, *place, number=number)))
    size = (at_rest[2] - at_rest[0], at_rest[3] - at_rest[1])
    assert abs(there[2] - there[0] - size[0]) <= 1
    assert abs(there[3] - there[1] - size[1]) <= 1


def test_a_number_is_at_the_top_left_of_its_box_however_the_picture_is_turned():
    data = saved(Image.new("RGB", (900, 600), GREY), "PNG")
    for turn in (0, 90, 180, 270):
        mark = Mark("box", 300, 200, 600, 400, number=5)
        recipe = Recipe(fit=ORIGINAL, turn=turn, marks=(mark,))
        todo = plan(recipe, 900, 600)
        assert todo is not None
        ends = [todo.place(300, 200), todo.place(600, 400)]
        left, top = min(x for x, _ in ends), min(y for _, y in ends)
        image = Image.open(io.BytesIO(prepare(data, name="x", recipe=recipe).data)).convert("RGB")
        around = image.crop((round(left) - 12, round(top) - 12, round(left) + 12, round(top) + 12))
        reds = sum(n for n, colour in around.getcolors(1 << 12) if alike([colour], [VIVID], 40))
        assert reds > 200


def test_numbers_up_to_thirty_can_be_told_apart_in_a_picture_of_one_tile():
    def scene(number: int, busy: bool) -> Image.Image:
        if busy:
            noise = [Image.effect_noise((900, 675), 60) for _ in range(3)]
            image = Image.merge("RGB", noise)
            ImageDraw.Draw(image).line((0, 0, 900, 675), fill=(240, 30, 40), width=40)
        else:
            image = Image.new("RGB", (900, 675), GREY)
        mark = Mark("box", 300, 300, 700, 600, number=number)
        recipe = Recipe(fit=ONE_TILE, marks=(mark,))
        data = saved(image, "JPEG", quality=92)
        found = Image.open(io.BytesIO(prepare(data, name="x", recipe=recipe).data))
        assert found.size == (336, 252)
        # Where the number's writing is, as light and dark.
        return found.convert("L").crop((100, 102, 124, 122))

    plain = {number: scene(number, busy=False) for number in range(1, 31)}
    for number in range(1, 31):
        seen = scene(number, busy=True)

        def unlike(other: int, seen: Image.Image = seen) -> int:
            histogram = ImageChops.difference(seen, plain[other]).histogram()
            return sum(level * level * count for level, count in enumerate(histogram))

        assert min(plain, key=unlike) == number


def test_lines_and_numbers_grow_with_the_picture():
    sizes = [(336, 252), (1344, 1008), (4000, 3000), (8000, 5000)]
    pens = [pen_for(*size) for size in sizes]
    for smaller, larger in itertools.pairwise(pens):
        assert larger.line > smaller.line
        assert larger.digits > smaller.digits
    assert pen_for(5376, 200).line <= pen_for(1344, 1008).line  # a ribbon is no poster


def test_a_grey_picture_gets_its_marks_in_colour():
    data = saved(Image.new("L", (300, 200), 90), "JPEG")
    recipe = Recipe(marks=(Mark("box", 50, 50, 200, 150, number=1),))
    image = Image.open(io.BytesIO(prepare(data, name="x", recipe=recipe).data))
    assert image.mode == "RGB"
    assert any(alike([colour], [VIVID], 40) for _, colour in image.getcolors(1 << 16))


def test_marks_far_outside_of_a_small_crop_cost_nothing():
    data = saved(Image.new("RGB", (3000, 2000), GREY), "PNG")
    marks = (
        Mark("arrow", 0, 0, 3_000_000, 2_000_000),
        Mark("box", -(10**6), -(10**6), 10**6, 10**6),
    )
    done = prepare(data, name="x", recipe=Recipe(crop=Crop(2990, 1990, 10, 10), marks=marks))
    assert (done.width, done.height) == (10, 10)


def test_the_digits_are_drawn_by_freetype():
    assert features.check("freetype2")


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_no_font_of_this_computer_is_looked_for(tmp_path):
    code = """
        import io, os, sys
        from PIL import Image
        from scout_desktop.chat.recipe import Mark, Recipe
        from scout_desktop.imaging import prepare
        file = io.BytesIO()
        Image.new("RGB", (400, 300)).save(file, "PNG")
        kinds = ("box", "arrow", "number")
        marks = tuple(Mark(kind, 20, 20, 200, 100, number=12) for kind in kinds)
        for _ in range(2):  # the first round loads what Pillow is made of
            os.access("/begin", os.F_OK)
            prepare(file.getvalue(), name="x", recipe=Recipe(marks=marks))
        os.access("/end", os.F_OK)
        """
    trace = tmp_path / "trace"
    subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=file,network", "-o", str(trace),
         sys.executable, "-c", textwrap.dedent(code)],
        check=True,
    )  # fmt: skip
    text = trace.read_text()
    first, second = text.split('"/begin"')[1:]
    assert "open" in first
    assert not [word for word in (".ttf", ".otf", "/fonts", "fontconfig") if word in text]
    assert second.split('"/end"')[0].splitlines()[1:-1] == []
