"""The way into this room: choose or be given a path, look, import, and say what came of it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from scout_desktop.chat.errors import ScoutError
from scout_desktop.session.importing.words import done_lines
from scout_desktop.ui.importing.sheet import ImportSheet
from scout_desktop.ui.importing.words import file_words, stopped_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.session.importing.plan import Plan
    from scout_desktop.session.imports import Imports
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.theme.theme import Theme

_TASK = "import"
_BROKEN = "Something went wrong in the program itself."


class ImportPresenter(QObject):
    """One for a window; a sheet at a time."""

    imported = Signal()
    """Chats came, or grew; the list is to be shown anew."""

    chats_wanted = Signal(list)
    """The user wants to see the chats of these ids, which just came."""

    def __init__(self, parent: QWidget, imports: Imports, tasks: Tasks, theme: Theme) -> None:
        super().__init__(parent)
        self._parent, self._imports, self._tasks, self._theme = parent, imports, tasks, theme
        self._sheet: ImportSheet | None = None
        self._came: list[str] = []
        self._plan: Plan | None = None
        tasks.finished.connect(self._ended)

    @property
    def sheet(self) -> ImportSheet | None:
        """The sheet that is open."""
        return self._sheet if self._sheet is not None and isValid(self._sheet) else None

    def ask(self) -> None:
        """Open the sheet, which says what can be imported and asks for a file or folder."""
        self._opened()

    def look(self, path: Path) -> None:
        """Open the sheet and show what importing a file, folder or archive would do."""
        sheet = self._opened()
        if not self._tasks.is_running(_TASK):
            self._begin(sheet, path)

    def _opened(self) -> ImportSheet:
        if (before := self.sheet) is not None:
            before.raise_()
            before.activateWindow()
            return before
        sheet = self._sheet = ImportSheet(self._theme, self._parent, self._imports.kinds)
        sheet.file_wanted.connect(lambda: self._ask_where(sheet, folder=False))
        sheet.folder_wanted.connect(lambda: self._ask_where(sheet, folder=True))
        sheet.offered.connect(lambda path: self._begin(sheet, Path(path)))
        sheet.confirmed.connect(lambda ids: self._carry_out(sheet, ids))
        sheet.stopped.connect(lambda: self._tasks.cancel(_TASK))
        sheet.chats_wanted.connect(lambda: self.chats_wanted.emit(list(self._came)))
        sheet.show_start()
        sheet.open()
        return sheet

    def _ask_where(self, sheet: ImportSheet, *, folder: bool) -> None:
        dialog = QFileDialog(sheet, "Import a folder" if folder else "Import a file")
        modes = QFileDialog.FileMode
        dialog.setFileMode(modes.Directory if folder else modes.ExistingFile)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, folder)
        if not folder:
            # Exports are told by what is in them; no ending is wrong.
            dialog.setNameFilters(["All files (*)"])
        downloads = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DownloadLocation
        )
        if downloads and Path(downloads).is_dir():
            dialog.setDirectory(downloads)
        dialog.fileSelected.connect(lambda path: self._begin(sheet, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _begin(self, sheet: ImportSheet, path: Path) -> None:
        sheet.show_reading(file_words(path), 0)
        self._tasks.start(_TASK, self._look(sheet, path))

    async def _look(self, sheet: ImportSheet, path: Path) -> None:
        def told(count: int) -> None:
            if isValid(sheet):
                sheet.show_reading(file_words(path), count)

        try:
            plan = await self._imports.look(path, told)
        except ScoutError as error:
            if isValid(sheet):
                sheet.show_end([error.headline, error.advice], chats=False, bad=True)
            return
        except asyncio.CancelledError:
            if isValid(sheet):
                sheet.show_start()
            raise
        except Exception:
            if isValid(sheet):
                sheet.show_end([_BROKEN, "Nothing was written."], chats=False, bad=True)
            raise
        self._plan = plan
        if isValid(sheet):
            sheet.show_plan(plan)

    def _ended(self, name: str) -> None:
        """Leave no sheet waiting for what was stopped before it had begun."""
        if name == _TASK and (sheet := self.sheet) is not None and sheet.is_busy:
            sheet.show_start()

    def _carry_out(self, sheet: ImportSheet, ids: list[str]) -> None:
        if self._plan is not None:
            sheet.show_progress(0, len(ids))
            self._tasks.start(_TASK, self._import(sheet, self._plan, ids))

    async def _import(self, sheet: ImportSheet, plan: Plan, ids: list[str]) -> None:
        done = 0

        def told(count: int, of: int) -> None:
            nonlocal done
            done = count
            if isValid(sheet):
                sheet.show_progress(count, of)

        try:
            result = await self._imports.carry_out(plan, ids, told)
        except ScoutError as error:
            if isValid(sheet):
                sheet.show_end([error.headline, error.advice], chats=False, bad=True)
            return
        except asyncio.CancelledError:
            if isValid(sheet):
                sheet.show_end([stopped_words(done)], chats=False, bad=True)
            self.imported.emit()
            raise
        except Exception:
            if isValid(sheet):
                sheet.show_end([_BROKEN, stopped_words(done)], chats=False, bad=True)
            raise
        self._came = [*result.added, *result.grown]
        if isValid(sheet):
            sheet.show_end(done_lines(result), chats=bool(self._came), bad=result.error is not None)
        self.imported.emit()
