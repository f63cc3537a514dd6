"""Where everything lies: the data folder, and settings, state and cache outside it (format.md)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """Four folders, none of which needs to exist, and the names of what lies in them."""

    data: Path
    config: Path
    state: Path
    cache: Path

    @classmethod
    def standard(cls) -> Places:
        """Where this system keeps such things for the user."""
        from platformdirs import PlatformDirs

        found = PlatformDirs("scout-desktop", appauthor=False)
        data = found.user_data_path
        # Windows and macOS give one folder for several of these; ours stay apart and out of data.
        config, state, cache = (
            _apart(path, data, name)
            for path, name in (
                (found.user_config_path, "config"),
                (found.user_state_path, "state"),
                (found.user_cache_path, "cache"),
            )
        )
        return cls(data, config, state, cache)

    @classmethod
    def beside(cls, data: Path) -> Places:
        """A data folder D with D.config, D.state and D.cache, as `--data-dir` promises."""
        data = Path(os.path.abspath(data.expanduser()))  # noqa: PTH100 - resolve() follows links
        config, state, cache = (
            data.with_name(f"{data.name}.{kind}") for kind in ("config", "state", "cache")
        )
        return cls(data, config, state, cache)

    @property
    def chats(self) -> Path:
        """One file a chat."""
        return self.data / "chats"

    @property
    def journals(self) -> Path:
        """What is not folded into the chats yet."""
        return self.data / "journal"

    @property
    def media(self) -> Path:
        """Pictures by hash."""
        return self.data / "media"

    @property
    def ledger(self) -> Path:
        """One record an attempt."""
        return self.data / "ledger"

    @property
    def trash(self) -> Path:
        """Redundant copies that a sync program made."""
        return self.data / "trash"

    @property
    def quarantine(self) -> Path:
        """Damaged originals, byte for byte."""
        return self.data / "quarantine"

    @property
    def backups(self) -> Path:
        """Copies of the chats as they were, a week apart and before a change of the format."""
        return self.data / "backups"

    @property
    def readme(self) -> Path:
        """Says what the folder is."""
        return self.data / "README.txt"

    @property
    def library(self) -> Path:
        """Presets, saved prompts, budgets."""
        return self.data / "library.json"

    @property
    def settings(self) -> Path:
        """Settings."""
        return self.config / "settings.json"

    @property
    def device(self) -> Path:
        """Who this machine is."""
        return self.state / "device.json"

    @property
    def locks(self) -> Path:
        """Lock files; a kill frees them."""
        return self.state / "locks"

    @property
    def drafts(self) -> Path:
        """Text being typed."""
        return self.state / "drafts"

    @property
    def batches(self) -> Path:
        """What was asked of many pictures in one go."""
        return self.state / "batches"

    @property
    def logs(self) -> Path:
        """Logs."""
        return self.state / "logs"

    @property
    def window(self) -> Path:
        """Sizes of the window."""
        return self.state / "window.ini"

    @property
    def index(self) -> Path:
        """The cache of the list and the search."""
        return self.cache / "index.sqlite3"

    @property
    def models(self) -> Path:
        """The catalogue as last seen."""
        return self.cache / "models.json"

    @property
    def thumbnails(self) -> Path:
        """Small pictures."""
        return self.cache / "thumbnails"


def _apart(path: Path, data: Path, name: str) -> Path:
    return path / name if path == data or data in path.parents else path
