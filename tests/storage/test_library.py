"""Chats are kept, found again, grown and put away."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import pytest

from scout_desktop.chat.errors import (
    ChatUnknown,
    DiskFull,
)
from scout_desktop.storage import document, files
from scout_desktop.storage import library as library_module
from scout_desktop.storage.device import Writer
from scout_desktop.storage.library import Library
from tests.storage.one_chat import answered, the_file
from tests.storage.story import Story, everything_under


def test_yesterdays_chat_is_found_again(start: Callable[[], Library], story: Story) -> None:
    today = start()
    chat = answered(today, story)
    assert today.close() == []
    tomorrow = start().open(chat.id)
    assert [node.text for node in tomorrow.branch] == ["What is this?", "A receipt."]
    assert tomorrow.title == "Receipts"


def test_a_chats_file_is_named_by_its_time_and_id(library: Library, story: Story) -> None:
    chat = answered(library, story)
    library.fold(chat.id)
    name = the_file(library).name
    assert re.fullmatch(r"20261123-021320-[0-9a-f]{12}\.json", name)
    assert name[16:28] == chat.id[-12:]


def test_the_journal_has_it_before_the_file_does(library: Library, story: Story) -> None:
    chat = answered(library, story)
    before = the_file(library).read_bytes()
    assert b"receipt." not in before
    journal = library.places.journals / f"{chat.id}.{library.writer.name}.jsonl"
    assert b"A receipt." in journal.read_bytes()
    library.fold(chat.id)
    assert b"A receipt." in the_file(library).read_bytes()
    assert not journal.exists()
    assert b"A receipt." in journal.with_name(journal.name + ".prev").read_bytes()


def test_the_kept_journal_goes_when_the_chat_is_seen_to_have_it_all(
    start: Callable[[], Library], story: Story
) -> None:
    library = start()
    chat = answered(library, story)
    library.close()
    library.writer.close()
    again = start()
    assert len(files.names(again.places.journals)) == 1
    assert again.recover() == []
    assert files.names(again.places.journals) == []
    assert len(again.open(chat.id).nodes) == 2


def test_what_another_program_writes_is_seen_at_the_next_look(
    start: Callable[[], Library], story: Story
) -> None:
    window, command = start(), start()
    chat = answered(window, story)
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
    small = answered(library, story)
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


def test_undo_brings_a_deleted_chat_back_and_for_good_is_for_good(
    start: Callable[[], Library], story: Story
) -> None:
    library = start()
    chat = answered(library, story)
    library.fold(chat.id)
    old = the_file(library).read_bytes()
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
            assert b"part 0" not in the_file(library).read_bytes()
        assert library.open(chat.id).nodes[reply.id].text == text
    ended = library.open(chat.id).nodes[reply.id].changed(state="stopped")
    library.put_nodes(chat.id, [ended])
    library.fold(chat.id)
    assert document.load(the_file(library).read_bytes()).nodes[reply.id].text == text


def test_many_open_chats_do_not_pile_up(
    library: Library, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_module, "_MOST_OPEN", 3)
    chats = [answered(library, story) for _ in range(8)]
    for chat in chats:
        library.fold(chat.id)
        library.open(chat.id)
    for chat in chats:
        assert len(library.open(chat.id).nodes) == 2
