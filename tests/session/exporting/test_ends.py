"""Exports that are stopped, meet a full disk, or are long."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scout_desktop.chat.errors import DiskError, DiskFull
from scout_desktop.chat.message import Node
from tests.session.conftest import Opener
from tests.session.exporting.putting import AT, names_in, put_chat


async def test_who_stops_finds_whole_files_and_no_others(opened: Opener, tmp_path: Path) -> None:
    core = await opened()
    ids = [await put_chat(core, f"chat {at}") for at in range(8)]
    out = tmp_path / "out"

    def told(done: int, _of: int) -> None:
        if done == 3:
            work.cancel()

    work = asyncio.ensure_future(core.exports.write(ids, "html", out, progress=told))
    with pytest.raises(asyncio.CancelledError):
        await work

    names = sorted(path.name for path in out.iterdir())
    assert names in ([f"chat {at}.html" for at in range(count)] for count in (3, 4))
    assert all(path.read_text("utf-8").endswith("</html>\n") for path in out.iterdir())


async def test_a_long_chat_stops_in_the_middle_of_its_file(opened: Opener, tmp_path: Path) -> None:
    core = await opened()
    id = await put_chat(core, "long", text="word " * 1000)
    chat = await core.chats.open(id)
    nodes, above = [], chat.head
    for at in range(4000):
        node = f"{id[:-8]}{at:08x}"
        nodes.append(Node({**chat.branch[-1].record, "id": node, "parent": above}))
        above = node
    await core.chats.add(id, nodes, {"head": above})
    work = asyncio.ensure_future(core.exports.write([id], "html", tmp_path / "x" / ".." / "y.html"))
    await asyncio.sleep(0.15)
    work.cancel()
    with pytest.raises((asyncio.CancelledError, DiskError)):
        await work

    assert not [name for name in names_in(tmp_path) if name.endswith(".tmp")]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KB, which only root can make."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("needs root and tmpfs for a disk that fills up")
    yield place
    subprocess.run(["umount", str(place)], check=True)


async def test_a_full_disk_keeps_what_is_whole_and_says_how_much(
    opened: Opener, small_disk: Path
) -> None:
    core = await opened()
    ids = [await put_chat(core, f"chat {at}", text="word " * 12_000) for at in range(8)]
    with pytest.raises(DiskFull) as full:
        await core.exports.write(ids, "txt", small_disk / "out")

    written = sorted((small_disk / "out").iterdir())
    assert 0 < len(written) < 8
    assert f"{len(written)} of 8 chats are written" in full.value.sentence
    assert all(path.read_text("utf-8").count("answer 3") == 1 for path in written)


async def test_a_chat_of_ten_thousand_messages_is_never_in_memory_as_text(
    opened: Opener, tmp_path: Path
) -> None:
    import tracemalloc

    core = await opened()
    chat = await core.chats.open(await put_chat(core, "long"))
    # All say the same long words, so that what is added to them shows.
    part = [{"type": "text", "text": "some words " * 100}]
    nodes, above = {}, None
    for at in range(10_000):
        record = {"id": f"{chat.id[:-8]}{at:08x}", "parent": above, "role": "user", "parts": part}
        nodes[record["id"]] = Node({**record, "created": AT})
        above = record["id"]
    core.chats._open[chat.id] = replace(chat, nodes=nodes)
    tracemalloc.start()
    result = await core.exports.write([chat.id], "txt", tmp_path / "x.txt")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert result.bytes > 11_000_000
    assert peak < 9_000_000, "the order of its messages, and one portion of the text"
