"""Prints what a start costs beside an empty PySide6 window: CPU time, medians and quickest runs.

    python tests/bench/start.py [ROUNDS]

Both programs start in turn (one, other, one, other), offscreen and on an X display (a virtual one
is brought up), and tell their own CPU time at three points:
first paint   the message box (the empty window's ground) has been painted
first key     a key press that came right after it stands in the message
settled       nothing more is being done: less than 2 ms of CPU in half a second
The ratio is the median of the ratios of neighbours, since the load of a shared machine drifts;
`of least` is the ratio of the two quickest runs, which other load disturbs the least.
`longest stretch` is how long the GUI thread worked after the first paint without a look at the
keyboard: between two beats of a timer, in CPU time of that thread, in runs of their own.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 15
LIMIT_INPUT, LIMIT_SETTLED, LIMIT_STRETCH_MS = 1.5, 2.2, 50

# The clock stands still while the probe itself loads what the programs need not.
_PROBE = """
import sys, time
spent = 0
def say(point):
    print(point, (time.process_time_ns() - spent) // 1000, flush=True)
said = set()
def painted(box):
    global spent
    if "paint" in said:
        return
    said.add("paint")
    say("paint")
    before = time.process_time_ns()
    from PySide6.QtCore import QTimer
    from PySide6.QtTest import QTest
    QTimer.singleShot(0, lambda: QTest.keyClicks(box, "a"))
    spent += time.process_time_ns() - before
    if "beats" in sys.argv:
        listen()
def typed():
    if "key" not in said:
        said.add("key")
        say("key")
def listen():
    global timer
    from PySide6.QtCore import QTimer, Qt
    last, worst = time.thread_time(), 0.0
    def beat():
        nonlocal last, worst
        now = time.thread_time()
        if now - last > worst:
            worst = now - last
            print("gap", round(worst * 1e6), flush=True)
        last = now
    timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=2)
    timer.timeout.connect(beat)
    timer.start()
"""
_EMPTY = """
from PySide6.QtWidgets import QApplication, QMainWindow
class Empty(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        painted(self)
    def keyPressEvent(self, event):
        super().keyPressEvent(event)
        typed()
app = QApplication(sys.argv[:1])
window = Empty()
window.resize(1400, 900)
window.show()
app.exec()
"""
_OURS = """
class Hook:
    def find_spec(self, name, path=None, target=None):
        if name == "scout_desktop.app":
            sys.meta_path.remove(self)
            from scout_desktop.ui.composer.text import MessageText
            usual, press = MessageText.paintEvent, MessageText.keyPressEvent
            def paint(self, event):
                usual(self, event)
                painted(self)
            def key(self, event):
                press(self, event)
                if self.toPlainText():
                    typed()
            MessageText.paintEvent, MessageText.keyPressEvent = paint, key
sys.meta_path.insert(0, Hook())
from scout_desktop.__main__ import main
main([])
"""
PROGRAMS = {"empty": _PROBE + _EMPTY, "ours": _PROBE + _OURS}


def environment(home: Path, platform: str) -> dict[str, str]:
    """A user of this run's own."""
    # Without bytecode every start compiles the program anew, which no user's does.
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "HOME": str(home),
        **{f"XDG_{name}_HOME": str(home / name) for name in ("DATA", "CONFIG", "STATE", "CACHE")},
        "QT_QPA_PLATFORM": platform,
        "PYTHONPATH": str(ROOT),
    }


def move_in(env: dict[str, str]) -> None:
    """Leave one chat behind: who has chats is not met by the sheet of the first start."""
    command = [sys.executable, "-m", "scout_desktop", "ask", "--practice", "Hello"]
    subprocess.run(command, env=env, check=True, capture_output=True)


def cpu(pid: int) -> float:
    """CPU milliseconds of a process and its threads so far."""
    nanoseconds = 0
    for thread in Path(f"/proc/{pid}/task").iterdir():
        try:
            nanoseconds += int((thread / "schedstat").read_text().split()[0])
        except FileNotFoundError:
            continue
    return nanoseconds / 1e6


def settled(pid: int, quiet_ms: float = 2.0) -> float:
    """Wait until the process rests, and return its CPU milliseconds."""
    readings = [cpu(pid)]
    while len(readings) < 7 or readings[-1] - readings[-6] > quiet_ms:
        time.sleep(0.1)
        readings.append(cpu(pid))
    return readings[-6]


def started(program: str, env: dict[str, str], *words: str) -> subprocess.Popen[str]:
    """Start one of the programs; it prints `paint` and `key` with its CPU microseconds."""
    command = [sys.executable, "-c", PROGRAMS[program], *words]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)


def measure(program: str, env: dict[str, str]) -> dict[str, float]:
    """One start: CPU milliseconds at each point."""
    with started(program, env) as process:
        found: dict[str, float] = {}
        assert process.stdout is not None
        while "key" not in found:
            point, _, microseconds = process.stdout.readline().partition(" ")
            found[point] = int(microseconds) / 1000
        found["settled"] = settled(process.pid)
        process.terminate()
    return found


def longest_stretch(env: dict[str, str]) -> float:
    """CPU milliseconds of the GUI thread between two beats, at most, from first paint to rest."""
    with started("ours", env, "beats") as process:
        time.sleep(3.0)
        process.terminate()
        assert process.stdout is not None
        gaps = [int(line.split()[1]) for line in process.stdout if line.startswith("gap")]
    return max(gaps) / 1000


@contextmanager
def display() -> Iterator[str | None]:
    """The name of an X display: the one there is, or a virtual one; None without Xvfb."""
    if os.environ.get("DISPLAY"):
        yield os.environ["DISPLAY"]
        return
    if shutil.which("Xvfb") is None:
        yield None
        return
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1600x1000x24",
        "-nolisten",
        "tcp",
    ]
    with subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as names:
            name = names.readline().strip()
        try:
            yield f":{name}"
        finally:
            server.terminate()


def table(platform: str, env: dict[str, str], rounds: int) -> None:
    """Measure and print one platform."""
    move_in(env)
    for program in PROGRAMS:
        measure(program, env)  # writes bytecode, fills the caches of the disk
    runs: dict[str, list[dict[str, float]]] = {program: [] for program in PROGRAMS}
    for _ in range(rounds):
        for program in PROGRAMS:
            runs[program].append(measure(program, env))
    stretch = statistics.median(longest_stretch(env) for _ in range(3))
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"\n{platform}, {rounds} runs of each program in turn, load {load}")
    print(f"{'CPU ms':<14}{'empty':>8}{'least':>8}{'ours':>8}{'least':>8}", end="")
    print(f"{'ratio':>8}{'of least':>10}{'limit':>8}")
    limits = {"paint": LIMIT_INPUT, "key": LIMIT_INPUT, "settled": LIMIT_SETTLED}
    for point, limit in limits.items():
        empties, ourses = ([run[point] for run in runs[program]] for program in PROGRAMS)
        ratio = statistics.median(b / a for a, b in zip(empties, ourses, strict=True))
        empty, ours = statistics.median(empties), statistics.median(ourses)
        label = {"paint": "first paint", "key": "first key"}.get(point, point)
        least = min(empties), min(ourses)
        print(f"{label:<14}{empty:>8.0f}{least[0]:>8.0f}{ours:>8.0f}{least[1]:>8.0f}", end="")
        print(f"{ratio:>8.2f}{least[1] / least[0]:>10.2f}{limit:>8.1f}")
    print(f"longest stretch {stretch:.0f} ms (limit {LIMIT_STRETCH_MS})")


def main() -> None:
    """Print both platforms."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        table("offscreen", environment(Path(home), "offscreen"), rounds)
        with display() as name:
            if name is None:
                print("\nNo X display and no Xvfb here: xcb was not measured.")
                return
            table("xcb", environment(Path(home), "xcb") | {"DISPLAY": name}, rounds)


if __name__ == "__main__":
    main()
