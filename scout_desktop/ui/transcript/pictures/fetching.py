"""Between the transcript's pictures and the session: fetches pixels, saves what was sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from scout_desktop.chat.errors import ScoutError

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from scout_desktop.session.pictures.pictures import Pictures
    from scout_desktop.ui.tasks import Tasks


class Asking(Protocol):
    """A view with pictures, as the transcript is one."""

    @property
    def pixels_wanted(self) -> SignalInstance:
        """Emits (sha256, longest side in device pixels)."""

    @property
    def pixels_given_up(self) -> SignalInstance:
        """Emits the same words when no answer is needed any more."""

    @property
    def save_wanted(self) -> SignalInstance:
        """Emits (sha256, path)."""

    def show_pixels(self, sha256: str, size: int, width: int, height: int, rgba: bytes) -> None:
        """Answer `pixels_wanted`."""

    def show_picture_problem(self, sha256: str, sentence: str) -> None:
        """Answer it with a reason."""

    def show_saved(self, sha256: str, path: str, problem: str = "") -> None:
        """Answer `save_wanted`."""


class Fetching(QObject):
    """Answers a view's `pixels_wanted` and `save_wanted`."""

    def __init__(
        self, view: Asking, pictures: Pictures, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._view, self._pictures, self._tasks = view, pictures, tasks
        view.pixels_wanted.connect(self._fetch)
        view.pixels_given_up.connect(self._give_up)
        view.save_wanted.connect(self._save)

    def _fetch(self, sha256: str, size: int) -> None:
        self._tasks.start(_name(sha256, size), self._fetch_now(sha256, size))

    def _give_up(self, sha256: str, size: int) -> None:
        # Pictures are decoded one by one: what scrolled away must not hold up what is in sight.
        self._tasks.cancel(_name(sha256, size))

    async def _fetch_now(self, sha256: str, size: int) -> None:
        try:
            found = await self._pictures.pixels(sha256, size)
        except ScoutError as error:
            self._view.show_picture_problem(sha256, error.sentence)
            return
        self._view.show_pixels(sha256, size, found.width, found.height, found.rgba)

    def _save(self, sha256: str, path: str) -> None:
        self._tasks.start(f"save:{path}", self._save_now(sha256, path))

    async def _save_now(self, sha256: str, path: str) -> None:
        try:
            await self._pictures.save(sha256, Path(path))
        except ScoutError as error:
            self._view.show_saved(sha256, path, error.sentence)
            return
        self._view.show_saved(sha256, path)


def _name(sha256: str, size: int) -> str:
    return f"pixels:{sha256}:{size}"
