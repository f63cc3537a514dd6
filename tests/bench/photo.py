"""Prints what a photograph costs the whole program, from its drop on the window to its ready chip.

    python tests/bench/pictures.py --window [RUNS]

A 24 MP JPEG file is dropped on the real window (offscreen), by the events that a desktop sends, and
then another one, when everything that a first picture loads is there. CPU is user and system time
of all threads of the process: reading, preparing, hashing, keeping the picture and its original on
the disk, the thumbnail and all painting. `bare library` reads the same file, decodes it in draft
mode, reduces it by Lanczos and encodes it: in a thread as here, and also after another one.
`longest stretch` is the CPU time of the main thread for one round of its event loop, all its events
together, in which keys and pointer wait. Ends with 1 when a limit is passed.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
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
    # The clock of a thread is slow on some machines: it must not be in the other figures.
    rounds = program.Rounds() if sys.argv[1] == "rounds" else None
    cpu, since = time.process_time(), time.monotonic()
    _let_go(native, mime)
    while True:
        # Looking costs too, so not often; waiting longer costs nothing.
        await asyncio.sleep(0.1)
        chips = views.composer.findChildren(PictureChip)
        if len(chips) > before and all(not chip.busy for chip in chips):
            break
        if time.monotonic() - since > _PATIENCE_S:
            raise SystemExit("The chip did not get ready.")
    ready, wall = time.process_time(), time.monotonic()
    if any(chip.image is None for chip in chips):
        raise SystemExit("The picture was refused.")
    settled = await program.rest()
    if rounds is not None:
        return {"worst": rounds.worst()}
    return {
        "ready": (ready - cpu) * 1000,
        "wall": (wall - since) * 1000,
        "settled": (settled - cpu) * 1000,
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


def _bare(files: list[str]) -> dict[str, float]:
    """The bare library as the window has it: in a worker thread, the second of two photographs."""
    from tests.bench.pictures import bare

    spent = 0.0
    for file in files:
        before = time.process_time()
        with ThreadPoolExecutor(1) as worker:
            worker.submit(lambda file=file: bare(Path(file).read_bytes())).result()
        spent = (time.process_time() - before) * 1000
    return {"bare": spent}


def _window(what: str, files: list[str]) -> dict[str, float]:
    """A window of its own, for a user of its own, and what it found."""
    from tests.bench.start import environment, move_in

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        env = environment(Path(home), "offscreen")
        move_in(env)
        return _told(what, files, env)


def _told(what: str, files: list[str], env: dict[str, str] | None = None) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, what, *files], env=env, capture_output=True, text=True,
        timeout=_LONGEST_S, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"It did not end well: {done.stderr[-3000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(runs: int) -> int:
    """Drop two photographs in fresh windows, print the medians; 1 when over a limit."""
    from tests.bench.pictures import photograph
    from tests.bench.program import Limits, load

    taken: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        files = []
        for number, size in enumerate(((6000, 4000), (5984, 4012))):
            files.append(str(Path(folder) / f"photo {number}.jpg"))
            photograph(*size).save(files[-1], "JPEG", quality=88)
        for _ in range(runs):
            found = _window("cpu", files) | _window("rounds", files) | _told("bare", files)
            for name, value in found.items():
                taken.setdefault(name, []).append(value)
    medians = {name: statistics.median(values) for name, values in taken.items()}
    print(f"a 24 MP JPEG from its drop to its ready chip, medians of {runs}, load {load()}")
    limits = Limits()
    limits.say("bare library, same file", medians["bare"], "ms CPU", None)
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
    if sys.argv[1] == "bare":
        print(json.dumps(_bare(sys.argv[2:])))
    else:
        from tests.bench import program

        sys.exit(program.live(errand))
