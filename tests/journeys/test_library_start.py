"""The window opens on many chats without reading them: their list is in the cache."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.big_library import make

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="strace is a program of Linux")

_WINDOW = """
import asyncio, sys
from pathlib import Path
from scout_desktop.app import open_window

async def wait(views, shell, core):
    from scout_desktop.ui.conversations.list_view import ConversationList
    listed = views.conversations.findChild(ConversationList)
    for _ in range(300):
        await asyncio.sleep(0.05)
        if listed.model().rowCount() > 30:
            break
    # What else the start has to do: looking for changes, adding the bill up.
    await core.finding.catch_up()
    totals = await core.bill.totals(None)
    await asyncio.sleep(0.3)
    print(listed.model().rowCount(), totals.all_time.attempts)
    return 0

sys.exit(open_window(data_dir=Path(sys.argv[1]), errand=wait))
"""


def _started(data: Path) -> tuple[str, set[str]]:
    """Start the window; return what it printed, and the files of the data folder it opened."""
    log = data.with_name("opened")
    command = [
        "strace", "-f", "--seccomp-bpf", "-e", "trace=open,openat", "-o", log,
        sys.executable, "-c", _WINDOW, data,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    found = set(re.findall(rf'"{re.escape(str(data))}/([^"]+)"', log.read_text()))
    return done.stdout, {name for name in found if name.endswith((".json", ".jsonl"))}


def test_a_second_start_reads_neither_chats_nor_bill(tmp_path: Path) -> None:
    data = tmp_path / "data"
    make(data, 40, 400)
    said, opened = _started(data)
    assert sum(name.startswith("chats/") for name in opened) == 40
    assert any(name.startswith("ledger/") for name in opened)
    again, opened = _started(data)
    assert again == said
    assert opened - {"library.json"} == set()


def test_a_chat_that_another_device_changed_is_the_only_one_read(tmp_path: Path) -> None:
    data = tmp_path / "data"
    make(data, 40, 400)
    _started(data)
    path = sorted((data / "chats").iterdir())[7]
    beside = path.with_name(".synced.tmp")
    beside.write_bytes(path.read_bytes().replace(b'"title"', b'"title"', 1))
    beside.replace(path)
    _, opened = _started(data)
    assert opened - {"library.json"} == {f"chats/{path.name}"}
