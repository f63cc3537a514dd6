"""Pasting into the message: what is a picture is attached, what is words stays words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from scout_desktop.ui.composer.intake.offer import Offer

_PLAIN = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def copy(text: str) -> None:
    given = QMimeData()
    given.setText(text)
    QApplication.clipboard().setMimeData(given)


def press_paste(stage, modifiers=Qt.KeyboardModifier.ControlModifier) -> None:
    # With the letter that platforms give for it; QTest would make it a printable one.
    QTest.sendKeyEvent(QTest.KeyAction.Click, stage.text, Qt.Key.Key_V, "\x16", modifiers)


@pytest.fixture
def picture(tmp_path, monkeypatch, photo) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / "two words"
    folder.mkdir()
    (folder / "cät.png").write_bytes(photo())
    return folder / "cät.png"


@pytest.mark.parametrize(
    "written",
    [
        "{path}",
        "  {path}\n",
        '"{path}"',
        "'{path}'",
        "~/two words/cät.png",
        "file://{quoted}",
        "{shell}",
    ],
)
def test_the_path_of_a_picture_is_attached_and_says_what_it_was(stage, qtbot, picture, written):
    from urllib.parse import quote

    text = written.format(
        path=picture, quoted=quote(str(picture)), shell=str(picture).replace(" ", "\\ ")
    )
    copy(text)
    press_paste(stage)
    qtbot.waitUntil(lambda: bool(stage.offers))
    assert stage.offers == [Offer(files=(picture,), text=text)]
    assert stage.text.text() == ""
    stage.text.put(stage.offers[0].text)  # what "Paste as text" does
    assert stage.text.text() == text


@pytest.mark.parametrize(
    "text",
    [
        "{folder}/missing.png",
        "{folder}",
        "{folder}/notes.txt",
        "{path}\n{path}",
        "look at {path}",
        "two words/cät.png",
        "file://elsewhere{path}",
        "//elsewhere{path}",
        "/bad\0name.png",
    ],
)
def test_other_words_are_pasted_as_they_are(stage, qtbot, picture, text):
    (picture.parent / "notes.txt").touch()
    text = text.format(folder=picture.parent, path=picture)
    copy(text)
    press_paste(stage)
    qtbot.waitUntil(lambda: stage.text.text() != "")
    assert stage.text.text() == text
    assert stage.offers == []


def test_a_folder_named_like_a_picture_is_no_picture(stage, qtbot, tmp_path):
    (tmp_path / "album.png").mkdir()
    copy(str(tmp_path / "album.png"))
    press_paste(stage)
    qtbot.waitUntil(lambda: stage.text.text() == str(tmp_path / "album.png"))
    assert stage.offers == []


def test_a_path_that_is_not_there_goes_where_the_cursor_was(stage, qtbot):
    QTest.keyClicks(stage.text, "a  b")
    cursor = stage.text.textCursor()
    cursor.setPosition(2)
    stage.text.setTextCursor(cursor)
    copy("/nowhere/at all.png")
    press_paste(stage)
    cursor.setPosition(4)
    stage.text.setTextCursor(cursor)
    qtbot.waitUntil(lambda: "nowhere" in stage.text.text())
    assert stage.text.text() == "a /nowhere/at all.png b"
    stage.text.undo()
    assert stage.text.text() == "a  b"


def test_plain_paste_takes_words_only(stage, picture):
    for text in (str(picture), "https://example.org/cat.png", "data:image/png;base64,QUJD"):
        stage.text.clear()
        copy(text)
        press_paste(stage, _PLAIN)
        assert stage.text.text() == text
    assert stage.offers == []


def test_an_address_is_text_with_an_offer_that_can_take_it_out_again(stage):
    QTest.keyClicks(stage.text, "what is this? ")
    copy("https://example.org/cat.png")
    press_paste(stage)
    assert stage.text.text() == "what is this? https://example.org/cat.png"
    (offer,) = stage.offers
    assert offer.address == "https://example.org/cat.png"
    assert stage.text.take_out(offer.text)
    assert stage.text.text() == "what is this? "
    assert not stage.text.take_out(offer.text)
    stage.text.undo()
    assert stage.text.text() == "what is this? https://example.org/cat.png"


def test_a_picture_in_an_address_never_fills_the_message(stage):
    copy("data:image/gif;base64,QUJD")
    press_paste(stage)
    (offer,) = stage.offers
    assert offer.loose[0].encoded() == b"ABC"
    assert stage.text.text() == ""


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_the_menu_of_the_message_pastes_words_too(stage, picture):
    copy(str(picture))
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, QPoint(5, 5), stage.text.mapToGlobal(QPoint(5, 5))
    )
    QApplication.sendEvent(stage.text.viewport(), event)
    (menu,) = stage.text.findChildren(QMenu)
    words = [action.text().partition("\t")[0].replace("&", "") for action in menu.actions()]
    assert words.index("Paste as text") == words.index("Paste") + 1
    menu.actions()[words.index("Paste as text")].trigger()
    menu.close()
    assert stage.text.text() == str(picture)
    assert stage.offers == []


def test_files_that_only_a_file_manager_of_its_own_kind_names_are_attached(stage, qtbot, picture):
    from urllib.parse import quote

    given = QMimeData()
    given.setData("x-special/gnome-copied-files", f"cut\nfile://{quote(str(picture))}".encode())
    QApplication.clipboard().setMimeData(given)
    press_paste(stage)
    assert stage.offers == [Offer(files=(picture,))]
    assert picture.exists()
