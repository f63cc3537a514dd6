"""Times the search over a big library: making the index, and every key that is typed.

    python tests/bench/search.py [FOLDER] [--chats 10000] [--messages 1000000] [--rounds 3]

FOLDER is kept when it is there already (big_library.py writes one); its index is made anew. CPU
seconds, so that what else runs on the machine counts little. Prints each figure beside its limit.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from scout_desktop.assembly import Options, build  # noqa: E402  the path comes first
from scout_desktop.chat.search.folding import spaced  # noqa: E402
from scout_desktop.session.clock import SystemClock  # noqa: E402
from scout_desktop.storage.device import Writer  # noqa: E402
from scout_desktop.storage.index import Index  # noqa: E402
from scout_desktop.storage.index.schema import WORDS  # noqa: E402
from scout_desktop.storage.ledger import Ledger  # noqa: E402
from scout_desktop.storage.library import Library  # noqa: E402
from scout_desktop.storage.places import Places  # noqa: E402
from tests.bench.big_library import make  # noqa: E402
from tests.bench.verdicts import tell  # noqa: E402

TYPED = {
    "common English": ("the", "receipt", "that", "people"),
    "rare English": ("tovsalwex", "quinpilmer", "zzyzx"),
    "two words": ("receipt ladder", "how many people"),
    "German, French": ("Größe", "Übersicht", "élève"),
    "Arabic": ("الفاتورة", "المدينة"),
    "Thai": ("ใบเสร็จ", "ร้านอาหาร"),
    "Chinese, Japanese": ("发票", "数据模型", "領収書"),
    "a phrase": ('"how said an', '"out other were"'),
    "without a word": ("receipt -invoice", "ladder -the"),
    "operators": (
        "role:user receipt", "model:maverick budget", "has:image ladder", "state:failed",
        "before:2026-01 the", "tag:work contract", "cost:>0.01 winter", "is:pinned engine",
    ),
}  # fmt: skip
LIMITS = {
    "index against bare inserts, times": (2.0, 1.8),
    "first letter, p95, ms": (50.0, 20.0),
    "from the second letter on, p95, ms": (10.0, 5.0),
}


def main() -> int:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path)
    asked.add_argument("--chats", type=int, default=10_000)
    asked.add_argument("--messages", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--typing", action="store_true", help="with the index that is there")
    asked.add_argument("--step", choices=("index", "bare"), help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.step:
        print(json.dumps(_index(given.folder) if given.step == "index" else _bare(given.folder)))
        return 0
    with tempfile.TemporaryDirectory(prefix="search-") as scratch:
        folder = given.folder or Path(scratch) / "data"
        if not (folder / "chats").is_dir():
            make(folder, given.chats, given.messages)
        if given.typing:
            return _tell_typing(*asyncio.run(_type(folder, given.rounds)))
        made, bare = _apart("index", folder), _apart("bare", folder)
        first, later = asyncio.run(_type(folder, given.rounds))
    size = Places.beside(folder).index.stat().st_size / 1e6
    print(f"index made in {made['cpu']:.1f} s CPU, bare inserts {bare['cpu']:.1f} s; {size:.0f} MB")
    print(f"steps of making it, ms: p50 {made['p50']:.0f}, p99 {made['p99']:.0f}")
    ratio = {"index against bare inserts, times": [made["cpu"] / bare["cpu"]]}
    return tell(ratio, LIMITS, sys.platform) | _tell_typing(first, later)


def _tell_typing(first: list[float], later: list[float]) -> int:
    taken = {
        "first letter, p95, ms": [_p95(first)],
        "from the second letter on, p95, ms": [_p95(later)],
        "first letter, p50, ms": first,
        "from the second letter on, p50, ms": later,
    }
    return tell(taken, LIMITS, sys.platform)


def _apart(step: str, folder: Path) -> dict[str, float]:
    """Run a step in a process of its own, which has nothing else in its memory."""
    command = [sys.executable, __file__, str(folder), "--step", step]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _index(folder: Path) -> dict[str, float]:
    """Make the index anew, step by step as the window does."""
    places = Places.beside(folder)
    shutil.rmtree(places.cache, ignore_errors=True)
    writer = Writer.open(places)
    library = Library(places, writer, SystemClock().now)
    index = Index(places, library, Ledger(places, writer))
    steps, began, last = [], time.process_time(), time.perf_counter()
    for _ in index.steps():
        now = time.perf_counter()
        steps.append((now - last) * 1000)
        last = now
    cpu = time.process_time() - began
    index.close()
    writer.close()
    return {"cpu": cpu, "p50": statistics.median(steps), "p99": sorted(steps)[-len(steps) // 100]}


def _bare(folder: Path) -> dict[str, float]:
    """Put the same words into the same table, and do nothing else."""
    source = sqlite3.connect(Places.beside(folder).index)
    select = "select place, text from texts order by place"
    with tempfile.TemporaryDirectory(prefix="search-") as scratch:
        base = sqlite3.connect(Path(scratch) / "bare.sqlite3", isolation_level=None)
        for setting in ("secure_delete = on", "journal_mode = wal", "synchronous = normal"):
            base.execute(f"pragma {setting}")
        base.execute(f"create virtual table words using {WORDS}")
        cpu, found = 0.0, source.execute(select)
        while some := [(place, spaced(text)) for place, text in found.fetchmany(20_000)]:
            began = time.process_time()
            base.execute("begin")
            base.executemany("insert into words (rowid, text) values (?, ?)", some)
            base.execute("commit")
            cpu += time.process_time() - began
        base.close()
    return {"cpu": cpu}


async def _type(folder: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Type letter by letter into a core; return ms of CPU of first letters and of later ones."""
    core = await build(Options(data_dir=folder))
    try:
        await core.finding.catch_up()
        first: list[float] = []
        later: list[float] = []
        for kind, queries in TYPED.items():
            here: list[float] = []
            for query in queries * rounds:
                for end in range(1, len(query) + 1):
                    began = time.process_time()
                    found = await core.finding.look(query[:end])
                    took = (time.process_time() - began) * 1000
                    (first if end == 1 else here).append(took)
                assert found.read == 1.0
            later += here
            print(f"{kind:20} p50 {statistics.median(here):6.2f} ms, p95 {_p95(here):6.2f}")
    finally:
        await core.close()
    return first, later


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main())
