"""The pictures of earlier chats, to be used again."""

from __future__ import annotations

from dataclasses import dataclass

from scout_desktop.chat.errors import DiskError
from scout_desktop.chat.message import ImagePart
from scout_desktop.session.disk import Disk
from scout_desktop.session.finding import Finding
from scout_desktop.storage.index import Index
from scout_desktop.storage.library import Library

MOST = 500
"""Pictures that are offered; the newest ones."""


@dataclass(frozen=True, slots=True)
class EarlierPicture:
    """A picture, and where it was sent. `created` is UTC."""

    image: ImagePart
    chat: str
    title: str
    created: str


class Earlier:
    """Looks through the chats that hold pictures."""

    def __init__(self, library: Library, index: Index, disk: Disk, finding: Finding) -> None:
        self._library = library
        self._index = index
        self._disk = disk
        self._finding = finding

    async def pictures(self, most: int = MOST) -> tuple[EarlierPicture, ...]:
        """Return the pictures sent, newest first, each once. Raises DiskError.

        A chat that cannot be read is passed over: the list of conversations says what is wrong.
        """
        await self._finding.catch_up()
        return await self._disk.run(self._find, most)

    def _find(self, most: int) -> tuple[EarlierPicture, ...]:
        found: dict[str, EarlierPicture] = {}
        for row in self._index.rows():
            if len(found) >= most:
                break
            # Only chats with a picture have one to show; the others need not be read.
            if row.thumbnail is not None:
                for each in self._of(row.id, row.title):
                    found.setdefault(each.image.sha256, each)
        newest = sorted(found.values(), key=lambda each: each.created, reverse=True)
        return tuple(newest[:most])

    def _of(self, id: str, title: str) -> list[EarlierPicture]:
        try:
            chat = self._library.peek(id)
        except DiskError:
            return []
        return [
            EarlierPicture(image, id, title, node.created)
            for node in chat.nodes.values()
            if not node.deleted
            for image in node.images
            if image.sha256
        ]
