"""Takes long texts apart in a thread, for a view that asked for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.transcript.view import TranscriptView


class TakingApart(QObject):
    """One for a view."""

    def __init__(self, view: TranscriptView, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._tasks = view, tasks
        view.pieces_wanted.connect(self._begin)

    def _begin(self, node_id: str, text: str) -> None:
        self._tasks.start(f"pieces:{node_id}", self._pieces(node_id, text))

    async def _pieces(self, node_id: str, text: str) -> None:
        from scout_desktop.chat.markdown.flatten import pieces_of  # with the first long text

        self._view.give_pieces(node_id, text, await asyncio.to_thread(pieces_of, text))
