"""Pictures made for the tests, with known pixels and planted metadata."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

MARKER = b"PLANTED-4711"
RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 160, 40), (30, 40, 200), (230, 220, 40)
CORNERS = (RED, GREEN, BLUE, YELLOW)
"""Top left, top right, bottom left, bottom right."""


def cornered(width: int = 64, height: int = 40) -> Image.Image:
    """A picture with one colour in each quarter, so that any turn shows."""
    image = Image.new("RGB", (width, height))
    half_width, half_height = width // 2, height // 2
    for number, colour in enumerate(CORNERS):
        left, top = number % 2 * half_width, number // 2 * half_height
        image.paste(colour, (left, top, left + half_width, top + half_height))
    return image


def corners_of(data: bytes) -> list[tuple[int, int, int]]:
    """The colours in the middle of the four quarters."""
    with Image.open(io.BytesIO(data)) as opened:
        image = opened.convert("RGB")
    across, down = image.width, image.height
    places = [(across // 4, down // 4), (across * 3 // 4, down // 4)]
    places += [(across // 4, down * 3 // 4), (across * 3 // 4, down * 3 // 4)]
    return [image.getpixel(place) for place in places]


def alike(found, expected, tolerance: int = 12) -> bool:
    """Equal but for what JPEG does to colours."""
    return all(
        abs(a - b) <= tolerance
        for one, other in zip(found, expected, strict=True)
        for a, b in zip(one, other, strict=True)
    )


def stored_as(image: Image.Image, orientation: int) -> Image.Image:
    """Pixels as a camera stores them under an EXIF orientation, from the definition in EXIF.

    The definition says where in the scene the first row and the first column of the file lie.
    """
    first_row, first_column = {
        1: ("top", "left"),
        2: ("top", "right"),
        3: ("bottom", "right"),
        4: ("bottom", "left"),
        5: ("left", "top"),
        6: ("right", "top"),
        7: ("right", "bottom"),
        8: ("left", "bottom"),
    }[orientation]
    width, height = image.size
    on_its_side = first_row in {"left", "right"}
    stored = Image.new("RGB", (height, width) if on_its_side else (width, height))
    from_end = {"right", "bottom"}
    for row in range(stored.height):
        for column in range(stored.width):
            across, down = (row, column) if on_its_side else (column, row)
            if (first_row if on_its_side else first_column) in from_end:
                across = width - 1 - across
            if (first_column if on_its_side else first_row) in from_end:
                down = height - 1 - down
            stored.putpixel((column, row), image.getpixel((across, down)))
    return stored


def saved(image: Image.Image, kind: str, **options) -> bytes:
    """The picture as a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def exif(orientation: int = 1, thumbnail: bytes = b"") -> bytes:
    """An EXIF block with a planted description, GPS position and, in its second part, thumbnail."""
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010E] = MARKER.decode()
    block[0x9286] = MARKER.decode()
    gps = block.get_ifd(0x8825)
    gps[1], gps[2] = "N", (52.0, 31.0, 12.0)
    gps[29] = MARKER.decode()
    return block.tobytes() + thumbnail


def xmp() -> bytes:
    """An XMP packet with a planted place."""
    return b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><place>" + MARKER + b"</place></x:xmpmeta>"


def profile(swapped: bool = False) -> bytes:
    """An ICC profile with the marker in it; `swapped` exchanges what red and green mean.

    It calls itself sRGB either way.
    """
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if swapped:
        made = made.replace(b"rXYZ", b"????", 1).replace(b"gXYZ", b"rXYZ", 1)
        made = made.replace(b"????", b"gXYZ", 1)
    made += MARKER
    return struct.pack(">I", len(made)) + made[4:]


def png_chunk(name: bytes, content: bytes) -> bytes:
    """One chunk with its length and checksum."""
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


def png(width: int, height: int, depth: int, colour: int, rows: bytes, *chunks: bytes) -> bytes:
    """A PNG by hand, for what Pillow does not write; `rows` with their filter bytes."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            png_chunk(b"IHDR", header),
            *chunks,
            png_chunk(b"IDAT", zlib.compress(rows)),
            png_chunk(b"IEND", b""),
        )
    )


def png_16_bit(colours: int = 3) -> bytes:
    """The four corners in 16 bits a channel; four greys up to white with one colour."""
    rows = b""
    for row in range(40):
        line = b"\0"
        for column in range(64):
            corner = row // 20 * 2 + column // 32
            if colours == 1:
                line += struct.pack(">H", (corner + 1) * 65535 // 4)
            else:
                line += b"".join(struct.pack(">H", value * 257) for value in CORNERS[corner])
        rows += line
    return png(64, 40, 16, 2 if colours == 3 else 0, rows)


def with_planted_metadata() -> dict[str, bytes]:
    """A picture of each kind, carrying the marker in everything it can carry."""
    image = cornered()
    text = PngInfo()
    text.add_text("Comment", MARKER.decode())
    text.add_text("Zipped", MARKER.decode() * 20, zip=True)
    text.add_itxt("XML:com.adobe.xmp", xmp().decode())
    small = saved(cornered(16, 10), "JPEG", comment=MARKER)
    jpeg = saved(
        image,
        "JPEG",
        quality=95,
        exif=exif(1, small),
        xmp=xmp(),
        comment=MARKER,
        icc_profile=profile(),
    )
    photoshop = b"\xff\xed" + struct.pack(">H", 2 + 14 + len(MARKER)) + b"Photoshop 3.0\0" + MARKER
    jpeg = jpeg[:2] + photoshop + jpeg[2:] + MARKER
    shown = {"exif": exif(), "xmp": xmp(), "icc_profile": profile()}
    return {
        "PNG": saved(image, "PNG", pnginfo=text, exif=exif(), icc_profile=profile()) + MARKER,
        "JPEG": jpeg,
        "WebP": saved(image, "WEBP", quality=95, **shown),
        "WebP lossless": saved(image, "WEBP", lossless=True, **shown),
        "GIF": saved(image.quantize(16), "GIF", comment=MARKER) + MARKER,
        "TIFF": saved(
            image,
            "TIFF",
            tiffinfo={270: MARKER.decode(), 315: MARKER.decode(), 700: xmp()},
            exif=exif(),
            icc_profile=profile(),
        ),
        "BMP": saved(image, "BMP") + MARKER,
        "AVIF": avif(image, **shown),
        "HEIC": heic(image, **shown),
    }


def plain(kind: str) -> bytes:
    """The four corners as a file of one of the kinds taken."""
    image = cornered()
    return {
        "PNG": lambda: saved(image, "PNG"),
        "JPEG": lambda: saved(image, "JPEG", quality=95, subsampling=0),
        "WebP": lambda: saved(image, "WEBP", lossless=True),
        "GIF": lambda: saved(image.quantize(16), "GIF"),
        "BMP": lambda: saved(image, "BMP"),
        "TIFF": lambda: saved(image, "TIFF", compression="tiff_lzw"),
        "AVIF": lambda: avif(image),
        "HEIC": lambda: heic(image),
    }[kind]()


KINDS = ("PNG", "JPEG", "WebP", "GIF", "BMP", "TIFF", "AVIF", "HEIC")


def heic(image: Image.Image, **options) -> bytes:
    """As an iPhone would store it; an orientation becomes a turn of its own (irot, imir)."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    return saved(image, "HEIF", **{"quality": 95, "chroma": 444, **options})


def avif(image: Image.Image, **options) -> bytes:
    """As a browser would store it."""
    return saved(image, "AVIF", **{"quality": 95, "subsampling": "4:4:4", "speed": 9, **options})


def bmp(header: int, rows: bytes, size: tuple[int, int], bits: int = 24, *more: bytes) -> bytes:
    """A bitmap by hand: length of its second header, then rows as they are; `more` before them."""
    if header == 12:
        second = struct.pack("<IHHHH", 12, *size, 1, bits)
    else:
        kind = 3 if bits == 32 and header > 40 else 0
        second = struct.pack("<IiiHHIIiiII", 40, *size, 1, bits, kind, 0, 0, 0, 0, 0)
        masks = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000 if kind else 0)
        second = (struct.pack("<I", header) + second[4:] + masks).ljust(header, b"\0")[:header]
    before = b"".join(more)
    start = 14 + len(second) + len(before)
    return b"BM" + struct.pack("<IHHI", start + len(rows), 0, 0, start) + second + before + rows


def tiff(tags: dict[int, tuple[str, tuple[int, ...]]], pixels: bytes, order: str = "<") -> bytes:
    """A TIFF of one page by hand: number to type ("H" or "I") and values; 273 is filled in."""
    start = 8 + len(pixels) + len(pixels) % 2
    tags = dict(sorted({**tags, 273: ("I", (8,)), 279: ("I", (len(pixels),))}.items()))
    entries, more = b"", b""
    after = start + 2 + 12 * len(tags) + 4
    for tag, (form, values) in tags.items():
        packed = struct.pack(f"{order}{len(values)}{form}", *values)
        if len(packed) > 4:
            place = struct.pack(f"{order}I", after + len(more))
            more += packed
        else:
            place = packed.ljust(4, b"\0")
        entries += struct.pack(f"{order}HHI", tag, {"H": 3, "I": 4}[form], len(values)) + place
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, start)
    count = struct.pack(f"{order}H", len(tags))
    return head + pixels.ljust(start - 8, b"\0") + count + entries + bytes(4) + more


def pdf(
    *contents: bytes,
    box: str = "0 0 64 40",
    page: str = "",
    objects: tuple[bytes, ...] = (),
    trailer: str = "",
) -> bytes:
    """A PDF with a page for each content stream; `objects` are numbered from 10."""
    kids = " ".join(f"{100 + 2 * number} 0 R" for number in range(len(contents)))
    bodies = {
        1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm 10 0 R >>" if objects
        else b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
    }  # fmt: skip
    bodies |= {10 + number: body for number, body in enumerate(objects)}
    for number, content in enumerate(contents):
        here = 100 + 2 * number
        bodies[here] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {here + 1} 0 R {page} >>"
        ).encode()
        bodies[here + 1] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    file, places = b"%PDF-1.7\n", {}
    for number, body in bodies.items():
        places[number] = len(file)
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(file)
    file += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        file += b"%d 1\n%010d 00000 n \n" % (number, place)
    file += f"trailer\n<< /Size 10000 /Root 1 0 R {trailer} >>\n".encode()
    return file + b"startxref\n%d\n%%%%EOF\n" % table


def painted() -> bytes:
    """The four corners as a content stream on a page of 64 by 40 points."""
    lines = []
    for number, colour in enumerate(CORNERS):
        red, green, blue = (value / 255 for value in colour)
        left, bottom = number % 2 * 32, 20 - number // 2 * 20
        lines.append(f"{red:.4f} {green:.4f} {blue:.4f} rg {left} {bottom} 32 20 re f")
    return "\n".join(lines).encode()
