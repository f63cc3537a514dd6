"""Between the window of a picture and the session: its original, trials, and the picture made."""

from __future__ import annotations

import itertools
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.picture import inspect
from scout_desktop.chat.recipe import ORIGINAL, Recipe, plan
from scout_desktop.chat.tiles import tiling
from scout_desktop.ui.controls.picture.sent import name_of
from scout_desktop.ui.pictures.seen.words import Sent

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from PySide6.QtGui import QImage

    from scout_desktop.chat.estimate import Prices
    from scout_desktop.chat.message import ImagePart
    from scout_desktop.chat.recipe import Turn
    from scout_desktop.session.pictures.pictures import Pictures, Pixels, Source
    from scout_desktop.ui.pictures.studio import StudioView
    from scout_desktop.ui.tasks import Tasks

_PATIENCE_MS = 160
"""A change is tried out when none has followed it for so long."""
_counter = itertools.count()

ELSEWHERE = (
    "This picture is sent as an address, and only the service fetches it: what the model sees of "
    "it is not known here. Save the picture and attach the file to work on it."
)
NOT_KEPT = (
    "The original of this picture is not kept here, so this works on what was sent of it, "
    "{width} × {height} pixels: what that does not show cannot come back."
)


class StudioPresenter(QObject):
    """Serves one window; ends with it."""

    made = Signal(object)
    """The ImagePart to send: new, or the one given where nothing was changed."""

    _progressed = Signal(float)
    """From a worker thread."""

    def __init__(
        self,
        view: StudioView,
        image: ImagePart,
        pictures: Pictures,
        tasks: Tasks,
        prices: Prices,
    ) -> None:
        super().__init__(view)
        self._view, self._image, self._pictures, self._tasks = view, image, pictures, tasks
        self._source: Source | None = None
        self._as_sent = image.recipe
        """The recipe whose bytes are there already: what was sent."""
        self._room = f"studio {next(_counter)}"
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._try_now)
        view.show_prices(prices)
        view.recipe_changed.connect(self._try_soon)
        view.pixels_wanted.connect(self._fetch)
        view.used.connect(self._use)
        view.closed.connect(self._end)
        self._progressed.connect(view.show_progress)

    @property
    def view(self) -> StudioView:
        """The window that this serves."""
        return self._view

    def begin(self) -> None:
        """Fetch the original, then what was sent of it."""
        if self._image.url:
            self._view.show_problem(ELSEWHERE)
            return
        self._start("source", self._open)

    def _start(
        self, what: str, work: Callable[[], Awaitable[None]], *, usable: bool = False
    ) -> None:
        self._tasks.start(f"{self._room} {what}", self._told(work, usable))

    async def _told(self, work: Callable[[], Awaitable[None]], usable: bool) -> None:
        try:
            await work()
        except ScoutError as error:
            self._view.show_problem(error.sentence, usable=usable)

    async def _open(self) -> None:
        source = await self._pictures.source(self._image)
        recipe, note = self._image.recipe, ""
        if not source.original:
            # Crop, turn and marks are in its pixels already.
            recipe = self._as_sent = Recipe(ORIGINAL)
            note = NOT_KEPT.format(width=source.width, height=source.height)
        size = self._view.original_size
        found = await self._pictures.pixels(source.sha256, size, source.page)
        image = await _turned(found, recipe.turn)
        self._source = source
        name = name_of(self._image) + (f", page {source.page}" if source.page else "")
        self._view.show_source(name, source.width, source.height, image, recipe=recipe, note=note)
        await self._try(recipe)

    def _fetch(self, size: int, turn: Turn) -> None:
        self._start("pixels", partial(self._fetch_now, size, turn))

    async def _fetch_now(self, size: int, turn: Turn) -> None:
        source = self._source
        if source is not None:
            found = await self._pictures.pixels(source.sha256, size, source.page)
            self._view.show_pixels(size, turn, await _turned(found, turn))

    def _try_soon(self, _recipe: Recipe) -> None:
        self._tasks.cancel(f"{self._room} trial")
        self._view.show_progress(0)
        self._patience.start()

    def _try_now(self) -> None:
        self._start("trial", partial(self._try, self._view.recipe))

    async def _try(self, recipe: Recipe) -> None:
        import asyncio

        from scout_desktop.ui.pictures.seen.trial import trial_of

        self._view.show_progress(0.1)
        data = await self._bytes(recipe)
        self._view.show_progress(0.8)
        sent = self._sent(recipe, data)
        # What the model reduces anyway is not decoded larger than that: 40 million pixels are
        # 160 MB.
        seen = tiling(sent.width, sent.height)
        pixels = await self._pictures.sent_pixels(data, max(seen.width, seen.height))
        self._view.show_trial(await asyncio.to_thread(trial_of, recipe, sent, pixels))

    async def _bytes(self, recipe: Recipe) -> bytes:
        if recipe == self._as_sent:
            # Not made again: these are the bytes that are sent.
            return await self._pictures.bytes_of(self._image.sha256)
        return (await self._pictures.trial(self._image, recipe)).data

    def _sent(self, recipe: Recipe, data: bytes) -> Sent:
        source = self._source
        assert source is not None  # nothing is tried before it is there
        todo = plan(recipe, source.width, source.height)
        of = (todo.part.width, todo.part.height) if todo is not None else (1, 1)
        # As the bytes say themselves, whatever a chat's file may tell.
        info = inspect(data)
        cropped = recipe.crop is not None
        return Sent(info.width, info.height, info.mime, len(data), *of, cropped=cropped)

    def _use(self, recipe: Recipe) -> None:
        self._patience.stop()
        self._tasks.cancel(f"{self._room} trial")
        self._start("use", partial(self._use_now, recipe), usable=True)

    async def _use_now(self, recipe: Recipe) -> None:
        image = self._image
        if recipe != self._as_sent:
            image = await self._pictures.again(image, recipe, self._progressed.emit)
        self.made.emit(image)
        self._view.accept()

    def _end(self) -> None:
        self._patience.stop()
        for what in ("source", "pixels", "trial", "use"):
            self._tasks.cancel(f"{self._room} {what}")


async def _turned(pixels: Pixels, turn: Turn) -> QImage:
    """Return pixels as an image, turned by so many degrees clockwise; made in a thread."""
    import asyncio

    from PySide6.QtGui import QTransform

    from scout_desktop.ui.controls.picture.pixels import image_of

    def make() -> QImage:
        image = image_of(pixels.width, pixels.height, pixels.rgba)
        return image.transformed(QTransform().rotate(turn)) if turn else image

    return await asyncio.to_thread(make)
