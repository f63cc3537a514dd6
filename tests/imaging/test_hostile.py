"""Broken, lying and enormous pictures get a sentence, little memory, and no file of yours."""

from __future__ import annotations

import random
import struct
import subprocess
import sys
import textwrap
import warnings

import pytest
from PIL import Image

from scout_desktop.chat.errors import (
    PictureError,
    PictureRefused,
    PictureTooLarge,
    PictureUnreadable,
)
from scout_desktop.imaging import MAX_BYTES, prepare, thumbnail
from tests.imaging.corpus import (
    CORNERS,
    KINDS,
    avif,
    bmp,
    cornered,
    exif,
    heic,
    plain,
    png_chunk,
    saved,
    tiff,
)


def boxed(width: int, height: int, kind: bytes = b"avif") -> bytes:
    """A small picture whose box says another size."""
    data = (avif if kind == b"avif" else heic)(cornered(64, 64))
    said = b"ispe\0\0\0\0" + struct.pack(">II", 64, 64)
    assert said in data
    return data.replace(said, said[:8] + struct.pack(">II", width, height))


def large_frame(width: int, height: int) -> bytes:
    """A small AVIF whose frame, not its box, says an enormous size."""
    data = bytearray(avif(cornered(), still_picture=True))
    at = data.index(b"mdat") + 4
    assert data[at : at + 2] == b"\x12\x00"  # a temporal delimiter, then the sequence header
    head = f"{int.from_bytes(data[at + 4 : at + 14], 'big'):080b}"
    assert head[3:5] == "11"  # a still picture by the short header: its size follows at bit 10
    across, down = int(head[10:14], 2) + 1, int(head[14:18], 2) + 1
    rest = head[18 + across + down :]
    sizes = f"{15:04b}{15:04b}{width - 1:016b}{height - 1:016b}"
    bits = (head[:10] + sizes + rest)[:80]
    data[at + 4 : at + 14] = int(bits, 2).to_bytes(10, "big")
    return bytes(data)


def entries(**numbers: int) -> dict[int, tuple[str, tuple[int, ...]]]:
    """Tags of a TIFF of 64 by 40 in RGB, with some changed."""
    tags = {"256": 64, "257": 40, "259": 5, "262": 2, "277": 3, "278": 40, **numbers}
    return {258: ("H", (8, 8, 8))} | {
        int(tag.removeprefix("tag")): ("I", (value,)) for tag, value in tags.items()
    }


BOMBS = {
    "PNG": b"\x89PNG\r\n\x1a\n"
    + png_chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)),
    "JPEG": b"\xff\xd8\xff\xc0" + struct.pack(">HBHHB", 11, 8, 65_500, 65_500, 1) + b"\1\x11\0",
    "GIF": b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0, 0, 0),
    "WebP": b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0" + b"\0" * 4 + b"\xff\xff\xff" * 2 + b"\0" * 8,
    "BMP": bmp(40, b"", (30_000, -30_000)),
    "TIFF": tiff(entries(tag256=30_000, tag257=30_000), b"x"),
    "AVIF": boxed(16_000, 16_000),
    "HEIC": boxed(16_000, 16_000, b"heic"),
}
SECRET_BOMBS = {
    "TIFF of one enormous tile": tiff(entries(tag322=60_000, tag323=60_000), b"x" * 100),
    "TIFF of JPEG tiles": tiff(entries(tag259=7, tag322=20_000, tag323=20_000), b"x" * 100),
    "AVIF with an enormous frame": large_frame(16_000, 16_000),
}
"""Of 64 by 40 pixels, by what they say first."""


@pytest.mark.parametrize("name", SECRET_BOMBS)
def test_a_bomb_with_a_small_face_is_refused_by_what_is_behind_it(name):
    with pytest.raises(PictureTooLarge, match=r"MB of memory, and 330 MB") as refusal:
        prepare(SECRET_BOMBS[name], name="x")
    assert refusal.value.advice


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads VmHWM from /proc")
def test_no_bomb_takes_memory(tmp_path):
    honest = {
        "AVIF of 121 million in its frame": large_frame(11_000, 11_000),
        "HEIC that hides its size": heic(Image.new("RGB", (3000, 3000))).replace(
            struct.pack(">II", 3000, 3000), struct.pack(">II", 64, 40)
        ),
    }
    for number, data in enumerate([*BOMBS.values(), *SECRET_BOMBS.values(), *honest.values()]):
        (tmp_path / f"{number:02}").write_bytes(data)
    said = run_apart(
        """
        import pathlib, sys
        from scout_desktop.chat.errors import PictureError
        from scout_desktop.imaging import prepare, read_picture_file
        for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
            try:
                prepare(read_picture_file(path), name="x")
                print("taken")
            except PictureError as refusal:
                print(refusal.sentence)
        print(pathlib.Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
        """,
        str(tmp_path),
    ).splitlines()
    assert len(said) == len(BOMBS) + len(SECRET_BOMBS) + len(honest) + 1
    assert int(said[-1]) * 1024 < 400_000_000


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_refused_by_its_header(kind):
    with pytest.raises(PictureTooLarge, match="million pixels") as refusal:
        prepare(BOMBS[kind], name="x")
    assert refusal.value.advice
    with pytest.raises(PictureTooLarge):
        thumbnail(BOMBS[kind], 64)


def test_exactly_forty_million_pixels_are_taken_and_one_line_more_is_not():
    assert prepare(saved(Image.new("1", (8000, 5000)), "PNG"), name="x").tokens == 2322
    with pytest.raises(PictureTooLarge, match=r"40\.1 million pixels .*at most 40 million"):
        prepare(saved(Image.new("1", (8000, 5001)), "PNG"), name="x")


def test_too_many_bytes_are_refused_before_anything_is_read():
    with pytest.raises(PictureTooLarge, match="MB"):
        prepare(plain("PNG") + b"\0" * MAX_BYTES, name="x")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", PictureUnreadable),
        (b"<svg><image href='file:///etc/passwd'/></svg>", PictureRefused),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", PictureUnreadable),
        (b"\0\0\0\x18ftypcrx \0\0\0\0crx isom", PictureRefused),
        (b"%PDF-1.7", PictureRefused),
        (b"\x89PNG\r\n\x1a\n<svg><image href='file:///etc/passwd'/></svg>", PictureUnreadable),
        (b"\xff\xd8\xff<svg/>", PictureUnreadable),
        (b"GIF89a<svg xmlns='http://www.w3.org/2000/svg'/>", PictureError),
    ],
)
def test_what_only_looks_like_a_picture_is_told_apart(data, error):
    with pytest.raises(error):
        prepare(data, name="holiday.png")


def busy(kind: str) -> bytes:
    """A small picture whose pixels fill most of the file."""
    noise = Image.blend(cornered(64, 64), Image.effect_noise((64, 64), 60).convert("RGB"), 0.5)
    return {
        "PNG": lambda: saved(noise, "PNG", exif=exif()),
        "JPEG": lambda: saved(noise, "JPEG", exif=exif(6)),
        "WebP": lambda: saved(noise, "WEBP", quality=90),
        "GIF": lambda: saved(noise.quantize(64), "GIF", comment=b"x"),
        "BMP": lambda: saved(noise.quantize(64), "BMP"),
        "TIFF": lambda: saved(noise, "TIFF", compression="tiff_lzw", tiffinfo={274: 6}),
        "AVIF": lambda: avif(noise, exif=exif(6)),
        "HEIC": lambda: heic(noise, exif=exif(6)),
    }[kind]()


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_cut_short_is_never_shown_in_half(kind):
    whole = busy(kind)
    for percent in (3, 10, 25, 50, 75, 90, 97):
        with pytest.raises(PictureUnreadable, match="damaged or cut short") as refusal:
            prepare(whole[: len(whole) * percent // 100], name="x")
        assert kind in refusal.value.headline


def test_a_moving_picture_that_counts_in_nothing_gets_a_sentence():
    moving = avif(cornered(), save_all=True, append_images=[cornered().rotate(180)])
    details = []
    for place in range(moving.index(b"mdhd") + 8, moving.index(b"mdhd") + 36, 4):
        try:
            prepare(moving[:place] + bytes(4) + moving[place + 4 :], name="x")
        except PictureUnreadable as refusal:
            details.append(refusal.detail)
    assert any("ZeroDivisionError" in detail for detail in details)


def test_a_tiff_that_says_two_widths_is_refused_without_a_word_on_stderr():
    two = tiff({**entries(), 256: ("H", (64, 64)), 259: ("H", (1,))}, bytes(64 * 40 * 3))
    with pytest.raises(PictureUnreadable, match="TIFF"):  # a warning is an error here
        prepare(two, name="x")


@pytest.mark.parametrize("kind", KINDS)
def test_flipped_bytes_give_a_picture_or_a_sentence_and_never_a_warning(kind):
    dice = random.Random(kind)
    source = busy(kind)
    refused = taken = 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(250):
            data = bytearray(source)
            for _ in range(dice.randint(1, 6)):
                data[dice.randrange(len(data) if dice.random() < 0.5 else 200)] = dice.randrange(
                    256
                )
            try:
                prepare(bytes(data), name="x")
                taken += 1
            except PictureError:
                refused += 1
    assert refused > 10
    assert taken > 10


def run_apart(code: str, *arguments: str, before: tuple[str, ...] = ()) -> str:
    """Run Python code in a process of its own; its output."""
    run = subprocess.run(
        [*before, sys.executable, "-c", textwrap.dedent(code), *arguments],
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def large(kind: str) -> bytes:
    """The dearest pictures that the caps let through."""
    scene = Image.new("RGB", (8000, 5000), CORNERS[0])
    scene.paste(CORNERS[1], (4000, 0, 8000, 2500))
    if kind == "HEIC":
        fast = {"tile_size": 512, "enc_params": {"preset": "ultrafast"}}
        return heic(scene, chroma=420, quality=10, **fast)
    if kind == "AVIF":
        return avif(scene.crop((0, 0, 6600, 5000)), subsampling="4:2:0", quality=10, speed=10)
    if kind == "TIFF in one piece":
        return saved(scene, "TIFF", compression="tiff_lzw", tiffinfo={274: 6, 278: 5000})
    if kind == "WebP":
        return saved(Image.new("RGB", (5000, 4000), (200, 30, 30)), "WEBP", quality=50, method=0)
    return saved(scene, "JPEG", exif=exif(6), progressive=kind.startswith("progressive"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads VmHWM from /proc")
@pytest.mark.parametrize(
    ("kind", "chosen"),
    [
        ("progressive JPEG", "tiles"),
        ("JPEG", "original"),
        ("WebP", "tiles"),
        ("HEIC", "original"),
        ("AVIF", "original"),
        ("TIFF in one piece", "original"),
    ],
)
def test_the_largest_pictures_take_less_than_400_mb(kind, chosen, tmp_path):
    file = tmp_path / "large"
    file.write_bytes(large(kind))
    peak = run_apart(
        """
        import pathlib, sys
        from scout_desktop.chat.recipe import Recipe
        from scout_desktop.imaging import prepare, read_picture_file
        prepare(read_picture_file(sys.argv[1]), name="x", recipe=Recipe(sys.argv[2]))
        status = pathlib.Path("/proc/self/status").read_text()
        print(status.split("VmHWM:")[1].split()[0])
        """,
        str(file),
        chosen,
    )
    assert int(peak) * 1024 < 400_000_000


def test_a_lie_about_samples_is_a_sentence_and_not_a_line_in_the_log() -> None:
    data = bytearray(saved(Image.new("RGB", (8, 8)), "TIFF"))
    (directory,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, directory)
    for place in range(directory + 2, directory + 2 + 12 * entries, 12):
        if struct.unpack_from("<H", data, place)[0] == 277:
            struct.pack_into("<H", data, place + 8, 212)
    with pytest.raises(PictureError):
        prepare(bytes(data), name="x")
