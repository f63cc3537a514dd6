"""Asks where to save a picture: in the system's own dialog, under the name it came with."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from scout_desktop.chat.picture import EXTENSION_OF

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.message import ImagePart

_UNFIT: Final = re.compile(r'[<>:"/\\|?*]+')
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
"""Names that Windows keeps for itself, whatever stands behind their dot."""
_LONGEST: Final = 180
"""Bytes; file systems take 255, and the extension comes on top."""


def suggested_name(image: ImagePart) -> str:
    """Return a file name that every system takes, with the extension of what was sent."""
    shown = "".join(c if c.isprintable() else " " for c in image.name)
    stem = Path(_UNFIT.sub(" ", shown).strip(" .")).stem if shown.strip(" .") else ""
    stem = " ".join(stem.split()).strip(" .")
    stem = stem.encode("utf-8", "ignore")[:_LONGEST].decode("utf-8", "ignore").rstrip(" .")
    if not stem or _DEVICES.match(stem.split(".", maxsplit=1)[0].rstrip()):
        stem = f"picture {stem}".rstrip()
    return f"{stem}.{extension_of(image)}"


def extension_of(image: ImagePart) -> str:
    """Return the extension that belongs to the bytes sent, without the dot."""
    return EXTENSION_OF.get(image.mime, "bin")


def ask_where(parent: QWidget, image: ImagePart, chosen: Callable[[str], None]) -> QFileDialog:
    """Open the question where to save; `chosen` gets the path, unless the user cancels."""
    extension = extension_of(image)
    # Without a parent's folder of its own: the system remembers where pictures were saved last.
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    dialog = QFileDialog(parent, "Save picture as")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilters([f"{extension.upper()} picture (*.{extension})", "All files (*)"])
    dialog.setDefaultSuffix(extension)
    if folder and Path(folder).is_dir():
        dialog.setDirectory(folder)
    dialog.selectFile(suggested_name(image))
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
