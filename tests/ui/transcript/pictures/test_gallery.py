"""Who waits for which pixels, and what is kept of them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from shiboken6 import delete


def _end(wall) -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    wall.look()


def test_scrolling_back_decodes_nothing_again(wall) -> None:
    images = [wall.picture(400, 300) for _ in range(6)]
    for _ in range(3):
        shown = [wall.hang(image) for image in images]
        wall.look()
        asked = wall.answer()
        wall.look()
        assert all(each.has_pixels for each in shown)
        for each in shown:
            wall.take_down(each)
        _end(wall)

    assert asked == 0
    assert wall.gallery.kept_bytes == 6 * 320 * 240 * 4
    assert wall.given_up == [], "everything was answered"


def test_what_is_kept_has_a_bound_and_the_oldest_goes_first(wall) -> None:
    bound = 10 * 320 * 240 * 4
    wall.make_gallery(keep=bound)
    images = [wall.picture(400, 300) for _ in range(14)]
    for image in images:
        wall.take_down(_shown(wall, image))
        assert wall.gallery.kept_bytes <= bound
    assert wall.gallery.kept_bytes == bound
    _shown(wall, images[-1])
    assert wall.asked == []
    wall.hang(images[0])
    wall.look()

    assert wall.asked == [(images[0].sha256, 320)]


def _shown(wall, image):
    made = wall.hang(image)
    wall.settle()
    assert made.has_pixels
    return made


def test_what_was_looked_at_lately_is_kept_longest(wall) -> None:
    wall.make_gallery(keep=4 * 320 * 240 * 4)
    images = [wall.picture(400, 300) for _ in range(5)]
    for image in (*images[:4], images[0], images[4]):
        wall.take_down(_shown(wall, image))
    asked = []
    for image in (images[0], images[1]):
        wall.hang(image)
        wall.look()
        asked += [what[0] for what in wall.asked]

    assert asked == [images[1].sha256]


def test_a_picture_shown_twice_is_asked_for_once(wall) -> None:
    image = wall.picture(400, 300)
    shown = [wall.hang(image) for _ in range(3)]
    wall.look()

    assert len(wall.asked) == 1
    wall.settle()
    assert all(each.has_pixels for each in shown)


def test_what_scrolled_away_unseen_is_given_up(wall) -> None:
    image = wall.picture(400, 300)
    one, other = wall.hang(image), wall.hang(image)
    wall.look()
    wall.take_down(one)
    assert wall.given_up == [], "the other still waits"
    wall.take_down(other)
    assert wall.given_up == [(image.sha256, 320)]

    # Should it come all the same, it is good for the next time.
    wall.answer()
    _end(wall)
    assert wall.hang(image) is not None
    wall.look()
    assert wall.asked == []


def test_a_thumbnail_that_is_destroyed_is_forgotten(wall) -> None:
    image = wall.picture(400, 300)
    shown = wall.hang(image)
    wall.look()
    delete(shown)
    assert wall.given_up == [(image.sha256, 320)]
    wall.answer()
    wall.gallery.show_problem(image.sha256, "Gone.")

    again = wall.hang(image)
    wall.settle()
    assert again.has_pixels


def test_a_thumbnail_may_go_while_it_has_the_focus_and_is_pressed(wall) -> None:
    shown = _shown(wall, wall.picture(400, 300))
    shown.setFocus()
    shown.pixels_wanted.connect(lambda *_: None)
    shown.clicked.connect(lambda: delete(shown))
    shown.click()
    wall.look()

    viewer = wall.gallery.open_viewer(wall.images[0])
    viewer.reject()


def test_an_answer_for_nobody_is_no_trouble(wall) -> None:
    wall.gallery.show_problem("ff", "Not there.")
    wall.gallery.show_pixels("ff", 10, 1, 1, bytes(4))
    wall.gallery.show_saved("ff", "/tmp/x")
    assert wall.gallery.kept_bytes == 4


def test_a_very_large_picture_does_not_push_out_the_others(wall) -> None:
    wall.make_gallery(keep=4_000_000)
    small = _shown(wall, wall.picture(400, 300))
    before = wall.gallery.kept_bytes
    wall.gallery.show_pixels("ff", 1000, 1000, 1000, bytes(4_000_000))

    assert wall.gallery.kept_bytes == before
    wall.take_down(small)
    _shown(wall, small.image)
    assert wall.asked == []
