"""How a reply ended: one sentence, at most two buttons, the details."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QPushButton
from shiboken6 import delete

from scout_desktop.ui.transcript.parts.facts import Outcome
from scout_desktop.ui.transcript.parts.outcome import OutcomeLine

LONG = "The provider failed (502). Your message is kept. Try again, or choose another one for it."
FAILED = Outcome(
    "bad", "error", LONG, ("Retry with 1,234 tokens", "Regenerate"), "HTTP status: 502"
)


@pytest.fixture
def make(theme, ground):
    def _make(outcome: Outcome = FAILED, width: int = 700) -> OutcomeLine:
        made = OutcomeLine(theme, outcome, ground)
        made.fit(width)
        made.show()
        QApplication.processEvents()
        return made

    return _make


def _buttons(line) -> dict[str, QPushButton]:
    return {each.text(): each for each in line.findChildren(QPushButton)}


def test_it_says_one_sentence_and_offers_what_to_do(make, qtbot) -> None:
    line = make()
    assert line.accessibleName() == LONG
    assert list(_buttons(line)) == ["Retry with 1,234 tokens", "Regenerate", "Details"]
    with qtbot.waitSignal(line.chosen) as heard:
        QTest.mouseClick(_buttons(line)["Regenerate"], Qt.MouseButton.LeftButton)

    assert heard.args == ["Regenerate"]


@pytest.mark.parametrize("suggested", [False, True])
def test_everything_has_its_room_at_any_width(make, suggested) -> None:
    line = make()
    line.suggest(suggested=suggested)
    for width in range(700, 215, -20):
        height = line.fit(width)
        (words,) = line.findChildren(QLabel)
        parts = [words.geometry(), *(each.geometry() for each in _buttons(line).values())]
        assert line.size().toTuple() == (width, height)
        for part in parts:
            assert QRect(0, 0, width, height).contains(part)
        for number, one in enumerate(parts):
            assert not any(one.intersects(other) for other in parts[number + 1 :])
        assert words.height() >= words.heightForWidth(words.width()), "no line is cut off"
        for button in _buttons(line).values():
            assert button.width() >= min(button.sizeHint().width(), width - 24)


def test_a_wider_place_is_never_a_taller_one(make) -> None:
    line = make()
    heights = [line.fit(width) for width in range(220, 760, 20)]

    assert heights == sorted(heights, reverse=True)
    assert heights[0] > heights[-1]


def test_the_first_button_stands_out_only_under_the_last_reply(make) -> None:
    line = make()
    first = _buttons(line)["Retry with 1,234 tokens"]
    before = first.grab().toImage()
    line.suggest(suggested=True)
    assert first.grab().toImage() != before
    line.suggest(suggested=False)
    assert first.grab().toImage() == before


def test_the_details_are_plain_text_and_outlive_the_line(make, ground) -> None:
    line = make(Outcome("bad", "error", "It failed.", (), "<img src=x>\nHTTP status: 502"))
    QTest.mouseClick(_buttons(line)["Details"], Qt.MouseButton.LeftButton)
    (dialog,) = ground.findChildren(QDialog)
    delete(line)

    assert dialog.findChild(QPlainTextEdit).toPlainText() == "<img src=x>\nHTTP status: 502"
    dialog.reject()


def test_a_sentence_of_others_is_shown_as_it_is(make) -> None:
    line = make(Outcome("warn", "warning", "<b>bold</b> & more"))
    (words,) = line.findChildren(QLabel)

    assert words.textFormat() == Qt.TextFormat.PlainText
    assert words.text() == "<b>bold</b> & more"
    assert not _buttons(line)


def test_it_may_go_while_one_of_its_buttons_is_pressed(make, ground) -> None:
    line = make()
    line.chosen.connect(lambda _text: delete(line))
    QTest.mouseClick(_buttons(line)["Regenerate"], Qt.MouseButton.LeftButton)
    QApplication.processEvents()

    assert ground.findChildren(OutcomeLine) == []


def test_it_is_made_in_a_fraction_of_a_frame(theme, ground) -> None:
    def cost() -> float:
        begun = time.process_time()
        made = OutcomeLine(theme, FAILED, ground)
        made.fit(700)
        made.show()
        took = time.process_time() - begun
        delete(made)
        return took

    assert min(cost() for _ in range(60)) < 0.002
