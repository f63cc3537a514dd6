"""Makes a picture of a draft anew when the user wants it fitted in another way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.recipe import Recipe
from scout_desktop.ui.composer.taking.progress import handed_over

if TYPE_CHECKING:
    from scout_desktop.chat.message import ImagePart
    from scout_desktop.session.pictures.pictures import Pictures
    from scout_desktop.ui.composer.composer import Composer
    from scout_desktop.ui.composer.taking.faces import Faces
    from scout_desktop.ui.tasks import Tasks


@dataclass
class _Work:
    """One picture that is being made anew."""

    chat_id: str
    before: ImagePart
    chip: int
    """Where it is shown; another number after the chat was left and shown again."""


class Anew(QObject):
    """The chip keeps its picture until the new one is there; the latest choice wins."""

    replaced = Signal(str, object, object)
    """(chat id, `ImagePart` before, after): ready, while another chat is shown."""

    def __init__(self, composer: Composer, pictures: Pictures, tasks: Tasks, faces: Faces) -> None:
        super().__init__(composer)
        self._composer, self._pictures = composer, pictures
        self._tasks, self._faces = tasks, faces
        self._chat_id: str | None = None
        self._works: dict[int, _Work] = {}
        """By the number of the chip as it is now."""
        composer.fit_chosen.connect(self._fit_chosen)

    def turn_to(self, chat_id: str) -> None:
        """From now on this chat is the one in the composer."""
        self._chat_id = chat_id

    def show_coming(self) -> None:
        """Show in the chips of the chat shown which are being made anew."""
        for work in tuple(self._works.values()):
            chip = self._composer.number_of(work.before)
            if work.chat_id == self._chat_id and chip is not None:
                work.chip = chip
                self._composer.show_progress(chip, 0)
        self._works = {work.chip: work for work in self._works.values()}

    def forget(self, chip: int) -> None:
        """What is coming for this chip is not wanted any more."""
        work = self._works.pop(chip, None)
        if work is not None:
            self._tasks.cancel(_name(work))

    def _fit_chosen(self, chip: int, fit: str) -> None:
        image = self._composer.image_of(chip)
        if image is None or image.url or self._chat_id is None:
            return
        waiting = chip in self._works
        self.forget(chip)
        if fit == image.fit:
            if waiting:
                self._composer.show_no_progress(chip)
            return
        work = self._works[chip] = _Work(self._chat_id, image, chip)
        self._composer.show_progress(chip, 0)
        self._tasks.start(_name(work), self._make(work, replace(image.recipe, fit=fit)))

    async def _make(self, work: _Work, recipe: Recipe) -> None:
        def show(share: float) -> None:
            if self._is_wanted(work) and work.chat_id == self._chat_id:
                self._composer.show_progress(work.chip, share)

        try:
            source = await self._pictures.source(work.before)
            if not source.original:
                # Only what was sent is left, which is cut, turned and marked already.
                recipe = Recipe(recipe.fit)
            made = await self._pictures.again(work.before, recipe, handed_over(show))
        except ScoutError as error:
            if self._finish(work):
                self._composer.show_no_progress(work.chip)
                self._composer.show_note(error.sentence)
            return
        if not self._finish(work):
            return
        if work.chat_id == self._chat_id:
            self._composer.resolve(work.chip, made)
            self._faces.show(work.chip, made)
        else:
            self.replaced.emit(work.chat_id, work.before, made)

    def _is_wanted(self, work: _Work) -> bool:
        return self._works.get(work.chip) is work

    def _finish(self, work: _Work) -> bool:
        """Whether the work is still wanted; it is off the list from now on."""
        return self._is_wanted(work) and self._works.pop(work.chip) is work


def _name(work: _Work) -> str:
    return f"again {id(work)}"
