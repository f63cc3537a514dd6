"""The way into this room: export these chats. Asks how and where, writes, says what came of it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.exporting.names import free, stem
from scout_desktop.ui.controls.where import ask_where
from scout_desktop.ui.exporting.sheet import ExportSheet
from scout_desktop.ui.exporting.words import KINDS, result_words
from scout_desktop.ui.links import open_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from scout_desktop.session.exports import Exports, Format
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.theme.theme import Theme

_TASK = "export"
_FOLDER = "Scout Desktop chats"


class ExportPresenter(QObject):
    """One for a window; a sheet at a time."""

    pdf_asked = Signal(str)
    """The user wants this chat as PDF, which whoever lays out pages makes."""

    exported = Signal(object)
    """An `ExportResult`: the files are there."""

    def __init__(self, parent: QWidget, exports: Exports, tasks: Tasks, theme: Theme) -> None:
        super().__init__(parent)
        self._parent, self._exports, self._tasks, self._theme = parent, exports, tasks, theme
        self._sheet: ExportSheet | None = None
        self._last = "md", True, True
        """What was chosen before, while the program runs."""

    @property
    def sheet(self) -> ExportSheet | None:
        """The sheet that is open."""
        return self._sheet if self._sheet is not None and isValid(self._sheet) else None

    def ask(self, ids: Sequence[str], title: str = "", *, pdf: bool = False) -> None:
        """Open the sheet for these chats, `title` being that of a single one.

        `pdf` offers pages too: say so for a chat that is open.
        """
        if not ids:
            return
        if (before := self.sheet) is not None:
            if self._tasks.is_running(_TASK):
                before.raise_()
                before.activateWindow()
                return
            before.close()
        wanted = tuple(ids)
        sheet = ExportSheet(self._theme, self._parent, len(wanted), title, pdf=pdf)
        form, branches, pictures = self._last
        sheet.choose(form, branches=branches, pictures=pictures)
        sheet.continued.connect(lambda: self._ask_where(sheet, wanted, title))
        sheet.stopped.connect(lambda: self._tasks.cancel(_TASK))
        self._sheet = sheet
        sheet.open()

    def _ask_where(self, sheet: ExportSheet, ids: tuple[str, ...], title: str) -> None:
        self._last = sheet.choice
        form = self._last[0]
        if form == "pdf":
            sheet.close()
            self.pdf_asked.emit(ids[0])
        elif len(ids) == 1:
            ask_where(
                sheet, "Export this chat", f"{stem(title)}.{form}", kind=KINDS[form],
                folder=QStandardPaths.StandardLocation.DocumentsLocation,
                chosen=lambda path: self._begin(sheet, ids, Path(path)),
            )  # fmt: skip
        else:
            dialog = QFileDialog(sheet, "Export the chats into a folder")
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
            dialog.fileSelected.connect(lambda path: self._begin(sheet, ids, Path(path)))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _begin(self, sheet: ExportSheet, ids: tuple[str, ...], target: Path) -> None:
        sheet.show_progress(0, len(ids))
        self._tasks.start(_TASK, self._write(sheet, ids, target))

    async def _write(self, sheet: ExportSheet, ids: tuple[str, ...], target: Path) -> None:
        form, branches, pictures = self._last

        def told(done: int, count: int) -> None:
            if isValid(sheet):
                sheet.show_progress(done, count)

        if len(ids) > 1:
            target = await asyncio.to_thread(_fresh_folder, target)
        try:
            result = await self._exports.write(
                ids, cast("Format", form), target, branches="all" if branches else "shown",
                # The system's dialog has asked about a file that is there; of a folder nobody has.
                pictures=pictures, overwrite=len(ids) == 1, into_folder=len(ids) > 1, progress=told,
            )  # fmt: skip
        except ScoutError as error:
            if isValid(sheet):
                sheet.show_problem(error.sentence)
            return
        except asyncio.CancelledError:
            if isValid(sheet):
                sheet.show_problem("Stopped. What was whole by then is there.")
            raise
        except Exception:
            if isValid(sheet):
                sheet.show_problem("Something went wrong; what was whole by then is there.")
            raise
        if isValid(sheet):
            sheet.show_result(result_words(result, target.name))
            folder = target if len(ids) > 1 else target.parent
            sheet.folder_wanted.connect(lambda: open_folder(folder))
        self.exported.emit(result)


def _fresh_folder(inside: Path) -> Path:
    """Return a new folder in the one that was chosen: nobody wants hundreds of files among theirs.

    It is made with the first file.
    """
    return inside / free(_FOLDER, "", lambda name: os.path.lexists(inside / name))
