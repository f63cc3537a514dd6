"""What happens to the folder as a whole while the window is open."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from scout_desktop.chat.message import user_node
from tests.ui.outside.conftest import Lab
from tests.ui.outside.device import Device


def test_many_deletions_are_asked_about_and_can_be_taken_back(tell, folder) -> None:
    other = Device(folder)
    ids = []
    for number in range(22):
        chat = other.library.create(other.story.chat(f"Chat {number}", by=other.writer.name))
        other.say(chat.id, "Hello", None)
        other.library.put_away(chat.id)
        ids.append(chat.id)

    async def story(lab: Lab) -> None:
        await lab.until(lambda: len(lab.titles()) == 22)
        await lab.settled()
        for id in ids:
            mark = {"at": other.story.now(), "by": other.writer.name, "value": True}
            other.library.put_nodes(id, [], {"deleted": mark})
        await lab.until(lambda: lab.asked and lab.asked[-1][1] == 22)
        assert lab.asked[-1][0].startswith("22 chats were deleted on another device.")
        await lab.until(lambda: len(lab.titles()) == 22)
        lab.outside.keep()
        await lab.until(lambda: lab.asked[-1] == ("", 0))
        assert len(lab.titles()) == 22

    tell(story)
    assert not any(other.library.open(id).value("deleted") for id in ids)
    other.close()


def test_two_programs_write_fold_and_delete_in_the_chat_that_is_shown(tell, folder, root) -> None:
    async def story(lab: Lab) -> None:
        chat = await lab.write("First")
        run = [
            asyncio.create_task(_adder(root, folder, chat, rounds=8)) for _ in range(2)
        ]  # fmt: skip
        mine = []
        for number in range(6):
            await asyncio.sleep(0.1)
            clock = lab.core.turns._clock
            node = user_node(clock.id(), None, clock.now(), f"Mine {number}")
            mine.append(node.id)
            await lab.core.chats.add(chat, [node], {})
        said = [words.split() for each in await asyncio.gather(*run) for words in each.splitlines()]
        kept = {id for words in said if words[0] == "KEPT" for id in words[1:]}
        gone = {words[1] for words in said if words[0] == "GONE"}
        await lab.until(lambda: kept <= lab.core.chats.current(chat).nodes.keys())
        await lab.until(
            lambda: {i for i, n in lab.core.chats.current(chat).nodes.items() if n.deleted} == gone
        )
        assert set(mine) <= lab.core.chats.current(chat).nodes.keys()
        await lab.settled()
        count = lab.changes
        await lab.settled()
        # What we folded ourselves is no news, and at rest nothing goes on.
        assert lab.changes == count

    tell(story)


def test_a_folder_that_is_taken_away_can_still_be_read_and_comes_back(tell, folder) -> None:
    async def story(lab: Lab) -> None:
        chat = await lab.write("First", "Second")
        await lab.until(lambda: lab.titles() == ["First"])
        await lab.settled()
        away = folder.with_name("unplugged")
        folder.rename(away)
        await lab.until(lambda: lab.problems and lab.lost)
        assert "0 of the 1 chats" in lab.problems[-1]
        assert lab.lost[-1][0] == chat
        assert lab.texts() == ["First", "Second"]
        await lab.settled()
        assert lab.titles() == ["First"]
        # Nobody writes where a disk is to be mounted again.
        assert not folder.exists()
        away.rename(folder)
        await lab.until(lambda: lab.problems[-1] == "")
        await lab.until(lambda: lab.lost[-1] == (chat, "", ""))
        await lab.write("Third")
        await lab.until(lambda: lab.texts() == ["First", "Second", "Third"])

    tell(story)
    assert b"Third" in b"".join(path.read_bytes() for path in (folder / "chats").iterdir())


async def _adder(root: Path, folder: Path, chat: str, rounds: int) -> str:
    run = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.storage.adder", str(folder), chat, str(rounds), cwd=root,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await run.communicate(b"go\n")
    assert run.returncode == 0
    return out.decode()
