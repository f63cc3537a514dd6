"""What a drop or a paste offers us: files, pictures as bytes, or text for the draft.

Reads nothing from disk on its own: whoever takes the offer opens the files in a thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QMimeData

SUFFIXES = (".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".gif")
"""Names that promise a picture. Only a promise: what a file is, its first bytes decide."""
MOST_OF_A_FOLDER = 20

_ENCODED = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
}


@dataclass(frozen=True)
class Loose:
    """A picture that is no file: encoded bytes, or pixels that `encoded` turns into PNG."""

    name: str
    content: bytes | QImage

    def encoded(self) -> bytes:
        """Return the bytes of a picture file. Slow for pixels: call it off the GUI thread."""
        if isinstance(self.content, bytes):
            return self.content
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"PNG")).write(self.content)
        return bytes(buffer.data().data())


@dataclass(frozen=True)
class Offer:
    """Pictures to attach; empty when what was offered is text or nothing for us."""

    files: tuple[Path, ...] = ()
    loose: tuple[Loose, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.loose)


def counted(mime: QMimeData) -> tuple[int, int]:
    """Return how many pictures and how many others (folders, other files) `read_offer` would find.

    Goes by names and formats, and transfers no pixels: cheap while something is being dragged.
    """
    if files := _files(mime):
        pictures = sum(path.suffix.lower() in SUFFIXES for path in files)
        return pictures, len(files) - pictures
    return int(_has_image(mime) and not _is_text(mime)), 0


def read_offer(mime: QMimeData) -> Offer:
    """Return the pictures of a drop or paste.

    Files win over pixels (a file manager gives both), and text wins over pixels: a word processor
    that offers a picture of the copied cells beside their text means the text.
    """
    if files := _files(mime):
        return Offer(files=files)
    if not _has_image(mime) or _is_text(mime):
        return Offer()
    for kind, suffix in _ENCODED.items():
        if mime.hasFormat(kind) and (content := bytes(mime.data(kind).data())):
            return Offer(loose=(Loose(f"pasted.{suffix}", content),))
    image = mime.imageData()
    if isinstance(image, QImage) and not image.isNull():
        return Offer(loose=(Loose("pasted.png", image),))
    return Offer()


@dataclass(frozen=True)
class Folder:
    """What a folder gave: its pictures in the order of their names, and how many too many."""

    name: str
    files: tuple[Path, ...]
    left_out: int


def unfold(paths: Iterable[Path]) -> tuple[list[Path], list[Folder]]:
    """Return files as they are, and for each folder the pictures directly inside. Reads the disk.

    A folder that cannot be read counts as one without pictures.
    """
    files: list[Path] = []
    folders: list[Folder] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        try:
            inside = sorted(
                (item for item in path.iterdir() if item.suffix.lower() in SUFFIXES),
                key=lambda item: item.name.casefold(),
            )
        except OSError:
            inside = []
        taken = tuple(inside[:MOST_OF_A_FOLDER])
        files += taken
        folders.append(Folder(path.name, taken, len(inside) - len(taken)))
    return files, folders


def _files(mime: QMimeData) -> tuple[Path, ...]:
    if not mime.hasUrls():
        return ()
    return tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())


def _has_image(mime: QMimeData) -> bool:
    return mime.hasImage() or any(mime.hasFormat(kind) for kind in _ENCODED)


def _is_text(mime: QMimeData) -> bool:
    if not mime.hasFormat("text/plain"):
        return False
    text = mime.text().strip()
    # A browser sends a picture together with its address; the picture is meant.
    is_address = text.startswith(("http://", "https://", "data:")) and len(text.split()) == 1
    return bool(text) and not is_address
