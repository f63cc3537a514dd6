"""Looks at a picture without decoding it: reads its file within bounds, checks its size.

Nothing larger than the caps ever reaches a decoder.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from scout_desktop.chat.errors import PictureError, PictureUnreadable
from scout_desktop.chat.picture import PictureInfo, inspect
from scout_desktop.imaging.caps import MAX_BYTES, check_pixels, file_too_large
from scout_desktop.imaging.documents import look_at_page


def look(data: bytes, page: int = 0) -> PictureInfo:
    """Type and size of a picture that is small enough to decode.

    `page` (from 1) is one of a PDF document, measured at 200 dpi; without it a document is
    refused. PictureTooLarge above the caps; PictureRefused and PictureUnreadable as in
    chat.picture.
    """
    if page:
        return look_at_page(data, page)
    if len(data) > MAX_BYTES:
        raise file_too_large(len(data))
    info = inspect(data)
    check_pixels(info, data)
    return info


def read_picture_file(path: Path | str, most: int = MAX_BYTES + 1) -> bytes:
    """The bytes of a file that the user chose: at most MAX_BYTES, regular files only.

    `most` reads no more than its beginning. Symbolic links are followed, as in any file dialog.
    PictureTooLarge, or PictureUnreadable for a folder, a device, a pipe, or a file that cannot be
    read.
    """
    path = Path(path)
    try:
        # Looked at before it is opened: opening a device or a pipe can act on it, or wait.
        _check_regular(path.stat(), path.name)
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            found = os.fstat(file.fileno())
            _check_regular(found, path.name)
            # As much as there is, for room that stays empty is paid for too; more if it just grew.
            data = file.read(min(found.st_size + 1, most))
            data += file.read(most - len(data)) if len(data) > found.st_size else b""
    except (OSError, ValueError) as refusal:
        raise _unreadable_file(refusal, path.name) from refusal
    if len(data) > MAX_BYTES:
        raise file_too_large(len(data))
    return data


def _check_regular(found: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise PictureUnreadable(
            f"“{name}” is a folder, not a picture.", "Open it and choose pictures from it."
        )
    if not stat.S_ISREG(found.st_mode):
        raise PictureUnreadable(
            f"“{name}” is a device or a pipe, not a picture file.", "Choose a picture file."
        )
    if found.st_size > MAX_BYTES:
        raise file_too_large(found.st_size)


def _unreadable_file(refusal: OSError | ValueError, name: str) -> PictureError:
    if isinstance(refusal, FileNotFoundError):
        return PictureUnreadable(
            f"“{name}” is not there any more.", "It was moved or deleted; choose it again."
        )
    if isinstance(refusal, PermissionError):
        return PictureUnreadable(
            f"You may not read “{name}”.", "Change its permissions or choose another file."
        )
    return PictureUnreadable(
        f"“{name}” could not be read from the disk.",
        "Check the disk or the network folder and try again.",
        detail=str(refusal),
    )
