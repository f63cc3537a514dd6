"""A library with its index, as the tests of finding write and search it."""

from __future__ import annotations

from dataclasses import dataclass

from scout_desktop.chat.message import Node
from scout_desktop.chat.search.reading import parse
from scout_desktop.storage.index import Index
from scout_desktop.storage.index.search import Wanted
from scout_desktop.storage.library import Library
from tests.storage.story import Story

NOW = "2026-11-24T12:00:00.000Z"


@dataclass
class Room:
    """A library with its index, and the chats as they ought to be found."""

    library: Library
    index: Index
    story: Story

    def chat(self, title: str, *nodes: Node) -> str:
        made = self.library.create(self.story.chat(title, self.library.writer.name))
        self.put(made.id, *nodes)
        return made.id

    def put(self, id: str, *nodes: Node) -> None:
        if nodes:
            self.library.put_nodes(id, list(nodes))
        self.index.update(self.library.open(id))

    def found(self, typed: str, **more: object) -> list[str]:
        wanted = Wanted(parse(typed, NOW), **more)  # type: ignore[arg-type]
        return [row[0] for row in self.index.search(wanted).rows]
