"""Prints what a photograph costs the whole program, from its drop on the window to its ready chip.

    python tests/bench/pictures.py --window [RUNS]

A 24 MP JPEG file is dropped on the real window (offscreen), by the events that a desktop sends, and
then another one, when everything that a first picture loads is there. CPU is user and system time of all
threads of the process: reading, preparing, hashing, keeping the picture and its original on the
disk, the thumbnail and all painting. `bare` is `pictures.bare` on the same bytes, in a process of
its own. `longest stretch` is the CPU time of the main thread for one round of its event loop, all
its events together, in which keys and pointer wait. Ends with 1 when a limit is passed.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

    from scout_desktop.session.core import Core
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.views import Views

RUNS = 3
LIMIT_RATIO, LIMIT_STRETCH_MS = 1.3, 16.0
_LONGEST_S = 60
_PATIENCE_S = 20


async def errand(views: Views, _shell: Shell, _core: Core) -> dict[str, float]:
    """Drop two photographs, one after the other, and tell what each cost."""
    found: dict[str, float] = {}
    for number, name in enumerate(("first", "next")):
        found |= {
            f"{name} {what}": value
            for what, value in (await _drop(views, Path(sys.argv[2 + number]), number)).items()
        }
    return found


async def _drop(views: Views, file: Path, before: int) -> dict[str, float]:
    from PySide6.QtCore import QMimeData, QUrl

    from scout_desktop.ui.composer.chips.chip import PictureChip
    from tests.bench import program

    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    native = views.window.windowHandle()
    assert native is not None
    await program.rest()
    _drag(native, mime)
    # The veil has been painted by then: a hand moves on before it lets go.
    await asyncio.sleep(0.3)
    await program.rest()
    rounds = program.Rounds()
    cpu, since = time.process_time(), time.monotonic()
    _let_go(native, mime)
    while True:
        await asyncio.sleep(0.02)
        chips = views.composer.findChildren(PictureChip)
        if len(chips) > before and all(not chip.busy for chip in chips):
            break
        if time.monotonic() - since > _PATIENCE_S:
            raise SystemExit("The chip did not get ready.")
    ready, wall = time.process_time(), time.monotonic()
    if any(chip.image is None for chip in chips):
        raise SystemExit("The picture was refused.")
    settled = await program.rest()
    return {
        "ready": (ready - cpu) * 1000,
        "wall": (wall - since) * 1000,
        "settled": (settled - cpu) * 1000,
        "worst": rounds.worst(),
    }


def _drag(native: QWindow, mime) -> None:
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent
    from PySide6.QtWidgets import QApplication

    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(native, QDragEnterEvent(QPoint(400, 300), copy, mime, left, none))
    QApplication.sendEvent(
        native, QDragMoveEvent(QPointF(410, 310).toPoint(), copy, mime, left, none)
    )


def _let_go(native: QWindow, mime) -> None:
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QDropEvent
    from PySide6.QtWidgets import QApplication

    event = QDropEvent(
        QPointF(410, 310), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier, QEvent.Type.Drop,
    )  # fmt: skip
    QApplication.sendEvent(native, event)


def main(runs: int) -> int:
    """Drop two photographs in fresh windows, print the medians; 1 when over a limit."""
    from tests.bench.pictures import ROOT, photograph
    from tests.bench.program import Limits, load
    from tests.bench.start import environment, move_in

    taken: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        files = []
        for number, size in enumerate(((6000, 4000), (5984, 4012))):
            files.append(str(Path(folder) / f"photo {number}.jpg"))
            photograph(*size).save(files[-1], "JPEG", quality=88)
        for _ in range(runs):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
                env = environment(Path(home), "offscreen")
                move_in(env)
                done = subprocess.run(
                    [sys.executable, __file__, "live", *files], env=env, cwd=ROOT,
                    capture_output=True, text=True, timeout=_LONGEST_S, check=False,
                )  # fmt: skip
            if done.returncode:
                raise SystemExit(f"The window did not end well: {done.stderr[-3000:]}")
            found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
            bare = subprocess.run(
                [sys.executable, str(ROOT / "tests/bench/pictures.py"), "bare", files[1],
                 "image/jpeg"],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
            found["bare"] = statistics.median(json.loads(bare.stdout)["ms"])
            for name, value in found.items():
                taken.setdefault(name, []).append(value)
    medians = {name: statistics.median(values) for name, values in taken.items()}
    print(f"a 24 MP JPEG from its drop to its ready chip, medians of {runs}, load {load()}")
    limits = Limits()
    limits.say("bare library, same bytes", medians["bare"], "ms CPU", None)
    for name in ("first", "next"):
        limits.say(f"{name}: ready", medians[f"{name} ready"], "ms CPU", None)
        limits.say(f"{name}: settled", medians[f"{name} settled"], "ms CPU", None)
        limits.say(f"{name}: ready", medians[f"{name} wall"], "ms wall", None)
        limits.say(f"{name}: longest stretch", medians[f"{name} worst"], "ms CPU", LIMIT_STRETCH_MS)
    ratio = medians["next ready"] / medians["bare"]
    limits.say("next: ready, to bare", ratio, "times", LIMIT_RATIO)
    return 1 if limits.passed else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from tests.bench import program

    sys.exit(program.live(errand))
