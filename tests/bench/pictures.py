"""Prints what preparing pictures costs: CPU time (median of 5) and peak resident memory.

Each row runs in a process of its own, so that one row's memory does not hide in another's.
    python tests/bench/pictures.py
"""

from __future__ import annotations

import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5


def photograph(width: int, height: int, mode: str = "RGB"):
    """Something with a photograph's smooth areas, edges and noise, at any size."""
    from PIL import Image, ImageChops, ImageDraw

    small = Image.radial_gradient("L").resize((640, 480))
    scene = Image.merge("RGB", (small, small.rotate(180), Image.effect_noise((640, 480), 40)))
    drawing = ImageDraw.Draw(scene)
    for step in range(0, 640, 16):
        drawing.line((step, 0, 640 - step, 480), fill=(step % 256, 90, 200), width=2)
    scene = scene.resize((width, height))
    noise = Image.effect_noise((1000, 1000), 12)
    grain = Image.new("L", (width, height))
    for left in range(0, width, 1000):
        for top in range(0, height, 1000):
            grain.paste(noise, (left, top))
    scene = ImageChops.add(scene, Image.merge("RGB", (grain,) * 3), 1, -128)
    return scene.convert(mode)


def written(folder: Path) -> dict[str, Path]:
    """The pictures to measure, as files."""
    from PIL import Image

    cases = {
        "24 MP JPEG": (6000, 4000, "RGB", "JPEG", {"quality": 92}),
        "24 MP JPEG, progressive": (6000, 4000, "RGB", "JPEG", {"progressive": True}),
        "40 MP JPEG": (7728, 5152, "RGB", "JPEG", {"quality": 90}),
        "40 MP PNG, RGB": (7728, 5152, "RGB", "PNG", {"compress_level": 1}),
        "40 MP PNG, transparent": (7728, 5152, "RGBA", "PNG", {"compress_level": 1}),
        "40 MP PNG, palette": (7728, 5152, "P", "PNG", {"compress_level": 1}),
        "20 MP WebP": (5472, 3648, "RGB", "WEBP", {"quality": 60, "method": 0}),
    }
    files = {}
    for number, (label, (width, height, mode, kind, options)) in enumerate(cases.items()):
        scene = photograph(width, height, mode)
        path = folder / f"{number}.bin"
        # Noise does not compress, and 25 MB is the cap: coarser until it fits.
        for block in (1, 2, 4, 8):
            small = scene.resize((width // block, height // block), Image.Resampling.NEAREST)
            file = io.BytesIO()
            small.resize((width, height), Image.Resampling.NEAREST).save(file, kind, **options)
            if file.tell() <= 25_000_000:
                break
        path.write_bytes(file.getvalue())
        files[label] = path
    return files


def measure(what: str, path: Path) -> dict[str, float]:
    """Run one job ROUNDS times in this process."""
    data = path.read_bytes()
    times = []
    note = ""
    for _ in range(ROUNDS):
        start = time.process_time()
        note = JOBS[what](data)
        times.append(time.process_time() - start)
    return {"cpu_ms": statistics.median(times) * 1000, "peak_mb": peak_mib(), "note": note}


def peak_mib() -> float:
    """Most memory this process had resident (ru_maxrss would count the parent's, before exec)."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def prepare_tiles(data: bytes) -> str:
    from scout_desktop.imaging import prepare

    done = prepare(data, name="bench")
    return f"{done.width}x{done.height} {done.mime} {len(done.data) // 1000} kB"


def prepare_original(data: bytes) -> str:
    from scout_desktop.chat.recipe import Recipe
    from scout_desktop.imaging import prepare

    done = prepare(data, name="bench", recipe=Recipe("original"))
    return f"{done.width}x{done.height} {done.mime} {len(done.data) // 1000} kB"


def bare_pillow(data: bytes) -> str:
    """Draft decode, Lanczos, encode: the least that anybody could do with Pillow."""
    from PIL import Image

    from scout_desktop.chat.tiles import fit

    with Image.open(io.BytesIO(data)) as image:
        size = fit(*image.size)
        drafted = image.draft("RGB", size)
        small = image.resize(size, Image.Resampling.LANCZOS, box=drafted[1] if drafted else None)
    file = io.BytesIO()
    small.convert("RGB").save(file, "JPEG", quality=90, subsampling=0)
    return f"{size[0]}x{size[1]} image/jpeg {file.tell() // 1000} kB"


def small_view(data: bytes) -> str:
    from scout_desktop.imaging import thumbnail

    pixels = thumbnail(data, 160)
    return f"{pixels.width}x{pixels.height}"


JOBS = {
    "prepare, tiles": prepare_tiles,
    "prepare, original": prepare_original,
    "bare Pillow": bare_pillow,
    "thumbnail 160": small_view,
}


def main() -> None:
    """Measure everything and print a table."""
    if len(sys.argv) == 3:
        sys.path.insert(0, str(ROOT))
        print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        for label, path in written(Path(folder)).items():
            print(f"{label} ({path.stat().st_size / 1e6:.1f} MB)")
            for job in JOBS:
                run = subprocess.run(
                    [sys.executable, __file__, job, str(path)],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                row = json.loads(run.stdout)
                print(
                    f"  {job:18} {row['cpu_ms']:7.0f} ms CPU  {row['peak_mb']:5.0f} MiB peak"
                    f"  {row['note']}"
                )


if __name__ == "__main__":
    main()
