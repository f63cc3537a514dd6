from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.fields import Choice, NumberField, Slider
from scout_desktop.ui.controls.flow import FlowLayout


def turn_wheel(widget: QWidget) -> bool:
    spot = QPointF(widget.rect().center())
    event = QWheelEvent(
        spot,
        widget.mapToGlobal(spot),
        QPoint(0, 120),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def make(theme, kind: str):
    if kind == "number":
        field = NumberField(theme, "Temperature", 0, 2, step=0.1)
        field.setValue(0.7)
        return field, field.value
    if kind == "slider":
        field = Slider("Temperature")
        field.setValue(40)
        return field, field.value
    field = Choice("Response format")
    field.addItems(["a", "b", "c"])
    field.setCurrentIndex(1)
    return field, field.currentIndex


@pytest.mark.parametrize("kind", ["number", "slider", "choice"])
def test_scrolling_past_a_field_does_not_change_it(theme, qtbot, kind):
    field, read = make(theme, kind)
    qtbot.addWidget(field)
    field.show()
    field.clearFocus()
    before = read()
    assert not turn_wheel(field), "the pane around it gets the turn"
    assert read() == before
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    turn_wheel(field)
    assert read() != before


def test_a_number_field_is_as_high_as_every_control(theme, qtbot):
    field = NumberField(theme, "Top K", 0, 100, decimals=0)
    qtbot.addWidget(field)
    assert field.height() == 28
    theme.zoom(1.5)
    assert field.height() == 42


def test_a_field_that_turns_invalid_is_seen_at_once(theme, qtbot):
    field = Choice("Response format")
    qtbot.addWidget(field)
    field.show()
    before = field.grab().toImage()
    dress(field, ground="tint")
    assert field.grab().toImage() != before


def boxes(holder: QWidget, count: int) -> list[QWidget]:
    made = []
    for _ in range(count):
        box = QWidget()
        box.setFixedSize(100, 20)
        holder.layout().addWidget(box)
        made.append(box)
    return made


def test_chips_wrap_and_the_holder_knows_how_high_it_gets(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder, gap=10)
    made = boxes(holder, 3)
    holder.resize(220, 200)
    holder.show()
    assert [(b.x(), b.y()) for b in made] == [(0, 0), (110, 0), (0, 30)]
    assert flow.heightForWidth(220) == 50
    assert flow.heightForWidth(1000) == 20
    assert flow.takeAt(0).widget() is made[0]
    assert flow.count() == 2
    assert flow.itemAt(5) is None


def test_in_a_window_from_right_to_left_chips_start_at_the_right(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    FlowLayout(holder, gap=10)
    made = boxes(holder, 2)
    holder.resize(220, 40)
    holder.show()
    assert [b.x() for b in made] == [120, 10]
