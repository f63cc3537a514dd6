"""The sheet: what can be imported, what would come, how far it is, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QStackedLayout, QVBoxLayout

from scout_desktop.ui.importing.pages import BusyPage, EndPage, PlanPage, StartPage
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.session.importing.plan import Plan
    from scout_desktop.ui.theme.theme import Theme

_WIDTH, _HEIGHT = 600, 560


class ImportSheet(QDialog):
    """Shows one page after the other; closing it stops what is under way."""

    file_wanted = Signal()
    folder_wanted = Signal()
    """The user wants to choose one."""

    offered = Signal(str)
    """The path of a file or folder that was dropped here."""

    confirmed = Signal(list)
    """The ids of the chats to import."""

    stopped = Signal()
    """The user wants what is under way to end."""

    chats_wanted = Signal()
    """The user wants to see what was imported."""

    def __init__(self, theme: Theme, parent: QWidget, kinds: Sequence[str]) -> None:
        """`kinds` are the names of what can be imported."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Import chats")
        self.setAcceptDrops(True)
        self._theme, self._busy = theme, False
        self._shown: QWidget | None = None
        self.start = StartPage(theme, kinds)
        self.busy = BusyPage(theme)
        self.plan = PlanPage(theme)
        self.end = EndPage(theme)
        around = QVBoxLayout(self)
        around.setContentsMargins(SIZES.s6, SIZES.s6, SIZES.s6, SIZES.s4)
        self._pages = QStackedLayout()
        around.addLayout(self._pages)
        for page in (self.start, self.busy, self.plan, self.end):
            self._pages.addWidget(page)
        self.start.file_wanted.connect(self.file_wanted)
        self.start.folder_wanted.connect(self.folder_wanted)
        self.busy.stopped.connect(self.stopped)
        self.plan.confirmed.connect(self.confirmed)
        for page in (self.start, self.plan, self.end):
            page.closed.connect(self.close)
        self.end.chats_wanted.connect(self._show_chats)
        self.end.again_wanted.connect(self.show_start)
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def is_busy(self) -> bool:
        """Whether it shows something that is under way."""
        return self._busy

    def show_start(self) -> None:
        """Ask what to import."""
        self._turn_to(self.start, busy=False)

    def show_reading(self, name: str, count: int) -> None:
        """Show how many chats of a file or folder were looked at."""
        self.busy.show_reading(name, count)
        self._turn_to(self.busy, busy=True)

    def show_plan(self, plan: Plan) -> None:
        """Show what would come."""
        self.plan.show_plan(plan)
        self._turn_to(self.plan, busy=False)

    def show_progress(self, done: int, count: int) -> None:
        """Show how far the import is."""
        self.busy.show_progress(done, count)
        self._turn_to(self.busy, busy=True)

    def show_end(self, lines: Sequence[str], *, chats: bool, bad: bool = False) -> None:
        """Say what came of it; `chats` offers to show them."""
        self.end.show_lines(lines, chats=chats, bad=bad)
        self._turn_to(self.end, busy=False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._busy and _path_of(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _path_of(event)
        if not self._busy and path is not None:
            event.acceptProposedAction()
            self.offered.emit(path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._busy and event.key() == Qt.Key.Key_Escape:
            self.stopped.emit()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._busy:
            self.stopped.emit()
        super().closeEvent(event)

    def _show_chats(self) -> None:
        self.chats_wanted.emit()
        self.close()

    def _turn_to(self, page: StartPage | BusyPage | PlanPage | EndPage, *, busy: bool) -> None:
        self._busy = busy
        if self._shown is not page:
            self._shown = page
            self._pages.setCurrentWidget(page)
            page.take_focus()

    def _restyle(self) -> None:
        px, room = self._theme.px, self.screen().availableSize()
        self.resize(min(px(_WIDTH), room.width()), min(px(_HEIGHT), room.height()))


def _path_of(event: QDropEvent) -> str | None:
    """Return the one file or folder that is dragged, None for anything else."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return str(Path(urls[0].toLocalFile()))
