"""Prints what a reply costs the whole program, painted, from the Enter key to its rest.

    python tests/bench/whole.py [--runs 3] [--platform offscreen|xcb] [--kinds prose,code,...]
                                [--only flood|paced|fast]

The stand-in answers from a process of its own, the window runs in another; a first short reply has
warmed both up. CPU is user and system time of all threads of the window's process.
flood   5,000 and 20,000 tokens of 4.4 characters as fast as they come; the exponent says how the
        cost grows from one to the other (1 is in proportion)
paced   1,000 tokens at 100 a second; share is of one core, from Enter to the finished view
fast    3,000 tokens at 300 a second
`finish` is the time from the last byte, as the stand-in saw it go, to the painted end of the reply:
facts below it, nothing that says that more is on its way. `stretch` is the CPU time of the main
thread for one round of its event loop, in which keys and pointer wait: worst and 99th percentile.
Exits with 1 when a limit is passed. Figures are medians of the runs.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from replies import KINDS, tokens_of
from start import ROOT, display, environment

if TYPE_CHECKING:
    from scout_desktop.practice.server import Received
    from scout_desktop.session.core import Core
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.views import Views

FLOOD_S, EXPONENT, SHARE, SHARE_BAR, FINISH_MS, STRETCH_MS = 0.7, 1.05, 15.0, 25.0, 50.0, 16.0
SMALL, LARGE = 5_000, 20_000
_WARM = 200
"""Tokens of the reply that goes before."""
_LONGEST_S = 120


async def serve(kind: str, count: int, rate: float) -> None:
    """Be the stand-in: print the address, then the monotonic time of every answer's last byte."""
    from scout_desktop.practice import PracticeServer, Reply

    def ended(request: Received, status: int, early: bool) -> None:
        if request.path.endswith("/chat/completions"):
            print(time.monotonic(), flush=True)

    async with PracticeServer(as_service=True, remember=False, ended=ended) as server:
        server.queue(
            Reply(deltas=tuple(tokens_of(kind, _WARM, seed=1)), rate=400),
            Reply(deltas=tuple(tokens_of(kind, count)), rate=rate),
        )
        print(server.base_url, flush=True)
        await asyncio.to_thread(sys.stdin.read)


class Rounds:
    """CPU milliseconds of the main thread for each round of Qt's event loop."""

    def __init__(self) -> None:
        from PySide6.QtCore import QAbstractEventDispatcher

        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        self.spent: list[float] = []
        self._since = time.thread_time()
        dispatcher.aboutToBlock.connect(self._begin)
        dispatcher.awake.connect(self._end)

    def _begin(self) -> None:
        self._since = time.thread_time()

    def _end(self) -> None:
        self.spent.append((time.thread_time() - self._since) * 1000)


def live(base_url: str) -> int:
    """Be the window: send twice through the message box, print what the second one cost."""
    from PySide6.QtCore import QEvent, QObject, Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit, QWidget

    from scout_desktop.app import open_window

    class Seen(QObject):
        """Waits for the next paint of a view, and tells when it is on the screen."""

        def __init__(self, view: QWidget) -> None:
            super().__init__(view)
            self._view = view
            self.at: asyncio.Future[float] = asyncio.get_running_loop().create_future()
            app = QApplication.instance()
            assert app is not None
            app.installEventFilter(self)

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
                inside = watched is self._view or self._view.isAncestorOf(watched)
                if inside and not self.at.done():
                    QTimer.singleShot(0, self._tell)
            return False

        def _tell(self) -> None:
            if not self.at.done():
                self.at.set_result(time.monotonic())

    async def errand(views: Views, shell: Shell, core: Core) -> int:
        await asyncio.sleep(4.0)  # what is loaded after the start is loaded by then
        box = views.composer.findChild(QPlainTextEdit) or views.composer.findChild(QTextEdit)
        assert box is not None
        rounds = Rounds()
        found: dict[str, float] = {}
        for turn in range(2):
            over = asyncio.get_running_loop().create_future()
            seen: list[Seen] = []

            def ended(_: str, over: Any = over, seen: list[Seen] = seen) -> None:
                seen.append(Seen(views.transcript))
                over.set_result(None)

            QTest.keyClicks(box, "Go on")
            await asyncio.sleep(1.0)
            rounds.spent.clear()
            shell.transcript.turn_ended.connect(ended)
            cpu, since = time.process_time(), time.monotonic()
            QTest.keyClick(box, Qt.Key.Key_Return)
            await over
            at = await seen[0].at
            seen[0].deleteLater()
            found = {"seen": at, "shown": (time.process_time() - cpu) * 1000}
            found["wall"] = (at - since) * 1000
            shell.transcript.turn_ended.disconnect(ended)
            found["cpu"] = (await _settled() - cpu) * 1000
            del turn
        reply = core.chats.current(shell.transcript.shown or "").branch[-1]  # type: ignore[union-attr]
        found["characters"] = len(reply.text)
        found["complete"] = reply.state == "complete"
        spent = sorted(rounds.spent)
        found["worst"], found["p99"] = spent[-1], spent[int(len(spent) * 0.99)]
        found["rss"] = _rss()
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
        return 0

    folder = Path(os.environ["HOME"]) / "chats"
    return open_window(data_dir=folder, base_url=base_url, errand=errand)


async def _settled() -> float:
    """Wait until the program rests, and return its CPU seconds at the beginning of the rest."""
    readings = [time.process_time()]
    while len(readings) < 7 or readings[-1] - readings[-6] > 0.003:
        await asyncio.sleep(0.1)
        readings.append(time.process_time())
    return readings[-6]


def _rss() -> float:
    """MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def measured(kind: str, count: int, rate: float, env: dict[str, str]) -> dict[str, float]:
    """One reply in fresh processes."""
    me = [sys.executable, __file__]
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home,
        subprocess.Popen(
            [*me, "serve", kind, str(count), str(rate)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        ) as server,
    ):  # fmt: skip
        try:
            assert server.stdin is not None
            assert server.stdout is not None
            base_url = server.stdout.readline().strip()
            mine = env | {"HOME": home, "PYTHONPATH": env["PYTHONPATH"]}
            done = subprocess.run(
                [*me, "live", base_url], env=mine, capture_output=True, text=True,
                timeout=_LONGEST_S, check=False,
            )  # fmt: skip
            if done.returncode:
                raise SystemExit(f"The window did not end well: {done.stderr[-3000:]}")
            found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
            server.stdin.close()
            last = float(server.stdout.read().split()[-1])
        finally:
            server.kill()
    if not found["complete"]:
        raise SystemExit("The reply did not arrive whole.")
    found["finish"] = (found["seen"] - last) * 1000
    found["tokens"] = count
    return found


def medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


class Table:
    """Prints rows beside their limits, and remembers whether one was passed."""

    def __init__(self) -> None:
        self.passed = 0

    def row(self, what: str, figure: float, unit: str, limit: float, told: str = "") -> None:
        over = figure > limit
        self.passed += over
        mark = "OVER" if over else "ok"
        print(f"  {what:34}{figure:9.2f} {unit:9} limit {limit:7.2f}  {mark:5}{told}", flush=True)


def report(asked: argparse.Namespace, env: dict[str, str]) -> int:
    table = Table()

    def several(kind: str, count: int, rate: float) -> dict[str, float]:
        return medians([measured(kind, count, rate, env) for _ in range(asked.runs)])

    for kind in asked.kinds.split(","):
        load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
        print(f"{kind}, {env['QT_QPA_PLATFORM']}, medians of {asked.runs}, load {load}")
        if asked.only in ("", "flood"):
            small, large = several(kind, SMALL, 0), several(kind, LARGE, 0)
            told = f"  {large['cpu'] / LARGE * 1000:.0f} us a token, RSS {large['rss']:.0f} MiB"
            table.row(f"{LARGE:,} tokens at once", large["cpu"] / 1000, "s CPU", FLOOD_S, told)
            exponent = math.log(large["cpu"] / small["cpu"]) / math.log(LARGE / SMALL)
            told = f"  {SMALL:,}: {small['cpu']:.0f} ms, {LARGE:,}: {large['cpu']:.0f} ms"
            table.row("growth exponent", exponent, "", EXPONENT, told)
            table.row("last byte to finished view", large["finish"], "ms", FINISH_MS)
            _stretch(table, large)
        for name, count, rate in (("paced", 1_000, 100), ("fast", 3_000, 300)):
            if asked.only not in ("", name):
                continue
            found = several(kind, count, rate)
            share = found["shown"] / found["wall"] * 100
            told = f"  {found['cpu'] / count:.2f} ms a token, the hard bar is {SHARE_BAR:.0f}"
            table.row(f"{rate} tokens a second", share, "% of core", SHARE, told)
            table.row("last byte to finished view", found["finish"], "ms", FINISH_MS)
            _stretch(table, found)
    return 1 if table.passed else 0


def _stretch(table: Table, found: dict[str, float]) -> None:
    told = f"  p99 {found['p99']:.1f}"
    table.row("longest stretch", found["worst"], "ms CPU", STRETCH_MS, told)


def main() -> int:
    parser = argparse.ArgumentParser(description="What a reply costs the whole program.")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--platform", choices=("offscreen", "xcb"), default="xcb")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--only", choices=("", "flood", "paced", "fast"), default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        env = environment(Path(home), asked.platform) | {"PYTHONPATH": str(ROOT)}
        with display() if asked.platform == "xcb" else nullcontext(None) as name:
            return report(asked, env | ({"DISPLAY": name} if name else {}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        asyncio.run(serve(sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))
    elif sys.argv[1:2] == ["live"]:
        sys.exit(live(sys.argv[2]))
    else:
        sys.exit(main())
