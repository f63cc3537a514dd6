"""Chats are kept, found again and put away; nothing that reads ever writes."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import (
    ChatReadOnly,
    ChatUnknown,
    DiskError,
    DiskFull,
    DiskRefused,
)
from scout_desktop.storage import document, files
from scout_desktop.storage import library as library_module
from scout_desktop.storage.device import Writer
from scout_desktop.storage.journal import lines as journal_lines
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places
from tests.storage.story import START, Story, everything_under


def _file(library: Library) -> Path:
    (path,) = library.places.chats.iterdir()
    return path


def _answered(library: Library, story: Story) -> Conversation:
    chat = library.create(story.chat(by=library.writer.name))
    question = story.question("What is this?")
    reply = story.reply(question.id, "A receipt.", "complete")
    head = {"head": {"at": story.now(), "by": library.writer.name, "value": reply.id}}
    library.put_nodes(chat.id, [question, reply], head)
    return library.open(chat.id)


def test_yesterdays_chat_is_found_again(start: Callable[[], Library], story: Story) -> None:
    today = start()
    chat = _answered(today, story)
    assert today.close() == []
    tomorrow = start().open(chat.id)
    assert [node.text for node in tomorrow.branch] == ["What is this?", "A receipt."]
    assert tomorrow.title == "Receipts"


def test_a_chats_file_is_named_by_its_time_and_id(library: Library, story: Story) -> None:
    chat = _answered(library, story)
    library.fold(chat.id)
    name = _file(library).name
    assert re.fullmatch(r"20261123-021320-[0-9a-f]{12}\.json", name)
    assert name[16:28] == chat.id[-12:]


def test_the_journal_has_it_before_the_file_does(library: Library, story: Story) -> None:
    chat = _answered(library, story)
    before = _file(library).read_bytes()
    assert b"receipt." not in before
    journal = library.places.journals / f"{chat.id}.{library.writer.name}.jsonl"
    assert b"A receipt." in journal.read_bytes()
    library.fold(chat.id)
    assert b"A receipt." in _file(library).read_bytes()
    assert not journal.exists()
    assert b"A receipt." in journal.with_name(journal.name + ".prev").read_bytes()


def test_the_kept_journal_goes_when_the_chat_is_seen_to_have_it_all(
    start: Callable[[], Library], story: Story
) -> None:
    library = start()
    chat = _answered(library, story)
    library.close()
    library.writer.close()
    again = start()
    assert len(files.names(again.places.journals)) == 1
    assert again.recover() == []
    assert files.names(again.places.journals) == []
    assert len(again.open(chat.id).nodes) == 2


def test_a_chat_that_lost_its_last_fold_gets_it_back_from_the_kept_journal(
    start: Callable[[], Library], story: Story
) -> None:
    library = start()
    chat = library.create(story.chat())
    old = _file(library).read_bytes()
    question = story.question("Written on the train")
    library.put_nodes(chat.id, [question])
    library.close()
    library.writer.close()
    # A sync program puts the other device's older file in place of ours.
    _file(library).write_bytes(old)
    again = start()
    assert again.recover() == []
    assert question.id in document.load(_file(again).read_bytes()).nodes


def test_opening_and_listing_write_nothing(start: Callable[[], Library], story: Story) -> None:
    library = start()
    chat = _answered(library, story)
    library.fold(chat.id)
    library.put_nodes(chat.id, [story.question("More")])
    before = everything_under(library.places.data)
    reader = start()
    reader.open(chat.id)
    reader.open(chat.id, fresh=True)
    reader.ids()
    reader.stamps()
    assert everything_under(library.places.data) == before


def test_what_another_program_writes_is_seen_at_the_next_look(
    start: Callable[[], Library], story: Story
) -> None:
    window, command = start(), start()
    chat = _answered(window, story)
    asked = story.question("From the command line", chat.head)
    command.put_nodes(chat.id, [asked])
    assert asked.id in window.open(chat.id).nodes
    command.fold(chat.id)
    assert asked.id in window.open(chat.id).nodes
    mine = story.question("From the window")
    window.put_nodes(chat.id, [mine])
    assert {asked.id, mine.id} <= window.open(chat.id).nodes.keys()
    assert {asked.id, mine.id} <= command.open(chat.id).nodes.keys()


def test_a_small_chat_is_folded_at_once_and_a_large_one_when_its_journal_is_long(
    library: Library, story: Story
) -> None:
    small = _answered(library, story)
    assert library.should_fold(small.id)
    library.fold(small.id)
    assert not library.should_fold(small.id, idle=True)
    large = library.create(story.chat().with_nodes([story.question("x" * 2_000_000)]))
    library.put_nodes(large.id, [story.question("short")])
    assert not library.should_fold(large.id)
    assert library.should_fold(large.id, idle=True)
    library.put_nodes(large.id, [story.question("y" * 600_000)])
    assert library.should_fold(large.id)


def test_a_prefix_names_a_chat_when_it_names_only_one(library: Library, story: Story) -> None:
    first, second = library.create(story.chat()), library.create(story.chat())
    assert library.resolve(first.id[:20]) in {first.id}
    assert library.resolve(second.id) == second.id
    with pytest.raises(ChatUnknown, match="2 chats have ids that begin with “01a2”"):
        library.resolve("01A2")
    with pytest.raises(ChatUnknown, match="No chat has an id that begins with “zz”"):
        library.resolve("zz")
    with pytest.raises(ChatUnknown):
        library.resolve("")
    with pytest.raises(ChatUnknown):
        library.open("01a205fc-04d8-7abc-8def-334455667788")


def test_a_copy_that_a_sync_program_made_is_merged_and_moved_to_the_trash(
    library: Library, story: Story
) -> None:
    chat = _answered(library, story)
    library.fold(chat.id)
    theirs = story.question("Written on the other device")
    conflict = document.dump(library.open(chat.id).with_nodes([theirs]))
    name = _file(library).name
    copy = library.places.chats / f"{name[:-5]} (conflicted copy).json"
    copy.write_bytes(conflict)
    assert theirs.id in library.open(chat.id).nodes
    library.fold(chat.id)
    assert _file(library).name == name
    assert [path.read_bytes() for path in library.places.trash.iterdir()] == [conflict]


def test_a_damaged_file_is_shown_as_far_as_it_reads_and_its_original_kept(
    start: Callable[[], Library], story: Story
) -> None:
    library = start()
    chat = _answered(library, story)
    library.fold(chat.id)
    library.close()
    damaged = _file(library).read_bytes().replace(b'"role":"assistant"', b'"role":"assi')
    _file(library).write_bytes(damaged)
    for journal in library.places.journals.iterdir():
        journal.unlink()
    again = start()
    found = again.open(chat.id)
    assert [node.text for node in found.branch] == ["What is this?"]
    assert "could not be read" in found.notices[0]
    assert _file(again).read_bytes() == damaged
    again.put_nodes(chat.id, [story.question("And now?")])
    again.fold(chat.id)
    assert [path.read_bytes() for path in again.places.quarantine.iterdir()] == [damaged]
    assert not document.read(_file(again).read_bytes()).broken


def test_a_chat_without_its_first_line_is_still_in_the_list(
    start: Callable[[], Library], story: Story
) -> None:
    library = start()
    chat = _answered(library, story)
    library.close()
    data = _file(library).read_bytes()
    _file(library).write_bytes(data[data.index(b"\n") + 1 :])
    for journal in library.places.journals.iterdir():
        journal.unlink()
    again = start()
    (id,) = again.ids()
    assert id != chat.id
    assert [node.text for node in again.open(id).branch] == ["What is this?", "A receipt."]


def test_a_newer_programs_chat_is_shown_and_never_touched(library: Library, story: Story) -> None:
    chat = library.create(story.chat().with_nodes([story.question("From the future")]))
    path = _file(library)
    newer = path.read_bytes().replace(b'"min_reader":1', b'"min_reader":9', 1)
    path.write_bytes(newer)
    found = library.open(chat.id, fresh=True)
    assert found.read_only
    assert "newer version" in found.notices[0]
    with pytest.raises(ChatReadOnly):
        library.put_nodes(chat.id, [story.question("No")])
    library.fold(chat.id)
    assert path.read_bytes() == newer
    assert files.names(library.places.journals) == []


def test_a_journal_of_a_newer_program_is_never_dropped(library: Library, story: Story) -> None:
    chat = library.create(story.chat())
    library.put_nodes(chat.id, [story.question("Before")])
    journal = library.places.journals / f"{chat.id}.{library.writer.name}.jsonl"
    from scout_desktop.storage.ground.framing import frame

    with journal.open("ab") as stream:
        stream.write(frame({"reaction": {"id": "x"}}))
    before = journal.read_bytes()
    assert len(library.fold(chat.id).nodes) == 1
    assert journal.read_bytes() == before


def test_links_are_not_followed(library: Library, story: Story, tmp_path: Path) -> None:
    private = tmp_path / "private.json"
    chat = story.chat()
    private.write_bytes(document.dump(chat))
    files.make_folder(library.places.chats)
    (library.places.chats / "20261123-021320-link00000000.json").symlink_to(private)
    os.mkfifo(library.places.chats / "pipe.json")
    assert library.ids() == []
    with pytest.raises(DiskRefused, match="links are not followed"):
        files.read(library.places.chats / "20261123-021320-link00000000.json")


def test_everything_is_private_under_any_umask(
    start: Callable[[], Library], story: Story, places: Places
) -> None:
    for mask in (0o000, 0o022, 0o277):
        before = os.umask(mask)
        try:
            library = start()
            library.recover()
            _answered(library, story)
            library.close()
        finally:
            os.umask(before)
    for root in (places.data, places.state):
        for path in (root, *root.rglob("*")):
            wanted = 0o700 if path.is_dir() else 0o600
            assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_a_folder_that_is_suddenly_almost_empty_is_called_unavailable(
    start: Callable[[], Library], story: Story
) -> None:
    library = start()
    chats = [library.create(story.chat()) for _ in range(5)]
    library.recover()
    for chat in chats[:3]:
        for path in library.places.chats.glob(f"*{chat.id[-12:]}.json"):
            path.unlink()
    again = start()
    assert again.missing() == (2, 5)
    again.close()
    assert start().missing() == (2, 5)
    again.remember(anyway=True)
    assert again.missing() is None


def test_undo_brings_a_deleted_chat_back_and_for_good_is_for_good(
    start: Callable[[], Library], story: Story
) -> None:
    library = start()
    chat = _answered(library, story)
    library.fold(chat.id)
    old = _file(library).read_bytes()
    at = {"at": story.now(), "by": library.writer.name}
    library.put_nodes(chat.id, [], {"deleted": {**at, "value": True}})
    assert library.open(chat.id).value("deleted") is True
    library.put_nodes(chat.id, [], {"deleted": {**at, "at": story.now(), "value": False}})
    assert library.open(chat.id).value("deleted") is False
    library.purge(chat.id)
    (library.places.chats / "an old copy.json").write_bytes(old)
    again = start()
    assert dict(again.open(chat.id).nodes) == {}
    again.fold(chat.id)
    again.purge(chat.id)
    content = everything_under(library.places.data)
    assert not [name for name, data in content.items() if b"receipt." in data]


def test_growth_that_the_disk_refused_comes_with_the_next(
    library: Library, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = library.create(story.chat())
    reply = story.reply(None)
    library.put_nodes(chat.id, [reply])
    library.grow(chat.id, reply.id, 0, "one ")

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "write", full)
        with pytest.raises(DiskFull):
            library.grow(chat.id, reply.id, 4, "two ")
    library.grow(chat.id, reply.id, 8, "three")
    assert library.open(chat.id).nodes[reply.id].text == "one two three"
    library.writer.close()
    fresh = Library(library.places, Writer.open(library.places), story.now)
    assert fresh.open(chat.id).nodes[reply.id].text == "one two three"
    fresh.writer.close()


def test_a_fold_in_the_middle_of_a_reply_keeps_it_growing(library: Library, story: Story) -> None:
    chat = library.create(story.chat())
    question = story.question("Tell me a long story")
    reply = story.reply(question.id)
    library.put_nodes(chat.id, [question, reply])
    text = ""
    for number in range(20):
        piece = f"part {number}, "
        library.grow(chat.id, reply.id, len(text), piece)
        text += piece
        if number % 5 == 4:
            assert library.fold(chat.id).nodes[reply.id].text == text
            assert b"part 0" not in _file(library).read_bytes()
        assert library.open(chat.id).nodes[reply.id].text == text
    ended = library.open(chat.id).nodes[reply.id].changed(state="stopped")
    library.put_nodes(chat.id, [ended])
    library.fold(chat.id)
    assert document.load(_file(library).read_bytes()).nodes[reply.id].text == text


def test_many_open_chats_do_not_pile_up(
    library: Library, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_module, "_MOST_OPEN", 3)
    chats = [_answered(library, story) for _ in range(8)]
    for chat in chats:
        library.fold(chat.id)
        library.open(chat.id)
    for chat in chats:
        assert len(library.open(chat.id).nodes) == 2


def test_a_chat_cannot_take_the_place_of_another(
    start: Callable[[], Library], library: Library, story: Story
) -> None:
    chat = _answered(library, story)
    with pytest.raises(DiskError):
        library.create(Conversation(chat.id))
    twin = Conversation(chat.id[:-14] + "0" + chat.id[-13:])
    assert twin.id != chat.id
    library.create(twin)
    library.fold(chat.id)
    # A journal may also come alone, from a device whose chat is still being synchronised.
    third = Conversation(chat.id[:-14] + "1" + chat.id[-13:])
    journal = library.places.journals / f"{third.id}.dffff-0.jsonl"
    journal.write_bytes(journal_lines([story.question("Alone")]))
    library.fold(third.id)
    library.fold(twin.id)
    assert library.ids() == sorted([chat.id, twin.id, third.id])
    fresh = start()
    assert len(fresh.open(chat.id).nodes) == 2
    assert len(fresh.open(third.id).nodes) == 1
    assert len(fresh.open(twin.id).nodes) == 0


def test_the_journal_of_a_device_that_is_gone_is_put_away_when_it_says_nothing_new(
    start: Callable[[], Library], story: Story
) -> None:
    library = start()
    chat = _answered(library, story)
    library.close()
    (kept,) = library.places.journals.iterdir()
    data = kept.read_bytes()
    kept.unlink()
    old = library.places.journals / f"{chat.id}.dffff-0.jsonl"
    old.write_bytes(data)
    os.utime(old, (START / 1000 - 29 * 86400,) * 2)
    library.recover()
    assert old.exists()
    os.utime(old, (START / 1000 - 31 * 86400,) * 2)
    library.recover()
    assert not old.exists()
    assert (library.places.trash / old.name).read_bytes() == data
    news = library.places.journals / f"{chat.id}.deeee-0.jsonl"
    news.write_bytes(data + journal_lines([story.question("Never folded anywhere")]))
    os.utime(news, (START / 1000 - 31 * 86400,) * 2)
    library.recover()
    assert news.exists()
