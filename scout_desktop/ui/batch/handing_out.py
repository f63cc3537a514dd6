"""Export: asks where, and writes the table or the chats there."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from scout_desktop.chat.errors import ScoutError
from scout_desktop.ui.batch.words import several
from scout_desktop.ui.controls.where import ask_where

if TYPE_CHECKING:
    from scout_desktop.session.batch.batch import Batch
    from scout_desktop.ui.batch.window import BatchWindow
    from scout_desktop.ui.tasks import Tasks

_KINDS = {"csv": "CSV table", "jsonl": "JSON Lines"}
_UNFIT = '<>:"/\\|?*'


class HandingOut(QObject):
    """Says in the head of the page how it went."""

    def __init__(self, window: BatchWindow, tasks: Tasks, name: str) -> None:
        super().__init__(window)
        self._window, self._tasks, self._name = window, tasks, f"{name}: export"

    def ask(self, batch: Batch, kind: str) -> None:
        """Ask where `csv`, `jsonl` or `chats` shall go."""
        if kind == "chats":
            self._ask_folder(batch)
            return
        ask_where(
            self._window,
            "Export the table",
            f"{_file_name(batch.spec.name)}.{kind}",
            kind=_KINDS[kind],
            folder=QStandardPaths.StandardLocation.DocumentsLocation,
            chosen=lambda path: self._tasks.start(self._name, self._write(batch, kind, Path(path))),
        )

    def _ask_folder(self, batch: Batch) -> None:
        dialog = QFileDialog(self._window, "Export the chats into a folder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        dialog.fileSelected.connect(
            lambda path: self._tasks.start(self._name, self._save_chats(batch, Path(path)))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _write(self, batch: Batch, kind: str, path: Path) -> None:
        make = batch.csv if kind == "csv" else batch.json_lines
        try:
            # Off this thread: a table of thousands is text enough to be felt.
            await batch.save(path, await asyncio.to_thread(make))
        except ScoutError as error:
            self._say(error.sentence, bad=True)
            return
        self._say(f"Exported {several(len(batch.rows), 'row')} to “{path.name}”.")

    async def _save_chats(self, batch: Batch, folder: Path) -> None:
        try:
            count = await batch.save_chats(folder)
        except ScoutError as error:
            self._say(error.sentence, bad=True)
            return
        self._say(f"Exported {several(count, 'chat')} into “{folder.name}”.")

    def _say(self, sentence: str, *, bad: bool = False) -> None:
        if isValid(self._window):  # it may be closed while the file is written
            self._window.run.head.show_note(sentence, bad=bad)


def _file_name(name: str) -> str:
    shown = "".join(" " if c in _UNFIT or not c.isprintable() else c for c in name)
    return " ".join(shown.split()).strip(". ")[:80] or "batch"
