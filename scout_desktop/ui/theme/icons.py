"""Our own icons, drawn in the colour that is asked for and kept for the next asker.

Read through Qt's image reader, not through QtSvg's renderer: the first icon costs 5 ms of CPU that
way and 20 ms the other (20 icons: 7 ms and 22 ms), and a start must fit into half an empty window.
Only files that ship with the program go this way, never a picture from a model or the network.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QIcon, QImage, QImageReader, QPainter, QPixmap

from scout_desktop import resources
from scout_desktop.ui.theme.palette import plain_brush

_DYE = "currentColor"


class Icons:
    """Every icon by (name, colour, pixels, scale); each size is read once and dyed as asked."""

    def __init__(self) -> None:
        self._drawings: dict[str, str] = {}
        self._shapes: dict[tuple[str, int], QImage] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def svg(self, name: str, colour: str) -> bytes:
        """The drawing `name` (a file of resources/icons without `.svg`), tinted."""
        return self._drawing(name).replace(_DYE, colour).encode()

    def pixmap(self, name: str, colour: str, pixels: int, scale: float) -> QPixmap:
        """A square of `pixels` device-independent pixels, sharp at `scale`."""
        key = (name, colour, pixels, scale)
        if key not in self._pixmaps:
            image = QImage(self._shape(name, round(pixels * scale)))
            if _DYE in self._drawing(name):  # the mark has colours of its own
                painter = QPainter(image)
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
                # Not fillRect: to see which of its forms is meant, 16 ms of names are loaded.
                painter.setBackground(plain_brush(QColor(colour)))
                painter.eraseRect(image.rect())
                painter.end()
            image.setDevicePixelRatio(scale)
            self._pixmaps[key] = QPixmap.fromImage(image)
        return self._pixmaps[key]

    def icon(self, name: str, colour: str, pixels: int, scale: float, faint: str) -> QIcon:
        """A `QIcon` in `colour`, and in `faint` while its button is disabled."""
        made = QIcon(self.pixmap(name, colour, pixels, scale))
        made.addPixmap(self.pixmap(name, faint, pixels, scale), QIcon.Mode.Disabled)
        return made

    def _drawing(self, name: str) -> str:
        if name not in self._drawings:
            self._drawings[name] = resources.read_text(f"icons/{name}.svg")
        return self._drawings[name]

    def _shape(self, name: str, side: int) -> QImage:
        """The drawing as an image of `side` by `side` physical pixels."""
        if (name, side) not in self._shapes:
            buffer = QBuffer()
            buffer.setData(QByteArray(self.svg(name, "#000000")))
            buffer.open(QIODevice.OpenModeFlag.ReadOnly)
            reader = QImageReader(buffer, QByteArray(b"svg"))
            reader.setScaledSize(QSize(side, side))
            image = reader.read()
            if image.isNull():
                raise RuntimeError(f"icon {name} cannot be drawn: {reader.errorString()}")
            premultiplied = QImage.Format.Format_ARGB32_Premultiplied
            self._shapes[name, side] = image.convertToFormat(premultiplied)
        return self._shapes[name, side]
