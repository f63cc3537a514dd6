"""Prints what preparing pictures costs beside the least that anybody could do with the same parts.

    python tests/bench/pictures.py [ROUNDS]
    python tests/bench/pictures.py --window [RUNS]

CPU time (user and system) from bytes to bytes, medians; each job in a process of its own that does
it once to warm up, the jobs of a row in turn, since the load of a shared machine drifts.
ours        `imaging.prepare`: looks, decodes, fits, removes all metadata, chooses a format, hashes
bare        the bare library: decode (draft mode for JPEG), Lanczos, encode in the format ours chose
Qt          QImageReader with setScaledSize, then the same encoder by Qt: for orientation only, its
            scaling is coarser
The ratio is that of ours to bare. A document has no limit: ours is drawn by a process of its own,
begun for each page, since the format is dangerous; its start is most of what it costs. Peak is the
most that the process of ours had resident.
With --window, the real window: a 24 MP photograph as a file is dropped on the message box, and what
that takes until its chip is ready (`photo.py`).
"""

from __future__ import annotations

import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3
TIMES = 3
PAPER = "A4 page of a PDF"
LIMIT = 1.3
MIME = sys.argv[-1] if sys.argv[-1].startswith("image/") else "image/jpeg"
"""The format that ours chose for the picture of this process."""


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


def screenshot(width: int, height: int):
    """Windows with lines of code in a few colours."""
    from PIL import Image, ImageDraw, ImageFont

    scene = Image.new("RGB", (width, height), "#f4f4f6")
    drawing = ImageDraw.Draw(scene)
    font = ImageFont.load_default(34)
    for left in range(60, width - 1400, 1480):
        drawing.rectangle((left, 60, left + 1400, height - 60), fill="#ffffff", outline="#b0b0b8")
        for line, top in enumerate(range(100, height - 120, 52)):
            words = (
                f"{'    ' * (line % 4)}answer_{line * 37 % 991} = ask(model, {left * line % 1013})"
            )
            colour = ("#202028", "#1850a0", "#a03020", "#207040")[line % 4]
            drawing.text((left + 30, top), words, fill=colour, font=font)
    return scene


def paper() -> bytes:
    """A page of A4 with 60 lines of text."""
    from tests.imaging.corpus import pdf

    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    lines = [
        f"({line}. The answer to question {line * 37 % 991} lies between the two.) Tj T*"
        for line in range(60)
    ]
    text = "BT /F1 11 Tf 13 TL 60 800 Td " + "\n".join(lines) + " ET"
    return pdf(text.encode(), box="0 0 595 842", page=f"/Resources << /Font << /F1 {font} >> >>")


def written(folder: Path) -> dict[str, Path]:
    """The pictures to measure, as files."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    made = {
        "24 MP JPEG": lambda: _file(photograph(6000, 4000), "JPEG", quality=88),
        "24 MP JPEG, progressive": lambda: _file(
            photograph(6000, 4000), "JPEG", quality=88, progressive=True
        ),
        "24 MP PNG, screenshot": lambda: _file(screenshot(6000, 4000), "PNG"),
        "20 MP WebP": lambda: _file(photograph(5472, 3648), "WEBP", quality=60, method=0),
        "12 MP HEIC": lambda: _file(photograph(4032, 3024), "HEIF", quality=60),
        PAPER: paper,
    }
    files = {}
    for number, (label, make) in enumerate(made.items()):
        files[label] = folder / f"{number}.bin"
        files[label].write_bytes(make())
    return files


def _file(image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def ours(data: bytes) -> str:
    from scout_desktop.imaging import prepare

    done = prepare(data, name="bench", page=int(data.startswith(b"%PDF")))
    return f"{done.width}x{done.height} {done.mime} {len(done.data)}"


def bare(data: bytes) -> str:
    """Decode, Lanczos, encode: the least that anybody could do with these libraries."""
    from PIL import Image

    from scout_desktop.chat.tiles import fit

    if data.startswith(b"%PDF"):
        import pypdfium2

        page = pypdfium2.PdfDocument(data)[0]
        size = fit(*(round(points * 200 / 72) for points in page.get_size()))
        image = page.render(scale=size[0] / page.get_size()[0]).to_pil().convert("RGB")
    else:
        if data[4:8] == b"ftyp":
            import pillow_heif

            pillow_heif.register_heif_opener()
        with Image.open(io.BytesIO(data)) as opened:
            size = fit(*opened.size)
            drafted = opened.draft("RGB", size)
            box = drafted[1] if drafted else None
            image = opened.resize(size, Image.Resampling.LANCZOS, box=box).convert("RGB")
    return f"{image.width}x{image.height} {len(_encoded(image))}"


def _encoded(image) -> bytes:
    """In the format that ours chose for this picture, by the same settings."""
    kind = MIME
    if kind == "image/png":
        return _file(image, "PNG")
    if kind == "image/webp":
        return _file(image, "WEBP", lossless=True, method=4)
    return _file(image, "JPEG", quality=90, subsampling=0)


def by_qt(data: bytes) -> str:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
    from PySide6.QtGui import QImageReader

    from scout_desktop.chat.tiles import fit

    source = QBuffer()
    source.setData(QByteArray(data))
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(source)
    reader.setAllocationLimit(0)
    size = reader.size()
    if not size.isValid():
        return ""
    reader.setScaledSize(QSize(*fit(size.width(), size.height())))
    image = reader.read()
    if image.isNull():
        return ""
    target = QBuffer()
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    kind, quality = {"image/png": ("PNG", -1), "image/webp": ("WEBP", 100)}.get(MIME, ("JPEG", 90))
    image.save(target, kind, quality)
    return f"{image.width()}x{image.height()} {target.data().size()}"


JOBS: dict[str, Callable[[bytes], str]] = {"ours": ours, "bare": bare, "Qt": by_qt}


def measure(job: str, path: Path) -> dict[str, object]:
    """Do one job in this process: once unmeasured, then a few times."""
    data = path.read_bytes()
    note = JOBS[job](data)
    spent = []
    for _ in range(TIMES):
        start = cpu_ms()
        JOBS[job](data)
        spent.append(cpu_ms() - start)
    return {"ms": spent, "peak": peak_mb(), "note": note}


def cpu_ms() -> float:
    """CPU time of this process so far, and of those that it started and that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used) * 1000


def peak_mb() -> float:
    """Most memory this process had resident (ru_maxrss would count the parent's, before exec)."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6


def _run(job: str, path: Path, mime: str) -> dict:
    run = subprocess.run(
        [sys.executable, __file__, job, str(path), mime],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(run.stdout)


def main(rounds: int) -> int:
    """Measure everything and print a line each; 1 when a ratio is over its limit."""
    over = 0
    with tempfile.TemporaryDirectory() as folder:
        for label, path in written(Path(folder)).items():
            spent: dict[str, list[float]] = {job: [] for job in JOBS}
            peak, note, mime = 0.0, "", ""
            for _ in range(rounds):
                for job in JOBS:
                    row = _run(job, path, mime)
                    if job == "ours":
                        peak, note = max(peak, row["peak"]), row["note"]
                        mime = note.split()[1]
                    if row["note"]:
                        spent[job] += row["ms"]
            figures = {job: statistics.median(ms) if ms else 0.0 for job, ms in spent.items()}
            ratio = figures["ours"] / figures["bare"]
            bounded = label != PAPER
            limit = LIMIT if bounded else float("nan")
            over += bounded and ratio > LIMIT
            verdict = ("ok" if ratio <= LIMIT else "OVER") if bounded else "-"
            print(
                f"{label:24} ours {figures['ours']:5.0f} ms  bare {figures['bare']:5.0f} ms  "
                f"ratio {ratio:4.2f}  limit {limit:4.2f}  {verdict:4}  "
                f"Qt {figures['Qt'] or float('nan'):5.0f} ms  peak {peak:4.0f} MB  {note}",
                flush=True,
            )
    return 1 if over else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if len(sys.argv) == 4:
        print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
    elif "--window" in sys.argv:
        from tests.bench import photo

        sys.exit(photo.main(int(sys.argv[2]) if len(sys.argv) > 2 else photo.RUNS))
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
