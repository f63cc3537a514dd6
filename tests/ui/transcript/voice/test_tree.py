"""What somebody who hears the chat finds in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from shiboken6 import Shiboken

_PICTURE = {
    "type": "image", "sha256": "a" * 64, "mime": "image/png", "width": 320, "height": 200,
    "bytes": 1234, "name": "beach.png", "fit": "tiles",
}  # fmt: skip


def test_each_message_is_an_item_named_by_what_it_says(listener):
    said, answered = listener.said, listener.answered
    listener.area.show_chat(
        listener.chat(
            said("1", "What is *it*?\nTell me", None, _PICTURE),
            answered("2", "# A beach\n\n1. **sand**\n2. sea\n\n|a|b|\n|-|-|\n|1|2|\n", "1"),
            said("3", "More", "2"),
            answered("4", "It was", "3", state="stopped"),
        )
    )
    assert listener.list.role() == QAccessible.Role.List
    assert listener.list.text(QAccessible.Text.Name) == "Messages"
    first, second, third, fourth = listener.names()
    assert first.startswith("You: What is *it*?\nTell me Picture beach.png, 320 × 200 pixels")
    assert second == "Reply: A beach\n\n1. sand\n2. sea\n\na\tb\n1\t2"
    assert third == "You: More"
    assert fourth == "Reply: It was\nStopped. What had arrived is kept."
    descriptions = [item.text(QAccessible.Text.Description) for item in listener.items()]
    assert descriptions == [f"Message {number} of 4" for number in (1, 2, 3, 4)]


def test_what_is_in_view_is_told_and_where(listener):
    area = listener.area
    area.show_chat(listener.long_chat(100))
    items = listener.items()
    assert len(items) == 100
    seen = [index for index, item in enumerate(items) if not item.state().offscreen]
    assert seen == [message for message, _ in area.chat.settling.shown]
    corner = area.viewport().mapToGlobal(QPoint(0, 0))
    for index in seen:
        box = items[index].rect()
        assert area.viewport().rect().translated(corner).contains(box)
        middle = box.center()
        assert listener.list.childAt(middle.x(), middle.y()) in (
            items[index], listener.list.child(100),
        )  # fmt: skip
    area.verticalScrollBar().setValue(0)
    assert not items[0].state().offscreen
    assert items[99].state().offscreen
    assert items[99].rect().y() > items[0].rect().y()


def test_every_item_knows_its_list_and_its_place_in_it(listener):
    listener.area.show_chat(listener.long_chat(10))
    tree = listener.list
    for index, item in enumerate(listener.items()):
        assert item.parent() is tree
        assert tree.indexOfChild(item) == index
        assert tree.child(index) is item
    assert tree.child(11) is None
    assert tree.child(-1) is None


def test_the_buttons_under_a_message_are_found_behind_the_messages(listener):
    area = listener.area
    area.show_chat(listener.long_chat(4))
    listener.wait()
    last = listener.list.child(4)
    assert last.object() is area.viewport()
    assert listener.list.indexOfChild(last) == 4
    names, waiting = [], [last]
    while waiting:
        thing = waiting.pop()
        names.append(thing.text(QAccessible.Text.Name))
        waiting += [thing.child(index) for index in range(thing.childCount())]
    assert "Regenerate reply" in names
    button = area.viewport().findChild(QPushButton) or area.viewport()
    assert QAccessible.queryAccessibleInterface(button).parent() is not None


def test_a_growing_reply_is_busy_and_says_what_has_arrived(listener):
    area = listener.area
    conversation = listener.chat(
        listener.said("1", "Hello"), listener.answered("2", "", "1", state="streaming")
    )
    area.begin_reply(conversation, "2", 0.0)
    assert listener.names()[1] == "Reply: waiting for the first word"
    item = listener.items()[1]
    assert item.state().busy
    area.grow("2", 0, "Good **day**, ")
    for _ in range(50):
        QApplication.processEvents()
        if "day" in item.text(QAccessible.Text.Name):
            break
    assert item.text(QAccessible.Text.Name) == "Reply: Good day,"
    area.end_reply(
        listener.chat(listener.said("1", "Hello"), listener.answered("2", "Good **day**, you", "1"))
    )
    assert item.text(QAccessible.Text.Name) == "Reply: Good day, you"
    assert not item.state().busy


def test_the_focused_message_has_the_focus_and_the_list_has_not(listener, qtbot):
    area = listener.area
    area.show_chat(listener.long_chat(20))
    area.setFocus()
    qtbot.keyClick(area, Qt.Key.Key_End)
    qtbot.keyClick(area, Qt.Key.Key_Up)
    items = listener.items()
    assert [index for index, item in enumerate(items) if item.state().focused] == [18]
    assert not listener.list.state().focused
    assert listener.list.focusChild() is items[18]


def test_another_chat_ends_the_items_of_the_one_before(listener):
    area = listener.area
    area.show_chat(listener.long_chat(30))
    old = listener.items()
    area.show_chat(listener.long_chat(6, id="c2"))
    assert {item.text(QAccessible.Text.Name) for item in old} == {""}
    listener.wait()
    assert not any(Shiboken.isValid(item) for item in old)
    assert len(listener.names()) == 6
    assert listener.names()[0] == "You: Question 0?"
    assert {item.node_id for item in listener.voice.messages.made} == {
        f"c2-0000{number}" for number in range(6)
    }


def test_another_version_keeps_the_items_above_it(listener):
    area, said, answered = listener.area, listener.said, listener.answered
    question = said("1", "Hello")
    area.show_chat(listener.chat(question, answered("2", "First", "1")))
    top, _below = listener.items()
    area.show_chat(listener.chat(question, answered("3", "Second", "1")))
    listener.wait()
    assert listener.items()[0] is top
    assert listener.names() == ["You: Hello", "Reply: Second"]


def test_code_and_tables_are_copied_by_name(listener):
    area = listener.area
    text = "```py\nx = 1\n```\n\nand\n\n```\ny\u202e\n```\n\n|a|b|\n|-|-|\n|1|2|\n"
    area.show_chat(listener.chat(listener.said("1", "Hi"), listener.answered("2", text, "1")))
    actions = listener.items()[1].actionInterface()
    names = actions.actionNames()
    assert names[1:] == ["Read as text", "Copy code 1", "Copy code 2", "Copy table 1"]
    clipboard = QGuiApplication.clipboard()
    for name, copied in (("Copy code 2", "y"), ("Copy table 1", "a\tb\n1\t2")):
        actions.doAction(name)
        listener.wait()
        assert clipboard.text().rstrip("\n") == copied
    wanted: list[str] = []
    area.reading_wanted.connect(wanted.append)
    actions.doAction("Read as text")
    listener.wait()
    assert wanted == ["2"]


def test_a_text_of_a_million_letters_is_named_in_short(listener):
    long = "word " * 200_000
    listener.area.show_chat(
        listener.chat(listener.said("1", "Hi"), listener.answered("2", long, "1"))
    )
    name = listener.names()[1]
    assert name.startswith("Reply: word word")
    assert name.endswith("Press F7 for all of it.")
    assert len(name) < 101_000


def test_nobody_listens_and_nothing_is_made(unheard):
    area = unheard.area
    area.show_chat(unheard.long_chat(50))
    area.focus_message("c1-00003")
    unheard.voice.begin_reply("c1-00049")
    unheard.voice.end_reply()
    unheard.wait()
    assert unheard.voice.is_silent
    QAccessible.setActive(True)
    assert len(unheard.names()) == 50


def test_the_area_goes_while_its_messages_are_known(listener):
    area = listener.area
    area.show_chat(listener.long_chat(20))
    items = listener.items()
    area.setParent(None)
    area.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not any(Shiboken.isValid(item) for item in items)


def test_qt_asks_twice_for_the_list_and_ends_both(listener):
    area = listener.area
    area.show_chat(listener.long_chat(4))
    first = listener.list
    # A method that becomes a slot changes the meta-object, by which Qt remembers interfaces.
    area.left_end.connect(area.follow)
    area.left_end.connect(area.settle)
    assert listener.list is not first
    assert listener.items()[0].parent() is listener.list
    assert first.childCount() == listener.list.childCount() == 5
    area.setParent(None)
    area.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not Shiboken.isValid(first)
