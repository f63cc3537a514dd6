"""Brings the window forward when the user starts the program a second time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget


class Asked(Protocol):
    """What a second start wants."""

    @property
    def tokens(self) -> Mapping[str, str]:
        """What the desktop gave it, by name of the variable."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Files to open."""


class Door(Protocol):
    """Where second starts knock: `storage.instance.Instance`."""

    @property
    def folder(self) -> Path:
        """Changes when somebody knocks."""

    def summons(self) -> Sequence[Asked]:
        """Return who knocked, and answer."""


class Summoned(QObject):
    """Watches the door of one window."""

    paths_given = Signal(tuple)
    """Absolute paths of files (`str`) that the second start was to open."""

    def __init__(self, window: QWidget, door: Door) -> None:
        """Answer also who has knocked already."""
        super().__init__(window)
        self._window, self._door = window, door
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._look)
        if door.folder.is_dir():
            self._watcher.addPath(str(door.folder))
        self._look()

    def _look(self) -> None:
        for asked in self._door.summons():
            self._come_forward(asked.tokens)
            if asked.paths:
                self.paths_given.emit(asked.paths)

    def _come_forward(self, tokens: Mapping[str, str]) -> None:
        # Qt takes the token from here when it asks a Wayland desktop for the keyboard, and only
        # then; on X11 it has no way to pass one on.
        os.environ.update(tokens)
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        for name in tokens:
            # What this program starts later is not what the user started now.
            os.environ.pop(name, None)
        # A desktop that lets no window take the keyboard by itself marks it at least.
        QApplication.alert(window)
