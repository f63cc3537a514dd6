"""From a picture in the chat to a file of the user's, through the real session and disk."""

from __future__ import annotations

import hashlib

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from scout_desktop.chat.draft import Draft
from scout_desktop.practice import Reply
from scout_desktop.ui.transcript.pictures.thumbnail import Thumbnail
from scout_desktop.ui.transcript.pictures.viewer import PictureViewer


def _said(viewer) -> str:
    return "\n".join(label.text() for label in viewer.findChildren(QLabel) if label.isVisible())


async def _send(room, *sizes: tuple[int, int]):
    chat = room.presenter.new_chat()
    pictures = tuple(
        [
            await room.core.pictures.take(room.photo(*size), f"photo {n}.png")
            for n, size in enumerate(sizes)
        ]
    )
    room.presenter.submit(chat.id, Draft("What is this?", pictures))
    await room.ended()
    await room.until(lambda: all(each.has_pixels for each in room.view.findChildren(Thumbnail)))
    return pictures


async def _open(room, thumbnail: Thumbnail) -> PictureViewer:
    thumbnail.click()
    (viewer,) = room.view.findChildren(PictureViewer)
    await room.until(viewer.isActiveWindow)
    return viewer


def test_a_picture_is_saved_byte_for_byte_as_it_was_sent(tell, tmp_path) -> None:
    async def story(room) -> None:
        (picture,) = await _send(room, (900, 700))
        viewer = await _open(room, room.view.findChild(Thumbnail))
        await room.until(lambda: viewer.canvas.levels.best(0) is not None)
        QTest.keyClick(viewer, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        dialog = viewer.findChild(QFileDialog)
        dialog.fileSelected.emit(str(tmp_path / "saved.png"))
        await room.until(lambda: "Saved as “saved.png”." in _said(viewer))
        dialog.reject()
        viewer.reject()

        data = (tmp_path / "saved.png").read_bytes()
        assert len(data) == picture.bytes
        assert hashlib.sha256(data).hexdigest() == picture.sha256

    tell(story, Reply(text="A room."))


def test_where_it_cannot_be_saved_the_reason_is_said(tell, tmp_path) -> None:
    async def story(room) -> None:
        await _send(room, (900, 700))
        viewer = await _open(room, room.view.findChild(Thumbnail))
        viewer.save_wanted.emit(viewer.image.sha256, str(tmp_path / "no" / "x.png"))
        await room.until(lambda: "its folder is not there" in _said(viewer))
        viewer.reject()

    tell(story, Reply(text="A room."))


def test_one_walks_through_all_pictures_of_the_chat(tell) -> None:
    async def story(room) -> None:
        pictures = await _send(room, (900, 700), (640, 800), (300, 200))
        thumbnails = sorted(room.view.findChildren(Thumbnail), key=lambda t: (t.y(), t.x()))
        viewer = await _open(room, thumbnails[1])
        assert viewer.image == pictures[1]
        QTest.keyClick(viewer, Qt.Key.Key_Right)
        assert viewer.image == pictures[2]
        await room.until(lambda: viewer.canvas.levels.whole is not None)
        viewer.reject()

    tell(story, Reply(text="Rooms."))
