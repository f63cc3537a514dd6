"""Opens the picture of a row in the same viewer as the pictures of a chat.

Imported with the first picture that is looked at: the viewer is no small part of the program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiboken6 import isValid

from scout_desktop.chat.errors import ScoutError
from scout_desktop.ui.transcript.pictures.fetching import Fetching
from scout_desktop.ui.transcript.pictures.gallery import Gallery

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.session.chats import Chats
    from scout_desktop.session.pictures.pictures import Pictures
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.theme.theme import Theme


class Looking(Gallery):
    """A gallery without thumbnails of its own: the table has those."""

    def __init__(
        self, owner: QWidget, theme: Theme, chats: Chats, pictures: Pictures, tasks: Tasks
    ) -> None:
        super().__init__(theme, owner)
        self._chats, self._tasks = chats, tasks
        Fetching(self, pictures, tasks, self)

    def open(self, chat: str, sha256: str) -> None:
        """Show the picture with this hash, as its chat describes it."""
        self._tasks.start(f"look at {sha256}", self._open(chat, sha256))

    def show_picture_problem(self, sha256: str, sentence: str) -> None:
        """Say in the viewer why there is no picture."""
        self.show_problem(sha256, sentence)

    async def _open(self, chat: str, sha256: str) -> None:
        try:
            found = await self._chats.open(chat)
        except ScoutError:
            return  # the button that opens the chat says what is wrong with it
        images = (image for node in found.nodes.values() for image in node.images)
        image = next((each for each in images if each.sha256 == sha256), None)
        if image is not None and isValid(self):  # the window may be closed by now
            self.open_viewer(image)
