"""Asks where to save something, in the system's own dialog."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


def ask_where(
    parent: QWidget,
    question: str,
    name: str,
    *,
    kind: str,
    folder: QStandardPaths.StandardLocation,
    chosen: Callable[[str], None],
) -> QFileDialog:
    """Open the question; `chosen` gets the path, unless the user cancels.

    `name` is a file name with an extension, which a name without one gets as well; `kind` is what
    such a file is called, as "PDF document". `folder` is where to begin if there is one.
    """
    extension = name.rpartition(".")[2]
    dialog = QFileDialog(parent, question)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilters([f"{kind} (*.{extension})", "All files (*)"])
    dialog.setDefaultSuffix(extension)
    first = QStandardPaths.writableLocation(folder)
    if first and Path(first).is_dir():
        dialog.setDirectory(first)
    dialog.selectFile(name)
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
