"""Where the PDF goes: written beside its place, put there whole or not at all."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileDevice, QSaveFile

from scout_desktop.chat.errors import DiskError, DiskFull, DiskRefused

if TYPE_CHECKING:
    from pathlib import Path

_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+')
_LONGEST = 80
_NOTHING = 256 * 1024
"""Bytes: with less a disk is as good as full."""


def suggested_name(title: str) -> str:
    """Return a file name for a chat of this title, one that every system takes."""
    name = _UNFIT.sub(" ", title)
    name = " ".join(name.split())[:_LONGEST].strip(". ")
    return f"{name or 'Chat'}.pdf"


def opened(path: Path) -> QSaveFile:
    """Return a file to write, which takes the place of `path` with `commit`. Raises DiskError."""
    file = QSaveFile(str(path))
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly):
        raise trouble(file, path)
    return file


def check(file: QSaveFile, path: Path) -> None:
    """Raise DiskError if something that was written to the file did not arrive."""
    if file.error() != QFileDevice.FileError.NoError:
        raise trouble(file, path)


def commit(file: QSaveFile, path: Path) -> None:
    """Put the file in its place. Raises DiskError."""
    check(file, path)
    if not file.commit():
        raise trouble(file, path)


def take_back(file: QSaveFile) -> None:
    """Leave nothing of a file that was not put in its place."""
    if file.isOpen():
        file.cancelWriting()
        file.commit()


def trouble(file: QSaveFile, path: Path) -> DiskError:
    """Return what to tell the user about a file that could not be written."""
    detail = file.errorString()
    if _is_full(path.parent):
        return DiskFull(
            f"The PDF “{path.name}” could not be saved: the disk is full.",
            "Free some space, or save it in another place.",
            detail=detail,
        )
    return DiskRefused(
        f"The PDF “{path.name}” could not be saved.",
        "Check that you may write to that folder, or save it in another place.",
        detail=detail,
    )


def _is_full(folder: Path) -> bool:
    """Qt does not say why a file could not be written."""
    try:
        return shutil.disk_usage(folder).free < _NOTHING
    except OSError:
        return False
