"""Changing parameters by hand: default, set, invalid, and back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QTableView,
    QWidget,
)

from scout_desktop.chat.parameters import PARAMETERS
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.controls.segmented import Segmented

_EDITORS = {
    "integer": QAbstractSpinBox,
    "float": QAbstractSpinBox,
    "boolean": Segmented,
    "strings": QLineEdit,
    "bias": QTableView,
    "format": QComboBox,
}


def wheel(widget: QWidget) -> QWheelEvent:
    at = QPointF(widget.rect().center())
    event = QWheelEvent(
        at, at, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    return event


@pytest.mark.parametrize("spec", PARAMETERS, ids=lambda spec: spec.name)
def test_each_editor_is_found_by_its_label(bench, spec):
    assert bench.named(spec.label, _EDITORS[spec.kind]).accessibleName() == spec.label
    assert bench.panel.accessibleName() == "Parameters"
    assert bench.named("System prompt", QPlainTextEdit).isVisible()


def test_unset_parameters_say_default_and_no_number(bench):
    for spec in PARAMETERS:
        if spec.kind in ("integer", "float"):
            field = bench.number(spec.label)
            assert field.text() == ""
            assert field.lineEdit().placeholderText() == "default"
    assert bench.panel.values == {}
    assert not bench.named("Reset Temperature").isVisible()


def test_typing_a_number_sets_it_and_the_reset_arrow_takes_it_back(bench):
    bench.retype(bench.number("Temperature"), "0.35")
    assert bench.changed[-1] == ("temperature", 0.35)
    assert bench.panel.values == {"temperature": 0.35}
    assert bench.named("Temperature slider").value() == 7
    bench.named("Reset Temperature").click()
    assert bench.changed[-1] == ("temperature", None)
    assert bench.number("Temperature").text() == ""
    assert bench.panel.values == {}


def test_emptying_the_field_is_a_reset(bench):
    bench.show(top_p=0.5)
    bench.retype(bench.number("Top P"), "")
    assert bench.changed[-1] == ("top_p", None)


def test_the_slider_and_the_number_are_one_control(bench):
    slider = bench.named("Temperature slider", QSlider)
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert bench.changed == [("temperature", 1.05)]
    assert bench.number("Temperature").text() == "1.05"
    for _ in range(30):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    assert bench.panel.values == {"temperature": 2.0}


def test_a_slider_cannot_reach_an_end_that_is_not_allowed(bench):
    for name, lowest in (("Top P", 0.01), ("Repetition penalty", 0.05)):
        slider = bench.named(f"{name} slider", QSlider)
        slider.setValue(-1000)
        assert float(bench.number(name).text()) == lowest
    assert bench.invalid == {}


def test_arrow_keys_step_from_the_default(bench):
    field = bench.number("Temperature")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert bench.panel.values == {"temperature": 0.95}
    field = bench.number("Top K")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert bench.panel.values["top_k"] == 1
    assert isinstance(bench.panel.values["top_k"], int)


@pytest.mark.parametrize(
    ("label", "name", "typed", "words"),
    [
        ("Temperature", "temperature", "3", "0 to 2"),
        ("Temperature", "temperature", "warm", "must be a number"),
        ("Max tokens", "max_tokens", "0", "1 or more"),
        ("Max tokens", "max_tokens", "1.5", "whole number"),
        ("Seed", "seed", "99999999999999999999", "64 bits"),
        ("Top P", "top_p", "0", "above 0"),
    ],
)
def test_an_invalid_value_stays_in_the_field_and_is_not_sent(bench, label, name, typed, words):
    bench.retype(bench.number(label), typed)
    QTest.keyClick(bench.number(label), Qt.Key.Key_Return)
    bench.named("System prompt", QPlainTextEdit).setFocus()
    assert bench.number(label).text() == typed
    assert words in bench.invalid[name]
    assert any(words in label.text() for label in bench.row(name).findChildren(PlainLabel))
    assert all(value != typed for _, value in bench.changed)
    bench.named(f"Reset {label}").click()
    assert bench.invalid == {}
    assert bench.number(label).text() == ""


def test_values_that_a_file_holds_and_nobody_can_send_are_shown(bench):
    bench.show(temperature=9, top_p="x", stop="bare", logit_bias=[], response_format={"type": "g"})
    assert bench.number("Temperature").text() == "9"
    assert bench.number("Top P").text() == "x"
    assert set(bench.invalid) == {"temperature", "top_p", "stop", "logit_bias", "response_format"}
    assert bench.named("Response format", QComboBox).currentIndex() == -1


def test_a_seed_of_sixty_four_bits_is_exact(bench):
    bench.retype(bench.number("Seed"), "9223372036854775807")
    assert bench.changed[-1] == ("seed", 2**63 - 1)


def test_a_new_random_seed_is_one_click_away(bench):
    seen = set()
    for _ in range(4):
        bench.named("New random seed").click()
        seen.add(bench.panel.values["seed"])
    assert len(seen) > 1
    assert all(0 <= seed < 2**31 for seed in seen)
    assert bench.invalid == {}


def test_the_wheel_over_a_field_without_focus_changes_nothing(bench):
    bench.show(temperature=0.5)
    bench.named("System prompt", QPlainTextEdit).setFocus()
    for widget in (bench.number("Temperature"), bench.named("Temperature slider"),
                   bench.named("Response format", QComboBox)):  # fmt: skip
        assert not wheel(widget).isAccepted()
    assert bench.changed == []
    bench.number("Temperature").setFocus()
    wheel(bench.number("Temperature"))
    assert bench.changed == [("temperature", 0.55)]


def test_a_line_tells_how_many_are_sent(bench):
    said = bench.panel._count.text
    assert said() == "All at the provider's defaults."
    bench.show(temperature=0.5)
    assert said() == "1 changed; only this is sent."
    bench.show(temperature=0.5, seed=1, stop=["x"])
    assert said() == "3 changed; only these are sent."


def test_help_is_shown_where_there_is_room(bench):
    helps = [row._help for row in (bench.row("seed"), bench.row("stop"))]
    assert not any(label.isVisible() for label in helps)
    assert "same seed" in bench.row("seed").toolTip()
    bench.panel.resize(440, 1400)
    assert all(label.isVisible() for label in helps)


@pytest.mark.parametrize("width", [260, 272, 312, 440])
def test_nothing_is_cut_off_at_any_width_of_the_pane(bench, width):
    bench.show(
        max_tokens=1, stop=["\n"], logit_bias={"1": 2}, structured_outputs=True, seed=2**40,
        response_format={"type": "json_schema", "json_schema": {"name": "n", "schema": {}}},
    )  # fmt: skip
    bench.panel.resize(width, 900)
    QApplication.processEvents()
    for name in ("Temperature", "Seed", "Max tokens"):
        field = bench.number(name)
        right = field.mapTo(bench.panel, QPoint(field.width(), 0)).x()
        assert right <= width
    text = bench.named("JSON schema", QPlainTextEdit)
    assert text.mapTo(bench.panel, QPoint(text.width(), 0)).x() <= width


def _cut_short(bench) -> set[str]:
    shown = {label.text() for label in bench.panel.findChildren(QLabel)}
    return {spec.label for spec in PARAMETERS} - shown


def test_no_label_is_cut_short_for_the_sake_of_an_empty_field(bench, theme, qtbot):
    bench.panel.build()
    for zoom, width in ((1.0, 260), (1.3, 272), (1.3, 312), (1.0, 312)):
        theme.zoom(zoom)
        bench.panel.resize(width, 900)
        qtbot.waitUntil(lambda: not _cut_short(bench))


def test_every_editor_is_reached_by_tab_in_reading_order(bench):
    start = bench.named("System prompt", QPlainTextEdit)
    start.setFocus()
    seen: list[str] = []
    for _ in range(80):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        at = QApplication.focusWidget()
        if at is start:
            break
        seen.append(at.accessibleName() or getattr(at, "text", lambda: "")())
    reached = [name for name in seen if name in {spec.label for spec in PARAMETERS}]
    wanted = [
        "Max tokens", "Stop sequences", "Temperature", "Top P", "Top K", "Min P",
        "Frequency penalty", "Presence penalty", "Repetition penalty", "Seed", "Response format",
    ]  # fmt: skip
    assert reached == wanted
    assert "Structured outputs: Default" in seen
    assert "Use for new chats" in seen


def test_a_screen_reader_reads_and_sets_a_number(bench):
    bench.show(temperature=0.5)
    reader = QAccessible.queryAccessibleInterface(bench.number("Temperature"))
    assert reader.role() == QAccessible.Role.SpinBox
    values = reader.valueInterface()
    assert values.currentValue() == 0.5
    assert (values.minimumValue(), values.maximumValue()) == (0, 2)
    values.setCurrentValue(1.5)
    assert bench.panel.values == {"temperature": 1.5}
    reader.editableTextInterface().replaceText(0, 3, "0.25")
    assert bench.panel.values == {"temperature": 0.25}
