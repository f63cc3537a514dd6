"""The system's dialog for choosing picture files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog

from scout_desktop.ui.composer.intake.offer import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


def pick_pictures(
    parent: QWidget, folder: Path | None, chosen: Callable[[tuple[Path, ...]], None]
) -> None:
    """Open the dialog in `folder` (None: the user's pictures).

    `chosen` gets the files, at least one, if any were chosen. Returns at once. Never `exec`: the
    program's tasks run on this very loop.
    """
    dialog = QFileDialog(parent, "Attach images", str(folder or _usual_folder()))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    endings = " ".join(f"*{suffix}" for suffix in SUFFIXES)
    dialog.setNameFilters([f"Pictures ({endings})", "All files (*)"])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def accept(names: list[str]) -> None:
        if names:
            chosen(tuple(Path(name) for name in names))

    dialog.filesSelected.connect(accept)
    dialog.open()


def _usual_folder() -> Path:
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    # A folder that is not there would stand in the dialog as the name of a file.
    return Path(pictures) if Path(pictures).is_dir() else Path.home()
