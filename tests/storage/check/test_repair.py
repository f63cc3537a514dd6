"""Mending: everything that still reads comes together, and originals are kept byte for byte."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable

import pytest

from scout_desktop.storage import files
from scout_desktop.storage.check.repair import repair
from scout_desktop.storage.ground.framing import frame, header
from scout_desktop.storage.library import Library
from tests.bench.damage import looked
from tests.storage.check.mending import backed_up, mended, quarantined
from tests.storage.check.test_looking import the_file_of
from tests.storage.one_chat import answered, the_file
from tests.storage.story import Story, everything_under


def test_what_a_damaged_file_lost_comes_back_from_a_backup(folded: Library, story: Story) -> None:
    (id,) = folded.ids()
    backed_up(folded, story)
    path = the_file(folded)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"A receipt.", b"A r\xffc\x00ipt").replace(b'"role":"u', b"}}"))
    damaged = path.read_bytes()
    done = mended(folded, story)
    assert done.failed == ()
    assert done.done == ("1 chat mended.",)
    assert {node.text for node in folded.open(id, fresh=True).nodes.values()} == {
        "What is this?",
        "A receipt.",
    }
    assert quarantined(folded.places) == [damaged]
    assert done.set_aside == 1
    assert path.read_bytes() == whole
    assert looked(folded.places).in_order


def test_a_file_without_its_beginning_gets_its_own_id_back(folded: Library, story: Story) -> None:
    (id,) = folded.ids()
    path = the_file(folded)
    whole = path.read_bytes()
    path.write_bytes(whole.split(b"\n", 1)[1])
    other = Library(folded.places, folded.writer, story.now)
    (made_up,) = other.ids()
    assert made_up != id
    assert len(other.open(made_up).nodes) == 2
    # The ledger knows the whole id of which the name has the end.
    ledger = folded.places.ledger / "dffff-0-2026-11.jsonl"
    record = frame({"id": "a", "at": story.now(), "chat": id})
    ledger.write_bytes(header("ledger", writer="dffff-0") + record)
    ledger.chmod(0o600)
    assert mended(other, story).failed == ()
    assert other.ids() == [id]
    assert path.read_bytes() == whole
    assert looked(folded.places).in_order


def test_a_file_whose_id_nobody_knows_stays_listed_and_gets_a_beginning(
    folded: Library, story: Story
) -> None:
    path = the_file(folded)
    path.write_bytes(path.read_bytes().split(b"\n", 1)[1])
    before = path.read_bytes()
    other = Library(folded.places, folded.writer, story.now)
    (made_up,) = other.ids()
    assert mended(other, story).failed == ()
    assert other.ids() == [made_up]
    assert [node.text for node in other.open(made_up).branch] == ["What is this?", "A receipt."]
    assert quarantined(folded.places) == [before]
    assert looked(folded.places).in_order
    assert Library(folded.places, folded.writer, story.now).ids() == [made_up]


def test_a_file_of_zeros_comes_back_from_a_backup(folded: Library, story: Story) -> None:
    backed_up(folded, story)
    path = the_file(folded)
    whole = path.read_bytes()
    path.write_bytes(b"\0" * 700)
    assert mended(folded, story).failed == ()
    assert path.read_bytes() == whole
    assert quarantined(folded.places) == [b"\0" * 700]


def test_mending_twice_changes_nothing_more(folded: Library, story: Story) -> None:
    path = the_file(folded)
    path.write_bytes(path.read_bytes()[:-2])
    shutil.copy(path, path.with_name("x (1).json"))
    mended(folded, story)
    once = everything_under(folded.places.data)
    report = looked(folded.places)
    assert report.in_order
    assert mended(folded, story, report).done == ()
    assert everything_under(folded.places.data) == once


def test_leftovers_modes_and_chats_that_lie_astray(folded: Library, story: Story) -> None:
    places = folded.places
    ours = places.chats / f".a.json.{folded.writer.name}.tmp"
    theirs = places.chats / ".a.json.dffff-0.tmp"
    for path in (ours, theirs):
        path.write_bytes(b"half")
        path.chmod(0o600)
    chat = story.chat("Astray").with_nodes([story.question("Lost and found")])
    folded.create(chat)
    path = next(p for p in places.chats.iterdir() if chat.id[-12:] in p.name)
    (places.data / "old").mkdir()
    path.rename(places.data / "old" / "chat.json")
    other = Library(places, folded.writer, story.now)
    assert mended(other, story).failed == ()
    assert not ours.exists()
    assert theirs.exists()
    assert [node.text for node in other.open(chat.id).branch] == ["Lost and found"]
    assert list((places.data / "old").iterdir()) == []
    assert all(p.stat().st_mode & 0o077 == 0 for p in places.data.rglob("*"))
    os.utime(theirs, (1, 1))
    mended(other, story)
    assert not theirs.exists()
    assert looked(places).in_order


def test_a_journal_of_another_window_that_lives_is_left_to_it(
    start: Callable[[], Library], story: Story
) -> None:
    first, second = start(), start()
    first.recover()
    chat = first.create(story.chat())
    first.put_nodes(chat.id, [story.question("One"), story.question("Two")])
    journal = first.places.journals / f"{chat.id}.{first.writer.name}.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"One", b"Oxe"))
    before = journal.read_bytes()
    done = mended(second, story)
    assert "Another Scout Desktop is writing it" in done.failed[0]
    assert journal.read_bytes() == before
    first.close()
    first.writer.close()
    assert mended(second, story).failed == ()
    assert [node.text for node in second.open(chat.id).branch] == ["Two"]
    assert before in quarantined(second.places)
    assert looked(second.places).in_order


def test_two_windows_can_mend_at_once(start: Callable[[], Library], story: Story) -> None:
    first, second = start(), start()
    chat = answered(first, story)
    first.put_away(chat.id)
    path = the_file(first)
    path.write_bytes(path.read_bytes()[:-2])
    report = looked(first.places)
    one = repair(first, report, story.now())
    next(one)
    assert mended(second, story, report).failed == ()
    for _ in one:
        pass
    assert looked(first.places).in_order
    assert len(first.open(chat.id, fresh=True).nodes) == 2


def test_a_newer_programs_file_is_never_mended(folded: Library, story: Story) -> None:
    path = the_file(folded)
    path.write_bytes(path.read_bytes().replace(b'"min_reader":1', b'"min_reader":2')[:-2])
    before = everything_under(folded.places.data)
    assert mended(folded, story).done == ()
    assert everything_under(folded.places.data) == before


@pytest.mark.parametrize("refused", [1, 2, 3, 5, 8])
def test_on_a_full_disk_nothing_is_lost_and_the_next_try_does_it(
    folded: Library, story: Story, monkeypatch: pytest.MonkeyPatch, refused: int
) -> None:
    (id,) = folded.ids()
    path = the_file(folded)
    path.write_bytes(path.read_bytes()[:-2])
    shutil.copy(path, path.with_name("x (1).json"))
    real, seen = os.write, 0

    def write(handle: int, data: bytes) -> int:
        nonlocal seen
        seen += 1
        if seen >= refused:
            raise OSError(errno.ENOSPC, "full")
        return real(handle, data)

    before = set(everything_under(folded.places.data).values())
    # The one thing of ours that tests replace here is the kernel's answer.
    monkeypatch.setattr(os, "write", write)
    done = mended(folded, story)
    monkeypatch.undo()
    if done.failed:
        assert "The disk is full" in done.failed[0]
        assert before <= set(everything_under(folded.places.data).values())
    assert mended(folded, story).failed == ()
    assert len(folded.open(id, fresh=True).nodes) == 2
    assert looked(folded.places).in_order
    assert files.names(folded.places.chats) == [the_file_of(folded.places).name]
