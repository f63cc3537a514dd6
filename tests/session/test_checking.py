"""Looking, mending and backing up over a real core: one at a time, and a save passes between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import TypeVar

import pytest

from scout_desktop.assembly import Options, build
from scout_desktop.chat.errors import FolderLocked
from scout_desktop.chat.findings import Backup, Progress, Report
from scout_desktop.chat.message import Node
from scout_desktop.session.core import Core
from tests.storage.story import Story

T = TypeVar("T")


@pytest.fixture
async def core(tmp_path: Path) -> AsyncIterator[Core]:
    core = await build(Options(data_dir=tmp_path / "data"))
    yield core
    await core.close()


async def last(steps: AsyncGenerator[Progress | T, None]) -> T:
    async with aclosing(steps) as following:
        found = [step async for step in following if not isinstance(step, Progress)]
    return found[-1]


async def chats(core: Core, count: int) -> list[str]:
    story, ids = Story(), []
    for number in range(count):
        chat = core.chats.new()
        question: Node = story.question(f"Question {number}")
        await core.chats.add(chat.id, [question], {})
        ids.append(chat.id)
    return ids


async def test_while_one_thing_goes_on_another_is_refused(core: Core) -> None:
    await chats(core, 5)
    checking = core.checking
    async with aclosing(checking.check()) as looking:
        await anext(looking)
        assert checking.busy == "being checked"
        with pytest.raises(FolderLocked, match="being checked"):
            await last(checking.back_up())
    assert checking.busy == ""
    assert (await last(checking.check())).in_order


async def test_a_look_that_is_given_up_frees_the_folder(core: Core) -> None:
    await chats(core, 3)
    task = asyncio.create_task(last(core.checking.check()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert core.checking.busy == ""
    report: Report = await last(core.checking.check())
    assert (report.counted.chats, report.counted.messages) == (3, 3)


async def test_a_save_passes_while_the_folder_is_mended(core: Core) -> None:
    ids = await chats(core, 6)
    for path in core.places.chats.iterdir():
        path.write_bytes(path.read_bytes()[:-2])
    report = await last(core.checking.check())
    story = Story(1_795_500_000_000)
    mending = asyncio.create_task(last(core.checking.repair(report)))
    for id in ids:
        await core.chats.add(id, [story.question("Written meanwhile")], {})
    mended = await mending
    assert mended.failed == ()
    for id in ids:
        texts = {node.text for node in (await core.chats.open(id)).nodes.values()}
        assert "Written meanwhile" in texts
        assert len(texts) == 2
        assert await core.disk.run(lambda id=id: len(core.chats._library.open(id).nodes)) == 2
    assert (await last(core.checking.check())).in_order


async def test_the_weekly_backup_is_made_once(core: Core) -> None:
    checking = core.checking
    assert await checking.back_up_when_due() is None
    ids = await chats(core, 3)
    made = await checking.back_up_when_due()
    assert isinstance(made, Backup)
    assert await checking.back_up_when_due() is None
    assert await checking.backups() == (made,)
    restored = await last(checking.restore(made.name))
    assert (restored.chats, restored.failed) == (0, ())
    one = await last(checking.restore(made.name, ids[0]))
    assert one.chats == 0
