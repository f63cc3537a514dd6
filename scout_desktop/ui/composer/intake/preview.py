"""What a file looks like before it is attached, decoded by us and never by Qt."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from scout_desktop.chat.errors import ScoutError
from scout_desktop.ui.controls.label import ElidedLabel, PlainLabel
from scout_desktop.ui.controls.picture.pixels import image_of
from scout_desktop.ui.controls.picture.sent import bytes_words
from scout_desktop.ui.tasks import Tasks
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPaintEvent

    from scout_desktop.session.pictures.pictures import Pictures
    from scout_desktop.ui.theme.theme import Theme

_AFTER_MS = 120
"""Who walks through a list with the arrow keys does not look at each."""
_SIDE = 232
_HEAD = 1 << 20
"""Bytes at the beginning of a file in which its kind and size are looked for."""


class Seen(Protocol):
    """Decoded pixels, as session's `Pixels` are."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def rgba(self) -> bytes: ...


Preview: TypeAlias = Callable[[Path, int], Awaitable[Seen]]
"""Decodes a file with its longer side at most so many device pixels; raises ScoutError."""


def preview_by(pictures: Pictures) -> Preview:
    """Return a preview that the session decodes; of a document, its first page."""

    async def look(path: Path, size: int) -> Seen:
        page = 1 if await pictures.pages(path) else 0
        return await pictures.page_pixels(path, page, size)

    return look


class PreviewPane(QWidget):
    """Shows one file at a time: pixels, name, and what it is or why it cannot be attached."""

    def __init__(self, theme: Theme, preview: Preview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._preview = theme, preview
        self._path: Path | None = None
        # No child of the pane: what was cancelled ends a moment after the dialog is gone.
        tasks = self._tasks = Tasks()
        self.destroyed.connect(lambda: tasks.cancel("preview"))
        self.setAccessibleName("Preview")
        self._picture = _Picture(theme, self)
        self._name = ElidedLabel(kind="caption_strong", parent=self)
        self._facts = PlainLabel(kind="caption", wrap=True, parent=self)
        self._facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setMinimumWidth(theme.px(_SIDE // 2))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s3, 0, 0, 0)
        column.setSpacing(SIZES.s2)
        column.addWidget(self._picture)
        column.addWidget(self._name)
        column.addWidget(self._facts, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._begin)

    def look_at(self, path: Path | None) -> None:
        """Show this file, and give up the one before; None shows nothing."""
        if path == self._path:
            return
        self._path = path
        self._tasks.cancel("preview")
        self._picture.show_image(None)
        self._name.show_text(path.name if path else "")
        self._say("")
        self._soon.stop()
        if path is not None:
            self._soon.start(_AFTER_MS)

    def _begin(self) -> None:
        if self._path is not None:
            self._tasks.start("preview", self._show(self._path))

    async def _show(self, path: Path) -> None:
        from asyncio import to_thread

        said = await to_thread(_facts_of, path)
        if not said:
            return  # a folder: there is nothing to say
        self._say(said)
        side = round(self._theme.px(_SIDE) * self.devicePixelRatioF())
        try:
            seen = await self._preview(path, side)
        except ScoutError as error:
            self._say(error.sentence, "warn")
            return
        self._picture.show_image(image_of(seen.width, seen.height, seen.rgba))

    def _say(self, sentence: str, tone: str = "") -> None:
        self._facts.setText(sentence)
        self._facts.show_tone(tone)


class _Picture(QWidget):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = self._theme.px(_SIDE)
        return QSize(side, side)

    def show_image(self, image: QImage | None) -> None:
        self._image = image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = QRectF(self.rect())
        if self._image is None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("bubble"))
            painter.drawRoundedRect(room, SIZES.radius_field, SIZES.radius_field)
            side = self._theme.px(SIZES.s8)
            at = QRectF(0, 0, side, side)
            at.moveCenter(room.center())
            icon = self._theme.pixmap("image", "text_3", SIZES.s8, self.devicePixelRatioF())
            painter.drawPixmap(at.topLeft(), icon)
        else:
            scale = self.devicePixelRatioF()
            own = QSize(round(self._image.width() / scale), round(self._image.height() / scale))
            own = own.scaled(
                own.boundedTo(room.size().toSize()), Qt.AspectRatioMode.KeepAspectRatio
            )
            shown = QRectF(0, 0, max(own.width(), 1), max(own.height(), 1))
            shown.moveCenter(room.center())
            painter.drawImage(QRectF(shown.toRect()), self._image)
        painter.end()


def _facts_of(path: Path) -> str:
    """Return kind, pixels and bytes of a file, as far as its beginning tells; "" for a folder."""
    from scout_desktop.chat.picture import inspect
    from scout_desktop.ui.composer.intake.written import is_file

    if path.is_dir():
        return ""
    if not is_file(path):
        return " "
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        size = bytes_words(path.stat().st_size)
    except OSError:
        return " "  # the preview says why
    if head.startswith(b"%PDF-"):
        return f"PDF, {size}"
    try:
        info = inspect(head)
    except ScoutError:
        return size
    return f"{info.kind}, {info.width:,} × {info.height:,} pixels, {size}"
