"""Prints what a large library costs: starting with it, holding it, its largest chat, its list.

    python tests/bench/library.py [--chats 1000] [--messages 50000] [--rounds 5]
                                  [--folder FOLDER] [--platform offscreen|xcb]

In full: --chats 10000 --messages 1000000, or --folder with one that big_library.py has written
(it is copied). Both libraries have been opened before, so that their caches are there. A start is
over when the list is painted with its rows and a key has come to the message; it is measured in
turn with that of a library of one chat, in CPU of all threads, and the ratio is the median of the
ratios of neighbours. Memory is that of the program at rest, less that with one chat.
Ends with 1 when a limit is passed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench import program  # noqa: E402  the path comes first
from tests.bench.start import PROGRAMS, display, environment, settled  # noqa: E402

if TYPE_CHECKING:
    from scout_desktop.session.core import Core
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.views import Views

RATIO, MEMORY_MB, FRAME_MS, STRETCH_MS = 1.3, 60.0, 16.0, 16.0
OPEN_MS = 150.0
"""CPU until the first screen of 10,000 messages (opening.py)."""
_STEPS = 200
_LISTED = """
import sys
class ListHook:
    def find_spec(self, name, path=None, target=None):
        if name == "scout_desktop.ui.conversations.pane":
            sys.meta_path.remove(self)
            from scout_desktop.ui.conversations.list_view import ConversationList
            usual = ConversationList.paintEvent
            def paint(self, event):
                usual(self, event)
                if "list" not in said and self.model().rowCount() >= int(sys.argv[1]):
                    said.add("list")
                    say("list")
            ConversationList.paintEvent = paint
sys.meta_path.insert(0, ListHook())
"""
"""Tells when the list is painted with so many rows as the first argument says."""


class Library:
    """A data folder in a home of its own, where the program looks for it by itself."""

    def __init__(self, home: Path, platform: str, chats: int) -> None:
        self.home, self.chats = home, chats
        self.env = environment(home, platform)
        self.data = Path(self.env["XDG_DATA_HOME"]) / "scout-desktop"
        # Some are in the archive and some in the trash.
        self.rows = max(1, int(chats * 0.85))

    def fill(self, messages: int, folder: Path | None) -> None:
        """Write the chats, or copy them, and let the program read them all once."""
        from tests.bench.big_library import make

        if folder is not None:
            shutil.copytree(folder, self.data)
        else:
            make(self.data, self.chats, messages)
        self.run("read")

    def run(self, what: str, **more: str) -> dict[str, float]:
        """Open the window for an errand and return what it found."""
        done = subprocess.run(
            [sys.executable, __file__, what],
            env=self.env | more, capture_output=True, text=True, timeout=900, check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"The window did not end well: {done.stderr[-3000:]}")
        found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return found

    def start(self) -> dict[str, float]:
        """Start the window as a user does; CPU ms until it can be used and at rest, and MiB."""
        command = [sys.executable, "-c", _LISTED + PROGRAMS["ours"], str(self.rows)]
        with subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, text=True) as process:
            points: dict[str, float] = {}
            assert process.stdout is not None
            while not {"key", "list"} <= points.keys():
                point, _, microseconds = process.stdout.readline().partition(" ")
                points[point] = int(microseconds) / 1000
            found = {"usable": max(points["key"], points["list"]), "key": points["key"]}
            found["settled"] = settled(process.pid)
            found |= _memory(process.pid)
            process.terminate()
        return found

    def chat_ids(self) -> tuple[str, str]:
        """Return a chat of usual length and the longest one."""
        from scout_desktop.storage.shelf.listing import id_in

        paths = sorted((self.data / "chats").iterdir(), key=lambda path: path.stat().st_size)
        ids = [id_in(path) for path in (paths[len(paths) // 2], paths[-1])]
        return str(ids[0]), str(ids[1])


def _memory(pid: int) -> dict[str, float]:
    """MiB of a process."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    sizes = {line.split()[0]: int(line.split()[1]) / 1024 for line in lines[1:]}
    return {"rss": sizes["Rss:"], "pss": sizes["Pss:"]}


async def read(views: Views, shell: Shell, core: Core) -> dict[str, float]:
    """Read all that is to be read, as a first start does; CPU seconds."""
    del views, shell
    before = time.process_time()
    await core.finding.catch_up()
    await core.bill.read_all()
    return {"cpu": time.process_time() - before}


async def use(views: Views, shell: Shell, core: Core) -> dict[str, float]:
    """Scroll through the list, then open the longest chat."""
    from tests.bench import opening

    scrolled = _scrolled(views)
    found = await opening.errand(views, shell, core)
    return {**found, **scrolled}


def _scrolled(views: Views) -> dict[str, float]:
    """CPU milliseconds of painting the list at many places, and of how many rows it is."""
    from scout_desktop.ui.conversations.list_view import ConversationList

    listed = views.conversations.findChild(ConversationList)
    assert listed is not None
    bar, viewport, spent = listed.verticalScrollBar(), listed.viewport(), []
    for step in range(_STEPS):
        begun = time.thread_time()
        bar.setValue(bar.maximum() * step // _STEPS)
        viewport.repaint()
        spent.append((time.thread_time() - begun) * 1000)
    spent.sort()
    frames = {"frame": statistics.median(spent), "frame_p95": spent[int(_STEPS * 0.95)]}
    return {**frames, "listed": float(listed.model().rowCount())}


def live(what: str) -> int:
    """Be the window that one of the errands is done in."""
    from scout_desktop.app import open_window

    async def run(views: Views, shell: Shell, core: Core) -> int:
        if what == "use":
            await asyncio.sleep(4.0)
            await program.rest()
        found = await (use if what == "use" else read)(views, shell, core)
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
        return 0

    return open_window(errand=run)


def report(large: Library, small: Library, rounds: int) -> int:
    """Measure and print; 1 when a limit was passed."""
    limits = program.Limits()
    for library in (large, small):
        library.start()
    pairs = [(large.start(), small.start()) for _ in range(rounds)]
    ratios = {
        name: statistics.median(one[name] / other[name] for one, other in pairs)
        for name in ("usable", "key", "settled")
    }
    more = {
        name: statistics.median(one[name] - other[name] for one, other in pairs)
        for name in ("usable", "rss", "pss")
    }
    print(
        f"{large.chats:,} chats beside one, {large.env['QT_QPA_PLATFORM']}, {rounds} starts of "
        f"each in turn, load {program.load()}"
    )
    usable = statistics.median(one["usable"] for one, _ in pairs)
    told = f"{usable:.0f} ms CPU, {more['usable']:+.0f} ms"
    limits.say("start to a list that can be used", ratios["usable"], "times", RATIO, told)
    limits.say("  until it takes keys", ratios["key"], "times", None)
    limits.say("  until it rests", ratios["settled"], "times", None)
    limits.say("memory added, resident", more["rss"], "MiB", MEMORY_MB)
    limits.say("  shared pages by share", more["pss"], "MiB", MEMORY_MB)
    found = large.run("use", BENCH_CHATS=",".join(large.chat_ids()))
    told = f"read {found['read']:.0f}, settled {found['settled']:.0f}, {found['wall']:.0f} ms wall"
    limits.say("largest chat, click to painted", found["whole"], "ms CPU", OPEN_MS, told)
    limits.say("  longest stretch", found["worst"], "ms CPU", STRETCH_MS)
    told = f"{found['listed']:,.0f} lines"
    limits.say("a frame of the list while scrolling", found["frame"], "ms CPU", FRAME_MS, told)
    limits.say("  95 of 100 below", found["frame_p95"], "ms CPU", FRAME_MS)
    return 1 if limits.passed else 0


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description="What a large library costs.")
    parser.add_argument("--chats", type=int, default=1_000)
    parser.add_argument("--messages", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--platform", choices=("offscreen", "xcb"), default="xcb")
    asked = parser.parse_args()
    chats = asked.chats
    if asked.folder is not None:
        chats = sum(1 for _ in (asked.folder / "chats").iterdir())
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home,
        display() if asked.platform == "xcb" else nullcontext(None) as name,
    ):
        if name is not None:
            os.environ["DISPLAY"] = name
        large = Library(Path(home) / "large", asked.platform, chats)
        small = Library(Path(home) / "small", asked.platform, 1)
        large.fill(asked.messages, asked.folder)
        small.fill(10, None)
        return report(large, small, asked.rounds)


if __name__ == "__main__":
    errand = sys.argv[1] if sys.argv[1:] in (["read"], ["use"]) else ""
    sys.exit(live(errand) if errand else main())
