"""What stands in and under a message, and what one can do with it, on the real widgets."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from scout_desktop.ui.controls.label import ElidedLabel
from scout_desktop.ui.transcript.pictures.viewer import PictureViewer

EVERYTHING = """# Title

Words with **strong**, `code()` and a [link](https://example.org/a).

1. one
2. two
   - nested

```python
def f():
    return 1
```

> quoted

| a | b |
|---|--:|
| 1 | 2 |

---

The end.
"""


def test_waiting_says_how_long_and_why(view, reader, make) -> None:
    chat = make.chat(make.said("1", "Go"), make.answered("2", "", "1", "streaming"))
    view.begin_reply(chat, "2", time.monotonic() - 42)
    assert any(text.startswith("waiting") and "0:42" in text for text in reader.labels())
    view.show_waiting(3)
    assert any(text.startswith("queued at provider") and "0:42" in text for text in reader.labels())


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

    assert sentence in reader.messages()[1].accessibleName()
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
        "1,912 in, 45 out · 0.000154 USD · first token 0.4 s · 45 tokens/s · DeepInfra · finished"
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
        focused = next(message for message in reader.messages() if message.hasFocus())
        QTest.keyClick(focused, key)
        focused = next(message for message in reader.messages() if message.hasFocus())
        assert focused.id == id
    QTest.keyClick(focused, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("Answer 5.")


def test_a_screen_reader_hears_role_and_text(view, reader, make) -> None:
    view.show_chat(make.chat(make.said("1", "Why?"), make.answered("2", "Because **so**.", "1")))
    named = []

    def walk(interface) -> None:
        named.append(interface.text(QAccessible.Text.Name))
        text = interface.textInterface()
        if text is not None:
            named.append(text.text(0, text.characterCount()))
        for place in range(interface.childCount()):
            child = interface.child(place)
            if child is not None:
                walk(child)

    walk(QAccessible.queryAccessibleInterface(view))
    assert "Transcript" in named
    assert "You: Why?" in named
    assert "Reply: Because so." in named
    assert any("Because so." in text for text in named if not text.startswith("Reply"))


def test_the_transcript_is_found_while_the_chat_is_empty(view, make) -> None:
    view.show_chat(make.chat())
    found = [w for w in view.findChildren(QWidget) if w.accessibleName() == "Transcript"]

    assert len(found) == 1
    assert found[0].isVisibleTo(view)


def test_copied_code_has_no_hidden_characters(view, reader, make) -> None:
    code = "```sh\nrm \u202eecho\u202c\u200b hi\n```"
    view.show_chat(make.chat(make.said("1", "Go"), make.answered("2", code, "1")))

    assert any("3 invisible characters" in text for text in reader.labels())
    assert "[U+202E]" in reader.texts()[1]
    reader.press("Copy code")
    assert QGuiApplication.clipboard().text() == "rm echo hi"


def test_a_selection_is_copied_as_it_reads(view, reader, make) -> None:
    text = "1. one `x`\n2. two"
    view.show_chat(make.chat(make.said("1", "Go"), make.answered("2", text, "1")))
    prose = reader.messages()[1].text_views()[0]
    prose.selectAll()
    prose.copy()

    assert QGuiApplication.clipboard().text() == "1. one x\n2. two"
    other = reader.messages()[0].text_views()[0]
    other.selectAll()
    assert not prose.textCursor().hasSelection()


def test_the_title_is_renamed_by_a_click(view, reader, make, qtbot) -> None:
    view.show_chat(make.chat(make.said("1", "Hello"), title="Old"))
    QTest.mouseClick(reader.named("Old"), Qt.MouseButton.LeftButton)
    field = reader.named("Title of the chat")
    QTest.keyClicks(field, "New <b>name</b>")
    with qtbot.waitSignal(view.renamed) as heard:
        QTest.keyClick(field, Qt.Key.Key_Return)

    assert heard.args == ["New <b>name</b>"]
    assert reader.named("New <b>name</b>")


def test_escape_keeps_the_title(view, reader, make) -> None:
    heard: list = []
    view.renamed.connect(heard.append)
    view.show_chat(make.chat(make.said("1", "Hello"), title="Old"))
    view.rename()
    field = reader.named("Title of the chat")
    QTest.keyClicks(field, "New")
    QTest.keyClick(field, Qt.Key.Key_Escape)

    assert not heard
    assert reader.named("Old")


def test_a_damaged_chat_says_what_was_kept(view, reader, make) -> None:
    from dataclasses import replace

    chat = make.chat(make.said("1", "Hello"))
    view.show_chat(replace(chat, notices=("Two damaged records were set aside.",)))

    assert "Two damaged records were set aside." in reader.labels()


def test_a_picture_opens_in_a_window_that_says_what_was_sent(view, reader, make, qtbot) -> None:
    picture = {
        "type": "image", "sha256": "ab", "mime": "image/png", "width": 337, "height": 336,
        "bytes": 1234, "name": "<b>cat</b>.png",
    }  # fmt: skip
    view.show_chat(make.chat(make.said("1", "What?", None, picture)))
    with qtbot.waitSignal(view.pixels_wanted) as wanted:
        reader.messages()[0].thumbnails[0].click()
    viewer = view.findChild(PictureViewer)
    view.show_pixels("ab", 337, 337, 336, bytes(337 * 336 * 4))
    QTest.keyClick(viewer, Qt.Key.Key_1)

    assert wanted.args == ["ab", 337]
    assert viewer.windowTitle() == "<b>cat</b>.png"
    words = [label.whole_text() for label in viewer.findChildren(ElidedLabel)]
    assert "Sent: 337 × 336 pixels · 3 tiles · 437 tokens · 1 kB" in words
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()


def test_a_drop_on_a_message_is_left_to_the_window(view, reader, make) -> None:
    view.show_chat(make.chat(make.said("1", "Hello"), make.answered("2", EVERYTHING, "1")))

    for message in reader.messages():
        for text in message.text_views():
            assert not text.acceptDrops()
            assert not text.viewport().acceptDrops()


def test_tab_goes_through_messages_and_what_they_offer(view, reader, make) -> None:
    view.show_chat(make.chat(make.said("1", "Why?"), make.answered("2", "So.", "1")))
    view.activateWindow()
    view.focus_message("1")
    names = []
    for _ in range(5):
        focused = QApplication.focusWidget()
        names.append(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)

    assert names == ["You: Why?", "Copy message", "Edit message", "Reply: So.", "Copy message"]
