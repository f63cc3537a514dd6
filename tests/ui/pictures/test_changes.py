"""What hands do to a recipe, without a window: any deeds in any order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.recipe import Crop, Mark, Recipe, plan
from scout_desktop.ui.pictures.edits import changes
from scout_desktop.ui.pictures.edits.grips import Grip, Pull, grip_at
from scout_desktop.ui.pictures.edits.history import History
from scout_desktop.ui.pictures.edits.turning import (
    lies_at,
    shown_at,
    side_towards,
    step_of,
    turned_by,
    turned_size,
)  # fmt: skip

SIZE = (400, 300)
_turns = st.sampled_from([0, 90, 180, 270])
_points = st.tuples(st.floats(-200, 700), st.floats(-200, 700))
_sides = st.frozensets(st.sampled_from(["left", "top", "right", "bottom"]))


@given(_points, _turns)
def test_a_place_is_found_again_however_the_picture_is_turned(point, turn) -> None:
    there = shown_at(point, SIZE, turn)
    back = lies_at(there, SIZE, turn)

    assert abs(back[0] - point[0]) < 1e-6
    assert abs(back[1] - point[1]) < 1e-6


@given(_turns)
def test_it_is_shown_where_it_will_be_sent(turn) -> None:
    todo = plan(Recipe(fit="original", turn=turn), *SIZE)
    assert todo is not None
    assert turned_size(SIZE, turn) == (todo.width, todo.height)
    for point in ((0, 0), (17, 230), (400, 300)):
        assert shown_at(point, SIZE, turn) == pytest.approx(todo.place(*point))


@given(_turns)
def test_a_step_to_the_right_on_the_screen_is_one_on_the_original(turn) -> None:
    here = shown_at((100, 100), SIZE, turn)
    x, y = step_of((1, 0), turn)
    there = shown_at((100 + x, 100 + y), SIZE, turn)

    assert (there[0] - here[0], there[1] - here[1]) == (1, 0)
    assert side_towards((x, y)) in {"left", "right", "top", "bottom"}


@given(_points, _points)
def test_a_crop_lies_inside_and_holds_at_least_a_pixel(one, other) -> None:
    crop = changes.cropped(Recipe(), SIZE, one, other).crop

    if crop is not None:
        assert crop.width >= 1 <= crop.height
        assert 0 <= crop.left <= crop.left + crop.width <= 400
        assert 0 <= crop.top <= crop.top + crop.height <= 300


@given(_points, _sides, _points)
def test_a_crop_that_is_pulled_or_moved_never_leaves_the_picture(to, sides, by) -> None:
    before = Recipe(crop=Crop(100, 80, 120, 90))
    for after in (
        changes.crop_pulled(before, SIZE, sides, to),
        changes.crop_moved(before, SIZE, by),
    ):
        todo = plan(after, *SIZE)
        assert todo is not None
        assert after.crop in (None, todo.part)
    moved = changes.crop_moved(before, SIZE, by).crop
    assert moved is not None
    assert (moved.width, moved.height) == (120, 90)


@given(st.lists(st.tuples(st.sampled_from(["box", "arrow", "number"]), _points, _points)))
def test_marks_lie_inside_and_number_themselves(drawn) -> None:
    recipe = Recipe()
    for kind, one, other in drawn:
        recipe = changes.marked(recipe, SIZE, kind, one, other)

    numbers = [mark.number for mark in recipe.marks if mark.kind != "arrow"]
    assert numbers == list(range(1, len(numbers) + 1))
    for mark in recipe.marks:
        assert {mark.left, mark.right} <= set(range(401))
        assert {mark.top, mark.bottom} <= set(range(301))
        assert mark.kind != "box" or (mark.left <= mark.right and mark.top <= mark.bottom)


@given(_points)
def test_a_mark_that_is_moved_keeps_its_shape(by) -> None:
    before = Recipe(marks=(Mark("arrow", 300, 200, 100, 50), Mark("box", 10, 10, 60, 40, 1)))
    for index in (0, 1):
        old, new = before.marks[index], changes.mark_moved(before, SIZE, index, by).marks[index]
        assert (new.right - new.left, new.bottom - new.top) == (
            old.right - old.left, old.bottom - old.top,
        )  # fmt: skip
        assert 0 <= min(new.left, new.right) <= max(new.left, new.right) <= 400
        assert 0 <= min(new.top, new.bottom) <= max(new.top, new.bottom) <= 300


def test_a_number_that_was_given_stays_and_the_next_one_is_new() -> None:
    recipe = Recipe()
    for at in (10, 50, 90):
        recipe = changes.marked(recipe, SIZE, "box", (at, 10), (at + 20, 40))
    recipe = changes.mark_removed(recipe, 1)

    assert [mark.number for mark in recipe.marks] == [1, 3]
    assert changes.next_number(recipe) == 4


def test_resetting_takes_back_all_but_the_fit() -> None:
    recipe = Recipe("2x2", Crop(1, 2, 30, 40), 90, (Mark("number", 5, 5, 5, 5, 1),))

    assert changes.plain(recipe) == Recipe("2x2")


@given(st.lists(st.sampled_from(["left", "right", "undo", "redo"]), max_size=40))
def test_undo_and_redo_walk_the_same_way_back_and_forth(deeds) -> None:
    history, trail, at = History(Recipe()), [Recipe()], 0
    for deed in deeds:
        if deed == "undo":
            history, at = history.undone(), max(at - 1, 0)
        elif deed == "redo":
            history, at = history.redone(), min(at + 1, len(trail) - 1)
        else:
            made = changes.turned(history.now, 90 if deed == "right" else -90)
            history = history.after(made)
            trail, at = [*trail[: at + 1], made], at + 1
        assert history.now == trail[at]
        assert (len(history.past), len(history.ahead)) == (at, len(trail) - 1 - at)


def test_a_key_held_down_is_one_step_back() -> None:
    history = History(Recipe(crop=Crop(0, 0, 50, 50)))
    for _ in range(9):
        moved = changes.crop_moved(history.now, SIZE, (2, 0))
        history = history.after(moved, "key:move")
    assert history.now.crop == Crop(18, 0, 50, 50)
    assert history.undone().now.crop == Crop(0, 0, 50, 50)
    assert history.after(history.now) is history, "nothing new is no step"


def test_turning_four_times_is_where_it_began() -> None:
    turn = 0
    for _ in range(4):
        turn = turned_by(turn, 90)
    assert turn == 0
    assert turned_by(0, -90) == 270


def test_each_tool_takes_hold_of_what_it_is_for() -> None:
    recipe = Recipe(
        crop=Crop(100, 100, 100, 80),
        marks=(Mark("box", 20, 20, 80, 80, 1), Mark("arrow", 250, 50, 350, 150)),
    )

    def grip(point, tool, selected=None):
        return grip_at(recipe, point, 5, tool, selected)

    assert grip((150, 140), "crop") == Grip("crop")
    assert grip((101, 99), "crop") == Grip("crop", sides=frozenset({"left", "top"}))
    assert grip((150, 182), "crop") == Grip("crop", sides=frozenset({"bottom"}))
    assert grip((300, 250), "crop") == Grip("new")
    assert grip((50, 50), "select") == Grip("mark", 0)
    assert grip((50, 50), "box") == Grip("new"), "a box within a box"
    assert grip((21, 50), "box") == Grip("mark", 0)
    assert grip((80, 80), "select", 0) == Grip("mark", 0, frozenset({"right", "bottom"}))
    assert grip((300, 101), "select") == Grip("mark", 1), "an arrow by its shaft"
    assert grip((350, 150), "select", 1) == Grip("mark", 1, frozenset({"right", "bottom"}))
    assert grip((390, 290), "select") is None, "the picture itself"


def test_a_pull_always_starts_from_what_was_before_it() -> None:
    before = Recipe(crop=Crop(100, 100, 100, 80))
    pull = Pull(Grip("crop"), (150, 150), before, SIZE, "crop")

    for way in ((400, 400), (-50, 20), (160, 145)):
        pull.to(way)
    assert pull.to((160, 145)).crop == Crop(110, 95, 100, 80)
    assert pull.to((9999, 9999)).crop == Crop(300, 220, 100, 80)
