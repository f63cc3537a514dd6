from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from scout_desktop.ui.controls.banner import Banner
from scout_desktop.ui.controls.toast import Toast
from scout_desktop.ui.notices.notices import Notices


@pytest.fixture
def floor(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(700, 500)
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def notices(theme, floor) -> Notices:
    return Notices(theme, floor, floor)


def said(notices: Notices) -> list[str]:
    banners = [b for b in notices.findChildren(Banner) if b.isVisible()]
    return [b.accessibleName() for b in sorted(banners, key=lambda b: b.y())]


def press(widget: QWidget, text: str, qtbot) -> None:
    button = next(b for b in widget.findChildren(QPushButton) if b.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_nothing_takes_no_room(notices):
    assert not notices.isVisible()


def test_a_state_is_said_until_it_is_over(notices, qtbot):
    notices.say("network", "warn", "You are offline. Messages wait here.", ["Try again"])
    assert said(notices) == ["You are offline. Messages wait here."]
    with qtbot.waitSignal(notices.chosen, timeout=1000) as heard:
        press(notices, "Try again", qtbot)
    assert heard.args == ["network", "Try again"]
    notices.unsay("network")
    notices.unsay("network")
    assert said(notices) == []
    assert not notices.isVisible()


def test_the_same_topic_replaces_its_sentence(notices):
    notices.say("limit", "warn", "Rate limited, 12 s.")
    notices.say("limit", "warn", "Rate limited, 11 s.")
    assert said(notices) == ["Rate limited, 11 s."]


def test_the_gravest_two_are_shown_and_the_third_comes_when_there_is_room(notices, qtbot):
    notices.say("practice", "info", "Practice mode.")
    notices.say("network", "warn", "Offline.")
    notices.say("disk", "bad", "The disk is full.")
    notices.layout().activate()
    assert said(notices) == ["The disk is full.", "Offline."]
    notices.unsay("disk")
    notices.layout().activate()
    assert said(notices) == ["Offline.", "Practice mode."]


def test_a_closed_banner_is_gone_and_a_band_that_must_stay_has_no_cross(notices, qtbot):
    notices.say("practice", "info", "Practice mode.", closable=False)
    banner = notices.findChild(Banner)
    assert not banner.findChild(QWidget, "").isVisible() or not _cross(banner).isVisible()
    notices.say("key", "bad", "The key was rejected.")
    rejected = next(b for b in notices.findChildren(Banner) if "rejected" in b.accessibleName())
    with qtbot.waitSignal(notices.dismissed, timeout=1000) as heard:
        qtbot.mouseClick(_cross(rejected), Qt.MouseButton.LeftButton)
    assert heard.args == ["key"]
    assert said(notices) == ["Practice mode."]


def _cross(banner: Banner) -> QWidget:
    return next(
        w for w in banner.findChildren(QWidget) if w.accessibleName() == "Close this message"
    )


def test_undo_gives_back_the_ticket_of_the_latest_offer(notices, floor, qtbot):
    with qtbot.waitSignal(notices.expired, timeout=1000) as gone:
        notices.offer_undo("“A” was moved to the trash.", "a")
        notices.offer_undo("“B” was moved to the trash.", "b")
    assert gone.args == ["a"], "one offer at a time"
    toast = floor.findChild(Toast)
    assert "“B” was moved to the trash." in [label.text() for label in toast.findChildren(QLabel)]
    with qtbot.waitSignal(notices.undone, timeout=1000) as heard:
        press(toast, "Undo", qtbot)
    assert heard.args == ["b"]
    with qtbot.assertNotEmitted(notices.expired):
        toast._timer.timeout.emit()


def test_a_sentence_with_tags_is_shown_letter_by_letter(notices):
    notices.say("file", "warn", "<b>x</b> could not be read.")
    texts = [label.text() for label in notices.findChildren(QLabel) if label.text()]
    formats = {label.textFormat() for label in notices.findChildren(QLabel) if label.text()}
    assert texts == ["<b>x</b> could not be read."]
    assert formats == {Qt.TextFormat.PlainText}
