"""The largest pictures stay under 400 MB, whatever is to be made of them."""

from __future__ import annotations

import io
import subprocess
import sys
import textwrap

import pytest
from PIL import Image

from tests.imaging.corpus import cornered, exif, saved

WIDTH, HEIGHT = 8000, 5000


def scene(mode: str = "RGB", size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
    return cornered(80, 50).convert(mode).resize(size, Image.Resampling.NEAREST)


def large(kind: str) -> bytes:
    """A picture of 40 million pixels, or of as many as its kind may have."""
    if kind == "PNG by palette":
        return saved(scene("P"), "PNG", compress_level=1)
    if kind == "transparent PNG":
        return saved(scene("RGBA"), "PNG", compress_level=1)
    if kind == "lossless WebP":
        return saved(scene(size=(5000, 4000)), "WEBP", lossless=True, quality=0, method=0)
    if kind == "page of a PDF":
        # 40 × 25 inches: 40 million pixels at 200 dpi.
        file = io.BytesIO()
        cornered(80, 50).save(file, "PDF", resolution=2)
        return file.getvalue()
    return saved(scene(), "JPEG", exif=exif(6))


MAKE = """
import pathlib, sys
from scout_desktop.chat.recipe import Crop, Mark, Recipe
from scout_desktop.imaging import look, prepare, read_picture_file
page = int(sys.argv[3])
data = read_picture_file(sys.argv[1])
info = look(data, page)
width, height = info.width, info.height
marks = (
    Mark("box", width // 8, height // 8, width // 2, height // 2, number=1),
    Mark("arrow", width // 2, height // 2, 20, 20, number=12),
)
part = Crop(10, 10, width - 20, height - 20)
recipe = {
    "turned": Recipe(fit="original", turn=90),
    "marked": Recipe(fit="original", marks=marks),
    "all at once": Recipe(fit="original", crop=part, turn=270, marks=marks),
    "a finer part": Recipe(fit="original", crop=Crop(9, 9, width // 4, height // 4), marks=marks),
}[sys.argv[2]]
made = prepare(data, name="x", recipe=recipe, page=page)
print(made.width * made.height)
print(pathlib.Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads VmHWM from /proc")
@pytest.mark.parametrize(
    ("kind", "recipe"),
    [
        ("JPEG on its side", "all at once"),
        ("PNG by palette", "turned"),
        ("transparent PNG", "a finer part"),
        ("lossless WebP", "turned"),
        ("page of a PDF", "marked"),
    ],
)
def test_no_recipe_takes_more_than_400_mb(kind, recipe, tmp_path):
    file = tmp_path / "large"
    file.write_bytes(large(kind))
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(MAKE), str(file), recipe,
         "1" if kind == "page of a PDF" else "0"],
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    pixels, peak = map(int, run.stdout.split())
    assert pixels > 1_500_000
    assert peak * 1024 < 400_000_000
