"""What a newer program, or nobody we know, wrote stays as it is."""

from __future__ import annotations

import json
import os
from collections.abc import Callable

import pytest

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import (
    ChatReadOnly,
)
from scout_desktop.chat.message import Node
from scout_desktop.storage.journal import lines as journal_lines
from scout_desktop.storage.library import Library
from tests.storage.one_chat import answered, the_file
from tests.storage.story import START, Story, everything_under


@pytest.mark.parametrize("least", [2, 9])
@pytest.mark.parametrize("damaged", [False, True])
def test_a_newer_programs_chat_is_shown_and_never_touched(
    start: Callable[[], Library], story: Story, least: int, damaged: bool
) -> None:
    library = start()
    library.recover()
    chat = library.create(story.chat().with_nodes([story.question("From the future")]))
    path = the_file(library)
    newer = path.read_bytes().replace(b'"min_reader":1', b'"min_reader":%d' % least, 1)
    if damaged:
        newer = newer[:-3]
    path.write_bytes(newer)
    (path.parent / "copy.json").write_bytes(newer)
    # Messages of an older program that came in between, from here and from another device.
    library.close()
    theirs = library.places.journals / f"{chat.id}.dffff-0.jsonl"
    theirs.write_bytes(journal_lines([story.question("From the past")]))
    os.utime(theirs, (START / 1000 - 31 * 86400,) * 2)
    before = everything_under(library.places.data)
    again = start()
    assert again.recover() == []
    found = again.open(chat.id, fresh=True)
    assert found.read_only
    assert {node.text for node in found.nodes.values()} == {"From the future", "From the past"}
    assert any("newer version" in notice for notice in found.notices)
    for change in (
        lambda: again.put_nodes(chat.id, [story.question("No")]),
        lambda: again.put_nodes(chat.id, [], {"title": {"at": "", "by": "", "value": "No"}}),
        lambda: again.grow(chat.id, "reply", 0, "No"),
        lambda: again.purge(chat.id),
    ):
        with pytest.raises(ChatReadOnly):
            change()
    again.fold(chat.id)
    assert again.close() == []
    after = everything_under(library.places.data)
    assert after == before


def test_a_newer_format_that_we_may_read_is_read_written_and_stays_newer(
    start: Callable[[], Library], story: Story
) -> None:
    library = start()
    chat = answered(library, story)
    library.put_away(chat.id)
    path = the_file(library)
    newer = path.read_bytes().replace(b'"version":1', b'"version":2', 1)
    path.write_bytes(newer.replace(b'"id":"', b'"x-mood":{"of":"version 2"},"id":"', 1))
    again = start()
    found = again.open(chat.id, fresh=True)
    assert not found.read_only
    assert [node.text for node in found.branch] == ["What is this?", "A receipt."]
    again.put_nodes(chat.id, [story.question("More")])
    again.fold(chat.id)
    written = json.loads(path.read_bytes())
    assert (written["version"], written["min_reader"]) == (2, 1)
    assert len(written["nodes"]) == 3


def test_what_we_do_not_know_survives_a_put_and_a_fold_at_every_level(
    library: Library, story: Story
) -> None:
    reply = story.reply(None, "So far", "interrupted").record
    odd = Node(
        {
            **reply,
            "x-node": [{"deep": None}],
            "parts": [
                {"type": "text", "text": "So far", "x-part": 1},
                {"type": "video", "frames": [1.5, {"a": "𝄞"}]},
            ],
            "cost": {"source": "usage", "usd": "0.1", "x-cost": {}},
            "usage": {"prompt_tokens": 1, "x-usage": True},
            "request": {"model": "m", "parameters": {"x-parameter": "ß"}, "x-request": 0},
        }
    )
    register = {"at": story.now(), "by": "d1-0", "value": "T", "x-register": [1]}
    chat = library.create(
        Conversation(
            story.id(), {"title": register, "x-name": register}, {odd.id: odd}, {"x-top": {}}
        )
    )
    changed = odd.changed(state="complete")
    title = {"at": story.now(), "by": "d1-0", "value": "U", "x-newer": 2}
    gone = {"deleted": {"at": story.now(), "by": "d1-0", "x-why": "?"}, "id": story.id()}
    library.put_nodes(chat.id, [changed, Node({**gone, "parent": None})], {"title": title})
    library.fold(chat.id)
    found = json.loads(the_file(library).read_bytes())
    assert found["x-top"] == {}
    assert found["meta"] == {"title": title, "x-name": register}
    assert found["nodes"] == [changed.record, {**gone, "parent": None}]
    assert all(found["nodes"][0][name] == odd.record[name] for name in odd.record if "x-" in name)


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


def test_a_journal_that_says_it_needs_a_newer_program_is_never_dropped(
    start: Callable[[], Library], story: Story
) -> None:
    library = start()
    chat = answered(library, story)
    library.close()
    (kept,) = library.places.journals.iterdir()
    newer = kept.read_bytes().replace(b'"min_reader":1', b'"min_reader":2', 1)
    kept.write_bytes(newer)
    old = library.places.journals / f"{chat.id}.dffff-0.jsonl"
    old.write_bytes(newer)
    os.utime(old, (START / 1000 - 31 * 86400,) * 2)
    library.recover()
    assert (kept.read_bytes(), old.read_bytes()) == (newer, newer)
