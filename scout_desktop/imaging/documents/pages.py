"""What a PDF document has for pages, and what they look like. Safe in worker threads."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from scout_desktop.chat.errors import PictureError, PictureRefused, PictureUnreadable
from scout_desktop.chat.picture import PictureInfo, is_document
from scout_desktop.imaging.caps import MAX_BYTES, MAX_PIXELS, file_too_large
from scout_desktop.imaging.documents.apart import ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

    from scout_desktop.chat.recipe import Crop

DPI: Final = 200
"""Pixels an inch of the size that a page is said to have; 72 points are an inch."""
MAX_PAGES: Final = 2000
Sizes: TypeAlias = tuple[tuple[int, int], ...]

_REMEMBERED: Final = 10_000
"""Pages: those of a folder of documents are asked for when it is looked at, planned, and sent."""
_MEASURED: Final[dict[bytes, Sizes]] = {}
"""By the hash of their bytes: whoever shows the pages of a document asks for each one's size."""


def document_pages(data: bytes, cancelled: Callable[[], bool] | None = None) -> Sizes:
    """Width and height of every page in pixels at 200 dpi, as it is shown.

    A page that would have more than 40 million is said, and drawn, a little smaller. PictureError
    for what is no PDF, is locked, broken, empty, larger than 25 MB, longer than 2000 pages, or
    asks for too much; Abandoned once `cancelled` says so.
    """
    sizes = _known(data)
    if sizes is None:
        answer = _asked(data, {"page": 0}, cancelled)[0]
        sizes = tuple((width, height) for width, height in answer["sizes"])
        # Lists, because another thread may be at the same.
        for oldest in list(_MEASURED):
            if sum(map(len, list(_MEASURED.values()))) + len(sizes) <= _REMEMBERED:
                break
            _MEASURED.pop(oldest, None)
        _MEASURED[_mark(data)] = sizes
    return sizes


def look_at_page(data: bytes, page: int) -> PictureInfo:
    """What `look` says of a picture, for a page (from 1). Raises as `document_pages` does."""
    sizes = document_pages(data)
    if not 1 <= page <= len(sizes):
        raise _wrong_number(len(sizes), page)
    width, height = sizes[page - 1]
    return PictureInfo("PDF", width, height, 1, animated=False)


def render_page(
    data: bytes,
    page: int,
    size: tuple[int, int],
    crop: Crop | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Image.Image:
    """The page (from 1) or a part of it, on white, mode RGB, drawn at exactly `size`.

    `crop` is in pixels of the page at 200 dpi. Raises as `document_pages` does; Abandoned soon
    after `cancelled` says so, also in the middle of drawing.
    """
    width, height = size
    if page < 1 or width < 1 or height < 1 or width * height > MAX_PIXELS:
        raise ValueError(f"page {page} is not drawn at {width} × {height}")
    part = None if crop is None else (crop.left, crop.top, crop.width, crop.height)
    order = {"page": page, "size": size, "crop": part}
    answer, pixels = _asked(data, order, cancelled)
    stride: int = answer["stride"]
    if stride < width * 3 or len(pixels) < stride * height:
        raise _broken(f"{len(pixels)} bytes in rows of {stride}")
    from PIL import Image

    return Image.frombytes("RGB", size, pixels, "raw", "RGB", stride)


def _known(data: bytes) -> Sizes | None:
    return _MEASURED.get(_mark(data))


def _mark(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def _asked(
    data: bytes, order: dict[str, Any], cancelled: Callable[[], bool] | None
) -> tuple[dict[str, Any], bytes]:
    if len(data) > MAX_BYTES:
        raise file_too_large(len(data))
    if not is_document(data):
        raise PictureUnreadable(
            "This file is not a PDF document.", "Choose a PDF document or a picture."
        )
    bounds = {"most_pages": MAX_PAGES, "most_pixels": MAX_PIXELS, "dpi": DPI}
    answer, pixels = ask(data, order | bounds, cancelled)
    if "error" in answer:
        raise _refused(answer["error"], answer.get("detail", ""))
    if "pages" in answer and not answer["sizes"]:
        raise _wrong_number(answer["pages"], order["page"])
    return answer, pixels


def _wrong_number(pages: int, page: int) -> PictureError:
    if pages < 1:
        return PictureUnreadable(
            "This PDF document has no pages.", "Open it in another program and save it again."
        )
    if pages > MAX_PAGES:
        return PictureRefused(
            f"This PDF document has {pages} pages. Scout Desktop takes up to {MAX_PAGES}.",
            "Save the pages that matter as a document of their own, and add that.",
        )
    return PictureUnreadable(
        f"This PDF document has no page {page}.", f"Choose a page from 1 to {pages}."
    )


def _refused(error: str, detail: str) -> PictureError:
    if error == "locked":
        return PictureRefused(
            "This PDF document is locked with a password.",
            "Open it in a PDF viewer, print it to a new PDF without the password, and add that.",
        )
    return _broken(detail or error)


def _broken(detail: str) -> PictureUnreadable:
    return PictureUnreadable(
        "This PDF document is damaged or cut short.",
        "Open it in another program and save it again, or choose another file.",
        detail=detail,
    )
