"""The process that reads a PDF document. Run by `apart` as a file, so it imports nothing of ours.

Takes an order as JSON in its first argument and the document from its standard input. Answers with
the pixels, if there are any, and behind them one line of JSON. The build of PDFium that we use has
no engine for scripts and none for XFA forms; it is given bytes, so that a document reaches no file
and no network. Only fonts that it names and does not bring are looked for in the system's folders.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument


def main() -> None:
    """Do what the order says, within the memory and time that it grants."""
    order = json.loads(sys.argv[1])
    _bind(order["memory"], order["seconds"])
    sys.path.append(order["library"])
    document = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(document) as opened:
            _answer(opened, order, out)
    except pypdfium2.PdfiumError as refusal:
        locked = getattr(refusal, "err_code", None) in {
            pypdfium2.raw.FPDF_ERR_PASSWORD,
            pypdfium2.raw.FPDF_ERR_SECURITY,
        }
        _say(out, error="locked" if locked else "broken", detail=str(refusal))
    except MemoryError:
        _say(out, error="memory")
    out.flush()


def _bind(memory: int, seconds: int) -> None:
    """Give up the right to more memory and time, and to write any file."""
    try:
        import resource
    except ImportError:
        return  # Windows: whoever started this process ends it when its time is over
    for what, most in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _say(out: BinaryIO, **what: Any) -> None:
    out.write(b"\n" + json.dumps(what).encode())


def _answer(document: PdfDocument, order: dict[str, Any], out: BinaryIO) -> None:
    document.init_forms()
    pages = len(document)
    if not 0 < pages <= order["most_pages"] or not 0 <= order["page"] <= pages:
        _say(out, pages=pages, sizes=[])
        return
    wanted = range(pages) if not order["page"] else [order["page"] - 1]
    sizes = [_size(document, page, order) for page in wanted]
    if "size" not in order:
        _say(out, pages=pages, sizes=sizes)
        return
    _draw(document, sizes[0], order, out)


def _size(document: PdfDocument, index: int, order: dict[str, Any]) -> tuple[int, int]:
    """Pixels of a page as it is shown, at the resolution or with the most pixels ordered."""
    points = document.get_page_size(index)
    if not all(math.isfinite(length) and length > 0 for length in points):
        points = (612, 792)  # what other viewers take a page of no size for
    most: int = order["most_pixels"]
    width, height = (max(round(length * order["dpi"] / 72), 1) for length in points)
    if width * height > most:
        shrink = math.sqrt(most / (width * height))
        width = min(max(int(width * shrink), 1), most)
        height = min(max(int(height * shrink), 1), most // width)
    return width, height


def _draw(
    document: PdfDocument, whole: tuple[int, int], order: dict[str, Any], out: BinaryIO
) -> None:
    from pypdfium2 import raw

    width, height = order["size"]
    left, top, across, down = order["crop"] or (0, 0, *whole)
    left, top = min(left, whole[0] - 1), min(top, whole[1] - 1)
    x, y = width / min(across, whole[0] - left), height / min(down, whole[1] - top)
    place = (round(-left * x), round(-top * y), round(whole[0] * x), round(whole[1] * y))
    page = document[order["page"] - 1]
    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        raise MemoryError
    flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
    raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
    raw.FPDF_RenderPageBitmap(bitmap, page, *place, 0, flags)
    if document.formenv is not None:
        raw.FPDF_FFLDraw(document.formenv, bitmap, page, *place, 0, flags)
    stride = raw.FPDFBitmap_GetStride(bitmap)
    buffer = ctypes.c_char * (stride * height)
    out.write(memoryview(buffer.from_address(raw.FPDFBitmap_GetBuffer(bitmap))))
    _say(out, stride=stride)


if __name__ == "__main__":
    main()
