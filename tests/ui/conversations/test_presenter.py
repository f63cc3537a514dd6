"""The left pane over a real data folder."""

from __future__ import annotations

import io
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from scout_desktop.chat.errors import DiskError
from tests.ui.conversations.left import Left


def written(folder: Path) -> str:
    """Everything that is on the disk about the chats."""
    files = [path for path in folder.rglob("*") if path.suffix in (".json", ".jsonl")]
    return "\n".join(path.read_text("utf-8") for path in files)


def test_chats_of_the_disk_are_listed_and_a_new_name_reaches_it(story, tmp_path):
    async def what(left: Left) -> None:
        chat = await left.ask("How wide is the crack?")
        left.presenter.refresh()
        await left.until(lambda: left.titles() == ["How wide is the crack?"])
        told: list[str] = []
        left.presenter.retitled.connect(told.append)
        left.pane.renamed.emit(chat, "Harbour wall")
        await left.until(lambda: told == [chat])
        await left.until(lambda: left.titles() == ["Harbour wall"])

    story(what)
    assert "Harbour wall" in written(tmp_path / "d")


def test_a_chat_goes_to_the_trash_and_comes_back(story):
    async def what(left: Left) -> None:
        chat = await left.ask("Keep me")
        left.presenter.refresh()
        await left.until(lambda: left.titles() == ["Keep me"])
        gone: list[tuple[str, ...]] = []
        offers: list[tuple[str, Callable[[], None]]] = []
        left.presenter.trashed.connect(gone.append)
        left.presenter.undo_offered.connect(lambda said, undo: offers.append((said, undo)))
        left.pane.trashed.emit((chat,))
        await left.until(lambda: left.titles() == [])
        await left.until(lambda: gone == [(chat,)])
        said, undo = offers.pop()
        assert said == "“Keep me” was moved to the trash."
        undo()
        await left.until(lambda: left.titles() == ["Keep me"])

    story(what)


def test_a_pinned_chat_stands_first_and_a_copy_is_opened(story):
    async def what(left: Left) -> None:
        old, _new = await left.ask("old one"), await left.ask("new one")
        left.presenter.refresh()
        await left.until(lambda: len(left.titles()) == 2)
        left.pane.pin_toggled.emit(old, True)
        await left.until(lambda: left.titles()[0] == "old one")
        assert left.list.model().index(0, 0).data() == "Pinned"
        opened: list[str] = []
        left.presenter.opened.connect(opened.append)
        left.pane.duplicated.emit(old)
        await left.until(lambda: "old one (copy)" in left.titles())
        assert len(opened) == 1
        assert opened[0] != old

    story(what)


def test_typing_into_the_search_narrows_the_list(story, qtbot):
    async def what(left: Left) -> None:
        await left.ask("The harbour wall")
        await left.ask("An invoice from March")
        left.presenter.refresh()
        await left.until(lambda: len(left.titles()) == 2)
        field = left.pane.findChild(QLineEdit)
        qtbot.keyClicks(field, "harb")
        await left.until(lambda: left.titles() == ["The harbour wall"])
        qtbot.keyClick(field, Qt.Key.Key_Escape)
        await left.until(lambda: len(left.titles()) == 2)

    story(what)


def test_the_row_of_a_chat_with_a_picture_shows_it(story):
    async def what(left: Left) -> None:
        file = io.BytesIO()
        Image.new("RGB", (400, 200), (200, 30, 30)).save(file, "PNG")
        part = await left.core.pictures.take(file.getvalue(), "wall.png")
        await left.ask("What is this?", [part])
        left.presenter.refresh()

        def red() -> bool:
            image = left.list.viewport().grab().toImage()
            return any(
                image.pixelColor(x, y).red() > 180 and image.pixelColor(x, y).green() < 60
                for x in range(190, image.width(), 4)
                for y in range(20, 90, 4)
            )

        await left.until(red)

    story(what)


def test_a_picture_that_is_gone_leaves_its_drawing_and_no_failure(story):
    async def what(left: Left) -> None:
        left.presenter.refresh()
        left.pane.thumbnail_missed.emit("0" * 64, 36)
        await left.until(lambda: not left.tasks.is_running("thumbnail " + "0" * 64))
        assert left.failures == []

    story(what)


def test_what_the_disk_refuses_is_told_and_the_list_says_what_is_there(story, qtbot):
    async def what(left: Left) -> None:
        chat = await left.ask("Old name")
        left.presenter.refresh()
        await left.until(lambda: left.titles() == ["Old name"])
        typed: list[str] = []
        left.pane.renamed.connect(lambda _, title: typed.append(title))
        left.list.rename(chat)
        field = left.list.findChild(QLineEdit)
        field.setText("New name")
        with no_room_on_the_disk():
            qtbot.keyClick(field, Qt.Key.Key_Return)
            await left.until(lambda: bool(left.failures))
        assert typed == ["New name"]
        assert isinstance(left.failures[0][1], DiskError)
        left.presenter.refresh()
        await left.until(lambda: left.titles() == ["Old name"])

    story(what)


@contextmanager
def no_room_on_the_disk() -> Iterator[None]:
    """No file of this process may grow, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
