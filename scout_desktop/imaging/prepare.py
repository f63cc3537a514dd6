"""Makes the bytes that are sent from the bytes that the user gave. Pure, safe in worker threads.

Upright, sRGB, opaque, without metadata, cut, turned, fitted and marked as the recipe says. The
bytes given are never sent, even when they would fit: what else they carry is nobody's business.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scout_desktop.chat.errors import PictureError
from scout_desktop.chat.recipe import Crop, Recipe, plan
from scout_desktop.imaging.abandoned import Abandoned
from scout_desktop.imaging.decode import decode
from scout_desktop.imaging.encode import LOSSY_KINDS, encode
from scout_desktop.imaging.inspect import look
from scout_desktop.imaging.marks import with_marks
from scout_desktop.imaging.thumbnails import Pixels, face

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

    from scout_desktop.chat.recipe import Plan, Turn
    from scout_desktop.chat.tiles import Tiling

__all__ = ["Abandoned", "Original", "Prepared", "prepare"]

_PLAIN: Final = Recipe()


@dataclass(frozen=True, slots=True)
class Original:
    """The picture as it was given; kept on this computer, never sent."""

    bytes: int
    sha256: str
    mime: str
    width: int
    height: int
    """Pixels, as shown (after the turn that the orientation asks for)."""
    animated: bool
    """Only the first frame is sent."""
    page: int = 0
    """Which page of a document, from 1; 0 for a picture."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture ready to be sent. `width` and `height` are those of `data`, in pixels."""

    name: str
    data: bytes
    sha256: str
    mime: str
    width: int
    height: int
    recipe: Recipe
    """What was done: a crop is cut to what there is, and None where it is all there is."""
    tiling: Tiling
    """What the model will make of `data`."""
    original: Original
    face: Pixels | None = None
    """A small one for the screen, where it was asked for."""

    @property
    def fit(self) -> str:
        """The fit of the recipe."""
        return self.recipe.fit

    @property
    def tiles(self) -> int:
        """Tiles that the model sees, the global one counted."""
        return self.tiling.tiles

    @property
    def tokens(self) -> int:
        """Tokens that the picture costs, by the model's own rule."""
        return self.tiling.tokens


def prepare(
    data: bytes,
    *,
    name: str,
    recipe: Recipe = _PLAIN,
    page: int = 0,
    face_size: int = 0,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Prepared:
    """Prepare a picture, or a page (from 1) of a document, for sending.

    `name` is kept as it is and never interpreted. `face_size` asks for the longer side, in pixels,
    of a small one of what is sent: to decode that again would take longer. `progress` is told 0 to
    1, from this thread, when a step is over. Raises PictureError: PictureTooLarge, PictureRefused
    or PictureUnreadable, or the plain one when the recipe's crop lies outside of the picture;
    Abandoned soon after `cancelled` (called from this thread, often) returns true.
    """
    at = _Course(cancelled, progress)
    info = look(data, page)
    todo = plan(recipe, info.width, info.height)
    if todo is None:
        raise PictureError(
            "The part that was cut out lies outside of the picture.",
            "Choose a part of it again, or send the whole picture.",
        )
    at.reached(_LOOKED)
    image = decode(data, info, _before_turn(todo), todo.part, cancelled=cancelled, page=page)
    at.reached(_DECODED)
    image = _turned(image, todo.turn)
    if recipe.marks:
        image = with_marks(image, recipe.marks, todo)
    at.reached(_DRAWN)
    sent, mime = encode(image, lossy_source=info.kind in LOSSY_KINDS, check=at.check)
    made = Prepared(
        name=name,
        data=sent,
        sha256=hashlib.sha256(sent).hexdigest(),
        mime=mime,
        width=todo.width,
        height=todo.height,
        recipe=_applied(recipe, todo, info.width, info.height),
        tiling=todo.tiling,
        original=Original(
            bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            mime=info.mime,
            width=info.width,
            height=info.height,
            animated=info.animated,
            page=page,
        ),
        face=face(image, face_size) if face_size else None,
    )
    at.reached(1.0)
    return made


_LOOKED, _DECODED, _DRAWN = 0.05, 0.75, 0.8
"""How much of the work is done by then: decoding and reducing is most of it."""


class _Course:
    """Tells how far the work is, and ends it between two steps when nobody wants it any more."""

    def __init__(
        self, cancelled: Callable[[], bool] | None, progress: Callable[[float], None] | None
    ) -> None:
        self._cancelled, self._progress = cancelled, progress
        self.reached(0.0)

    def check(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Abandoned

    def reached(self, share: float) -> None:
        self.check()
        if self._progress is not None:
            self._progress(share)


def _before_turn(todo: Plan) -> tuple[int, int]:
    return (todo.height, todo.width) if todo.turn in (90, 270) else (todo.width, todo.height)


def _turned(image: Image.Image, turn: Turn) -> Image.Image:
    if not turn:
        return image
    from PIL import Image

    # Pillow counts the other way around.
    turns = {
        90: Image.Transpose.ROTATE_270,
        180: Image.Transpose.ROTATE_180,
        270: Image.Transpose.ROTATE_90,
    }
    return image.transpose(turns[turn])


def _applied(recipe: Recipe, todo: Plan, width: int, height: int) -> Recipe:
    whole = todo.part == Crop(0, 0, width, height)
    return replace(recipe, crop=None if whole else todo.part)
