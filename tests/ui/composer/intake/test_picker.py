"""Choosing files in Qt's own dialog, with a look at each before it is attached."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton, QTreeView, QWidget
from shiboken6 import isValid

from scout_desktop.chat.errors import PictureError, PictureRefused
from scout_desktop.imaging import thumbnail
from scout_desktop.ui import loop
from scout_desktop.ui.composer.intake.picker import pick_pictures
from scout_desktop.ui.composer.intake.preview import PreviewPane


class Browsing:
    """The dialog open in a folder, and what has been asked of the decoder."""

    def __init__(self, window: QWidget, theme, folder: Path) -> None:
        self.asked: list[Path] = []
        self.given_up: list[Path] = []
        self.hold = asyncio.Event()
        self.hold.set()
        self.chosen: list[tuple[Path, ...]] = []
        self.dialog = pick_pictures(
            window, folder, self.chosen.append, theme=theme, preview=self.preview
        )
        panes = self.dialog.findChildren(PreviewPane)
        self.pane = panes[0]

    async def preview(self, path: Path, size: int):
        self.asked.append(path)
        try:
            await self.hold.wait()
        except asyncio.CancelledError:
            self.given_up.append(path)
            raise
        return await asyncio.to_thread(lambda: thumbnail(path.read_bytes(), size))

    @property
    def table(self) -> QTreeView:
        return next(t for t in self.dialog.findChildren(QTreeView) if t.objectName() == "treeView")

    def names(self) -> list[str]:
        model, root = self.table.model(), self.table.rootIndex()
        return [model.index(n, 0, root).data() for n in range(model.rowCount(root))]

    def go_to(self, name: str) -> None:
        model, root = self.table.model(), self.table.rootIndex()
        self.table.setCurrentIndex(model.index(self.names().index(name), 0, root))

    def said(self) -> str:
        return self.pane._facts.text()

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not true():  # noqa: ASYNC110 -- what a dialog shows sets no event
                await asyncio.sleep(0.005)


@pytest.fixture
def browse(theme, window, tmp_path) -> Callable[..., None]:
    def run(story: Callable[[Browsing], Awaitable[None]]) -> None:
        async def main() -> int:
            browsing = Browsing(window, theme, tmp_path)
            await browsing.until(browsing.names)
            try:
                await story(browsing)
            finally:
                if isValid(browsing.dialog):
                    browsing.dialog.close()
                await asyncio.sleep(0)
            return 0

        assert loop.run(main) == 0

    return run


def test_each_file_is_looked_at_and_said_what_it_is(browse, tmp_path):
    Image.new("RGB", (500, 300), (20, 160, 60)).save(tmp_path / "green.jpg")
    (tmp_path / "drawing.png").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")

    async def story(browsing: Browsing) -> None:
        browsing.go_to("green.jpg")
        await browsing.until(lambda: browsing.pane._picture._image is not None)
        assert browsing.said().startswith("JPEG, 500 × 300 pixels, ")
        green = browsing.pane._picture.grab().toImage()
        middle = green.pixelColor(green.rect().center())
        assert middle.green() > 140
        assert middle.red() < 90
        browsing.go_to("drawing.png")
        assert browsing.pane._picture._image is None
        await browsing.until(lambda: "SVG" in browsing.said())
        assert browsing.pane._facts.property("tone") == "warn"

    browse(story)


def test_who_walks_on_gives_up_what_was_being_decoded(browse, tmp_path):
    for name in ("a.png", "b.png"):
        Image.new("RGB", (40, 30)).save(tmp_path / name)

    async def story(browsing: Browsing) -> None:
        browsing.hold.clear()
        browsing.go_to("a.png")
        await browsing.until(lambda: browsing.asked)
        browsing.go_to("b.png")
        await browsing.until(lambda: browsing.given_up)
        assert browsing.given_up == [tmp_path / "a.png"]
        await browsing.until(lambda: browsing.asked[-1] == tmp_path / "b.png")
        browsing.dialog.reject()
        await browsing.until(lambda: len(browsing.given_up) == 2)

    browse(story)


def test_a_pipe_and_a_folder_are_not_read(browse, tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "album.png").mkdir()

    async def story(browsing: Browsing) -> None:
        async def refuse(_path: Path, _size: int):
            raise PictureRefused("This is a pipe.", "Choose a picture file.")

        browsing.pane._preview = refuse
        browsing.go_to("album.png")
        await asyncio.sleep(0.2)
        assert browsing.said() == ""
        browsing.pane.look_at(tmp_path / "pipe.png")
        await browsing.until(lambda: "This is a pipe." in browsing.said())

    browse(story)


def test_all_kinds_we_take_are_listed_and_several_can_be_chosen(browse, tmp_path):
    names = ["a.png", "b.HEIC", "c.avif", "d.pdf", "e.tif"]
    for name in [*names, "film.mp4", "notes.txt"]:
        (tmp_path / name).write_bytes(b"x")

    async def story(browsing: Browsing) -> None:
        await browsing.until(lambda: len(browsing.names()) == 5)
        assert sorted(browsing.names()) == names
        browsing.go_to("a.png")
        browsing.table.setFocus()
        QTest.keyClick(browsing.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        attach = next(b for b in browsing.dialog.findChildren(QPushButton) if "Attach" in b.text())
        attach.click()
        assert browsing.chosen == [(tmp_path / "a.png", tmp_path / "b.HEIC")]

    browse(story)


def test_without_a_preview_it_is_the_plain_dialog(window, tmp_path):
    dialog = pick_pictures(window, tmp_path, lambda _files: None)
    assert dialog.nameFilters()[0].startswith("All pictures and PDF (*.png ")
    assert dialog.fileMode() == QFileDialog.FileMode.ExistingFiles
    assert dialog.findChildren(PreviewPane) == []
    dialog.close()


def test_the_session_decodes_every_kind_and_the_first_page_of_a_document(tell, tmp_path):
    from scout_desktop.ui.composer.intake.preview import preview_by

    Image.new("RGB", (300, 200), (200, 30, 30)).save(tmp_path / "a.tiff")
    pages = [Image.new("RGB", (200, 300), colour) for colour in ("#00ff00", "#0000ff")]
    pages[0].save(tmp_path / "b.pdf", save_all=True, append_images=pages[1:])
    (tmp_path / "c.png").write_bytes(b"not a picture")

    async def story(room) -> None:
        preview = preview_by(room.core.pictures)
        red = await preview(tmp_path / "a.tiff", 60)
        assert (red.width, red.height) == (60, 40)
        assert red.rgba[0] > 180
        green = await preview(tmp_path / "b.pdf", 60)
        assert (green.width, green.height) == (40, 60)
        assert green.rgba[1] > 180
        assert green.rgba[2] < 80
        with pytest.raises(PictureError):
            await preview(tmp_path / "c.png", 60)

    tell(story)
