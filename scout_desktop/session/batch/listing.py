"""Which pictures files and folders hold, by name and content; and how large headers say they are.

Runs in worker threads. Nothing is decoded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scout_desktop.chat.errors import PictureError, RequestInvalid
from scout_desktop.chat.picture import PictureInfo, inspect, is_document, kind_of
from scout_desktop.imaging import MAX_BYTES, Abandoned, document_pages, read_picture_file
from scout_desktop.storage.files import read_start

from .forecast import tokens_of

_SUFFIXES = frozenset(
    {
        ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".gif", ".bmp", ".dib", ".tif",
        ".tiff", ".avif", ".heic", ".heif", ".hif", ".pdf",
    }
)  # fmt: skip
_HEAD = 64 * 1024
"""Bytes in which most headers stand; of the others the whole file is read."""


@dataclass(frozen=True, slots=True)
class Found:
    """A picture, or the page of a document."""

    path: str
    page: int = 0
    size: tuple[int, int] | None = None
    """Of a page, as pixels."""


def unfolded(paths: Sequence[str], cancelled: Callable[[], bool] = lambda: False) -> list[Found]:
    """Return the pictures in order, each once. Of folders, files that are pictures only.

    Raises RequestInvalid for what is not there, Abandoned soon after `cancelled` says so.
    """
    found: dict[str, list[Found]] = {}
    for given in paths:
        for path in _files(given):
            if cancelled():
                raise Abandoned
            if path not in found:
                found[path] = _pages(path, cancelled)
    return [each for some in found.values() for each in some]


def sizes_of(found: Found, fit: str) -> int | None:
    """Return the tokens of a picture as it will be sent; None where its header says nothing."""
    size = found.size
    if size is None and (info := _look(found.path)) is not None:
        size = info.width, info.height
    return None if size is None else tokens_of(*size, fit)


def _files(given: str) -> Iterator[str]:
    path = Path(given)
    try:
        is_folder, is_there = path.is_dir(), path.exists()
    except OSError as refusal:
        # Too long a name, a folder that nobody may look into.
        raise RequestInvalid(f"“{path.name}” cannot be read.", "Check the name.") from refusal
    if not is_folder:
        if not is_there:
            raise RequestInvalid(f"“{path.name}” is not there.", "Check the name and try again.")
        yield given
        return
    try:
        inside = sorted(path.iterdir(), key=lambda each: (each.name.casefold(), each.name))
    except OSError as refusal:
        raise RequestInvalid(
            f"The folder “{path.name}” cannot be read.", "Check its permissions."
        ) from refusal
    for each in inside:
        if not each.name.startswith(".") and each.is_file() and _is_picture(each):
            yield str(each)


def _is_picture(path: Path) -> bool:
    """By its name's promise, else by its first bytes: a broken picture is one, and is told of."""
    if path.suffix.lower() in _SUFFIXES:
        return True
    head = read_start(path)
    try:
        kind_of(head)
    except PictureError:
        return is_document(head)
    return True


def _pages(path: str, cancelled: Callable[[], bool]) -> list[Found]:
    if not is_document(read_start(Path(path))):
        return [Found(path)]
    try:
        sizes = document_pages(read_picture_file(path), cancelled)
    except PictureError:
        # One row, which will say what is wrong with it.
        return [Found(path)]
    return [Found(path, page, size) for page, size in enumerate(sizes, 1)]


def _look(path: str) -> PictureInfo | None:
    head = read_start(Path(path), _HEAD)
    try:
        return inspect(head)
    except PictureError:
        if len(head) < _HEAD:
            return None
    try:
        if Path(path).stat().st_size > MAX_BYTES:
            return None
        return inspect(read_picture_file(path))
    except (PictureError, OSError):
        return None
