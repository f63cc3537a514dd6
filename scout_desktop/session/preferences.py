"""The user's choices, as a value that changes by being replaced and saved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scout_desktop.storage.settings import Settings, SettingsFile

from .disk import Disk

__all__ = ["Preferences", "Settings"]


class Preferences:
    """Holds the settings in force."""

    def __init__(self, settings: Settings, file: SettingsFile, disk: Disk) -> None:
        self._current = settings
        self._file = file
        self._disk = disk

    @property
    def current(self) -> Settings:
        """The settings as they are now."""
        return self._current

    async def change(self, **fields: Any) -> Settings:
        """Set fields of Settings by name; in force at once, saved when this returns.

        Raises DiskError; the change then holds for this run only.
        """
        self._current = replace(self._current, **fields)
        await self._disk.run(self._file.save, self._current)
        return self._current
