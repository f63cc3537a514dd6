"""Takes what is offered: prepares pictures, asks about addresses, makes pictures anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.recipe import Recipe
from scout_desktop.ui.composer.intake.offer import Loose, unfold
from scout_desktop.ui.composer.questions import Questions
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from asyncio import Semaphore
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scout_desktop.session.pictures.pictures import Pictures
    from scout_desktop.ui.composer.composer import Composer
    from scout_desktop.ui.composer.intake.offer import Offer
    from scout_desktop.ui.tasks import Tasks

_AT_ONCE = 2
"""Pictures prepared side by side; more would only take the processor from the window."""
_STEPS = 50
"""Of a progress bar; the worker's every word would only keep the window busy."""


class Document(NamedTuple):
    """A document of several pages, some of which are to be attached to a chat."""

    name: str
    content: Path | bytes
    pages: int
    chat_id: str


class _Coming(NamedTuple):
    """A picture on its way, and whose draft it belongs to."""

    chat_id: str
    name: str


class _Anew(NamedTuple):
    """A picture of a draft that is being made anew."""

    chat_id: str
    before: ImagePart
    recipe: Recipe


class Taking(QObject):
    """Knows which chat is shown by `turn_to`; pictures for other chats are handed out."""

    arrived = Signal(str, object)
    """(chat id, `ImagePart`): ready, while another chat is shown."""
    replaced = Signal(str, object, object)
    """(chat id, `ImagePart` before, after): made anew, while another chat is shown."""
    pages_wanted = Signal(object)
    """A `Document`: the user shall choose pages, and `take_pages` is told which."""
    batch_wanted = Signal(object)
    """The `Path`s, a tuple, of which the same shall be asked; their chips are gone."""

    def __init__(self, composer: Composer, pictures: Pictures, tasks: Tasks) -> None:
        super().__init__(composer)
        self._composer, self._pictures, self._tasks = composer, pictures, tasks
        self._chat_id: str | None = None
        self._number = 0
        self._coming: dict[int, _Coming] = {}
        self._anew: dict[int, _Anew] = {}
        self._room: Semaphore | None = None
        self._questions = Questions(composer)
        self._questions.address_agreed.connect(self._attach_address)
        self._questions.taken_back.connect(self.take_away)
        self._questions.batch_wanted.connect(self.batch_wanted)
        composer.offered.connect(self.take)
        composer.picture_removed.connect(self._forget)
        composer.fit_chosen.connect(self._fit_chosen)

    def turn_to(self, chat_id: str) -> None:
        """From now on this chat is the one in the composer."""
        self._chat_id = chat_id

    def numbers(self, images: Sequence[ImagePart]) -> list[int]:
        """Give numbers to pictures that will be shown; what they look like follows by itself."""
        return [self._numbered(image) for image in images]

    def show_coming(self) -> None:
        """Show the chips of what is still on its way to the chat shown."""
        for number, coming in self._coming.items():
            if coming.chat_id == self._chat_id:
                self._composer.add_pending(number, coming.name)

    def take(self, offer: Offer) -> None:
        """Attach what was dropped, pasted or chosen to the draft shown."""
        if self._chat_id is not None:
            self._composer.focus_text()
            self._tasks.start(f"offer {self._next()}", self._take(offer, self._chat_id))

    def take_pages(self, document: Document, pages: Sequence[int]) -> None:
        """Attach these pages (from 1) of a document to the chat it was meant for."""
        for page in pages:
            self._begin(document.chat_id, document.name, document.content, page)

    def attach(self, images: Sequence[ImagePart]) -> None:
        """Attach pictures that were sent or prepared before to the draft shown."""
        for image in images:
            number = self._numbered(image)
            self._composer.add_picture(number, image)

    def replace(self, number: int, image: ImagePart) -> None:
        """Put a picture that was made anew in the place of the one in this chip."""
        self._forget(number)
        if self._composer.image_of(number) is not None:
            self._composer.resolve(number, image)
            self._show_face(number, image)

    def take_away(self, numbers: Sequence[int]) -> None:
        """Take chips away, ready or not."""
        for number in numbers:
            self._forget(number)
        self._composer.take_away(numbers)

    async def _take(self, offer: Offer, chat_id: str) -> None:
        from asyncio import to_thread  # after the first frame, as in ui/tasks.py

        files, folders = await to_thread(unfold, offer.paths)
        numbers = [self._begin(chat_id, path.name, path) for path in files]
        numbers += [self._begin(chat_id, loose.name, loose) for loose in offer.loose]
        if chat_id == self._chat_id:
            self._questions.ask(offer, files, folders, numbers)

    def _begin(self, chat_id: str, name: str, content: Path | bytes | Loose, page: int = 0) -> int:
        number = self._next()
        self._coming[number] = _Coming(chat_id, name)
        if chat_id == self._chat_id:
            self._composer.add_pending(number, name)
        self._tasks.start(f"picture {number}", self._prepare(number, name, content, page))
        return number

    async def _prepare(
        self, number: int, name: str, given: Path | bytes | Loose, page: int
    ) -> None:
        from asyncio import Semaphore, to_thread

        self._room = self._room or Semaphore(_AT_ONCE)
        try:
            async with self._room:
                content = await to_thread(given.encoded) if isinstance(given, Loose) else given
                pages = 0 if page else await self._pictures.pages(content)
                if pages > 1:
                    self._ask_for_pages(number, name, content, pages)
                    return
                image = await self._made(name, content, page or pages, self._teller(number))
        except ScoutError as error:
            if self._coming.pop(number, None) is not None:
                self._composer.refuse(number, error.sentence)
            return
        coming = self._coming.pop(number, None)
        if coming is None:
            return
        if coming.chat_id == self._chat_id:
            self._composer.resolve(number, image)
            self._show_face(number, image)
        else:
            self.arrived.emit(coming.chat_id, image)

    async def _made(
        self, name: str, content: Path | bytes, page: int, progress: Callable[[float], None]
    ) -> ImagePart:
        if isinstance(content, bytes):
            return await self._pictures.take(content, name, page=page, progress=progress)
        return await self._pictures.take_file(content, page=page, progress=progress)

    def _ask_for_pages(self, number: int, name: str, content: Path | bytes, pages: int) -> None:
        coming = self._coming.pop(number)
        self._composer.take_away((number,))
        self.pages_wanted.emit(Document(name, content, pages, coming.chat_id))

    def _attach_address(self, url: str, name: str) -> None:
        self.attach((ImagePart("", "", 0, 0, 0, name=name, url=url),))

    def _fit_chosen(self, number: int, fit: str) -> None:
        image = self._composer.image_of(number)
        if image is None or image.url or self._chat_id is None:
            return
        if fit == image.fit:
            if number in self._anew:
                # Back to what is here: what was coming is not wanted any more.
                self._forget(number)
                self._composer.show_no_progress(number)
            return
        anew = _Anew(self._chat_id, image, replace(image.recipe, fit=fit))
        self._anew[number] = anew
        self._composer.show_progress(number, 0)
        self._tasks.start(f"again {number}", self._make_anew(number, anew))

    async def _make_anew(self, number: int, anew: _Anew) -> None:
        recipe = anew.recipe
        try:
            source = await self._pictures.source(anew.before)
            if not source.original:
                # Only what was sent is left, which is cut, turned and marked already.
                recipe = Recipe(recipe.fit)
            made = await self._pictures.again(anew.before, recipe, self._teller(number))
        except ScoutError as error:
            if self._anew.get(number) is anew:
                del self._anew[number]
                self._composer.show_no_progress(number)
                self._composer.show_note(error.sentence)
            return
        if self._anew.get(number) is not anew:
            return
        del self._anew[number]
        if anew.chat_id != self._chat_id:
            self.replaced.emit(anew.chat_id, anew.before, made)
            return
        # The chat may have been left and come back to: then its chips have other numbers.
        if self._composer.image_of(number) is None:
            number = self._composer.number_of(anew.before) or number
        self._composer.resolve(number, made)
        self._show_face(number, made)

    def _teller(self, number: int) -> Callable[[float], None]:
        """Return what a worker thread may call with 0 to 1; the window hears it on its own loop."""
        from asyncio import get_running_loop

        loop = get_running_loop()
        told = -1

        def tell(share: float) -> None:
            nonlocal told
            if (step := int(share * _STEPS)) != told and not loop.is_closed():
                told = step
                loop.call_soon_threadsafe(self._progressed, number, share)

        return tell

    def _progressed(self, number: int, share: float) -> None:
        if number in self._coming or number in self._anew:
            self._composer.show_progress(number, share)

    def _forget(self, number: int) -> None:
        self._tasks.cancel(f"picture {number}")
        self._tasks.cancel(f"again {number}")
        self._coming.pop(number, None)
        self._anew.pop(number, None)

    def _numbered(self, image: ImagePart) -> int:
        number = self._next()
        self._show_face(number, image)
        return number

    def _show_face(self, number: int, image: ImagePart) -> None:
        if not image.url:
            self._tasks.start(f"thumbnail {number}", self._show_thumbnail(number, image))

    async def _show_thumbnail(self, number: int, image: ImagePart) -> None:
        side = round(2 * SIZES.chip_picture * self._composer.devicePixelRatioF())
        try:
            pixels = await self._pictures.pixels(image.sha256, side)
        except ScoutError as error:
            self._composer.refuse(number, error.sentence)
            return
        # A view of `rgba`, which the copy outlives.
        view = QImage(pixels.rgba, pixels.width, pixels.height, QImage.Format.Format_RGBA8888)
        self._composer.show_thumbnail(number, view.copy())

    def _next(self) -> int:
        self._number += 1
        return self._number
