"""What stands in and under a message, and what one can do with it, on the real widgets."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from scout_desktop.ui.transcript.parts.waiting import WaitingLine
from scout_desktop.ui.transcript.pictures.thumbnail import Thumbnail
from scout_desktop.ui.transcript.pictures.viewer import PictureViewer


def test_waiting_says_how_long_and_why(view, reader, make) -> None:
    chat = make.chat(make.said("1", "Go"), make.answered("2", "", "1", "streaming"))
    view.begin_reply(chat, "2", time.monotonic() - 42)
    assert view.findChild(WaitingLine).words() == "waiting 0:42"
    view.show_waiting(3)
    assert view.findChild(WaitingLine).words() == "queued at provider 0:42"


STATES = {
    "stopped": ({"state": "stopped"}, "Stopped. What had arrived is kept.", "Continue"),
    "interrupted": (
        {"state": "interrupted", "error": {"kind": "reply_cut", "message": "Cut short."}},
        "Cut short.",
        "Continue",
    ),
    "failed": (
        {"state": "failed", "error": {"kind": "provider_failed", "message": "It failed."}},
        "It failed.",
        "Regenerate",
    ),
    "key": (
        {"state": "failed", "error": {"kind": "key_rejected", "message": "Not this key."}},
        "Not this key.",
        "Replace key",
    ),
}


def test_a_reply_of_nothing_and_one_that_was_cut_say_so(view, reader, make) -> None:
    view.show_chat(make.chat(make.said("1", "Go"), make.answered("2", " ", "1")))
    assert "The model answered with nothing." in reader.labels()
    assert "Regenerate" in reader.buttons()

    cut = make.answered("2", "Once upon", "1", finish_reason="length")
    view.show_chat(make.chat(make.said("1", "Go"), cut, id="c2"))
    assert any("limit of tokens" in text for text in reader.labels())
    assert reader.buttons()[:2] == ["Continue", "Regenerate"]


def test_out_of_credit_offers_what_the_credit_allows(view, reader, make) -> None:
    error = {"kind": "out_of_credit", "message": "Too little credit.", "affordable": 1200}
    said = make.answered("2", "", "1", state="failed", error=error)
    view.show_chat(make.chat(make.said("1", "Go"), said))
    heard: list = []
    view.afford_requested.connect(lambda id, tokens: heard.append((id, tokens)))

    assert [b for b in reader.buttons() if b][:2] == ["Retry with 1,200 tokens", "Regenerate"]
    reader.press("Retry with 1,200 tokens")
    assert heard == [("2", 1200)]


@pytest.mark.parametrize("name", STATES)
def test_a_reply_that_did_not_end_well_says_so_with_a_way_out(view, reader, make, name) -> None:
    more, sentence, button = STATES[name]
    view.show_chat(make.chat(make.said("1", "Go"), make.answered("2", "Partly", "1", **more)))
    heard: list = []
    view.continue_requested.connect(lambda id: heard.append(("Continue", id)))
    view.regenerate_requested.connect(lambda id: heard.append(("Regenerate", id)))
    view.key_requested.connect(lambda: heard.append(("Replace key", "2")))

    assert sentence in reader.labels_and_texts()
    assert len([b for b in reader.buttons() if b != "Details"]) <= 2
    reader.press(button)
    assert heard == [(button, "2")]


def test_details_are_plain_text(view, reader, make) -> None:
    error = {"kind": "rejected", "message": "No.", "detail": "<b>bold</b>", "status": 400}
    view.show_chat(
        make.chat(make.said("1", "Go"), make.answered("2", "", "1", "failed", error=error))
    )
    reader.press("Details")
    text = view.findChild(QPlainTextEdit, "") or view.window().findChild(QPlainTextEdit)

    assert "<b>bold</b>" in text.toPlainText()
    assert "HTTP status: 400" in text.toPlainText()


def test_the_footer_says_what_it_used_and_cost(view, reader, make) -> None:
    node = make.answered(
        "2", "Hi", "1",
        usage={"prompt_tokens": 1912, "completion_tokens": 45},
        cost={"source": "usage", "usd": "0.00015416"},
        timing={"first_token_ms": 412, "total_ms": 1412},
        reply={"provider": "DeepInfra"}, finish_reason="stop",
    )  # fmt: skip
    view.show_chat(make.chat(make.said("1", "Go"), node))
    facts = next(text for text in reader.labels() if "in, " in text)

    assert facts == (
        "1,912 in, 45 out  ·  0.000154 USD  ·  first token 0.4 s  ·  45 tokens/s  ·  DeepInfra"
        "  ·  finished"
    )


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"cost": {"source": "unknown", "usd": None}}, "cost unknown"),
        ({"cost": {"source": "estimate", "usd": "0.001"}}, "about 0.001"),
        ({"cost": {"source": "reported", "usd": "0.001"}}, "0.001 USD (not paid here)"),
        ({"cost": {"source": "usage", "usd": "0"}, "purpose": "practice"}, "practice, no charge"),
    ],
)
def test_a_cost_is_said_as_exactly_as_it_is_known(view, reader, make, more, words) -> None:
    view.show_chat(make.chat(make.said("1", "Go"), make.answered("2", "Hi", "1", **more)))

    assert any(words in text for text in reader.labels())


def test_the_keyboard_goes_from_message_to_message(view, reader, make) -> None:
    view.show_chat(make.long_chat(6))
    view.activateWindow()
    view.focus_message("00005")
    for key, id in (
        (Qt.Key.Key_Up, "00004"),
        (Qt.Key.Key_Up, "00003"),
        (Qt.Key.Key_Down, "00004"),
        (Qt.Key.Key_Home, "00000"),
        (Qt.Key.Key_End, "00005"),
    ):
        QTest.keyClick(reader.area, key)
        assert reader.area.focused == id
        assert id in [message.id for message in reader.messages()]
    QTest.keyClick(reader.area, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("Answer 5.")


def test_the_transcript_is_found_while_the_chat_is_empty(view, make) -> None:
    view.show_chat(make.chat())
    found = [w for w in view.findChildren(QWidget) if w.accessibleName() == "Transcript"]

    assert len(found) == 1
    assert found[0].isVisibleTo(view)


def test_a_damaged_chat_says_what_was_kept(view, reader, make) -> None:
    from dataclasses import replace

    chat = make.chat(make.said("1", "Hello"))
    view.show_chat(replace(chat, notices=("Two damaged records were set aside.",)))

    assert "Two damaged records were set aside." in reader.labels()


def test_a_picture_opens_in_a_window_of_its_own(view, reader, make, qtbot) -> None:
    picture = {
        "type": "image", "sha256": "ab", "mime": "image/png", "width": 337, "height": 336,
        "bytes": 1234, "name": "<b>cat</b>.png",
    }  # fmt: skip
    with qtbot.waitSignal(view.pixels_wanted) as wanted:
        view.show_chat(make.chat(make.said("1", "What?", None, picture)))
    (thumbnail,) = view.findChildren(Thumbnail)
    view.show_pixels("ab", wanted.args[1], 337, 336, bytes(337 * 336 * 4))
    thumbnail.click()
    viewer = view.findChild(PictureViewer)

    assert wanted.args[0] == "ab"
    assert thumbnail.has_pixels
    assert "<b>cat</b>.png" in viewer.windowTitle()
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()


def test_tab_goes_from_the_messages_to_what_the_focused_one_offers(view, reader, make) -> None:
    view.show_chat(make.chat(make.said("1", "Why?"), make.answered("2", "So.", "1")))
    view.activateWindow()
    view.focus_message("1")
    names = []
    for _ in range(3):
        focused = QApplication.focusWidget()
        names.append(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)

    assert names == ["Messages", "Copy message", "Edit message"]


def test_end_goes_to_the_end_and_stays_there_while_more_arrives(view, reader, make) -> None:
    question = make.said("1", "Go")
    view.begin_reply(make.chat(question, make.answered("2", "", "1", "streaming")), "2")
    view.activateWindow()
    view.grow("2", 0, "word\n\n" * 200)
    reader.area.chat.growth.due.emit()
    reader.area.setFocus()
    reader.scroll(0)
    assert not reader.area.is_following
    QTest.keyClick(reader.area, Qt.Key.Key_End)

    assert reader.area.focused == "2"
    assert reader.area.is_following
    assert reader.bar.value() == reader.bar.maximum()
    view.grow("2", 1200, "more\n\n" * 50)
    reader.area.chat.growth.due.emit()
    assert reader.bar.value() == reader.bar.maximum()


def test_escape_ends_the_selection_first_and_then_the_reply(view, reader, make, qtbot) -> None:
    view.show_chat(make.long_chat(4))
    view.activateWindow()
    reader.area.setFocus()
    QTest.keyClick(reader.area, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    heard: list = []
    view.stop_requested.connect(lambda: heard.append("stop"))
    QTest.keyClick(reader.area, Qt.Key.Key_Escape)
    assert reader.area.selection.is_empty
    assert not heard
    QTest.keyClick(reader.area, Qt.Key.Key_Escape)
    assert heard == ["stop"]
