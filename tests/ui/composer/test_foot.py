"""Around the message: the ways to attach, what providers refuse, what earlier pictures cost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget

from scout_desktop.chat.estimate import estimate_turn
from scout_desktop.chat.message import ImagePart
from scout_desktop.ui.composer.foot.earlier import EarlierLink

# Said by Qt's offscreen platform when a menu opens over a window that has the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

PHOTO = ImagePart("a" * 64, "image/jpeg", 1344, 1008, 300_000, "p.jpg")


def link(stage) -> EarlierLink:
    (found,) = stage.window.findChildren(EarlierLink)
    return found


def ways(stage) -> QMenu:
    (menu,) = [m for m in stage.window.findChildren(QMenu) if m.isVisible()]
    return menu


def words(menu: QMenu) -> list[str]:
    return [action.text().partition("\t")[0] for action in menu.actions()]


def places(stage) -> dict[str, tuple[int, int]]:
    for _ in range(4):  # a new arrangement takes Qt some rounds to settle
        QApplication.processEvents()
    found = [stage.named(name) for name in ("Attach images", "Model", "Send", "Message")]
    return {w.accessibleName(): (w.mapTo(stage.window, QPoint()).x(), w.width()) for w in found}


def test_a_click_still_opens_the_picker_and_the_down_key_all_other_ways(stage):
    heard: list[str] = []
    composer = stage.composer
    composer.settle()
    for name in ("screenshot", "earlier", "batch"):
        signal = getattr(composer, f"{name}_requested")
        signal.connect(lambda name=name: heard.append(name))
    attach = stage.named("Attach images")
    attach.setFocus()
    QTest.keyClick(attach, Qt.Key.Key_Down)
    assert words(ways(stage)) == [
        "Choose pictures…", "Screenshot…", "Earlier pictures…", "Batch…",
    ]  # fmt: skip
    for action in ways(stage).actions()[1:]:
        action.trigger()
    assert heard == ["screenshot", "earlier", "batch"]
    ways(stage).close()
    attach.click()
    (picker,) = [w for w in stage.window.findChildren(QWidget) if isinstance(w, QFileDialog)]
    picker.close()


def test_the_arrow_and_the_right_button_open_the_same(stage):
    stage.composer.settle()
    stage.named("More ways to attach").click()
    assert words(ways(stage)) == ["Choose pictures…"]  # nobody listens for more
    ways(stage).close()
    attach = stage.named("Attach images")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(attach, event)
    assert words(ways(stage)) == ["Choose pictures…"]


def test_the_arrow_that_comes_after_the_first_paint_moves_nothing(stage):
    before = places(stage)
    stage.composer.settle()
    assert places(stage) == before
    assert stage.named("More ways to attach").isVisible()


def test_too_many_pictures_are_warned_of_and_still_sent(stage):
    for number in range(5):
        stage.composer.add_picture(number, replace(PHOTO, name=f"{number}.jpg"))
    assert stage.said() == ""
    stage.composer.add_picture(5, PHOTO)
    assert "would carry 6 pictures; providers of Llama 4 Scout take 5 to 8" in stage.said()
    assert stage.named("Send").isEnabled()
    stage.composer.submit()
    assert len(stage.sent[0].images) == 6
    stage.composer.take_away((0,))
    assert stage.said() == ""


def test_earlier_pictures_that_go_along_count_until_they_are_left_out(stage):
    stage.composer.show_earlier([PHOTO] * 6)
    assert stage.said() == ""  # nothing is new yet
    stage.composer.add_picture(1, PHOTO)
    assert "7 pictures, 6 of them from earlier messages" in stage.said()
    stage.composer.show_earlier([PHOTO] * 2)
    assert stage.said() == ""


def test_a_note_and_a_warning_stand_side_by_side_and_a_block_outranks_the_warning(stage):
    for number in range(6):
        stage.composer.add_picture(number, PHOTO)
    stage.composer.show_note("6 pictures attached to one question.", ("Ask the same of each…",))
    assert stage.said().startswith("6 pictures attached to one question.\nThis request would")
    stage.composer.show_blocked("Temperature must be 0 to 2.")
    assert stage.said().endswith("\nTemperature must be 0 to 2.")


def test_a_question_is_answered_with_the_keyboard(stage):
    answers: list[str] = []
    stage.composer.note_answered.connect(answers.append)
    stage.composer.show_note(
        "Send this address as a picture?", ("Send as picture", "Leave as text")
    )
    QApplication.processEvents()
    QTest.keyClick(stage.text, Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert answers == ["Leave as text"]
    assert stage.said() == ""


def test_nothing_is_said_of_earlier_pictures_where_there_are_none(stage):
    stage.composer.show_earlier_cost(0, 0, Decimal(0), 0)
    assert stage.window.findChildren(EarlierLink) == []
    stage.composer.show_earlier_cost(2, 3774, Decimal("0.0003"), 0)
    assert link(stage).isVisible()
    stage.composer.show_earlier_cost(0, 0, None, 0)
    assert not link(stage).isVisible()


def test_what_earlier_pictures_cost_is_said_and_leads_to_the_choice(stage):
    asked: list[bool] = []
    stage.composer.diet_requested.connect(lambda: asked.append(True))
    stage.composer.show_earlier_cost(3, 5661, Decimal("0.00045288"), 1740)
    assert link(stage).accessibleName() == "3 earlier pictures: 5,661 tokens, 0.000453 USD"
    assert "saves 1,740 tokens" in link(stage).accessibleDescription()
    QTest.keyClicks(stage.text, "x")
    stage.named("Model").setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is link(stage)
    QTest.keyClick(link(stage), Qt.Key.Key_Space)
    assert asked == [True]


def test_when_all_earlier_pictures_are_left_out_the_way_back_stays(stage):
    stage.composer.show_earlier_cost(0, 0, Decimal(0), 5661)
    assert link(stage).accessibleName() == "Earlier pictures left out"
    assert "saves 5,661 tokens" in link(stage).toolTip()


@pytest.mark.parametrize("zoom", [1.0, 1.5])
@pytest.mark.parametrize("width", [420, 520, 590, 640, 800, 1000])
def test_at_any_width_the_link_moves_nothing_and_hides_no_figure(stage, theme, width, zoom):
    theme.zoom(zoom)
    stage.window.resize(round(width * zoom), 600)
    composer = stage.composer
    composer.show_model("meta-llama/llama-4-scout")
    composer.show_estimate(estimate_turn(900, 15_096, None))
    before = places(stage)
    composer.show_earlier_cost(8, 15_096, Decimal("0.00120768"), 0)
    assert places(stage) == before
    QApplication.processEvents()
    line = composer._foot.estimate
    for shown in (line, link(stage)):
        assert shown.fontMetrics().horizontalAdvance(shown.text()) <= shown.width()
    assert line.geometry().right() < link(stage).geometry().left()
    if width >= 800:
        assert link(stage).text() == "8 earlier pictures: 15,096 tokens, 0.00121 USD"
    if width <= 590:
        assert link(stage).text() == "8 earlier: 15,096 tok"


def test_enter_follows_the_link_to_the_earlier_pictures(stage):
    heard: list = []
    stage.composer.diet_requested.connect(lambda: heard.append(True))
    stage.composer.show_earlier_cost(11, 5_085, Decimal("0.0004"))
    link(stage).setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        QTest.keyClick(link(stage), key)
    assert heard == [True] * 3
    assert stage.sent == []
