"""Dropping pictures anywhere on the window.

The events are Qt's own, delivered to the native window as the platform does it; a real drag from a
file manager is driven in the journeys.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from scout_desktop.ui.composer.intake.drop import DropVeil

_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier
_COPY = Qt.DropAction.CopyAction
_MOVE = Qt.DropAction.MoveAction


class Window:
    def __init__(self, stage, theme) -> None:
        self.stage = stage
        self.search = QLineEdit(stage.window)
        self.search.setGeometry(10, 10, 200, 30)
        self.search.show()
        self.veil = DropVeil(stage.window, theme)
        self.dropped: list = []
        self.veil.dropped.connect(self.dropped.append)
        self.native = stage.window.windowHandle()

    def enter(self, mime: QMimeData, at: QPoint, actions=_COPY | _MOVE) -> bool:
        event = QDragEnterEvent(at, actions, mime, _LEFT, _NONE)
        QApplication.sendEvent(self.native, event)
        move = QDragMoveEvent(at, actions, mime, _LEFT, _NONE)
        QApplication.sendEvent(self.native, move)
        return move.isAccepted()

    def drop(self, mime: QMimeData, at: QPoint, actions=_COPY | _MOVE) -> QDropEvent:
        event = QDropEvent(QPointF(at), actions, mime, _LEFT, _NONE, QEvent.Type.Drop)
        QApplication.sendEvent(self.native, event)
        return event

    def leave(self) -> None:
        QApplication.sendEvent(self.native, QDragLeaveEvent())


@pytest.fixture
def window(stage, theme) -> Iterator[Window]:
    made = Window(stage, theme)
    yield made
    # Qt remembers what a drag is over beyond the end of that window: a drag has to end as well.
    made.leave()
    made.veil.release()


def files(*paths: str) -> QMimeData:
    made = QMimeData()
    made.setUrls([QUrl.fromLocalFile(path) for path in paths])
    # Some file managers add the paths as text, which a search field would gladly take.
    made.setText("\n".join(paths))
    return made


@pytest.mark.parametrize("where", ["search field", "message", "nowhere in particular"])
def test_pictures_dropped_anywhere_are_attached(window, where):
    at = {
        "search field": window.search.geometry().center(),
        "message": window.stage.text.mapTo(window.stage.window, QPoint(20, 8)),
        "nowhere in particular": QPoint(400, 200),
    }[where]
    given = files("/p/one.jpg", "/p/two.png")
    assert window.enter(given, at)
    assert window.veil.isVisible()
    assert window.veil.geometry() == window.stage.window.rect()
    assert window.veil.accessibleName() == "Drop to attach 2 pictures"
    event = window.drop(given, at)
    assert event.isAccepted()
    assert event.dropAction() == _COPY
    assert not window.veil.isVisible()
    assert [offer.files for offer in window.dropped] == [(Path("/p/one.jpg"), Path("/p/two.png"))]
    assert window.search.text() == ""
    assert window.stage.text.text() == ""


def test_the_veil_goes_when_the_drag_leaves(window):
    window.enter(files("/p/one.jpg"), QPoint(300, 100))
    assert window.veil.isVisible()
    window.leave()
    assert not window.veil.isVisible()
    assert window.dropped == []


def test_text_is_dropped_as_text(window):
    given = QMimeData()
    given.setText("some words")
    at = window.stage.text.mapTo(window.stage.window, QPoint(20, 8))
    assert window.enter(given, at)
    assert not window.veil.isVisible()
    window.drop(given, at)
    assert window.stage.text.text() == "some words"


def test_a_source_that_only_moves_keeps_its_file(window):
    given = files("/p/one.jpg")
    assert not window.enter(given, QPoint(300, 100), _MOVE)
    event = window.drop(given, QPoint(300, 100), _MOVE)
    assert not event.isAccepted()
    assert window.dropped == []
    assert not window.veil.isVisible()


@pytest.mark.parametrize(
    ("paths", "words"),
    [
        (("/a/b.gif",), "Drop to attach 1 picture"),
        (("/a/b.HEIC", "/a/c.tif"), "Drop to attach 2 pictures"),
        (("/a/b.pdf",), "Drop to choose pages of 1 PDF"),
        (("/a/folder",), "Drop to look for pictures in 1 file or folder"),
        (
            ("/a/folder", "/a/c.webp"),
            "Drop to attach 1 picture and look for pictures in 1 other file or folder",
        ),
        (
            ("/a/d.pdf", "/a/folder", "/a/more"),
            "Drop to choose pages of 1 PDF and look for pictures in 2 other files and folders",
        ),
    ],
)
def test_the_veil_names_what_will_happen(window, paths, words):
    window.enter(files(*paths), QPoint(300, 100))
    assert window.veil.accessibleName() == words


def test_many_at_once_can_be_asked_the_same(window):
    window.enter(files(*[f"/a/{number}.jpg" for number in range(6)]), QPoint(300, 100))
    assert window.veil.accessibleName() == "Drop to attach 6 pictures"
    assert "the same of each" in window.veil.accessibleDescription()
    window.leave()
    window.enter(files("/a/one.jpg"), QPoint(300, 100))
    assert window.veil.accessibleDescription() == ""


def test_a_picture_dragged_out_of_a_browser_is_its_pixels_not_its_address(window, photo):
    given = QMimeData()
    given.setUrls([QUrl("https://example.org/cat.avif")])
    given.setText("https://example.org/cat.avif")
    given.setData("image/avif", b"what the browser had")
    window.enter(given, QPoint(300, 100))
    assert window.veil.accessibleName() == "Drop to attach 1 picture"
    window.drop(given, QPoint(300, 100))
    (offer,) = window.dropped
    assert offer.loose[0].encoded() == b"what the browser had"
    assert offer.address == ""


def test_an_address_dragged_out_of_a_browser_is_offered_and_in_no_draft(window):
    given = QMimeData()
    given.setUrls([QUrl("https://example.org/cat.jpg")])
    given.setText("https://example.org/cat.jpg")
    window.enter(given, QPoint(300, 100))
    assert window.veil.accessibleName() == "Drop to use the address of this picture"
    assert "Nothing is fetched now" in window.veil.accessibleDescription()
    window.drop(given, QPoint(300, 100))
    assert [(offer.address, offer.text) for offer in window.dropped] == [
        ("https://example.org/cat.jpg", "")
    ]
    assert window.stage.text.text() == ""


def test_a_link_to_a_page_is_no_picture(window):
    given = QMimeData()
    given.setUrls([QUrl("https://example.org/about")])
    window.enter(given, QPoint(300, 100))
    assert not window.veil.isVisible()


def test_an_address_dragged_as_words_is_text_and_offered(window):
    given = QMimeData()
    given.setText("https://example.org/cat.jpg")
    at = window.stage.text.mapTo(window.stage.window, QPoint(20, 8))
    window.enter(given, at)
    assert not window.veil.isVisible()
    window.drop(given, at)
    assert window.stage.text.text() == "https://example.org/cat.jpg"
    assert [offer.address for offer in window.stage.offers] == ["https://example.org/cat.jpg"]


def test_a_path_dragged_as_words_stays_words(window, tmp_path):
    (tmp_path / "a.png").touch()
    given = QMimeData()
    given.setText(str(tmp_path / "a.png"))
    at = window.stage.text.mapTo(window.stage.window, QPoint(20, 8))
    window.enter(given, at)
    window.drop(given, at)
    assert window.stage.text.text() == str(tmp_path / "a.png")
    assert window.stage.offers == []
