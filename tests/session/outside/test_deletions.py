"""Others delete: a few chats are believed at once, many are asked about before anything is gone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scout_desktop.session.core import Core
from scout_desktop.session.outside.news import Deletions
from scout_desktop.storage.device import Writer
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places
from tests.storage.story import Story


class Device:
    """Another machine with the same synchronised folder."""

    def __init__(self, here: Path) -> None:
        away = here.parent / "other machine"
        self.places = replace(
            Places.beside(here), state=away / "state", config=away / "config", cache=away / "cache"
        )
        self.writer = Writer.open(self.places)
        self.story = Story(1_795_300_000_000)
        self.library = Library(self.places, self.writer, self.story.now)

    def write(self, count: int) -> list[str]:
        """Write chats."""
        ids = []
        for number in range(count):
            chat = self.story.chat(by=self.writer.name)
            self.library.create(chat.with_nodes([self.story.question(f"Question {number}")]))
            ids.append(chat.id)
        return ids

    def delete(self, ids: list[str]) -> None:
        """Move chats to the trash view."""
        for id in ids:
            mark = {"at": self.story.now(), "by": self.writer.name, "value": True}
            self.library.put_nodes(id, [], {"deleted": mark}, sync=False)

    def purge(self, ids: list[str]) -> None:
        """Delete chats for good."""
        for id in ids:
            self.library.purge(id)


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    made = Device(tmp_path / "d")
    yield made
    made.writer.close()


async def _listed(core: Core) -> set[str]:
    return {row.id for row in await core.chats.rows()}


async def test_a_few_deletions_are_believed(opened, device: Device) -> None:
    ids = device.write(25)
    core = await opened()
    await core.outside.look_at_list()
    device.delete(ids[:20])
    changes = await core.outside.look_at_list()
    assert changes.asked is None
    assert changes.listed
    assert await _listed(core) == set(ids[20:])


async def test_many_deletions_are_asked_about_and_nothing_is_hidden(opened, device) -> None:
    ids = device.write(24)
    core = await opened()
    await core.outside.look_at_list()
    device.delete(ids[:21])
    changes = await core.outside.look_at_list()
    assert changes.asked == Deletions(deleted=tuple(sorted(ids[:21])))
    assert await _listed(core) == set(ids)
    # The question stands until it is answered, in the next run too.
    await core.close()
    core = await opened()
    assert await _listed(core) == set(ids)
    assert (await core.outside.look_at_list()).asked == changes.asked

    await core.outside.take_over()
    assert await _listed(core) == set(ids[21:])
    assert (await core.outside.look_at_list()).asked is None
    await core.close()
    core = await opened()
    assert (await core.outside.look_at_list()).asked is None
    assert await _listed(core) == set(ids[21:])


async def test_deletions_that_are_not_wanted_are_taken_back_for_all_devices(opened, device) -> None:
    ids = device.write(22)
    core = await opened()
    await core.outside.look_at_list()
    device.delete(ids)
    await core.outside.look_at_list()
    await core.outside.keep()
    assert (await core.outside.look_at_list()).asked is None
    assert await _listed(core) == set(ids)
    assert all(device.library.peek(id).value("deleted") is False for id in ids)
    await core.close()
    core = await opened()
    assert (await core.outside.look_at_list()).asked is None
    assert await _listed(core) == set(ids)


async def test_what_the_user_deletes_while_the_question_stands_is_deleted(opened, device) -> None:
    ids = device.write(22)
    core = await opened()
    await core.outside.look_at_list()
    device.delete(ids)
    await core.outside.look_at_list()
    await core.chats.delete(ids[0])
    assert await _listed(core) == set(ids[1:])
    await core.outside.keep()
    assert await _listed(core) == set(ids[1:])


async def test_a_sync_that_brings_them_one_after_the_other_is_asked_about_as_well(
    opened, device
) -> None:
    ids = device.write(22)
    core = await opened()
    await core.outside.look_at_list()
    for start in range(0, 22, 11):
        device.delete(ids[start : start + 11])
        changes = await core.outside.look_at_list()
    assert changes.asked is not None
    assert changes.asked.count == 22
    assert await _listed(core) == set(ids)


async def test_they_are_noticed_when_they_came_while_the_program_was_closed(opened, device) -> None:
    ids = device.write(22)
    core = await opened()
    await core.outside.look_at_list()
    await core.close()
    device.delete(ids)
    shutil.rmtree(core.places.cache)
    core = await opened()
    changes = await core.outside.look_at_list()
    assert changes.asked is not None
    assert changes.asked.count == 22
    assert await _listed(core) == set(ids)


async def test_what_the_user_deletes_here_is_never_asked_about(opened, device) -> None:
    ids = device.write(22)
    core = await opened()
    await core.outside.look_at_list()
    await core.chats.delete_many(ids)
    assert (await core.outside.look_at_list()).asked is None
    assert await _listed(core) == set()


async def test_chats_deleted_for_good_elsewhere_keep_what_is_left_until_the_user_agrees(
    opened, device, tmp_path
) -> None:
    ids = device.write(22)
    core = await opened()
    await core.outside.look_at_list()
    files = {path: path.read_bytes() for path in core.places.chats.iterdir()}
    device.purge(ids)
    # The sync program is slow: the marks came as journals, our files still say everything.
    _as_journals(core.places, files)
    changes = await core.outside.look_at_list()
    assert changes.asked == Deletions(purged=tuple(sorted(ids)))
    assert await _listed(core) == set(ids)
    chat = await core.chats.open(ids[0])
    assert [node.text for node in chat.branch] == ["Question 0"]
    # Whatever is written there and folded, nothing is dropped.
    await core.chats.rename(ids[0], "Looked at")
    await core.close()
    core = await opened()
    assert [node.text for node in (await core.chats.open(ids[0])).branch] == ["Question 0"]
    assert (await core.outside.look_at_list()).asked == changes.asked

    await core.outside.keep()
    rows = await core.chats.rows()
    assert len(rows) == 22
    assert not {row.id for row in rows} & set(ids)
    again = [await core.chats.open(row.id) for row in rows]
    assert {chat.branch[0].text for chat in again} == {f"Question {n}" for n in range(22)}
    assert (await core.outside.look_at_list()).asked is None


async def test_taking_over_what_was_deleted_for_good_leaves_nothing(opened, device) -> None:
    ids = device.write(22)
    core = await opened()
    await core.outside.look_at_list()
    files = {path: path.read_bytes() for path in core.places.chats.iterdir()}
    device.purge(ids)
    _as_journals(core.places, files)
    await core.outside.look_at_list()
    await core.outside.take_over()
    assert await _listed(core) == set()
    assert (await core.outside.look_at_list()).asked is None
    await core.close()
    left = b"".join(p.read_bytes() for p in core.places.data.rglob("*") if p.is_file())
    assert b"Question" not in left


async def test_a_fold_that_comes_before_the_look_keeps_a_copy(opened, device) -> None:
    ids = device.write(25)
    core = await opened()
    await core.outside.look_at_list()
    files = {path: path.read_bytes() for path in core.places.chats.iterdir()}
    device.purge(ids)
    _as_journals(core.places, files)
    # As `ask` would, which never looks.
    for id in ids:
        await core.disk.run(core.chats._library.fold, id)
    assert b"Question" not in b"".join(p.read_bytes() for p in core.places.chats.iterdir())
    changes = await core.outside.look_at_list()
    assert changes.asked is not None
    assert changes.asked.count == 25
    chat = await core.chats.open(ids[3])
    assert [node.text for node in chat.branch] == ["Question 3"]


async def test_a_few_chats_deleted_for_good_elsewhere_are_gone_for_good(opened, device) -> None:
    ids = device.write(3)
    core = await opened()
    await core.outside.look_at_list()
    device.purge(ids)
    assert (await core.outside.look_at_list()).asked is None
    assert await _listed(core) == set()


async def test_files_that_vanish_by_the_dozen_are_missing_and_not_deleted(opened, device) -> None:
    ids = device.write(50)
    core = await opened()
    await core.outside.look_at_list()
    for path in sorted(core.places.chats.iterdir())[:25]:
        path.unlink()
    changes = await core.outside.look()
    assert changes.problem is not None
    assert "25 of the 50" in changes.problem
    await core.outside.look_at_list()
    assert await _listed(core) == set(ids)
    await core.chats.take_folder_as_it_is()
    assert (await core.outside.look()).problem is None
    await core.outside.look_at_list()
    assert len(await _listed(core)) == 25


def _as_journals(places: Places, files: dict[Path, bytes]) -> None:
    """Put the chats' files back as they were, with the marks of deletion in journals beside."""
    from scout_desktop.storage import document
    from scout_desktop.storage.journal import first_line, lines

    for path, data in files.items():
        now = document.load(path.read_bytes())
        marks = {name: now.meta[name] for name in ("deleted", "purged") if name in now.meta}
        by = str(marks["purged"]["by"])
        journal = places.journals / f"{now.id}.{by}.jsonl"
        journal.write_bytes(first_line(now.id, by) + lines((), marks))
        path.write_bytes(data)
    assert json.loads(data)["nodes"]
