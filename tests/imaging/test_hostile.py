"""Broken, lying and enormous pictures get a sentence, little memory, and no file of yours."""

from __future__ import annotations

import random
import shutil
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
    cornered,
    exif,
    plain,
    png_chunk,
    saved,
    with_planted_metadata,
)

BOMBS = {
    "PNG": b"\x89PNG\r\n\x1a\n"
    + png_chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)),
    "JPEG": b"\xff\xd8\xff\xc0" + struct.pack(">HBHHB", 11, 8, 65_500, 65_500, 1) + b"\1\x11\0",
    "GIF": b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0, 0, 0),
    "WebP": b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0" + b"\0" * 4 + b"\xff\xff\xff" * 2 + b"\0" * 8,
}


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
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", PictureRefused),
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
    }[kind]()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WebP", "GIF"])
def test_a_picture_cut_short_is_never_shown_in_half(kind):
    whole = busy(kind)
    for percent in (3, 10, 25, 50, 75, 90, 97):
        with pytest.raises(PictureUnreadable, match="damaged or cut short") as refusal:
            prepare(whole[: len(whole) * percent // 100], name="x")
        assert kind in refusal.value.headline


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WebP", "GIF"])
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
    if kind == "transparent PNG":
        return saved(Image.new("RGBA", (8000, 5000), (200, 30, 30, 120)), "PNG", compress_level=1)
    if kind == "WebP":
        return saved(Image.new("RGB", (5000, 4000), (200, 30, 30)), "WEBP", quality=50, method=0)
    scene = cornered(80, 50).resize((8000, 5000))
    return saved(scene, "JPEG", exif=exif(6), progressive=kind.startswith("progressive"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads VmHWM from /proc")
@pytest.mark.parametrize(
    ("kind", "chosen"),
    [
        ("JPEG", "tiles"),
        ("progressive JPEG", "tiles"),
        ("JPEG", "original"),
        ("transparent PNG", "tiles"),
        ("WebP", "tiles"),
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


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_preparing_a_picture_opens_no_file_at_all(tmp_path):
    files = with_planted_metadata() | {
        "svg": b"<svg><image href='file:///etc/passwd'/></svg>",
        "svg as png": b"\x89PNG\r\n\x1a\n<svg><image href='file:///etc/passwd'/></svg>",
        "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run",
        "tiff": saved(cornered(), "TIFF"),
        "cut": plain("JPEG")[:300],
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    trace = tmp_path / "trace"
    run_apart(
        """
        import os, pathlib, sys
        from scout_desktop.chat.errors import PictureError
        from scout_desktop.imaging import prepare, thumbnail
        pictures = [path.read_bytes() for path in sorted(pathlib.Path(sys.argv[1]).iterdir())]
        for mark in ("warm", "begin"):  # the first round loads Pillow, the second is watched
            os.access("/" + mark, os.F_OK)
            for data in pictures:
                for job in (lambda: prepare(data, name="x"), lambda: thumbnail(data, 32)):
                    try:
                        job()
                    except PictureError:
                        pass
        os.access("/end", os.F_OK)
        """,
        str(tmp_path),
        before=("strace", "-f", "-qq", "-e", "trace=file,network", "-o", str(trace)),
    )
    text = trace.read_text()
    assert text.count('"/begin"') == text.count('"/end"') == 1
    assert "open" in text[: text.index('"/begin"')]  # the trace sees what is opened
    watched = text[text.index('"/begin"') : text.index('"/end"')].splitlines()[1:-1]
    assert watched == []
