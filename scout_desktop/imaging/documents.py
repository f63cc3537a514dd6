"""Pages of a PDF document as pixels, drawn on this computer. Safe in worker threads.

PDFium draws one page at a time: all of it is behind one lock. The build that we use has no engine
for scripts and none for XFA forms, and is given bytes, so that a document reaches no file and no
network; only fonts that it names and does not bring are looked for in the system's font folders.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from scout_desktop.chat.errors import PictureError, PictureRefused, PictureUnreadable
from scout_desktop.chat.picture import PictureInfo, is_document
from scout_desktop.imaging.abandoned import Abandoned
from scout_desktop.imaging.caps import MAX_BYTES, MAX_PIXELS, file_too_large

if TYPE_CHECKING:
    from PIL import Image
    from pypdfium2 import PdfDocument

    from scout_desktop.chat.recipe import Crop

DPI: Final = 200
"""Pixels an inch of the size that a page is said to have; 72 points are an inch."""
MAX_PAGES: Final = 2000

_ONE_AT_A_TIME: Final = threading.Lock()
_PATIENCE: Final = 0.05
"""Seconds between questions whether the page is still wanted, while another one is drawn."""


def document_pages(data: bytes) -> tuple[tuple[int, int], ...]:
    """Width and height of every page in pixels at 200 dpi, as it is shown.

    A page that would have more than 40 million is said, and drawn, a little smaller. PictureError
    for what is no PDF, is locked, broken, empty, larger than 25 MB or longer than 2000 pages.
    """
    with _opened(data, None) as document:
        return tuple(_size(document, page) for page in range(len(document)))


def look_at_page(data: bytes, page: int) -> PictureInfo:
    """What `look` says of a picture, for a page (from 1). Raises as `document_pages` does."""
    with _opened(data, None) as document:
        _check_page(document, page)
        width, height = _size(document, page - 1)
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
    if width < 1 or height < 1 or width * height > MAX_PIXELS:
        raise ValueError(f"a page is not drawn at {width} × {height}")
    with _opened(data, cancelled) as document:
        _check_page(document, page)
        whole = _size(document, page - 1)
        left, top, across, down = 0, 0, *whole
        if crop is not None:
            left, top = min(crop.left, whole[0] - 1), min(crop.top, whole[1] - 1)
            across = min(crop.width, whole[0] - left)
            down = min(crop.height, whole[1] - top)
        x, y = width / across, height / down
        place = (round(-left * x), round(-top * y), round(whole[0] * x), round(whole[1] * y))
        return _drawn(document, page - 1, size, place, cancelled)


def _drawn(
    document: PdfDocument,
    index: int,
    size: tuple[int, int],
    place: tuple[int, int, int, int],
    cancelled: Callable[[], bool] | None,
) -> Image.Image:
    from PIL import Image
    from pypdfium2 import raw

    page = document[index]
    bitmap = raw.FPDFBitmap_CreateEx(*size, raw.FPDFBitmap_BGRx, None, 0)
    if not bitmap:
        raise MemoryError("no room for the page")
    flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, *size, 0xFFFFFFFF)
        pause = _pause(cancelled)
        state = raw.FPDF_RenderPageBitmap_Start(bitmap, page, *place, 0, flags, pause)
        while state == raw.FPDF_RENDER_TOBECONTINUED:
            if cancelled is not None and cancelled():
                raise Abandoned
            state = raw.FPDF_RenderPage_Continue(page, pause)
        if state != raw.FPDF_RENDER_DONE:
            raise _broken()
        if document.formenv is not None:
            raw.FPDF_FFLDraw(document.formenv, bitmap, page, *place, 0, flags)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        # Read where they are: of 40 million pixels, one more copy would be over the memory bound.
        pixels = (ctypes.c_ubyte * (stride * size[1])).from_address(
            raw.FPDFBitmap_GetBuffer(bitmap)
        )
        return Image.frombytes("RGB", size, pixels, "raw", "RGBX", stride)
    finally:
        raw.FPDF_RenderPage_Close(page)
        raw.FPDFBitmap_Destroy(bitmap)
        page.close()


def _pause(cancelled: Callable[[], bool] | None) -> Any:
    from pypdfium2 import raw

    pause = raw.IFSDK_PAUSE(version=1)

    def wanted(_: object) -> int:
        return int(cancelled is not None and cancelled())

    pause.NeedToPauseNow = type(pause.NeedToPauseNow)(wanted)
    return pause


@contextlib.contextmanager
def _opened(data: bytes, cancelled: Callable[[], bool] | None) -> Iterator[PdfDocument]:
    if len(data) > MAX_BYTES:
        raise file_too_large(len(data))
    if not is_document(data):
        raise PictureUnreadable(
            "This file is not a PDF document.", "Choose a PDF document or a picture."
        )
    while not _ONE_AT_A_TIME.acquire(timeout=_PATIENCE):
        if cancelled is not None and cancelled():
            raise Abandoned
    try:
        import pypdfium2

        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as refusal:
            raise _refused(refusal) from refusal
        try:
            document.init_forms()
            _check_length(len(document))
            yield document
        except pypdfium2.PdfiumError as refusal:
            raise _broken(str(refusal)) from refusal
        finally:
            document.close()
    finally:
        _ONE_AT_A_TIME.release()


def _check_length(pages: int) -> None:
    if pages < 1:
        raise PictureUnreadable(
            "This PDF document has no pages.", "Open it in another program and save it again."
        )
    if pages > MAX_PAGES:
        raise PictureRefused(
            f"This PDF document has {pages} pages. Scout Desktop takes up to {MAX_PAGES}.",
            "Save the pages that matter as a document of their own, and add that.",
        )


def _check_page(document: PdfDocument, page: int) -> None:
    if not 1 <= page <= len(document):
        raise PictureUnreadable(
            f"This PDF document has no page {page}.", f"It has {len(document)}."
        )


def _size(document: PdfDocument, index: int) -> tuple[int, int]:
    points = document.get_page_size(index)
    if not all(math.isfinite(length) and length > 0 for length in points):
        raise _broken(f"page {index + 1} measures {points}")
    width, height = (max(round(length * DPI / 72), 1) for length in points)
    if width * height > MAX_PIXELS:
        shrink = math.sqrt(MAX_PIXELS / (width * height))
        width, height = max(int(width * shrink), 1), max(int(height * shrink), 1)
        width, height = min(width, MAX_PIXELS // height), min(height, MAX_PIXELS // width)
    return width, height


def _refused(refusal: Exception) -> PictureError:
    from pypdfium2 import raw

    code = getattr(refusal, "err_code", None)
    if code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
        return PictureRefused(
            "This PDF document is locked with a password.",
            "Open it in a PDF viewer, print it to a new PDF without the password, and add that.",
        )
    return _broken(str(refusal))


def _broken(detail: str = "") -> PictureUnreadable:
    return PictureUnreadable(
        "This PDF document is damaged or cut short.",
        "Open it in another program and save it again, or choose another file.",
        detail=detail,
    )
