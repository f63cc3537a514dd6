"""The part of the composer that holds pictures: ready, being prepared, or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaMethod, Signal

from scout_desktop.ui.composer.chips.shelf import Shelf
from scout_desktop.ui.composer.surface import Surface

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.estimate import Prices
    from scout_desktop.chat.message import ImagePart
    from scout_desktop.ui.composer.intake.preview import Preview
    from scout_desktop.ui.theme.theme import Theme


class PictureHolder(Surface):
    """Knows pictures by the numbers that its presenter gives them."""

    offered = Signal(object)
    """An `Offer` of pictures that were pasted, dropped on the text or chosen."""
    screenshot_requested = Signal()
    earlier_requested = Signal()
    """The user wants to attach a picture of an earlier chat."""
    batch_requested = Signal()
    picture_removed = Signal(int)
    """The chip of this number was taken away by the user."""
    look_requested = Signal(int)
    """The user wants to see what the model sees of this one."""
    fit_chosen = Signal(int, str)
    """(number, fit): the user wants this picture fitted in another way."""
    pictures_changed = Signal()
    """One came, went, moved, or was made anew; not while a whole draft is shown."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._known_prices: Prices | None = None
        self._earlier: tuple[ImagePart, ...] = ()
        self._folder: Path | None = None
        self._preview: Callable[[], Preview] | None = None
        self._expected = 0
        self._shelf = Shelf(theme, self)
        self._shelf.removed.connect(self.picture_removed)
        self._shelf.removed.connect(self.pictures_changed)
        self._shelf.moved.connect(self.pictures_changed)
        self._shelf.look_requested.connect(self.look_requested)
        self._shelf.fit_chosen.connect(self.fit_chosen)

    @property
    def is_preparing(self) -> bool:
        """Whether a picture is still coming, the first of its chip or another in its place."""
        return self._expected > 0 or any(chip.busy for chip in self._shelf.chips())

    def image_of(self, number: int) -> ImagePart | None:
        """The picture in this chip, None when it is not ready or gone."""
        chip = self._shelf.chip(number)
        return None if chip is None else chip.image

    def number_of(self, image: ImagePart) -> int | None:
        """The number of the chip that holds this picture."""
        return self._shelf.number_of(image)

    def expect_pictures(self) -> None:
        """Some may come: a message waits until `expect_no_more` was called as often as this."""
        self._expected += 1

    def expect_no_more(self) -> None:
        """What was expected is here as chips, or there was nothing."""
        self._expected -= 1
        self.pictures_changed.emit()

    def load_chips(self) -> None:
        """Load what chips need, so that the first one is no longer event than the others."""
        self._shelf.load()

    def add_pending(self, number: int, name: str) -> None:
        """Add a chip for a picture that is being prepared."""
        self._shelf.add(number, name)
        self._shelf.show_last()
        self.pictures_changed.emit()

    def add_picture(self, number: int, image: ImagePart) -> None:
        """Add a chip for a picture that is ready."""
        self._put(number, image)
        self._shelf.show_last()
        self.pictures_changed.emit()

    def resolve(self, number: int, image: ImagePart) -> None:
        """Show the prepared picture in its chip, or another in its place, if the chip is there."""
        chip = self._shelf.chip(number)
        if chip is not None:
            chip.resolve(image, self._prices)
            self.pictures_changed.emit()

    def show_progress(self, number: int, share: float) -> None:
        """Show that 0 to 1 of a picture's preparation is done, if its chip is still there."""
        chip = self._shelf.chip(number)
        if chip is not None:
            chip.show_progress(share)

    def show_no_progress(self, number: int) -> None:
        """Another picture in the place of this one will not come."""
        chip = self._shelf.chip(number)
        if chip is not None:
            chip.show_no_progress()
            self.pictures_changed.emit()

    def show_thumbnail(self, number: int, thumbnail: QImage) -> None:
        """Show what the picture looks like, if its chip is still there."""
        chip = self._shelf.chip(number)
        if chip is not None:
            chip.show_thumbnail(thumbnail)

    def refuse(self, number: int, sentence: str) -> None:
        """Say in its chip why a picture cannot be sent."""
        if self._shelf.chip(number) is not None:
            self._shelf.refuse(number, sentence)
            self.pictures_changed.emit()

    def take_away(self, numbers: Iterable[int]) -> None:
        """Take these chips away; nobody is told that the user did."""
        for number in numbers:
            self._shelf.take_away(number)
        self.pictures_changed.emit()

    def show_earlier(self, images: Sequence[ImagePart]) -> None:
        """These pictures of the chat go along again: they count towards what providers take."""
        if tuple(images) != self._earlier:
            self._earlier = tuple(images)
            self.pictures_changed.emit()

    def preview_by(self, preview: Callable[[], Preview]) -> None:
        """Show what files look like while the user picks them; asked for with each dialog."""
        self._preview = preview

    def choose_files(self) -> None:
        """Let the user pick pictures."""
        # The dialog costs 4 ms to load, whether it is ever opened or not.
        from scout_desktop.ui.composer.intake.picker import pick_pictures

        preview = None if self._preview is None else self._preview()
        pick_pictures(self, self._folder, self._files_chosen, theme=self._theme, preview=preview)

    def open_ways(self, over: QWidget) -> None:
        """Open the menu of all ways to attach a picture, above a widget."""
        from scout_desktop.ui.composer.foot.ways import open_ways

        more = (
            ("Screenshot…", self.screenshot_requested),
            ("Earlier pictures…", self.earlier_requested),
            ("Batch…", self.batch_requested),
        )
        ways: list[tuple[str, Callable[[], object]]] = [
            ("Choose pictures…\tCtrl+O", self.choose_files)
        ]
        ways += [
            (words, signal.emit)
            for words, signal in more
            if self.isSignalConnected(QMetaMethod.fromSignal(signal))
        ]
        open_ways(over, ways)

    def _files_chosen(self, files: tuple[Path, ...]) -> None:
        from scout_desktop.ui.composer.intake.offer import Offer

        self._folder = files[0].parent
        self.offered.emit(Offer(files=files))

    def _put(self, number: int, image: ImagePart) -> None:
        self._shelf.add(number, image.name or "Picture").resolve(image, self._prices)

    def _show_prices(self, prices: Prices) -> None:
        if prices != self._known_prices:
            self._known_prices = prices
            for chip in self._shelf.chips():
                chip.show_prices(prices)

    def _warnings(self) -> tuple[str, ...]:
        images = self._shelf.images()
        if not images:
            return ()
        from scout_desktop.chat.limits import warnings  # not before there is a picture

        return warnings(images, self._earlier)

    @property
    def _prices(self) -> Prices:
        # With parameters and requests behind it: 15 ms that the first frame does without.
        from scout_desktop.chat.estimate import LISTED

        return self._known_prices or LISTED
