"""The title of a chat, renamed in its place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest


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


def test_a_title_that_was_changed_elsewhere_meanwhile_is_not_changed_back(
    view, reader, make
) -> None:
    heard: list = []
    view.renamed.connect(heard.append)
    message = make.said("1", "Hello")
    view.show_chat(make.chat(message, title="Old"))
    view.rename()
    view.show_chat(make.chat(message, title="Renamed on the phone"))
    QTest.keyClick(reader.named("Title of the chat"), Qt.Key.Key_Return)

    assert not heard
    assert reader.named("Renamed on the phone")
