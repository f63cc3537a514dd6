"""The pictures of the messages on the screen: who waits for which pixels, and the open viewer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from scout_desktop.chat.diet import place_of
from scout_desktop.ui.controls.picture.pixels import image_of
from scout_desktop.ui.transcript.pictures.pixels import KEPT_BYTES, KeptPixels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.message import ImagePart
    from scout_desktop.ui.controls.picture.mark import PictureMark
    from scout_desktop.ui.theme.theme import Theme
    from scout_desktop.ui.transcript.pictures.thumbnail import Thumbnail
    from scout_desktop.ui.transcript.pictures.viewer import PictureViewer


class Gallery(QObject):
    """One for a transcript. Thumbnails come and go; what was decoded for them is kept a while."""

    pixels_wanted = Signal(str, int)
    """(sha256, longest side in device pixels); answered by `show_pixels` or `show_problem`."""

    pixels_given_up = Signal(str, int)
    """Nobody waits any more for what was asked for with these words; no answer is needed."""

    save_wanted = Signal(str, str)
    """(sha256, path): the picture as it was sent is to be written there; see `show_saved`."""

    marks_wanted = Signal()
    """A picture of a sent message is shown of which `show_marks` has said nothing yet."""

    diet_chosen = Signal(str, int, str)
    """(node id, place, `keep`, `tile`, `caption` or `drop`): how a picture is to go from now on."""

    look_wanted = Signal(object)
    """Show what the model sees of this `ImagePart`."""

    attach_wanted = Signal(object)
    """Put this `ImagePart` into the draft again."""

    diet_wanted = Signal()
    """Show all pictures of this chat and how they go along."""

    def __init__(
        self,
        theme: Theme,
        owner: QWidget,
        album: Callable[[], Iterable[ImagePart]] = tuple,
        *,
        keep: int = KEPT_BYTES,
    ) -> None:
        """`album` gives all pictures of the chat shown, in order; asked when one is opened.

        `keep` is how many bytes of decoded pictures are held.
        """
        super().__init__(owner)
        self._theme, self._owner, self._album = theme, owner, album
        self._thumbnails: dict[str, list[Thumbnail]] = {}
        self._kept = KeptPixels(keep)
        self._asked: set[tuple[str, int]] = set()
        self._marks: Mapping[str, PictureMark | None] = {}
        self._viewer: PictureViewer | None = None

    @property
    def kept_bytes(self) -> int:
        """How many bytes of decoded pictures are held now."""
        return self._kept.bytes

    def register(self, thumbnail: Thumbnail) -> None:
        """Fetch its pixels when it is first seen, and open its picture when it is pressed.

        Ends with `unregister`, or by itself when the thumbnail is destroyed.
        """
        image = thumbnail.image
        self._thumbnails.setdefault(image.sha256, []).append(thumbnail)
        thumbnail.pixels_wanted.connect(self._show_or_fetch)
        # Of one by address there is nothing to look at: nobody but the service loads it.
        thumbnail.clicked.connect(lambda: None if image.url else self.open_viewer(image))
        thumbnail.menu_wanted.connect(partial(self._open_menu, thumbnail))
        if thumbnail.node_id:
            self._show_mark(thumbnail)
            if _place_of(thumbnail) not in self._marks:
                self.marks_wanted.emit()
        thumbnail.destroyed.connect(partial(self._drop_dead, image.sha256))

    def unregister(self, thumbnail: Thumbnail) -> None:
        """Forget a thumbnail; pixels that only it waited for are given up."""
        waiting = self._thumbnails.get(thumbnail.image.sha256, [])
        if thumbnail in waiting:
            waiting.remove(thumbnail)
            thumbnail.pixels_wanted.disconnect(self._show_or_fetch)
            self._give_up(thumbnail.image.sha256)

    def show_marks(self, marks: Mapping[str, PictureMark | None]) -> None:
        """Answer `marks_wanted` for all pictures of the chat, by `place_of`; None says nothing."""
        self._marks = marks
        for thumbnail in self._alive():
            self._show_mark(thumbnail)

    def refresh_marks(self) -> None:
        """The chat changed: ask how its pictures go along now, if any is shown."""
        if any(thumbnail.node_id for thumbnail in self._alive()):
            self.marks_wanted.emit()

    def open_viewer(self, image: ImagePart) -> PictureViewer:
        """Show a picture in a window of its own, with all others of the chat behind it."""
        from scout_desktop.ui.transcript.pictures.viewer import PictureViewer

        # The same picture sent twice is one to look at.
        album = {each.sha256: each for each in self._album() if not each.url}
        pictures = tuple((album | {image.sha256: image}).values())
        place = next(n for n, each in enumerate(pictures) if each.sha256 == image.sha256)
        viewer = self._viewer = PictureViewer(self._theme, pictures, place, self._owner)
        viewer.pixels_wanted.connect(self._show_or_fetch)
        viewer.pixels_given_up.connect(self._give_up)
        viewer.save_wanted.connect(self.save_wanted)
        viewer.finished.connect(partial(self._forget_viewer, viewer))
        viewer.begin(self._kept.largest)
        viewer.open()
        return viewer

    def show_pixels(self, sha256: str, size: int, width: int, height: int, rgba: bytes) -> None:
        """Answer `pixels_wanted` with width x height pixels of 4 bytes."""
        self._asked.discard((sha256, size))
        image = image_of(width, height, rgba)
        self._kept.put(sha256, size, image)
        for thumbnail in self._thumbnails.get(sha256, ()):
            if thumbnail.wanted_size == size:
                thumbnail.show_image(image)
        if self._viewer is not None:
            self._viewer.show_image(sha256, size, image)

    def show_problem(self, sha256: str, sentence: str) -> None:
        """Answer `pixels_wanted` with the reason why there are none, said in their places."""
        self._asked = {key for key in self._asked if key[0] != sha256}
        for thumbnail in self._thumbnails.get(sha256, ()):
            thumbnail.show_problem(sentence)
        if self._viewer is not None:
            self._viewer.show_problem(sha256, sentence)

    def show_saved(self, sha256: str, path: str, problem: str = "") -> None:
        """Answer `save_wanted`: the file is there, or `problem` says why it is not."""
        if self._viewer is not None:
            self._viewer.show_saved(sha256, path, problem)

    def _alive(self) -> list[Thumbnail]:
        every = (each for waiting in self._thumbnails.values() for each in waiting)
        return [each for each in every if isValid(each)]

    def _show_mark(self, thumbnail: Thumbnail) -> None:
        thumbnail.show_mark(self._marks.get(_place_of(thumbnail)))

    def _open_menu(self, thumbnail: Thumbnail, at: QPoint) -> None:
        from scout_desktop.ui.transcript.pictures.menu import picture_menu

        # The thumbnail may be gone when something is chosen: its message scrolls on.
        image, node_id, place = thumbnail.image, thumbnail.node_id, thumbnail.place

        def do(action: str) -> None:
            if action == "look":
                self.look_wanted.emit(image)
            elif action == "attach":
                self.attach_wanted.emit(image)
            elif action == "diet":
                self.diet_wanted.emit()
            else:
                self.diet_chosen.emit(node_id, place, action)

        picture_menu(self._owner, image, thumbnail.mark, do).popup(at)

    def _show_or_fetch(self, sha256: str, size: int) -> None:
        image = self._kept.get(sha256, size)
        if image is None:
            if (sha256, size) not in self._asked:
                self._asked.add((sha256, size))
                self.pixels_wanted.emit(sha256, size)
            return
        for thumbnail in self._thumbnails.get(sha256, ()):
            if not thumbnail.has_pixels and thumbnail.wanted_size == size:
                thumbnail.show_image(image)
        if self._viewer is not None:
            self._viewer.show_image(sha256, size, image)

    def _give_up(self, sha256: str) -> None:
        """Give up what was asked for of a picture and nobody waits for any more."""
        if self._viewer is not None and self._viewer.looks_at(sha256):
            return
        waiting = {each.wanted_size for each in self._thumbnails.get(sha256, ())}
        if not waiting:
            self._thumbnails.pop(sha256, None)
        for key in [key for key in self._asked if key[0] == sha256 and key[1] not in waiting]:
            self._asked.discard(key)
            self.pixels_given_up.emit(*key)

    def _drop_dead(self, sha256: str) -> None:
        alive = [each for each in self._thumbnails.get(sha256, ()) if isValid(each)]
        self._thumbnails[sha256] = alive
        if isValid(self):  # at the end everything goes at once
            self._give_up(sha256)

    def _forget_viewer(self, viewer: PictureViewer, _result: int = 0) -> None:
        if self._viewer is viewer:
            self._viewer = None
            for sha256 in {sha256 for sha256, _size in self._asked}:
                self._give_up(sha256)


def _place_of(thumbnail: Thumbnail) -> str:
    return place_of(thumbnail.node_id, thumbnail.place)
