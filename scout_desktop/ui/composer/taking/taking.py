"""Takes what is offered: prepares pictures for the draft of the chat they were meant for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.message import ImagePart
from scout_desktop.ui.composer.intake.offer import MOST_OF_A_FOLDER, Loose, unfold
from scout_desktop.ui.composer.taking.anew import Anew
from scout_desktop.ui.composer.taking.faces import Faces
from scout_desktop.ui.composer.taking.progress import handed_over
from scout_desktop.ui.composer.taking.questions import Questions

if TYPE_CHECKING:
    from asyncio import Semaphore
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from scout_desktop.session.pictures.pictures import Pictures
    from scout_desktop.ui.composer.composer import Composer
    from scout_desktop.ui.composer.intake.offer import Offer
    from scout_desktop.ui.tasks import Tasks

_AT_ONCE = 2
"""Pictures prepared side by side; more would only take the processor from the window."""


class Document(NamedTuple):
    """A document of several pages, some of which are to be attached to a chat."""

    name: str
    content: Path | bytes
    pages: int
    chat_id: str


@dataclass
class _Coming:
    """A picture on its way, and whose draft it belongs to."""

    chat_id: str
    name: str
    image: ImagePart | None = None
    """Ready, but one before it is not, and the order shall be kept."""


class Taking(QObject):
    """Knows which chat is shown by `turn_to`; pictures for other chats are handed out."""

    arrived = Signal(str, object)
    """(chat id, `ImagePart`): ready, while another chat is shown; in the order of the offer."""
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
        self._coming: dict[int, _Coming] = {}
        self._room: Semaphore | None = None
        self._faces = Faces(composer, pictures, tasks)
        self._anew = Anew(composer, pictures, tasks, self._faces)
        self._anew.replaced.connect(self.replaced)
        self._questions = Questions(composer)
        self._questions.address_agreed.connect(self._attach_address)
        self._questions.taken_back.connect(self.take_away)
        self._questions.batch_wanted.connect(self.batch_wanted)
        composer.offered.connect(self.take)
        composer.picture_removed.connect(self._forget)

    def turn_to(self, chat_id: str) -> None:
        """From now on this chat is the one in the composer."""
        self._chat_id = chat_id
        self._anew.turn_to(chat_id)

    def numbers(self, images: Iterable[ImagePart]) -> list[int]:
        """Give numbers to pictures that are shown next; what they look like follows by itself."""
        found = []
        for image in images:
            found.append(self._faces.next())
            self._faces.show(found[-1], image)
        return found

    def show_coming(self) -> None:
        """Show what is still on its way to the chat shown; to be called once its draft is."""
        for number, coming in tuple(self._coming.items()):
            if coming.chat_id == self._chat_id:
                self._composer.add_pending(number, coming.name)
                if coming.image is not None:
                    self._arrive(number, coming.image)
        self._anew.show_coming()

    def take(self, offer: Offer) -> None:
        """Attach what was dropped, pasted or chosen to the draft shown."""
        if self._chat_id is not None:
            self._composer.focus_text()
            self._composer.expect_pictures()
            self._tasks.start(f"offer {self._faces.next()}", self._take(offer, self._chat_id))

    def take_pages(self, document: Document, pages: Iterable[int]) -> None:
        """Attach these pages (from 1) of a document to the chat it was meant for."""
        for page in pages:
            self._begin(document.chat_id, document.name, document.content, page)

    def attach(self, images: Iterable[ImagePart]) -> None:
        """Attach pictures that were sent or prepared before to the draft shown."""
        for image in images:
            (number,) = self.numbers((image,))
            self._composer.add_picture(number, image)

    def replace(self, number: int, before: ImagePart, image: ImagePart) -> bool:
        """Put a picture made anew in the place of the one in this chip, if that is still there.

        Once the chat was left and shown again, the picture is in a chip of another number.
        """
        here = self._composer.image_of(number) is not None
        place = number if here else self._composer.number_of(before)
        if place is None:
            return False
        self._anew.forget(place)
        self._composer.resolve(place, image)
        self._faces.show(place, image)
        return True

    def take_away(self, numbers: Sequence[int]) -> None:
        """Take chips away, ready or not."""
        for number in numbers:
            self._forget(number)
        self._composer.take_away(numbers)

    async def _take(self, offer: Offer, chat_id: str) -> None:
        from asyncio import sleep, to_thread  # after the first frame, as in ui/tasks.py

        numbers = []
        try:
            self._composer.load_chips()
            files, folders = await to_thread(unfold, offer.paths)
            found: list[Path | Loose] = [*files[:MOST_OF_A_FOLDER], *offer.loose]
            for given in found:
                numbers.append(self._begin(chat_id, given.name, given))
                await sleep(0)  # twenty chips at once would hold up the window for 50 ms
        finally:
            self._composer.expect_no_more()
        if chat_id == self._chat_id:
            self._questions.ask(offer, files, folders, numbers)

    def _begin(self, chat_id: str, name: str, content: Path | bytes | Loose, page: int = 0) -> int:
        number = self._faces.next()
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
                tell = handed_over(lambda share: self._progressed(number, share))
                image = await self._made(name, content, page or pages, tell)
        except ScoutError as error:
            coming = self._coming.pop(number, None)
            if coming is not None:
                self._composer.refuse(number, error.sentence)
                self._hand_out(coming.chat_id)
            return
        coming = self._coming.get(number)
        if coming is None:
            return
        if coming.chat_id == self._chat_id:
            self._arrive(number, image)
        else:
            coming.image = image
            self._hand_out(coming.chat_id)

    async def _made(
        self, name: str, content: Path | bytes, page: int, progress: Callable[[float], None]
    ) -> ImagePart:
        size = self._faces.size
        if isinstance(content, bytes):
            return await self._pictures.take(
                content, name, page=page, progress=progress, face_size=size
            )
        return await self._pictures.take_file(content, page=page, progress=progress, face_size=size)

    def _arrive(self, number: int, image: ImagePart) -> None:
        del self._coming[number]
        self._composer.resolve(number, image)
        self._faces.show(number, image)

    def _hand_out(self, chat_id: str) -> None:
        """Hand out what is ready for a chat that is not shown, up to the first that is not."""
        if chat_id == self._chat_id:
            return
        for number, coming in tuple(self._coming.items()):
            if coming.chat_id == chat_id:
                if coming.image is None:
                    return
                del self._coming[number]
                self.arrived.emit(chat_id, coming.image)

    def _ask_for_pages(self, number: int, name: str, content: Path | bytes, pages: int) -> None:
        coming = self._coming.pop(number)
        self._composer.take_away((number,))
        self._hand_out(coming.chat_id)
        self.pages_wanted.emit(Document(name, content, pages, coming.chat_id))

    def _attach_address(self, url: str, name: str) -> None:
        self.attach((ImagePart("", "", 0, 0, 0, name=name, url=url),))

    def _progressed(self, number: int, share: float) -> None:
        if number in self._coming:
            self._composer.show_progress(number, share)

    def _forget(self, number: int) -> None:
        self._tasks.cancel(f"picture {number}")
        self._coming.pop(number, None)
        self._anew.forget(number)
