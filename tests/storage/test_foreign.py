"""Copies, damage and other devices: what turns up in the folder is shown and nothing of it lost."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import (
    DiskError,
)
from scout_desktop.storage import document
from scout_desktop.storage.journal import lines as journal_lines
from scout_desktop.storage.library import Library
from tests.storage.one_chat import answered, the_file
from tests.storage.story import START, Story


def test_a_chat_that_lost_its_last_fold_gets_it_back_from_the_kept_journal(
    start: Callable[[], Library], story: Story
) -> None:
    library = start()
    chat = library.create(story.chat())
    old = the_file(library).read_bytes()
    question = story.question("Written on the train")
    library.put_nodes(chat.id, [question])
    library.close()
    library.writer.close()
    # A sync program puts the other device's older file in place of ours.
    the_file(library).write_bytes(old)
    again = start()
    assert again.recover() == []
    assert question.id in document.load(the_file(again).read_bytes()).nodes


def test_a_copy_that_a_sync_program_made_is_merged_and_moved_to_the_trash(
    library: Library, story: Story
) -> None:
    chat = answered(library, story)
    library.fold(chat.id)
    theirs = story.question("Written on the other device")
    conflict = document.dump(library.open(chat.id).with_nodes([theirs]))
    name = the_file(library).name
    copy = library.places.chats / f"{name[:-5]} (conflicted copy).json"
    copy.write_bytes(conflict)
    assert theirs.id in library.open(chat.id).nodes
    library.fold(chat.id)
    assert the_file(library).name == name
    assert [path.read_bytes() for path in library.places.trash.iterdir()] == [conflict]


def test_a_damaged_file_is_shown_as_far_as_it_reads_and_its_original_kept(
    start: Callable[[], Library], story: Story
) -> None:
    library = start()
    chat = answered(library, story)
    library.fold(chat.id)
    library.close()
    damaged = the_file(library).read_bytes().replace(b'"role":"assistant"', b'"role":"assi')
    the_file(library).write_bytes(damaged)
    for journal in library.places.journals.iterdir():
        journal.unlink()
    again = start()
    found = again.open(chat.id)
    assert [node.text for node in found.branch] == ["What is this?"]
    assert "could not be read" in found.notices[0]
    assert the_file(again).read_bytes() == damaged
    again.put_nodes(chat.id, [story.question("And now?")])
    again.fold(chat.id)
    assert [path.read_bytes() for path in again.places.quarantine.iterdir()] == [damaged]
    assert not document.read(the_file(again).read_bytes()).broken


def test_a_chat_without_its_first_line_is_still_in_the_list(
    start: Callable[[], Library], story: Story
) -> None:
    library = start()
    chat = answered(library, story)
    library.close()
    data = the_file(library).read_bytes()
    the_file(library).write_bytes(data[data.index(b"\n") + 1 :])
    for journal in library.places.journals.iterdir():
        journal.unlink()
    again = start()
    (id,) = again.ids()
    assert id != chat.id
    assert [node.text for node in again.open(id).branch] == ["What is this?", "A receipt."]


def test_a_chat_cannot_take_the_place_of_another(
    start: Callable[[], Library], library: Library, story: Story
) -> None:
    chat = answered(library, story)
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
    chat = answered(library, story)
    library.close()
    (kept,) = library.places.journals.iterdir()
    data = kept.read_bytes()
    kept.unlink()
    old = library.places.journals / f"{chat.id}.dffff-0.jsonl"
    old.write_bytes(data)
    os.utime(old, (START / 1000 - 29 * 86400,) * 2)
    library.close()
    assert old.exists()
    os.utime(old, (START / 1000 - 31 * 86400,) * 2)
    library.close()
    assert not old.exists()
    assert (library.places.trash / old.name).read_bytes() == data
    news = library.places.journals / f"{chat.id}.deeee-0.jsonl"
    news.write_bytes(data + journal_lines([story.question("Never folded anywhere")]))
    os.utime(news, (START / 1000 - 31 * 86400,) * 2)
    library.close()
    assert news.exists()
