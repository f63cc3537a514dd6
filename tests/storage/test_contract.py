"""What a day with the program leaves on the disk is what format.md says, to a stranger's program.

The stranger is the program in `outsider/`: it knows format.md and nothing of ours.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scout_desktop.assembly import Options, build
from scout_desktop.chat.draft import Draft, Preset
from scout_desktop.practice import FOREVER, PracticeServer, Reply, Script
from scout_desktop.session.core import Core
from scout_desktop.session.events import Interrupted, ReplyGrew, TurnEvent

STORY = (
    Reply(deltas=("A ", "receipt, 收据 ", "😀."), prompt_tokens=1912, completion_tokens=4),
    Reply(text="Once more."),
    Reply(text="To the edited question."),
    Reply(deltas=("half ", "of it"), stall_after=2, stall=FOREVER),
    Reply.failure(429, "Slow down."),
    Reply(deltas=("Once ", "upon ", "a"), cut="eof", cut_after=2, no_finish=True),
    Reply(text="a time."),
    Reply(text="unpriced", cost=False),
    Reply(text="bye", bill=Decimal("0.00000000000001")),
)


def outsider(root: Path, data: Path, *more: str) -> dict[str, Any]:
    """Have the stranger read a folder."""
    done = subprocess.run(
        [sys.executable, "-I", str(root / "tests/storage/outsider"), str(data), *more],
        capture_output=True, text=True, timeout=60, check=False, cwd=data,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@asynccontextmanager
async def _program(data: Path, server: PracticeServer) -> AsyncIterator[Core]:
    core = await build(Options(data_dir=data, base_url=server.base_url))
    try:
        yield core
    finally:
        await core.close()


def _photo(mode: str, width: int, height: int, kind: str) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(file, kind)
    return file.getvalue()


async def _turn(core: Core, text: str, chat_id: str | None = None, **more: Any) -> list[TurnEvent]:
    chat = core.chats.new() if chat_id is None else await core.chats.open(chat_id)
    return [event async for event in core.turns.ask(chat.id, Draft(text, **more))]


async def _stopped(core: Core, chat_id: str, look: Any) -> None:
    """Ask, look at the folder when the text stalls, then stop."""
    grown = asyncio.Event()

    async def follow() -> None:
        async with aclosing(core.turns.ask(chat_id, Draft("and then?"))) as events:
            async for event in events:
                if isinstance(event, ReplyGrew) and event.at:
                    grown.set()

    task = asyncio.create_task(follow())
    await asyncio.wait_for(grown.wait(), 10)
    for _ in range(200):
        if b"of it" in b"".join(p.read_bytes() for p in core.places.journals.iterdir()):
            break
        await asyncio.sleep(0.02)
    look()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def _day(data: Path, look: Any) -> list[str]:
    """Live a day: pictures, edit, regenerate, stop, failure, rename, delete. Returns chat ids."""
    async with (
        PracticeServer(Script(replies=STORY), as_service=True) as server,
        _program(data, server) as core,
    ):
        pictures = (
            await core.pictures.take(_photo("RGB", 4000, 3000, "JPEG"), "IMG_2041.JPG"),
            await core.pictures.take(_photo("RGB", 300, 200, "PNG"), "größe.png"),
        )
        first = core.chats.new()
        await core.chats.set_registers(first.id, {"parameter.temperature": 0.2, "system": "Brief."})
        chat = (await _turn(core, "What is\u2028this?", first.id, images=pictures))[-1].conversation
        question, reply = chat.branch
        await core.chats.set_registers(first.id, {"parameter.seed": 7})
        async with aclosing(core.turns.regenerate(first.id, reply.id)) as events:
            chat = [event async for event in events][-1].conversation
        await _turn(core, "What was this?", first.id, edits=question.id, images=pictures[:1])
        await core.chats.show_branch(first.id, reply.id)
        await core.chats.rename(first.id, "Receipts “2026”")
        await core.chats.pin(first.id, pinned=True)
        await _stopped(core, first.id, look)
        await _turn(core, "Too fast", first.id)
        second = (await _turn(core, "Tell me a story"))[-1]
        assert isinstance(second, Interrupted)
        story = second.conversation.id
        async with aclosing(core.turns.continue_reply(story, second.reply.id)) as events:
            chat = [event async for event in events][-1].conversation
        await core.chats.delete_node(story, second.reply.id)
        await _turn(core, "And the price?", story)
        third = (await _turn(core, "Bye"))[-1].conversation.id
        await core.chats.delete(third)
        copy = await core.chats.duplicate(first.id)
        await core.desk.save_preset(Preset("Exact", "Be exact.", {"temperature": 0.0}))
        return [first.id, story, third, copy.id]


async def test_a_day_leaves_what_the_contract_says(root: Path, tmp_path: Path) -> None:
    data, meanwhile = tmp_path / "data", []
    ids = await _day(data, lambda: meanwhile.append(outsider(root, data, "--busy")))
    seen = outsider(root, data)
    assert seen["wrong"] == []
    assert set(seen["chats"]) == set(ids)
    first, story, third, copy = (seen["chats"][id] for id in ids)
    states = [node.get("state") for node in first["nodes"].values() if node["role"] != "user"]
    assert sorted(states) == ["complete"] * 3 + ["failed", "stopped"]
    texts = [node["parts"][0]["text"] for _, node in sorted(first["nodes"].items())]
    assert texts[:2] == ["What is\u2028this?", "A receipt, 收据 😀."]
    assert len(copy["nodes"]) == len(first["nodes"])
    assert first["meta"]["title"]["value"] == "Receipts “2026”"
    assert third["meta"]["deleted"]["value"] is True
    assert sum("deleted" in node for node in story["nodes"].values()) == 1
    # 0.08 and 0.30 USD a million tokens, as the stand-in bills, and the one absurd amount.
    assert Decimal(seen["usd"]).as_tuple().exponent == -14
    costs = [
        node["cost"]["usd"]
        for id in ids[:3]
        for node in seen["chats"][id]["nodes"].values()
        if node.get("cost", {}).get("usd") is not None
    ]
    assert Decimal(seen["usd"]) == sum(map(Decimal, costs))
    # What was stopped, and what broke off (its message is gone, its bill is not); what came with
    # tokens and without a price is an estimate.
    assert seen["unknown"] == 2
    # While the reply was on its way the stranger could read all that had come.
    (busy,) = meanwhile
    assert busy["wrong"] == []
    streaming = [
        n for n in busy["chats"][ids[0]]["nodes"].values() if n.get("state") == "streaming"
    ]
    assert [node["parts"][0]["text"] for node in streaming] == ["half of it"]
    assert not b"".join(p.read_bytes() for p in data.glob("chats/*")).count(b'"streaming"')
    presets = json.loads((data / "library.json").read_bytes())
    assert presets["format"] == "scout-desktop/library"
    assert all(set(register) == {"at", "by", "value"} for register in presets["meta"].values())


async def test_a_killed_program_leaves_what_the_contract_says(root: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    stall = Reply(deltas=("So ", "far"), stall_after=2, stall=FOREVER)
    async with PracticeServer(Script(replies=(stall,)), as_service=True) as server:
        asking = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "scout_desktop", "ask", "Still there?", "--data-dir", str(data),
            "--base-url", server.base_url,
            cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert asking.stdout is not None
        for _ in range(1000):
            journals = b"".join(path.read_bytes() for path in data.glob("journal/*"))
            if b'"text":"far"' in journals or b"So far" in journals:
                break
            await asyncio.sleep(0.02)
        asking.send_signal(signal.SIGKILL)
        await asking.communicate()
        killed = outsider(root, data, "--busy")
        assert killed["wrong"] == []
        (chat,) = killed["chats"].values()
        (reply,) = [node for node in chat["nodes"].values() if node["role"] == "assistant"]
        assert (reply["state"], reply["parts"][0]["text"]) == ("streaming", "So far")
        assert killed["unknown"] == 1
        async with _program(data, server) as core:
            shown = await core.chats.open(chat["id"])
            assert [node.text for node in shown.branch] == ["Still there?", "So far"]
            assert shown.branch[-1].state == "interrupted"
    mended = outsider(root, data)
    assert mended["wrong"] == []
    assert mended["chats"][chat["id"]]["nodes"][reply["id"]]["state"] == "interrupted"


async def test_the_program_reads_what_a_stranger_merges(root: Path, tmp_path: Path) -> None:
    """Two devices' folders thrown together: the stranger and the program see the same chats."""
    here, there = tmp_path / "here", tmp_path / "there"
    async with PracticeServer(as_service=True) as server:
        async with _program(here, server) as core:
            id = (await _turn(core, "Begun here"))[-1].conversation.id
        shutil.copytree(here, there)
        for data, text in ((here, "on from here"), (there, "on from there")):
            async with _program(data, server) as core:
                await _turn(core, text, id)
                await core.chats.rename(id, f"Chat {text}")
        (file,) = (there / "chats").iterdir()
        shutil.copy(file, here / "chats" / f"{file.stem}.sync-conflict-1.json")
        for path in there.glob("*/*.jsonl*"):
            if not (target := here / path.parent.name / path.name).exists():
                shutil.copy(path, target)
        copies = [json.loads(path.read_bytes()) for path in here.glob("chats/*.json")]
        assert len(copies) == 2
        async with _program(here, server) as core:
            await core.chats.rename(id, "Both")
            both = await core.chats.open(id)
        seen = outsider(root, here)
    assert seen["wrong"] == []
    nodes = {node["id"]: node for copy in copies for node in copy["nodes"]}
    assert seen["chats"][id]["nodes"].keys() == nodes.keys() == both.nodes.keys()
    assert len(nodes) == 6
    assert len(list((here / "trash").iterdir())) == 1


@pytest.mark.parametrize(
    ("where", "old", "new"),
    [
        ("chats/*", b'"rev":1', b'"rev": 1'),
        ("chats/*", b'"state":"complete"', b'"state":"streaming"'),
        ("chats/*", b'"usd":"', b'"usd":"-'),
        ("chats/*", b'"role":"user"', b'"role":"user","spare":1'),
        ("chats/*", b'"bytes":', b'"bytes":1'),
        ("chats/*", b'"head":', b'"haed":'),
        ("ledger/*", b'"source":"usage"', b'"source":"usaga"'),
        ("ledger/*", b'"state":"asked"', b'"state":"complete"'),
        ("journal/*", b'"at":0,', b'"at":1,'),
        ("journal/*", b"receipt", b"Receipt"),
        ("media/*/*", b"IDAT", b"IDAR"),
    ],
)
def test_the_stranger_is_not_easily_pleased(
    day: Path, root: Path, tmp_path: Path, *, where: str, old: bytes, new: bytes
) -> None:
    data = tmp_path / "copy"
    shutil.copytree(day, data)
    # The oldest chat is the one with pictures.
    changed = [path for path in sorted(data.glob(where)) if old in path.read_bytes()]
    assert changed
    changed[0].write_bytes(changed[0].read_bytes().replace(old, new))
    assert outsider(root, data)["wrong"] != []


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day, with the last journals still beside the chats."""
    data = tmp_path_factory.mktemp("day") / "data"
    mask = os.umask(0o022)
    try:
        asyncio.run(_day(data, lambda: None))
    finally:
        os.umask(mask)
    return data
