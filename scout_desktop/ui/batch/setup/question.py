"""The field of the prompt; files that are pasted into it are pictures of the batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit

from scout_desktop.ui.composer.intake.reading import read_offer

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QKeyEvent


def copied_files() -> tuple[Path, ...]:
    """The files and folders on the clipboard."""
    return read_offer(QGuiApplication.clipboard().mimeData()).paths


class Question(QPlainTextEdit):
    """The text of the prompt. Files that are dropped go to the page below."""

    files_pasted = Signal(list)
    """`Path`s of files and folders."""

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and (paths := copied_files()):
            self.files_pasted.emit(list(paths))
        else:
            super().keyPressEvent(event)
