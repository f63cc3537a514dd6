"""What every step of a repair works with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from scout_desktop.chat.findings import Finding
from scout_desktop.storage.ground.locks import Lock
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places

from .common import keep_original
from .copies import Copies


@dataclass(slots=True)
class Workshop:
    """One repair. `opened` are the chats that stay open, `now` is UTC as stored."""

    library: Library
    copies: Copies
    now: str
    opened: Collection[str] = ()

    @property
    def places(self) -> Places:
        """Where everything lies."""
        return self.library.places

    def path(self, finding: Finding) -> Path:
        """Return the file that a finding is about."""
        return self.places.data / finding.where

    def put_by(self, name: str, data: bytes) -> None:
        """Keep an original in quarantine/, durable when this returns. Raises DiskError."""
        keep_original(self.places, name, data, self.library.writer.name)

    def claim(self, writer: str) -> Lock | None:
        """Take the place of a writer of this machine that has died.

        None for ours, which needs none, and for one that lives or is of another machine.
        """
        return None if self.is_ours(writer) else self.library.writer.claim(writer)

    def is_ours(self, writer: str) -> bool:
        """Whether it is we who write under this name."""
        return writer == self.library.writer.name
