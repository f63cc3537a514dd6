"""Check data: looks, mends, backs up and restores, and shows how far it is.

Made with its first use; the window comes and goes, what mends goes on to its end.
"""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.findings import Progress, Report
from scout_desktop.ui.checking.window import CheckingWindow
from scout_desktop.ui.checking.words import (
    kept_words,
    mended_words,
    report_text,
    restored_words,
)
from scout_desktop.ui.links import open_folder

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from scout_desktop.session.checking import Checking
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.theme.theme import Theme

T = TypeVar("T")
_LOOK, _CHANGE, _LIST = "check data: look", "check data: change", "check data: backups"


class CheckingPresenter(QObject):
    """The window "Check data" and what it does. `open` shows it and begins to look."""

    chats_changed = Signal()
    """Chats were mended or brought back: lists and open chats are to be read again."""

    def __init__(
        self, checking: Checking, tasks: Tasks, theme: Theme, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._checking, self._tasks, self._theme = checking, tasks, theme
        self._window: CheckingWindow | None = None
        self._report: Report | None = None

    def open(self) -> CheckingWindow:
        """Show the window, and look the folder over unless something is going on already."""
        if self._window is None:
            window = self._window = CheckingWindow(self._theme)
            window.checked.connect(self._look)
            window.stopped.connect(lambda: self._tasks.cancel(_LOOK))
            window.repaired.connect(self._repair)
            window.copied.connect(self._copy)
            window.folder_wanted.connect(lambda: open_folder(self._checking.quarantine))
            window.backups.asked.connect(self._back_up)
            window.backups.restored.connect(self._restore)
            window.closed.connect(self._closed)
            self._tasks.start(_LIST, self._list())
            self._look()
        self._window.bring_forward()
        return self._window

    def _closed(self) -> None:
        self._window = None
        self._tasks.cancel(_LOOK)

    @property
    def _shown(self) -> CheckingWindow | None:
        window = self._window
        return window if window is not None and isValid(window) else None

    def _look(self) -> None:
        if not self._tasks.is_running(_CHANGE):
            self._tasks.start(_LOOK, self._look_over())

    async def _look_over(self) -> None:
        self._begin("Looking the data folder over…", stoppable=True)
        title, caption = "Not looked over to the end", "Nothing was changed."
        found: Report | None = None
        try:
            found = await self._follow(self._checking.check())
        except ScoutError as error:
            title, caption = "The folder could not be looked over", error.sentence
            return
        finally:
            # Also where the user stopped it.
            if found is None:
                self._idle(title, caption)
        self._report = found
        if self._shown is not None:
            self._shown.show_report(found)

    def _repair(self) -> None:
        if self._report is not None:
            self._tasks.cancel(_LOOK)
            self._tasks.start(_CHANGE, self._mend(self._report))

    async def _mend(self, report: Report) -> None:
        self._begin("Mending…", stoppable=False)
        try:
            mended = await self._follow(self._checking.repair(report))
        except ScoutError as error:
            self._failed(error)
            return
        finally:
            self.chats_changed.emit()
        # What is left is found by looking again, not by believing the repair.
        await self._look_over()
        done, failed = mended_words(mended)
        kept = kept_words(mended)
        if (window := self._shown) is not None:
            words = [done, failed and f"Not mended: {failed}", kept]
            said = " ".join(word for word in words if word)
            window.say(said, bad=bool(failed), folder=bool(kept))

    def _back_up(self) -> None:
        self._tasks.start(_CHANGE, self._copy_all())

    async def _copy_all(self) -> None:
        self._begin("Backing up…", stoppable=False)
        try:
            await self._follow(self._checking.back_up("asked"))
        except ScoutError as error:
            self._failed(error)
            return
        await self._list()
        self._back_to_report("The backup is made and was read again to verify it.")

    def _restore(self, name: str) -> None:
        self._tasks.start(_CHANGE, self._bring_back(name))

    async def _bring_back(self, name: str) -> None:
        self._begin("Restoring…", stoppable=False)
        try:
            restored = await self._follow(self._checking.restore(name))
        except ScoutError as error:
            self._failed(error)
            return
        finally:
            self.chats_changed.emit()
        await self._look_over()
        if self._shown is not None:
            self._shown.say(restored_words(restored), bad=bool(restored.failed))

    async def _list(self) -> None:
        try:
            backups = await self._checking.backups()
        except ScoutError as error:
            if self._shown is not None:
                self._shown.say(error.sentence, bad=True)
            return
        if self._shown is not None:
            self._shown.backups.show_backups(backups)

    async def _follow(self, steps: AsyncGenerator[Progress | T, None]) -> T:
        found: list[T] = []
        async with aclosing(steps) as following:
            async for step in following:
                if not isinstance(step, Progress):
                    found.append(step)
                elif self._shown is not None:
                    self._shown.show_progress(step)
        return found[-1]

    def _begin(self, title: str, *, stoppable: bool) -> None:
        if self._shown is not None:
            self._shown.show_work(title, stoppable=stoppable)

    def _idle(self, title: str, caption: str) -> None:
        if self._shown is not None:
            self._shown.show_idle(title, caption)

    def _back_to_report(self, sentence: str, *, bad: bool = False) -> None:
        if (window := self._shown) is None:
            return
        if self._report is not None:
            window.show_report(self._report)
        else:
            window.show_idle("Check data", "")
        window.say(sentence, bad=bad)

    def _failed(self, error: ScoutError) -> None:
        self._back_to_report(error.sentence, bad=True)

    def _copy(self) -> None:
        if self._report is not None:
            QGuiApplication.clipboard().setText(report_text(self._report))
