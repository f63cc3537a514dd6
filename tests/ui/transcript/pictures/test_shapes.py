"""How large pictures stand in a message."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from scout_desktop.chat.message import ImagePart
from scout_desktop.ui.transcript.pictures.shapes import flow_of, pixels_of, shape_of


def picture(width: int, height: int) -> ImagePart:
    return ImagePart("ab", "image/png", width, height, 1)


SIDES = st.integers(1, 20_000)
SAME_THEME = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@SAME_THEME
@given(SIDES, SIDES, st.integers(60, 900))
def test_proportions_are_true_and_nothing_is_enlarged(theme, width, height, room) -> None:
    box, whole = shape_of(theme, picture(width, height), room)

    assert whole.width() / whole.height() == pytest.approx(width / height)
    assert whole.width() <= width
    assert box.width() <= room
    assert box.height() <= 400
    # Only what would be a thin line otherwise is not shown to its end.
    if min(whole.width(), whole.height()) > 24.5:
        assert whole.width() <= box.width() + 1
        assert whole.height() <= box.height() + 1


@pytest.mark.parametrize(
    ("size", "room", "least"),
    [
        ((400, 8000), 608, (24, 400)),
        ((1170, 5000), 608, (90, 400)),
        ((4000, 200), 608, (608, 30)),
        ((4000, 200), 250, (250, 24)),
        ((1600, 1200), 608, (320, 240)),
        ((1600, 1200), 200, (200, 150)),
    ],
)
def test_strips_stay_recognisable(theme, size, room, least) -> None:
    box = shape_of(theme, picture(*size), room).box

    assert box.width() >= least[0]
    assert box.height() >= least[1]


def test_a_tiny_picture_can_be_hit_and_one_of_unknown_size_has_room(theme) -> None:
    assert shape_of(theme, picture(1, 1), 608).box.toTuple() == (48, 48)
    assert shape_of(theme, picture(0, 0), 608).box.toTuple() == (240, 180)


def test_text_size_makes_pictures_larger(theme) -> None:
    before = shape_of(theme, picture(1600, 1200), 900).box
    theme.zoom(1.5)

    assert shape_of(theme, picture(1600, 1200), 900).box == before * 1.5


@SAME_THEME
@given(st.lists(st.tuples(SIDES, SIDES), max_size=9), st.integers(60, 900), st.booleans())
def test_a_flow_holds_all_in_order_without_overlap(theme, sizes, room, right) -> None:
    images = [picture(*size) for size in sizes]
    rects, height = flow_of(theme, images, room, 8, right=right)

    assert len(rects) == len(images)
    for rect, image in zip(rects, images, strict=True):
        assert rect.size() == shape_of(theme, image, room, len(images)).box
        assert QRect(0, 0, room, height).contains(rect)
    for one, other in itertools.combinations(rects, 2):
        assert not one.intersects(other)
    for one, other in itertools.pairwise(rects):
        beside = one.top() == other.top() and other.left() == one.right() + 1 + 8
        assert beside or other.top() >= one.bottom() + 1 + 8
    if right and rects:
        assert rects[-1].right() == room - 1
    assert height == max((rect.bottom() + 1 for rect in rects), default=0)


def test_pixels_are_asked_for_by_the_screen_and_not_by_the_window(theme) -> None:
    large, small = picture(4000, 3000), picture(100, 80)

    assert pixels_of(theme, large, 1.0) == 320
    assert pixels_of(theme, large, 2.0) == 640
    assert pixels_of(theme, small, 2.0) == 100  # there are no more
    assert pixels_of(theme, picture(8, 40_000_000), 2.0) <= 4096


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (2, 1), (3, 1), (4, 2), (6, 2), (9, 3)])
def test_photos_stand_side_by_side(theme, count, rows) -> None:
    photos = [picture(4032, 3024)] * count

    assert len({rect.top() for rect in flow_of(theme, photos, 608, 8, right=True).rects}) == rows


def test_also_in_a_narrow_place(theme) -> None:
    photos = [picture(4032, 3024)] * 4
    rects, height = flow_of(theme, photos, 250, 8, right=True)

    assert len({rect.top() for rect in rects}) == 2
    assert height < 200
