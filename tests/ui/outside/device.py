"""Another machine with the same synchronised folder."""

from __future__ import annotations

from pathlib import Path

from scout_desktop.storage.device import Writer
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places
from tests.storage.story import Story


class Device:
    """Another machine with the same synchronised folder."""

    def __init__(self, here: Path) -> None:
        away = here.parent / "other machine"
        self.places = Places(here, away / "config", away / "state", away / "cache")
        self.writer = Writer.open(self.places)
        self.story = Story(1_795_300_000_000)
        self.library = Library(self.places, self.writer, self.story.now)

    def say(self, chat: str, text: str, parent: str | None) -> None:
        """Add a message, and show it there."""
        node = self.story.question(text, parent)
        head = {"at": node.created, "by": self.writer.name, "value": node.id}
        self.library.put_nodes(chat, [node], {"head": head})

    def close(self) -> None:
        self.writer.close()
