"""Importing a long export: pace, memory, and how long a save waits meanwhile.

    python -m tests.bench.imports [MEGABYTES]

Writes a conversations.json of so many megabytes (200) into a temporary folder, looks at it and
imports it, and renames a chat again and again meanwhile. Run by itself: what is measured is the
whole process.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path

from scout_desktop.assembly import Core, Options, build
from tests.storage.imports.chatgpt_export import START, chat, mapping, message

_WORDS = "the sum of the receipt is at its foot and the date is at its head "
_MESSAGES = 60


def write_export(path: Path, megabytes: int) -> int:
    """Write an export of about so many megabytes; return how many chats it has."""
    count = 0
    with path.open("w") as file:
        file.write("[")
        while file.tell() < megabytes * 1_000_000:
            file.write(",\n" if count else "")
            json.dump(_chat(count), file)
            count += 1
        file.write("]")
    return count


def _chat(number: int) -> object:
    nodes = [
        (
            f"{number}-{place}",
            f"{number}-{place - 1}" if place else None,
            message(
                f"{number}-{place}",
                "assistant" if place % 2 else "user",
                f"{number}.{place} {_WORDS * 12}",
                START + number + place,
            ),
        )
        for place in range(_MESSAGES)
    ]
    return chat(f"c-{number}", f"Chat {number}", mapping(*nodes), nodes[-1][0])


async def _waits(core: Core, id: str, waits: list[float]) -> None:
    """Rename a chat every 50 ms and note how long each took."""
    for turn in range(1_000_000):
        began = time.perf_counter()
        await core.chats.rename(id, f"Name {turn}")
        waits.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.05)


async def measure(megabytes: int, folder: Path) -> None:
    """Print the figures."""
    path = folder / "conversations.json"
    count = write_export(path, megabytes)
    core = await build(Options(data_dir=folder / "data"))
    made = core.chats.new()
    await core.chats.rename(made.id, "Here before")
    before = _kilobytes("VmRSS")
    print(f"{path.stat().st_size / 1e6:,.0f} MB, {count:,} chats of {_MESSAGES} messages")
    plan = None
    for name in ("look", "import", "look again"):
        waits: list[float] = []
        renaming = asyncio.create_task(_waits(core, made.id, waits))
        wall, cpu = time.perf_counter(), time.process_time()
        if plan is None or name != "import":
            plan = await core.imports.look(path)
        else:
            await core.imports.carry_out(plan)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        renaming.cancel()
        waits.sort()
        print(
            f"{name:<11} {wall:6.1f} s, {cpu:6.1f} s CPU, {megabytes / cpu:5.1f} MB/s CPU, "
            f"peak +{(_kilobytes('VmHWM') - before) / 1024:.0f} MiB, "
            f"a save waits p50 {waits[len(waits) // 2]:.0f} ms, longest {waits[-1]:.0f} ms"
        )
    await core.close()


def _kilobytes(name: str) -> int:
    line = next(
        each for each in Path("/proc/self/status").read_text().splitlines() if each[:5] == name
    )
    return int(line.split()[1])


def main() -> None:
    """Measure."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(megabytes, Path(folder)))


if __name__ == "__main__":
    main()
