"""What stands beside the text of a message: it is whole, in its place, and gives way in peace."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton

from scout_desktop.ui.transcript.parts.outcome import OutcomeLine
from scout_desktop.ui.transcript.parts.waiting import WaitingLine
from tests.bench import corpus

_PROBLEM = {"message": "The service was not there. " * 5, "kind": "x"}


def stopped(make, questions: int):
    nodes = [make.said("00", "Go"), make.answered("01", "Half a", "00", "failed", error=_PROBLEM)]
    for number in range(2, 2 * questions):
        text = corpus.reply("prose", 400, number)
        parent = nodes[-1].id
        say = make.answered if number % 2 else make.said
        nodes.append(say(f"{number:02d}", text, parent))
    return make.chat(*nodes)


def lines(reader) -> list[OutcomeLine]:
    return [line for line in reader.area.viewport().findChildren(OutcomeLine) if line.isVisible()]


def test_how_a_reply_ended_is_whole_again_after_scrolling_away(view, reader, make) -> None:
    view.show_chat(stopped(make, 20))
    reader.scroll(0)
    (line,) = lines(reader)
    buttons = [button.geometry() for button in line.findChildren(QPushButton)]
    size = line.size()
    reader.scroll(4_000)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not lines(reader)
    reader.scroll(0)

    (line,) = lines(reader)
    assert line.size() == size
    assert [button.geometry() for button in line.findChildren(QPushButton)] == buttons


def test_what_was_measured_out_of_sight_stays_there(view, reader, make, qtbot) -> None:
    view.show_chat(stopped(make, 4))
    qtbot.waitUntil(lambda: not reader.area.workshop.has_work)
    assert reader.area.viewport().findChildren(OutcomeLine)
    assert not lines(reader)
    view.show_chat(make.chat(id="empty"))
    view.show_chat(stopped(make, 4))
    view.hide()
    view.show()
    QApplication.processEvents()

    assert not lines(reader)


def test_a_button_with_the_focus_leaves_it_to_the_messages(view, reader, make) -> None:
    view.show_chat(make.long_chat(60))
    view.activateWindow()
    QApplication.processEvents()
    buttons = reader.area.viewport().findChildren(QAbstractButton)
    next(button for button in buttons if button.isVisible()).setFocus(Qt.FocusReason.TabFocusReason)
    view.show_chat(make.long_chat(3))
    QApplication.processEvents()

    assert reader.area.hasFocus()
    assert not reader.area.ring
    assert len(reader.messages()) == 3


def test_a_line_that_waits_does_so_until_there_is_something_to_read(view, reader, theme) -> None:
    chat, reply_id = corpus.growing(4)
    view.begin_reply(chat, reply_id)
    for at, text in enumerate("\n\n"):
        view.grow(reply_id, at, text)
        reader.area.chat.growth.due.emit()
        QApplication.processEvents()
        assert waits(reader)
    view.grow(reply_id, 2, "A")
    reader.area.chat.growth.due.emit()
    QApplication.processEvents()
    assert not waits(reader)


def waits(reader) -> bool:
    found = reader.area.viewport().findChildren(WaitingLine)
    return any(line.isVisible() for line in found)


def test_pieces_of_what_a_message_said_before_are_not_shown(view, reader, make) -> None:
    from scout_desktop.chat.markdown.flatten import pieces_of

    wanted: list[tuple[str, str]] = []
    view.pieces_wanted.connect(lambda *what: wanted.append(what))
    old, new = "Old. " * 7_000, "New. " * 7_000
    for text in (old, new):
        view.show_chat(make.chat(make.said("1", "Go"), make.answered("2", text, "1")))
        QApplication.processEvents()
    assert wanted == [("2", old), ("2", new)]
    for text in (new, old):
        view.give_pieces("2", text, pieces_of(text))
    assert reader.area.ground.block(1, 0).text == new.strip()


def test_ended_replies_leave_nothing_behind(view, reader) -> None:
    for _ in range(4):
        chat, reply_id = corpus.growing(4)
        view.begin_reply(chat, reply_id)
        view.grow(reply_id, 0, "Words")
        parent = chat.nodes[reply_id].parent
        ended = chat.with_nodes([corpus.node(reply_id, parent, "assistant", "Words")])
        view.end_reply(ended)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert not reader.area.chat.children()
        assert len(reader.area.chat._siblings) <= len(ended.nodes)
