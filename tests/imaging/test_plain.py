"""A picture is called plain only where nothing but its pixels can be in it."""

from __future__ import annotations

import struct

import pytest
from PIL import Image

from scout_desktop.chat.picture import MIME_OF, inspect
from scout_desktop.chat.picture.plain import plain_kind
from scout_desktop.chat.recipe import ORIGINAL, Mark, Recipe
from scout_desktop.imaging import prepare
from scout_desktop.imaging.encode import encode
from tests.imaging import corpus
from tests.imaging.corpus import MARKER, cornered, saved
from tests.imaging.test_encoding import photo, screenshot

PLANTED = corpus.with_planted_metadata()
RECIPES = (Recipe(), Recipe(ORIGINAL), Recipe("1x1", marks=(Mark("box", 4, 4, 40, 30, 1),)))


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.fit)
@pytest.mark.parametrize("kind", PLANTED)
def test_whatever_we_make_of_a_picture_is_plain(kind: str, recipe: Recipe) -> None:
    made = prepare(PLANTED[kind], name="x", recipe=recipe)

    assert plain_kind(PLANTED[kind]) is None
    assert plain_kind(made.data) == inspect(made.data).kind
    assert MARKER not in made.data


def _pictures() -> list[Image.Image]:
    grey = Image.linear_gradient("L")
    drawn = [cornered(), cornered(900, 600), screenshot(1344, 1008), photo(500, 400)]
    large = screenshot(2600, 1500, 20, lines=40).resize((1680, 969), Image.Resampling.LANCZOS)
    return [*drawn, large, grey, grey.convert("RGB"), photo(1, 1)]


def test_each_way_we_write_a_picture_is_plain() -> None:
    made = [encode(each, lossy_source=lossy) for each in _pictures() for lossy in (False, True)]

    assert {mime for _, mime in made} == {"image/png", "image/webp", "image/jpeg"}
    kinds = [plain_kind(data) for data, _ in made]
    assert [kind and MIME_OF[kind] for kind in kinds] == [mime for _, mime in made]


ORDINARY = {
    "progressive": saved(photo(300, 200), "JPEG", progressive=True),
    "restarts": saved(photo(300, 200), "JPEG", restart_marker_rows=1),
    "four colours": saved(photo(300, 200).convert("CMYK"), "JPEG"),
    "see-through": saved(cornered().convert("RGBA"), "PNG"),
    "resolution": saved(cornered(), "PNG", dpi=(300, 300)),
    "lossy": saved(cornered(), "WEBP", quality=70),
    "lossy, see-through": saved(
        Image.merge("RGBA", (*cornered().split(), Image.linear_gradient("L").resize((64, 40)))),
        "WEBP",
    ),
}


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_pictures_of_others_need_not_be_made_anew(name: str) -> None:
    assert plain_kind(ORDINARY[name]) is not None


JPEG, PNG, WEBP = (corpus.plain(kind) for kind in ("JPEG", "PNG", "WebP"))


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def _in_jpeg(content: bytes) -> bytes:
    return JPEG[:2] + content + JPEG[2:]


def _riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(said)) + said + b"\0" * (len(said) % 2)
        for name, said in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


PIXELS = (WEBP[12:16], WEBP[20 : 20 + struct.unpack_from("<I", WEBP, 16)[0]])
SIZE = struct.pack("<I", 0) + b"\x3f\0\0\x27\0\0"

CARRIERS = {
    **{
        f"JPEG segment {marker:02x}": _in_jpeg(_segment(marker, MARKER))
        for marker in (0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xEF, 0xFE, 0xF0, 0xDC, 0xDE)
    },
    "JPEG with a small picture": _in_jpeg(_segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\1\1" + MARKER)),
    "JPEG tables with more behind them": _in_jpeg(_segment(0xDB, bytes(65) + MARKER)),
    "JPEG codes with more behind them": _in_jpeg(_segment(0xC4, bytes(17) + MARKER)),
    "JPEG restarts with more": _in_jpeg(_segment(0xDD, b"\0\1" + MARKER)),
    "JPEG behind its end": JPEG + MARKER,
    "JPEG twice": JPEG + JPEG,
    "JPEG between two segments": _in_jpeg(MARKER),
    **{
        f"PNG chunk {name.decode()}": PNG[:33] + corpus.png_chunk(name, MARKER) + PNG[33:]
        for name in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"iCCP", b"tIME", b"prVt", b"sRGB")
    },
    "PNG behind its end": PNG + MARKER,
    "PNG with a chunk behind its end": PNG + corpus.png_chunk(b"tEXt", MARKER),
    "PNG of two screens": PNG[:33] + PNG[8:],
    "WebP with EXIF": _riff((b"VP8X", SIZE), PIXELS, (b"EXIF", MARKER)),
    "WebP with a chunk of its own": _riff(PIXELS, (b"Note", MARKER)),
    "WebP behind its end": WEBP + MARKER,
    "WebP that says it has a place": _riff((b"VP8X", b"\x08" + SIZE[1:]), PIXELS),
    "an animated one": saved(
        cornered(), "WEBP", save_all=True, append_images=[photo(64, 40)], duration=50
    ),
    "no picture": MARKER,
    "nothing": b"",
}


@pytest.mark.parametrize("name", CARRIERS)
def test_a_picture_that_carries_anything_is_not_plain(name: str) -> None:
    assert plain_kind(CARRIERS[name]) is None


@pytest.mark.parametrize("data", [JPEG, PNG, WEBP], ids=["JPEG", "PNG", "WebP"])
def test_a_picture_cut_anywhere_is_not_plain(data: bytes) -> None:
    assert plain_kind(data) is not None
    for end in range(0, len(data), 3):
        assert plain_kind(data[:end]) is None
