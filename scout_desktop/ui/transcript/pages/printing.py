"""Printing and saving as PDF: the questions, the progress, and the print itself.

One entry for the window: `Printing`. It asks where to, lays the chat out while the window lives
on, and says how it ended. QtPrintSupport is loaded when somebody prints.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QStandardPaths, Signal
from PySide6.QtGui import QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from scout_desktop.chat.errors import DiskRefused, ScoutError
from scout_desktop.ui.controls.where import ask_where
from scout_desktop.ui.transcript.pages.paper import DPI, PaperShop, page_layout
from scout_desktop.ui.transcript.pages.press import Press
from scout_desktop.ui.transcript.pages.progress import Progress
from scout_desktop.ui.transcript.pages.saving import (
    check,
    commit,
    opened,
    suggested_name,
    take_back,
)
from scout_desktop.ui.transcript.pages.story import Sources, Story

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPagedPaintDevice
    from PySide6.QtPrintSupport import QPrinter

    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.ui.tasks import Tasks

_TASK = "print"


class Printing(QObject):
    """One for the window."""

    saved = Signal(str)
    """The path of a PDF that is complete."""
    printed = Signal()
    """The printer has taken all pages."""
    failed = Signal(object)
    """A ScoutError: nothing was saved or printed, or not all."""

    def __init__(self, parent: QWidget, tasks: Tasks, sources: Sources) -> None:
        super().__init__(parent)
        self._parent, self._tasks, self._sources = parent, tasks, sources

    def save_pdf(self, chat: Conversation) -> None:
        """Ask where to, and save the branch shown there."""
        ask_where(
            self._parent,
            "Save chat as PDF",
            suggested_name(chat.title),
            kind="PDF document",
            folder=QStandardPaths.StandardLocation.DocumentsLocation,
            chosen=lambda path: self._save(chat, Path(path)),
        )

    def print_chat(self, chat: Conversation) -> None:
        """Ask how, and print the branch shown."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(page_layout(QLocale()))
        printer.setDocName(chat.title)
        dialog = QPrintDialog(printer, self._parent)
        dialog.setWindowTitle("Print chat")
        dialog.accepted.connect(lambda: self._print(chat, printer))
        dialog.finished.connect(dialog.deleteLater)
        # QPrintDialog has another `open`, which wants a receiver.
        QDialog.open(dialog)

    async def export_pdf(
        self, chat: Conversation, path: Path, told: Callable[[int, int], None] | None = None
    ) -> None:
        """Write the branch shown to `path`, whole or not at all. Raises DiskError.

        `told(messages done, of how many)` is called as it goes on.
        """
        file = opened(path)
        try:
            writer = QPdfWriter(file)
            writer.setResolution(DPI)
            writer.setPageLayout(page_layout(QLocale()))
            writer.setTitle(chat.title)
            writer.setCreator("Scout Desktop")

            def going_on(done: int, count: int) -> None:
                check(file, path)
                if told is not None:
                    told(done, count)

            await self._lay_out(chat, writer, DPI, going_on)
            commit(file, path)
        finally:
            take_back(file)

    async def _lay_out(
        self,
        chat: Conversation,
        device: QPagedPaintDevice,
        dpi: float,
        told: Callable[[int, int], None],
    ) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # there is a window
        painter = QPainter()
        if not painter.begin(device):
            raise DiskRefused("The printer did not take the chat.", "Check it and print again.")
        shop = PaperShop(app, self._sources.formulas, dpi)
        try:
            press = Press(shop, device, painter, chat.title)
            await Story(chat, shop, press, self._sources).write(told)
        finally:
            painter.end()
            shop.close()

    def _save(self, chat: Conversation, path: Path) -> None:
        self._tasks.start(_TASK, self._saving(chat, path))

    async def _saving(self, chat: Conversation, path: Path) -> None:
        progress = self._progress("Saving the chat as PDF…")
        try:
            await self.export_pdf(chat, path, progress.tell)
        except ScoutError as error:
            self.failed.emit(error)
        else:
            self.saved.emit(str(path))
        finally:
            progress.end()

    def _print(self, chat: Conversation, printer: QPrinter) -> None:
        self._tasks.start(_TASK, self._printing(chat, printer))

    async def _printing(self, chat: Conversation, printer: QPrinter) -> None:
        from PySide6.QtPrintSupport import QPrinter as Printer

        progress = self._progress("Printing the chat…")
        complete = False
        try:
            await self._lay_out(chat, printer, printer.logicalDpiY(), progress.tell)
            complete = printer.printerState() != Printer.PrinterState.Error
            if not complete:
                raise DiskRefused("The printer stopped.", "Check it and print again.")
        except ScoutError as error:
            self.failed.emit(error)
        else:
            self.printed.emit()
        finally:
            if not complete:
                printer.abort()
            progress.end()

    def _progress(self, words: str) -> Progress:
        progress = Progress(self._parent, words)
        progress.canceled.connect(lambda: self._tasks.cancel(_TASK))
        return progress
