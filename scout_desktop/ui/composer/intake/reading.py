"""Reads what another program put on the clipboard or drags: at a glance, or as an offer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from scout_desktop.ui.composer.intake.names import promises
from scout_desktop.ui.composer.intake.offer import Loose, Offer

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData, QUrl

_ENCODED = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/avif": "avif",
    "image/heic": "heic",
    "image/heif": "heif",
    "image/tiff": "tiff",
    "image/bmp": "bmp",
    "image/x-bmp": "bmp",
    "image/x-ms-bmp": "bmp",
    "image/svg+xml": "svg",
}
"""In the order of preference; a drawing is refused later, with its reason."""

_COPIED = "x-special/gnome-copied-files"
"""All that some file managers and command line tools put there."""


@dataclass(frozen=True)
class Glance:
    """What `read_offer` would find, by names and formats alone."""

    pictures: int = 0
    documents: int = 0
    """PDF, of which pages can be sent."""
    others: int = 0
    """Folders, and files whose names promise nothing."""
    address: bool = False

    def __bool__(self) -> bool:
        return bool(self.pictures or self.documents or self.others or self.address)


def glance(mime: QMimeData) -> Glance:
    """Tell what is there. Transfers no pixels: cheap while something is being dragged."""
    if paths := _paths(mime):
        documents = sum(path.suffix.lower() == ".pdf" for path in paths)
        pictures = sum(map(promises, paths)) - documents
        return Glance(pictures, documents, len(paths) - pictures - documents)
    if _has_image(mime) and not _is_text(mime):
        return Glance(pictures=1)
    kind, _address = _address_in(mime)
    return Glance(pictures=int(kind == "data"), address=kind == "https")


def read_offer(mime: QMimeData) -> Offer:
    """Return the pictures of a drop or paste.

    Files win over pixels (a file manager gives both), pixels over the address they came from, and
    text over pixels: a word processor that offers a picture of the copied cells beside their text
    means the text.
    """
    if paths := _paths(mime):
        ends = [url.path().endswith("/") for url in _files(mime)]
        named = list(zip(paths, ends, strict=True))
        return Offer(
            files=tuple(path for path, is_folder in named if not is_folder),
            folders=tuple(path for path, is_folder in named if is_folder),
        )
    if _has_image(mime) and not _is_text(mime) and (loose := _loose(mime)):
        return Offer(loose=(loose,))
    kind, address = _address_in(mime)
    if kind == "data":
        return Offer(loose=(Loose(f"pasted.{_suffix_of(address)}", address),))
    return Offer(address=address, text=mime.text() or address) if address else Offer()


def _loose(mime: QMimeData) -> Loose | None:
    for kind, suffix in _ENCODED.items():
        if mime.hasFormat(kind) and (content := bytes(mime.data(kind).data())):
            return Loose(f"pasted.{suffix}", content)
    image = mime.imageData()
    if isinstance(image, QImage) and not image.isNull():
        return Loose("pasted.png", image)
    return None


def _suffix_of(address: str) -> str:
    from scout_desktop.ui.composer.intake.written import data_kind

    return _ENCODED.get(data_kind(address), "png")


def _paths(mime: QMimeData) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in _files(mime))


def _files(mime: QMimeData) -> list[QUrl]:
    urls = mime.urls() if mime.hasUrls() else []
    if not urls and mime.hasFormat(_COPIED):
        from PySide6.QtCore import QUrl

        # "copy" or "cut", then an address a line. What was cut is copied: it stays where it is.
        _deed, *lines = bytes(mime.data(_COPIED).data()).splitlines()
        urls = [QUrl.fromEncoded(line.strip()) for line in lines if line.strip()]
    return [url for url in urls if url.isLocalFile()]


def _has_image(mime: QMimeData) -> bool:
    return mime.hasImage() or any(mime.hasFormat(kind) for kind in _ENCODED)


def _is_text(mime: QMimeData) -> bool:
    if not mime.hasFormat("text/plain"):
        return False
    text = mime.text().strip()
    # A browser sends a picture together with its address; the picture is meant.
    is_address = text.startswith(("http://", "https://", "data:")) and len(text.split(None, 1)) == 1
    return bool(text) and not is_address


def _address_in(mime: QMimeData) -> tuple[str, str]:
    """Return `data` or `https` and the address, if one of a picture is all that there is."""
    from scout_desktop.ui.composer.intake.written import data_kind, promised_address

    text = mime.text().strip() if mime.hasText() else ""
    if not text and mime.hasUrls() and len(urls := mime.urls()) == 1:
        text = urls[0].toString(urls[0].ComponentFormattingOption.FullyEncoded)
    if data_kind(text):
        return "data", text
    address = promised_address(text)
    return ("https", address) if address else ("", "")
