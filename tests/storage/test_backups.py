"""Seven backups that anybody can open; bringing one back loses nothing that is newer."""

from __future__ import annotations

import errno
import os
import zipfile
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TypeVar

import pytest

from scout_desktop.chat.draft import Preset
from scout_desktop.chat.errors import DiskError, DiskFull
from scout_desktop.chat.findings import Backup, Progress, Restored
from scout_desktop.chat.ids import timestamp
from scout_desktop.storage.backups import KEPT, Backups
from scout_desktop.storage.check.restoring import restore
from scout_desktop.storage.ground.framing import frame, header
from scout_desktop.storage.ledger import Ledger
from scout_desktop.storage.library import Library
from scout_desktop.storage.presets import Presets
from tests.storage.one_chat import answered, the_file
from tests.storage.story import START, Story, everything_under

T = TypeVar("T")
DAY = 24 * 3600 * 1000


def to_the_end(steps: Generator[Progress, None, T]) -> T:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: T = end.value
            return found


@pytest.fixture
def backups(library: Library) -> Backups:
    return Backups(library.places, library.writer.name)


def made(backups: Backups, day: int = 0, reason: str = "") -> Backup:
    return to_the_end(backups.make(timestamp(START + day * DAY), reason))


def brought_back(library: Library, backup: Backup, only: str | None = None) -> Restored:
    now = timestamp(START + 90 * DAY)
    return to_the_end(restore(library, backup.name, now, only))


def test_a_backup_holds_the_files_as_they_were_and_any_program_opens_it(
    library: Library, story: Story, backups: Backups
) -> None:
    library.recover()
    chat = answered(library, story)
    library.fold(chat.id)
    library.put_nodes(chat.id, [story.question("Not folded yet " * 1000)])
    Presets(library.places, library.writer).put(Preset("P", "S"), story.now())
    (library.places.media / "x.png").write_bytes(b"not copied")
    here = everything_under(library.places.data)
    backup = made(backups, reason="before-2")
    assert backup.name == "20261123-021320-before-2.zip"
    assert (backup.made[:19], backup.reason) == ("2026-11-23T02:13:20", "before-2")
    path = backups.path(backup.name)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_size == backup.bytes
    with zipfile.ZipFile(path) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    assert inside == {
        name: data for name, data in here.items()
        if name.startswith(("chats/", "journal/", "ledger/", "library"))
    }  # fmt: skip
    assert len(inside) == 4
    assert backup.bytes < 5000 < sum(map(len, inside.values()))


def test_one_a_week_where_something_changed(
    library: Library, story: Story, backups: Backups
) -> None:
    library.recover()
    assert not backups.is_due(timestamp(START))
    chat = answered(library, story)
    assert backups.is_due(timestamp(START))
    made(backups)
    assert not backups.is_due(timestamp(START + 8 * DAY))
    library.put_nodes(chat.id, [story.question("New")])
    assert not backups.is_due(timestamp(START + 6 * DAY))
    assert backups.is_due(timestamp(START + 7 * DAY))


def test_seven_are_kept_and_nothing_else_is_removed(
    library: Library, story: Story, backups: Backups
) -> None:
    answered(library, story)
    first = made(backups)
    strangers = [backups.path(first.name).with_name(n) for n in ("mine.zip", "20201123-x.zip")]
    for path in strangers:
        path.write_bytes(b"?")
    for day in range(1, KEPT + 2):
        made(backups, day)
    assert len(backups.all()) == KEPT
    assert backups.all()[-1].made > first.made
    assert all(path.exists() for path in strangers)


def test_two_in_one_second_have_two_names(library: Library, story: Story, backups: Backups) -> None:
    answered(library, story)
    assert made(backups).name < made(backups).name
    assert len(backups.all()) == 2


@pytest.mark.parametrize("refused", [1, 2])
def test_on_a_full_disk_no_half_backup_stays(
    library: Library, story: Story, backups: Backups, monkeypatch: pytest.MonkeyPatch, refused: int
) -> None:
    answered(library, story)
    earlier = made(backups)
    real, seen = os.fsync, 0

    def fsync(handle: int) -> None:
        nonlocal seen
        seen += 1
        if seen >= refused:
            raise OSError(errno.ENOSPC, "full")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(DiskFull):
        made(backups, 1)
    monkeypatch.undo()
    # Nor of one that is given up half-way.
    steps = backups.make(timestamp(START + DAY))
    next(steps)
    steps.close()
    left = [path.name for path in library.places.backups.iterdir()]
    assert earlier.name in left
    assert not [name for name in left if name.endswith(".tmp")]


def test_a_backup_brought_back_loses_nothing_newer(
    library: Library, story: Story, backups: Backups
) -> None:
    library.recover()
    kept, changed, gone = (answered(library, story) for _ in range(3))
    reply = story.reply(gone.branch[-1].id)
    library.put_nodes(gone.id, [reply])
    library.grow(gone.id, reply.id, 0, "On its way")
    unread = story.question("To be deleted", changed.branch[-1].id)
    library.put_nodes(changed.id, [unread])
    for chat in (kept, changed):
        library.put_away(chat.id)
    backup = made(backups)
    later = story.question("Written later", kept.branch[-1].id)
    title = {"title": {"at": timestamp(START + DAY), "by": "d9-9", "value": "Named later"}}
    library.put_nodes(kept.id, [later], title)
    library.put_nodes(changed.id, [changed.with_nodes([unread]).deletion(unread.id, "2027", "d")])
    library.close()
    for path in [*library.places.chats.iterdir(), *library.places.journals.iterdir()]:
        if gone.id in path.name or gone.id[-12:] in path.name:
            path.unlink()
    again = Library(library.places, library.writer, story.now)
    assert gone.id not in again.ids()
    done = brought_back(again, backup)
    assert (done.chats, done.added, done.failed) == (1, 1, ())
    texts = [node.text for node in again.open(gone.id).branch]
    assert texts == ["What is this?", "A receipt.", "On its way"]
    assert again.open(gone.id).branch[-1].state == "interrupted"
    assert again.open(kept.id).title == "Named later"
    assert again.open(kept.id).branch[-1].text == "Written later"
    assert [node.text for node in again.open(changed.id).branch] == ["What is this?", "A receipt."]
    once = everything_under(library.places.chats)
    assert brought_back(again, backup) == Restored()
    assert everything_under(library.places.chats) == once


def test_one_chat_alone_is_brought_back(library: Library, story: Story, backups: Backups) -> None:
    library.recover()
    chats = [answered(library, story) for _ in range(2)]
    for chat in chats:
        library.put_away(chat.id)
    backup = made(backups)
    for path in library.places.chats.iterdir():
        path.unlink()
    again = Library(library.places, library.writer, story.now)
    assert brought_back(again, backup, chats[1].id) == Restored(1, 1)
    assert again.ids() == [chats[1].id]


def test_a_newer_programs_chat_is_put_back_as_it_was(
    library: Library, story: Story, backups: Backups
) -> None:
    chat = answered(library, story)
    library.put_away(chat.id)
    path = the_file(library)
    newer = path.read_bytes().replace(b'"min_reader":1', b'"min_reader":2')
    path.write_bytes(newer)
    backup = made(backups)
    path.unlink()
    again = Library(library.places, library.writer, story.now)
    assert brought_back(again, backup) == Restored(1, 1)
    assert path.read_bytes() == newer
    path.write_bytes(newer.replace(b"receipt", b"RECEIPT"))
    before = path.read_bytes()
    assert brought_back(again, backup) == Restored()
    assert path.read_bytes() == before


def test_what_was_deleted_for_good_stays_gone(
    library: Library, story: Story, backups: Backups
) -> None:
    chat = answered(library, story)
    library.put_away(chat.id)
    backup = made(backups)
    library.purge(chat.id)
    brought_back(library, backup)
    assert library.open(chat.id, fresh=True).nodes == {}
    assert b"receipt" not in the_file(library).read_bytes()


def test_the_bill_and_the_presets_come_back(
    library: Library, story: Story, backups: Backups
) -> None:
    library.recover()
    answered(library, story)
    path = library.places.ledger / "dffff-0-2026-11.jsonl"
    lines = [frame({"id": f"a{n}", "at": story.now(), "source": "usage", "usd": "1"})
             for n in range(3)]  # fmt: skip
    path.write_bytes(header("ledger", writer="dffff-0") + b"".join(lines))
    presets = Presets(library.places, library.writer)
    presets.put(Preset("Old", "S"), story.now())
    backup = made(backups)
    path.write_bytes(header("ledger", writer="dffff-0") + lines[0])
    presets.put(Preset("New", "S"), story.now())
    presets.forget("Old", story.now())
    library.places.library.unlink()
    presets.put(Preset("New", "S"), story.now())
    brought_back(library, backup)
    total = Ledger(library.places, library.writer).totals()
    assert (str(total.usd), total.attempts) == ("3", 3)
    assert [preset.name for preset in presets.all()] == ["New", "Old"]
    before = everything_under(library.places.ledger)
    brought_back(library, backup)
    assert everything_under(library.places.ledger) == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"PK not a zip"),
        lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
        lambda path: path.unlink(),
    ],
)
def test_a_damaged_backup_is_refused_in_a_sentence(
    library: Library, story: Story, backups: Backups, spoil: Callable[[Path], None]
) -> None:
    answered(library, story)
    backup = made(backups)
    spoil(library.places.backups / backup.name)
    with pytest.raises(DiskError, match="backup"):
        brought_back(library, backup)


def test_a_hostile_backup_writes_nowhere_else(
    library: Library, story: Story, backups: Backups, tmp_path: Path
) -> None:
    library.recover()
    chat = answered(library, story)
    library.put_away(chat.id)
    data = the_file(library).read_bytes()
    path = library.places.backups / "20261123-021320.zip"
    path.parent.mkdir(mode=0o700)
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("chats/../../evil.json", "chats//x.json", "/chats/abs.json"):
            archive.writestr(name, data)
        archive.writestr("ledger/../../evil-2026-11.jsonl", b"{}")
        archive.writestr("chats/bomb.json", b"0" * (65 * 1024 * 1024))
    outside = set(tmp_path.iterdir())
    done = to_the_end(restore(library, path.name, story.now()))
    assert done.chats == 0
    assert [sentence for sentence in done.failed if "too large" in sentence]
    assert set(tmp_path.iterdir()) == outside
    assert library.ids() == [chat.id]
