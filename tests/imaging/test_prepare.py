"""A picture is sent upright, opaque, in sRGB, in the model's size, and without a word about you."""

from __future__ import annotations

import hashlib
import io
import struct
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from scout_desktop.chat.errors import PictureError
from scout_desktop.chat.picture import inspect
from scout_desktop.chat.recipe import Recipe
from scout_desktop.chat.tiles import fit, tiling
from scout_desktop.imaging import Abandoned, prepare
from tests.imaging.corpus import (
    CORNERS,
    MARKER,
    alike,
    cornered,
    corners_of,
    exif,
    plain,
    png,
    png_16_bit,
    png_chunk,
    profile,
    saved,
    stored_as,
    with_planted_metadata,
)

WHITE = (255, 255, 255)


def photo(width: int, height: int) -> Image.Image:
    """The corners under a photograph's noise."""
    noise = Image.effect_noise((width, height), 30)
    grain = Image.merge("RGB", (noise, noise.rotate(180), noise.transpose(Image.Transpose(0))))
    return Image.blend(cornered(width, height), grain, 0.2)


def sent(data: bytes, **options) -> Image.Image:
    """What the model's side decodes: colours, whatever way the file keeps them."""
    image = Image.open(io.BytesIO(prepare(data, name="x", **options).data))
    return image if image.mode == "L" else image.convert("RGB")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WebP", "GIF"])
@pytest.mark.parametrize("name", ["x.png", "x.jpg", "x.svg", "x", "../../etc/passwd", "x.webp"])
def test_each_kind_under_any_name_arrives_as_it_looked(kind, name):
    data = plain(kind)
    done = prepare(data, name=name)
    assert done.name == name
    assert alike(corners_of(done.data), CORNERS)
    assert (done.width, done.height) == (64, 40)
    assert inspect(done.data).mime == done.mime
    assert done.sha256 == hashlib.sha256(done.data).hexdigest()
    given = done.original
    assert (given.bytes, given.width, given.height) == (len(data), 64, 40)
    assert given.sha256 == hashlib.sha256(data).hexdigest()
    assert given.mime == inspect(data).mime


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_all_eight_orientations_arrive_upright(kind, orientation):
    options = {"exif": exif(orientation), "quality": 95}
    data = saved(stored_as(cornered(), orientation), kind, **options)
    done = prepare(data, name="x")
    assert (done.width, done.height) == (64, 40)
    assert (done.original.width, done.original.height) == (64, 40)
    assert alike(corners_of(done.data), CORNERS)
    assert inspect(done.data).orientation == 1


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_large_photograph_is_fitted_and_upright_at_once(orientation):
    scene = cornered(300, 200).resize((1800, 1200))
    # Turned by Pillow here: turning two million pixels one by one would take seconds.
    turn = {3: 180, 6: 90, 8: 270}.get(orientation, 0)
    data = saved(scene.rotate(turn, expand=True), "JPEG", exif=exif(orientation))
    done = prepare(data, name="x")
    assert (done.width, done.height) == fit(1800, 1200) == (1512, 1008)
    assert alike(corners_of(done.data), CORNERS)


def segments(jpeg: bytes) -> list[int]:
    """Markers of a JPEG up to its pixels."""
    found, at = [], 2
    while jpeg[at + 1] != 0xDA:
        found.append(jpeg[at + 1])
        at += 2 + struct.unpack_from(">H", jpeg, at + 2)[0]
    return found


def chunks(file: bytes) -> list[bytes]:
    """Names of a PNG's chunks."""
    found, at = [], 8
    while at < len(file):
        length, name = struct.unpack_from(">I4s", file, at)
        found.append(name)
        at += 12 + length
    return found


@pytest.mark.parametrize("name", with_planted_metadata())
@pytest.mark.parametrize("chosen", ["tiles", "original"])
def test_nothing_that_was_planted_leaves(name, chosen):
    data = with_planted_metadata()[name]
    assert MARKER in data
    done = prepare(data, name="x", recipe=Recipe(chosen))
    assert MARKER not in done.data
    assert alike(corners_of(done.data), CORNERS)
    if done.mime == "image/png":
        assert set(chunks(done.data)) <= {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
    else:
        # JFIF, quantisation, Huffman tables, the frame: no comment, no other application block.
        assert set(segments(done.data)) <= {0xE0, 0xDB, 0xC4, 0xC0}
        assert done.data.endswith(b"\xff\xd9")


def test_both_outputs_were_looked_into():
    kinds = {prepare(data, name="x").mime for data in with_planted_metadata().values()}
    assert kinds == {"image/png", "image/jpeg"}


def test_a_picture_that_fits_and_is_clean_is_still_made_anew():
    data = plain("JPEG")
    assert prepare(data, name="x").data != data


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_becomes_white(mode):
    image = cornered().convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 32, 20))
    data = saved(image.convert("LA") if mode == "LA" else image, "PNG")
    if mode == "P":
        data = saved(image.quantize(16, Image.Quantize.FASTOCTREE), "PNG")
        assert Image.open(io.BytesIO(data)).mode == "P"
    found = sent(data).convert("RGB")
    assert found.getpixel((10, 10)) == WHITE
    if mode != "LA":
        assert alike([found.getpixel((50, 10))], [CORNERS[1]])


def test_half_transparent_is_half_white():
    data = saved(Image.new("RGBA", (20, 20), (255, 0, 0, 128)), "PNG")
    assert alike([sent(data).getpixel((5, 5))], [(255, 127, 127)], 1)


@pytest.mark.parametrize(("mode", "key"), [("RGB", CORNERS[0]), ("L", 100)])
def test_a_transparent_colour_becomes_white_too(mode, key):
    image = Image.new(mode, (20, 20), key)
    found = sent(saved(image, "PNG", transparency=key)).convert("RGB")
    assert found.getpixel((5, 5)) == WHITE


def test_sixteen_bits_keep_their_brightness():
    assert alike(corners_of(prepare(png_16_bit(3), name="x").data), CORNERS, 2)
    greys = [(level, level, level) for level in (64, 128, 191, 255)]
    assert alike(corners_of(prepare(png_16_bit(1), name="x").data), greys, 1)


def test_one_bit_palette_and_grey():
    striped = Image.new("1", (64, 40))
    striped.paste(1, (32, 0, 64, 40))
    found = sent(saved(striped, "PNG")).convert("RGB")
    assert (found.getpixel((5, 5)), found.getpixel((60, 5))) == ((0, 0, 0), WHITE)
    assert alike(corners_of(prepare(saved(cornered().quantize(8), "PNG"), name="x").data), CORNERS)
    grey = sent(saved(Image.new("L", (30, 30), 77), "JPEG"))
    assert grey.mode == "L"
    assert abs(grey.getpixel((3, 3)) - 77) <= 1


def test_print_colours_become_screen_colours():
    data = saved(cornered().convert("CMYK"), "JPEG", quality=95)
    found = sent(data)
    assert found.mode == "RGB"
    assert alike(corners_of(data), CORNERS, 40)
    assert alike(corners_of(prepare(data, name="x").data), corners_of(data))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_colour_profile_is_applied_whatever_it_calls_itself(kind):
    pure = Image.new("RGB", (64, 40), (255, 0, 0))
    swapped = sent(saved(pure, kind, icc_profile=profile(swapped=True), quality=95)).convert("RGB")
    assert alike([swapped.getpixel((5, 5))], [(0, 255, 0)])
    same = sent(saved(pure, kind, icc_profile=profile(), quality=95)).convert("RGB")
    assert alike([same.getpixel((5, 5))], [(255, 0, 0)])


@pytest.mark.parametrize("broken", [b"not a profile", profile()[:200], b"\0" * 500])
def test_a_damaged_profile_does_not_cost_the_picture(broken):
    data = saved(cornered(), "JPEG", quality=95, icc_profile=broken)
    assert alike(corners_of(prepare(data, name="x").data), CORNERS)


def test_of_a_moving_picture_the_first_frame_goes_out():
    other = Image.new("RGB", (64, 40), (9, 9, 9))
    for kind in ("GIF", "WEBP", "PNG"):
        first = cornered().quantize(16) if kind == "GIF" else cornered()
        data = saved(first, kind, save_all=True, append_images=[other], quality=95)
        done = prepare(data, name="x")
        assert done.original.animated
        assert alike(corners_of(done.data), CORNERS)
        assert not inspect(done.data).animated


def test_a_page_of_metadata_longer_than_any_decoder_takes_does_not_cost_the_picture():
    text = png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + b"x" * 3_000_000)
    rows = b"".join(b"\0" + bytes(CORNERS[0]) * 8 for _ in range(8))
    assert alike(corners_of(prepare(png(8, 8, 8, 2, rows, text), name="x").data), [CORNERS[0]] * 4)


@pytest.mark.parametrize(
    "size",
    [(337, 337), (336, 340), (640, 480), (1500, 700), (1920, 1080), (3000, 211), (1025, 691)],
)
def test_the_picture_sent_has_the_fitted_size_and_its_tokens(size):
    done = prepare(saved(cornered(*size), "PNG"), name="x")
    assert (done.width, done.height) == Image.open(io.BytesIO(done.data)).size == fit(*size)
    assert (done.tiles, done.tokens) == (
        tiling(*fit(*size)).tiles,
        tiling(*fit(*size)).tokens,
    )
    assert done.original.width == size[0]


def test_original_keeps_every_pixel():
    done = prepare(saved(cornered(1921, 1080), "PNG"), name="x", recipe=Recipe("original"))
    assert (done.width, done.height, done.fit) == (1921, 1080, "original")
    assert done.tokens == tiling(1921, 1080).tokens


def test_the_same_picture_gives_the_same_bytes_in_any_thread():
    data = saved(photo(800, 600), "JPEG")
    alone = prepare(data, name="x")
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: prepare(data, name="x"), range(12)))
    assert {done.data for done in together} == {alone.data}


def test_a_picture_nobody_wants_any_more_is_let_go_in_the_middle_of_decoding():
    data = saved(photo(1600, 1200), "PNG")
    asked = []

    def after_a_while() -> bool:
        asked.append(threading.get_ident())
        return len(asked) > 3

    with pytest.raises(Abandoned):
        prepare(data, name="x", cancelled=after_a_while)
    assert len(asked) == 4
    assert set(asked) == {threading.get_ident()}
    assert prepare(data, name="x", cancelled=lambda: False).width == fit(1600, 1200)[0]


def test_progress_is_told_in_order_and_from_the_thread_that_works():
    told = []
    prepare(
        saved(photo(800, 600), "JPEG"),
        name="x",
        progress=lambda share: told.append((share, threading.get_ident())),
    )
    shares = [share for share, _ in told]
    assert shares == sorted(set(shares))
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert len(shares) >= 4
    assert {thread for _, thread in told} == {threading.get_ident()}


def test_the_work_can_be_given_up_at_every_step():
    data = saved(photo(500, 400), "PNG")
    asked = []
    prepare(data, name="x", cancelled=lambda: bool(asked.append(1)))
    assert len(asked) >= 6
    for step in range(1, len(asked) + 1):
        left = iter([False] * (step - 1) + [True])
        with pytest.raises(Abandoned):
            prepare(data, name="x", cancelled=lambda left=left: next(left))


def test_a_page_of_a_document_is_a_picture():
    document = saved(Image.new("RGB", (1654, 2339), "white"), "PDF", resolution=200)
    made = prepare(document, name="paper.pdf", page=1)
    assert (made.original.width, made.original.height) == (1654, 2339)
    assert (made.original.page, made.original.mime) == (1, "application/pdf")
    assert (made.width, made.height) == fit(1654, 2339)
    with pytest.raises(PictureError, match="no page 2"):
        prepare(document, name="paper.pdf", page=2)
