"""What other programs put into the folder is shown, and no fold takes it away."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable

import pytest

from scout_desktop.chat.message import Node
from scout_desktop.storage import document
from scout_desktop.storage.journal import first_line, growth
from scout_desktop.storage.journal import lines as journal_lines
from scout_desktop.storage.library import Library
from tests.bench.damage import looked
from tests.storage.check.mending import mended
from tests.storage.one_chat import answered, the_file
from tests.storage.story import Story


def _in_the_file(library: Library) -> dict[str, Node]:
    return dict(document.load(the_file(library).read_bytes()).nodes)


def test_a_reply_that_another_program_left_in_the_file_as_still_arriving_is_kept(
    library: Library, story: Story
) -> None:
    chat = answered(library, story)
    library.put_away(chat.id)
    reply = story.reply(chat.head, "Half an answer")
    path = the_file(library)
    path.write_bytes(document.dump(document.load(path.read_bytes()).with_nodes([reply])))
    assert library.open(chat.id).nodes[reply.id].state == "interrupted"
    library.put_nodes(chat.id, [story.question("And now?", reply.id)])
    library.fold(chat.id)
    kept = _in_the_file(library)[reply.id]
    assert kept.record == {**reply.record, "state": "interrupted"}
    # Its writer comes back and knows the end of it.
    end = Node({**reply.record, "state": "complete"})
    library.put_nodes(chat.id, [end])
    library.fold(chat.id)
    assert _in_the_file(library)[reply.id].record == end.record


def test_a_reply_that_is_still_arriving_elsewhere_stays_in_its_journal(
    library: Library, story: Story
) -> None:
    chat = answered(library, story)
    library.put_away(chat.id)
    reply = story.reply(chat.head)
    theirs = library.places.journals / f"{chat.id}.dffff-0.jsonl"
    theirs.write_bytes(
        first_line(chat.id, "dffff-0") + journal_lines([reply]) + growth(reply.id, 0, "Half an")
    )
    # The same reply in the chat's file too, as far as it had come.
    path = the_file(library)
    path.write_bytes(document.dump(document.load(path.read_bytes()).with_nodes([reply])))
    found = library.open(chat.id).nodes[reply.id]
    assert (found.state, found.text) == ("streaming", "Half an")
    library.put_nodes(chat.id, [story.question("And now?")])
    library.fold(chat.id)
    assert reply.id not in _in_the_file(library)
    assert library.open(chat.id, fresh=True).nodes[reply.id].text == "Half an"


@pytest.mark.parametrize(
    "name", ["foo.jsonl", "{id} (1).jsonl", "{id}.dffff-1.jsonl.bak", "X.dffff-1 (1).jsonl"]
)
def test_mending_moves_a_journal_of_another_name_to_the_trash_when_the_chat_has_it(
    name: str, library: Library, story: Story
) -> None:
    library.recover()
    chat = answered(library, story)
    library.put_away(chat.id)
    question, reply = story.question("Written on the train"), story.reply(chat.head)
    stray = library.places.journals / name.format(id=chat.id)
    lines = journal_lines([question, reply]) + growth(reply.id, 0, "Half")
    stray.write_bytes(first_line(chat.id, "dffff-1") + lines)
    mended(library, story)
    assert not stray.exists()
    found = _in_the_file(library)
    assert found[question.id].text == "Written on the train"
    assert (found[reply.id].text, found[reply.id].state) == ("Half", "interrupted")


def test_a_journal_of_another_name_stays_while_its_chat_must_not_be_written(
    library: Library, story: Story
) -> None:
    library.recover()
    chat = answered(library, story)
    library.put_away(chat.id)
    library.withheld.hold({chat.id: True})
    question = story.question("Written on the train")
    stray = library.places.journals / "foo.jsonl"
    stray.write_bytes(first_line(chat.id, "dffff-1") + journal_lines([question]))
    mended(library, story)
    assert stray.exists()
    assert question.id in library.open(chat.id, fresh=True).nodes


def test_a_start_leaves_a_journal_with_records_of_a_newer_program_where_it_is(
    start: Callable[[], Library], story: Story
) -> None:
    library = start()
    chat, other = answered(library, story), library.create(story.chat("Other"))
    library.close()
    record = b'{"hologram":{"x":1}}'
    mark = hashlib.sha256(record).hexdigest()[:8].encode()
    stray = library.places.journals / f"{other.id}.{library.writer.name}.jsonl"
    stray.write_bytes(
        first_line(chat.id, library.writer.name) + b'{"h":"%s","o":%s}\n' % (mark, record)
    )
    library.writer.close()
    start().recover()
    assert record in stray.read_bytes()


_COPIES = (
    "{stem}.JSON", "{stem}.json.orig", "{stem}.json~", "{stem}.json.bak", "{stem}", "{stem}.txt",
    "{stem}.json.sync-conflict-20260101-120000-ABCDEFG", "{stem}.json.conflicted", "{stem}~HEAD",
    ".~{stem}.json", ".{stem}.json.swp", "Копия {stem}", "~{stem}.json",
)  # fmt: skip


@pytest.mark.parametrize("name", _COPIES)
def test_a_copy_of_a_chat_counts_under_any_name(name: str, library: Library, story: Story) -> None:
    chat = answered(library, story)
    library.put_away(chat.id)
    path = the_file(library)
    question = story.question("Written on the train")
    copy = path.with_name(name.format(stem=path.stem))
    whole = document.load(path.read_bytes()).with_nodes([question])
    copy.write_bytes(json.dumps(json.loads(document.dump(whole)), indent=2).encode())
    assert question.id in library.open(chat.id).nodes
    library.fold(chat.id)
    assert question.id in _in_the_file(library)


@pytest.mark.parametrize("name", _COPIES)
def test_a_chat_is_listed_where_only_a_copy_under_another_name_is_left(
    name: str, start: Callable[[], Library], story: Story
) -> None:
    library = start()
    chat = answered(library, story)
    library.close()
    path = the_file(library)
    path.rename(path.with_name(name.format(stem=path.stem)))
    for journal in library.places.journals.iterdir():
        journal.unlink()
    again = start()
    assert again.ids() == [chat.id]
    assert [node.text for node in again.open(chat.id).branch] == ["What is this?", "A receipt."]
    mended(again, story)
    assert the_file(again).name == path.name
    assert looked(again.places).in_order


@pytest.mark.parametrize(
    "name",
    ["{stem}.json.part", ".syncthing.{stem}.json.tmp", "~syncthing~{stem}.json.tmp",
     ".{stem}.json.Ab12Cd", ".{stem}.json.~1f3c", ".{stem}.json.d0001-0.tmp"],
)  # fmt: skip
def test_a_copy_that_is_still_being_made_is_left_to_its_maker(
    name: str, library: Library, story: Story
) -> None:
    chat = answered(library, story)
    library.put_away(chat.id)
    path = the_file(library)
    copy = path.with_name(name.format(stem=path.stem))
    copy.write_bytes(path.read_bytes()[:-40])
    assert library.open(chat.id, fresh=True).notices == ()
    library.put_nodes(chat.id, [story.question("And now?")])
    library.fold(chat.id)
    assert copy.exists()


def test_a_hidden_copy_that_is_not_whole_is_no_damaged_chat(library: Library, story: Story) -> None:
    chat = answered(library, story)
    library.put_away(chat.id)
    path = the_file(library)
    path.with_name(f".~{path.name}").write_bytes(path.read_bytes()[:-40])
    assert library.open(chat.id, fresh=True).notices == ()


def test_what_is_no_chat_is_looked_into_once(library: Library, story: Story) -> None:
    chat = answered(library, story)
    strange = library.places.chats / "notes.txt"
    strange.write_bytes(b"milk, eggs")
    assert library.ids() == [chat.id]
    # Told by size and time: with these unchanged nobody sees that it is one now.
    copy = document.dump(story.chat())
    seen = strange.stat()
    strange.write_bytes(copy[:10])
    os.utime(strange, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    (library.places.chats / "more.txt").write_bytes(b"bread")
    assert library.ids() == [chat.id]
    strange.write_bytes(copy)
    (library.places.chats / "still more.txt").write_bytes(b"butter")
    assert len(library.ids()) == 2


@pytest.mark.parametrize("name", ["{id}.dffff-1.JSONL", "{id}.dffff-1", ".{id}.journal", "foo"])
def test_a_journal_counts_under_any_name(name: str, library: Library, story: Story) -> None:
    library.recover()
    chat = answered(library, story)
    library.put_away(chat.id)
    question = story.question("Written on the train")
    stray = library.places.journals / name.format(id=chat.id)
    head = json.dumps(json.loads(first_line(chat.id, "dffff-1"))).encode() + b"\n"
    stray.write_bytes(head + journal_lines([question]))
    assert question.id in library.open(chat.id, fresh=True).nodes
    mended(library, story)
    assert question.id in _in_the_file(library)
    assert not stray.exists()
    assert looked(library.places).in_order


@pytest.mark.parametrize("parts", ["Half", {"type": "text", "text": "Half"}, ["Half"], 7])
def test_a_reply_whose_parts_are_no_list_of_parts_does_not_grow_and_is_read(
    parts: object, library: Library, story: Story
) -> None:
    chat = answered(library, story)
    reply = Node({**story.reply(chat.head).record, "parts": parts})
    theirs = library.places.journals / f"{chat.id}.dffff-0.jsonl"
    lines = journal_lines([reply]) + growth(reply.id, 4, " an") + growth(reply.id, 0, "x")
    theirs.write_bytes(first_line(chat.id, "dffff-0") + lines)
    found = library.open(chat.id, fresh=True).nodes[reply.id]
    assert found.record == reply.record
    assert found.text == ("" if parts == 7 else "Half")


@pytest.mark.parametrize("spoilt", ["cut", "cut a little", "zeros", "a hole in each", "joined"])
def test_a_chat_that_another_program_saved_on_one_line_is_read_record_by_record(
    spoilt: str, library: Library, story: Story
) -> None:
    chat = story.chat().with_nodes([story.question(f"Number {n}: {{}} [") for n in range(8)])
    data = json.dumps(json.loads(document.dump(chat))).encode()
    middle = data.index(b"Number 4")
    data = {
        "cut": data[:-40],
        "cut a little": data[:-3],
        "zeros": data[:middle] + b"\0" * 20 + data[middle + 20 :],
        "a hole in each": data.replace(b"Number", b"N\xffmber"),
        "joined": data[:-3] + data,
    }[spoilt]
    reading = document.read(data)
    assert reading.id == chat.id
    assert reading.broken
    said = [node.text for node in reading.conversation.nodes.values()]
    assert len(said) == (8 if spoilt in ("a hole in each", "joined") else 7)
    assert reading.conversation.title == "Receipts"


@pytest.mark.parametrize(
    "piece", ['{"id":', '{"nodes":[', '[{"a":', '{"parts":[{"text":"', '{"id":"x","parent":null'],
)  # fmt: skip
def test_a_hostile_line_is_given_up_in_bounded_time(piece: str) -> None:
    data = b'{"format":"scout-desktop/chat","id":"x","nodes":[' + piece.encode() * 40_000
    reading = document.read(data)
    assert reading.broken
    assert reading.conversation.nodes == {}


@pytest.mark.parametrize("form", ["nodes by id", "one in a list"])
def test_a_chat_in_another_form_is_read_and_its_file_kept(
    form: str, library: Library, story: Story
) -> None:
    chat = answered(library, story)
    library.put_away(chat.id)
    path = the_file(library)
    saved = json.loads(path.read_bytes())
    nodes = {node["id"]: node for node in saved["nodes"]}
    other = [saved] if form == "one in a list" else {**saved, "nodes": nodes}
    path.write_bytes(json.dumps(other).encode())
    found = library.open(chat.id, fresh=True)
    assert [node.text for node in found.branch] == ["What is this?", "A receipt."]
    library.put_nodes(chat.id, [story.question("And now?")])
    library.fold(chat.id)
    assert len(_in_the_file(library)) == 3
    (kept,) = library.places.quarantine.iterdir()
    assert json.loads(kept.read_bytes()) == other


@pytest.mark.parametrize("said", [None, False])
def test_a_message_that_says_it_is_not_deleted_is_shown(
    said: bool | None, library: Library, story: Story
) -> None:
    chat = answered(library, story)
    question = Node({**story.question("Still here").record, "deleted": said})
    library.put_nodes(chat.id, [question])
    library.fold(chat.id)
    found = library.open(chat.id, fresh=True)
    assert not found.nodes[question.id].deleted
    assert found.children(None)[-1].text == "Still here"
