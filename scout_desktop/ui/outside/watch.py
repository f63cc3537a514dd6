"""Watches the data folder: says that something there may be other than it was.

Events are gathered: the signal comes when there was quiet for a moment, and under a stream of them
twice a second. What this program writes is an event as well; whoever looks finds nothing new then.
A folder that is renamed away, unmounted or made anew is found again. Network disks tell no events,
so while the program is in front somebody looks every half minute. At rest nothing runs.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_QUIET_MS = 150
_LONGEST_MS = 500
_POLL_MS = 30_000


class FolderWatch(QObject):
    """One for the program; deaf until `begin`."""

    stirred = Signal()
    """Look at the folder again."""

    def __init__(
        self,
        data: Path,
        folders: Iterable[Path],
        parent: QObject | None = None,
        *,
        quiet_ms: int = _QUIET_MS,
        poll_ms: int = _POLL_MS,
    ) -> None:
        """`folders` lie in `data`; of each is heard what is made, renamed and removed in it.

        An event is told `quiet_ms` after the last one; every `poll_ms` in front without any.
        """
        super().__init__(parent)
        self._data = data
        self._folders = list(folders)
        self._quiet_ms = quiet_ms
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._hear_folder)
        self._watcher.fileChanged.connect(self._hear)
        self._known: dict[str, tuple[int, int]] = {}
        """Device and number of each folder that is watched: its name may pass to another one."""
        self._first = 0.0
        self._gathering = QTimer(self)
        self._gathering.setSingleShot(True)
        self._gathering.timeout.connect(self._say)
        self._poll = QTimer(self)
        self._poll.setInterval(poll_ms)
        self._poll.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._poll.timeout.connect(self._say)

    def begin(self) -> None:
        """Watch from now on."""
        self._arm()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._follow_state)
            self._follow_state(app.applicationState())

    def follow(self, files: Iterable[Path]) -> None:
        """Hear also of these files when they grow in place, in the stead of those before."""
        # One that was replaced by another is not watched any more, though it is wanted.
        wanted = {str(file) for file in files if file.exists()}
        have = set(self._watcher.files())
        if gone := list(have - wanted):
            self._watcher.removePaths(gone)
        if fresh := list(wanted - have):
            self._watcher.addPaths(fresh)

    def end(self) -> None:
        """Hear nothing any more."""
        self._gathering.stop()
        self._poll.stop()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.disconnect(self._follow_state)
        if paths := [*self._watcher.files(), *self._watcher.directories()]:
            self._watcher.removePaths(paths)

    def _follow_state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self._poll.start()
            self._hear()  # much may have happened without an event
        else:
            self._poll.stop()

    def _hear_folder(self, path: str) -> None:
        # What happens beside the data folder is nobody's business, unless it is replaced.
        inside = path in {str(self._data), *map(str, self._folders)}
        if self._arm() or inside:
            self._hear()

    def _hear(self, _path: str = "") -> None:
        now = time.monotonic()
        if not self._gathering.isActive():
            self._first = now
        left = _LONGEST_MS - round((now - self._first) * 1000)
        self._gathering.start(max(0, min(self._quiet_ms, left)))

    def _say(self) -> None:
        self._arm()
        self.stirred.emit()

    def _arm(self) -> bool:
        """Watch what is there under the names that are ours; True if it is not what it was."""
        found = ((str(path), _identity(path)) for path in self._wanted())
        there = {path: identity for path, identity in found if identity is not None}
        watched = set(self._watcher.directories())
        if there == self._known and watched == there.keys():
            return False
        if stale := [path for path in watched if there.get(path) != self._known.get(path)]:
            self._watcher.removePaths(stale)
        if fresh := [path for path in there if path in stale or path not in watched]:
            self._watcher.addPaths(fresh)
        self._known = there
        return True

    def _wanted(self) -> list[Path]:
        above = self._data.parent
        while not above.is_dir() and above != above.parent:
            above = above.parent
        return [*self._folders, self._data, above]


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
