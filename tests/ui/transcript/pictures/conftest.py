"""A window with pictures in it; pixels come from the real decoder, when the test lets them."""

from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image, ImageDraw
from PySide6.QtWidgets import QApplication, QWidget

from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.picture import inspect
from scout_desktop.imaging import thumbnail
from scout_desktop.ui.transcript.pictures.gallery import Gallery
from scout_desktop.ui.transcript.pictures.shapes import shape_of
from scout_desktop.ui.transcript.pictures.thumbnail import Thumbnail

RED, BLUE, GREEN, GREY = (200, 30, 30), (30, 30, 200), (30, 160, 30), (120, 120, 120)


def drawing(width: int, height: int, kind: str = "PNG") -> bytes:
    """A picture whose corners differ: red, blue, green, and grey at the bottom right."""
    image = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(image)
    half, middle = width // 2, height // 2
    draw.rectangle((half, 0, width, middle), fill=BLUE)
    draw.rectangle((0, middle, half, height), fill=GREEN)
    draw.rectangle((half, middle, width, height), fill=GREY)
    file = io.BytesIO()
    image.save(file, kind, **({"quality": 95} if kind == "JPEG" else {}))
    return file.getvalue()


class Wall:
    """Pictures, the gallery that shows them, and what was asked for."""

    def __init__(self, theme) -> None:
        self.theme = theme
        self.window = QWidget()
        self.window.resize(1000, 800)
        self.data: dict[str, bytes] = {}
        self.images: list[ImagePart] = []
        self.asked: list[tuple[str, int]] = []
        self.given_up: list[tuple[str, int]] = []
        self.saves: list[tuple[str, str]] = []
        self.gallery = self.make_gallery()

    def make_gallery(self, **more: int) -> Gallery:
        gallery = self.gallery = Gallery(self.theme, self.window, lambda: self.images, **more)
        gallery.pixels_wanted.connect(lambda *what: self.asked.append(what))
        gallery.pixels_given_up.connect(lambda *what: self.given_up.append(what))
        gallery.save_wanted.connect(lambda *what: self.saves.append(what))
        return gallery

    def picture(self, width: int, height: int, name: str = "cat.png", **more: object) -> ImagePart:
        kind = "JPEG" if name.endswith(".jpg") else "PNG"
        data = drawing(width, height, kind)
        # The same drawing twice would be the same picture.
        data += f"{len(self.images)}".encode() if kind == "PNG" else b""
        sha256 = hashlib.sha256(data).hexdigest()
        self.data[sha256] = data
        told = {"width": width, "height": height, **more}
        image = ImagePart(sha256, inspect(data).mime, bytes=len(data), name=name, **told)
        self.images.append(image)
        return image

    def hang(self, image: ImagePart, width: int = 608) -> Thumbnail:
        """Show a thumbnail, as a message that came near the screen does."""
        made = Thumbnail(self.theme, image, self.window)
        made.resize(shape_of(self.theme, image, width, 1).box)
        self.gallery.register(made)
        made.show()
        return made

    def take_down(self, thumbnail: Thumbnail) -> None:
        """Its message left the screen."""
        self.gallery.unregister(thumbnail)
        thumbnail.hide()
        thumbnail.deleteLater()

    def look(self) -> None:
        """Let everything paint."""
        self.window.show()
        for each in self.window.findChildren(QWidget):
            if each.isVisible():
                each.repaint()
        QApplication.processEvents()

    def answer(self) -> int:
        """Decode what was asked for; return how much that was."""
        asked, self.asked = self.asked, []
        for sha256, size in asked:
            if sha256 not in self.data:
                self.gallery.show_problem(sha256, "This picture is not in the data folder.")
                continue
            found = thumbnail(self.data[sha256], size)
            self.gallery.show_pixels(sha256, size, found.width, found.height, found.rgba)
        return len(asked)

    def settle(self) -> None:
        """Answer until nothing more is asked for."""
        self.look()
        while self.answer():
            self.look()


@pytest.fixture
def wall(theme, qtbot) -> Wall:
    made = Wall(theme)
    qtbot.addWidget(made.window)
    return made
