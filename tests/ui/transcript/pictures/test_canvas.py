"""Looking closely: fit, 100 %, wheel, drag, exactly to the pixel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scout_desktop.chat.message import ImagePart


@pytest.fixture
def look(wall):
    """Open a picture and let all its pixels come."""
    opened = []

    def _look(width: int = 1800, height: int = 1200, **more):
        wall.window.show()
        image = wall.picture(width, height, **more)
        viewer = wall.gallery.open_viewer(image)
        opened.append(viewer)
        _settle(wall)
        return viewer.canvas

    yield _look
    for viewer in opened:
        viewer.reject()


def _settle(wall, ms: int = 0) -> None:
    QTest.qWait(ms)
    QApplication.processEvents()
    while wall.answer():
        QApplication.processEvents()


def _wheel(canvas, at: QPoint, turns: float) -> None:
    event = QWheelEvent(
        QPointF(at), QPointF(canvas.mapToGlobal(at)), QPoint(), QPoint(0, round(120 * turns)),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def _mouse(canvas, kind: QEvent.Type, at: QPoint) -> None:
    held = (
        Qt.MouseButton.NoButton
        if kind == QEvent.Type.MouseButtonRelease
        else (Qt.MouseButton.LeftButton)
    )
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    QApplication.sendEvent(
        canvas,
        QMouseEvent(
            kind, QPointF(at), QPointF(canvas.mapToGlobal(at)), button, held,
            Qt.KeyboardModifier.NoModifier,
        ),
    )  # fmt: skip


def _drag(canvas, start: QPoint, *steps: QPoint) -> None:
    _mouse(canvas, QEvent.Type.MouseButtonPress, start)
    for step in steps:
        _mouse(canvas, QEvent.Type.MouseMove, step)
    _mouse(canvas, QEvent.Type.MouseButtonRelease, steps[-1])


def _point(canvas, at: QPoint) -> QPointF:
    """The pixel of the picture under a point of the canvas."""
    return (QPointF(at) - canvas.shown().topLeft()) / canvas.zoom


def test_it_begins_fitted_in_the_middle_and_follows_the_window(look, wall) -> None:
    canvas = look()
    for size in ((900, 700), (700, 500)):
        canvas.window().resize(*size)
        _settle(wall, 200)
        shown = canvas.shown()
        assert canvas.fitted
        assert shown.width() == pytest.approx(min(canvas.width(), canvas.height() * 1.5))
        assert abs(shown.center().x() - canvas.width() / 2) < 1
        assert abs(shown.center().y() - canvas.height() / 2) < 1
        # What is shown was decoded for exactly this size.
        assert abs(canvas.levels.best(shown.width()).width() - shown.width()) <= 1


def test_a_small_picture_is_not_enlarged(look) -> None:
    canvas = look(60, 40)

    assert canvas.zoom == 1.0
    assert canvas.shown().size().toTuple() == (60, 40)


def test_at_actual_size_each_pixel_is_one_of_the_screen(look, wall) -> None:
    canvas = look()
    QTest.keyClick(canvas, "1")
    _settle(wall, 200)
    canvas.move_by(QPointF(-100_000, -100_000))
    painted = canvas.grab().toImage()
    sent = QImage.fromData(wall.data[wall.images[0].sha256])

    assert canvas.zoom == 1.0
    corner = QPoint(sent.width() - canvas.width(), sent.height() - canvas.height())
    for x in range(3, canvas.width() - 3, 17):
        for y in range(3, canvas.height() - 3, 17):
            assert painted.pixelColor(x, y) == sent.pixelColor(corner + QPoint(x, y))


def test_close_up_its_pixels_are_the_squares_they_are(look, wall) -> None:
    canvas = look(40, 30)
    canvas.zoom_to(11.0)
    _settle(wall, 200)
    painted = canvas.grab().toImage()
    place = canvas.shown().toAlignedRect().adjusted(1, 1, -1, -1)
    rows = (place.center().y() + offset for offset in range(-30, 30))
    seen = {painted.pixelColor(x, y).name() for y in rows for x in range(place.x(), place.right())}

    assert len(seen) == 4, "the four colours of the picture and nothing between them"


def test_the_wheel_zooms_around_the_pointer(look) -> None:
    canvas = look()
    at = QPoint(canvas.width() // 2 + 70, canvas.height() // 2 - 90)
    before = _point(canvas, at)
    for _ in range(8):
        _wheel(canvas, at, 1)
        after = _point(canvas, at)
        assert abs(after.x() - before.x()) * canvas.zoom < 1
        assert abs(after.y() - before.y()) * canvas.zoom < 1
    assert canvas.zoom > 1
    assert not canvas.fitted
    for _ in range(40):
        _wheel(canvas, at, -1)
    assert canvas.fitted, "never smaller than it fits"
    for _ in range(80):
        _wheel(canvas, at, 1)
    assert canvas.zoom == 32


def test_half_a_turn_of_a_fine_wheel_counts_half(look) -> None:
    canvas = look()
    QTest.keyClick(canvas, "1")
    _wheel(canvas, QPoint(100, 100), 0.5)
    _wheel(canvas, QPoint(100, 100), 0.5)

    assert canvas.zoom == pytest.approx(1.25)


def test_steps_stop_at_100_percent(look) -> None:
    canvas = look()
    seen = []
    for _ in range(20):
        QTest.keyClick(canvas, "+")
        seen.append(canvas.zoom)
    for _ in range(20):
        QTest.keyClick(canvas, "-")
        seen.append(canvas.zoom)

    assert seen.count(1.0) == 2


def test_dragging_moves_exactly_as_far_as_the_hand(look) -> None:
    canvas = look()
    QTest.keyClick(canvas, "1")
    middle = QPoint(canvas.width() // 2, canvas.height() // 2)
    before = canvas.shown().topLeft()
    path = [middle + QPoint(step, 2 * step) for step in range(1, 60, 7)]
    _drag(canvas, middle, *path)

    assert canvas.shown().topLeft() - before == QPointF(path[-1] - middle)
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    _mouse(canvas, QEvent.Type.MouseMove, QPoint(5, 5))
    assert canvas.shown().topLeft() - before == QPointF(path[-1] - middle), "it was let go"


def test_it_cannot_be_dragged_out_of_sight(look) -> None:
    canvas = look()
    QTest.keyClick(canvas, "1")
    _drag(canvas, QPoint(10, 10), QPoint(9000, 9000))
    assert canvas.shown().topLeft() == QPointF(0, 0)
    _drag(canvas, QPoint(10, 10), QPoint(-9000, -9000))
    assert canvas.shown().bottomRight() == QPointF(canvas.width(), canvas.height())
    QTest.keyClick(canvas, "F")
    fitted = canvas.shown()
    _drag(canvas, QPoint(10, 10), QPoint(200, 200))
    assert canvas.shown() == fitted


def test_a_double_click_toggles_fit_and_actual_size(look) -> None:
    canvas = look()
    at = QPoint(canvas.width() // 3, canvas.height() // 2)
    before = _point(canvas, at)
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert canvas.zoom == 1.0
    assert abs(_point(canvas, at).x() - before.x()) < 1
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert canvas.fitted


def test_keys_fit_and_move(look) -> None:
    canvas = look()
    QTest.keyClick(canvas, "1")
    before = canvas.shown().topLeft()
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    moved = canvas.shown().topLeft() - before
    assert moved.x() < 0
    assert moved.y() < 0
    QTest.keyClick(canvas, "0")
    assert canvas.fitted


def test_a_window_that_grows_keeps_the_middle(look) -> None:
    canvas = look()
    canvas.zoom_to(2.0)
    before = _point(canvas, canvas.rect().center())
    canvas.window().resize(canvas.window().width() + 120, canvas.window().height() + 80)
    QApplication.processEvents()
    after = _point(canvas, canvas.rect().center())

    assert abs(after.x() - before.x()) <= 1
    assert abs(after.y() - before.y()) <= 1


def test_a_huge_picture_is_decoded_whole_only_for_a_close_look(look, wall) -> None:
    canvas = look(12_000, 600)
    assert canvas.levels.whole is None
    canvas.zoom_to(32, QPointF(canvas.width(), canvas.height()))
    canvas.move_by(QPointF(-1_000_000, -1_000_000))
    before = canvas.grab().toImage()
    _settle(wall, 200)
    after = canvas.grab().toImage()

    assert canvas.levels.whole is not None
    for image in (before, after):
        colour = image.pixelColor(canvas.width() - 9, canvas.height() - 9)
        assert max(colour.getRgb()[:3]) - min(colour.getRgb()[:3]) < 12, "grey, as its end is"


@pytest.mark.parametrize(("width", "height"), [(0, 0), (10, 1000), (999, 1)])
def test_a_size_that_was_told_wrong_does_not_distort(wall, width, height) -> None:
    image = wall.picture(600, 300)
    wrong = ImagePart(image.sha256, image.mime, width, height, 1, "x.png")
    wall.images[:] = [wrong]
    wall.window.show()
    viewer = wall.gallery.open_viewer(wrong)
    _settle(wall)

    assert viewer.canvas.shown().size().toTuple() == (600, 300)
    QTest.keyClick(viewer, "1")
    assert viewer.canvas.levels.whole.size().toTuple() == (600, 300)
    viewer.reject()
