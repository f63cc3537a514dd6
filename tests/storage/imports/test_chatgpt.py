"""ChatGPT's exports are read completely: every branch, every kind of content, every picture."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scout_desktop.chat.errors import BadInput
from scout_desktop.storage.imports import chatgpt
from scout_desktop.storage.imports.arrivals.taking import taken
from scout_desktop.storage.imports.found import Found, FoundMessage, FoundPicture, FoundText
from scout_desktop.storage.imports.known import importer_of
from scout_desktop.storage.imports.source import Source
from tests.storage.imports.chatgpt_export import (
    START,
    chat,
    mapping,
    message,
    picture,
    png,
    receipts,
    write_zip,
)
from tests.storage.imports.mangle import as_json, damaged, mangled, survives


def read(path: Path) -> list[Found]:
    with Source.open(path) as source:
        assert importer_of(source) is chatgpt
        return list(chatgpt.read(source))


def one(tmp_path: Path, *nodes: tuple[str, str | None, Any], **more: Any) -> Found:
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps([chat("c", "Chat", mapping(*nodes), nodes[-1][0], **more)]))
    (found,) = read(path)
    return found


def by_key(found: Found) -> dict[str, FoundMessage]:
    return {each.key: each for each in found.messages}


def words(message: FoundMessage) -> list[str]:
    return [part.text for part in message.parts if isinstance(part, FoundText)]


def test_a_chat_keeps_its_branches_its_times_and_what_was_thought(tmp_path: Path) -> None:
    (found,) = read(write_zip(tmp_path / "export.zip", [receipts()]))
    messages = by_key(found)

    assert (found.key, found.title, found.head, found.pinned) == (
        "c-receipts",
        "Receipts",
        "a3",
        True,
    )
    assert found.created == "2023-11-14T22:13:20.250Z"
    links = {key for key, each in messages.items() if each.link_only}
    assert links == {"client-created-root", "sys", "who", "t1", "t2"}
    assert messages["a1"].parent == messages["a2"].parent == "t2"
    assert messages["a1"].extra["reasoning"] == (
        "Reading\n\nThe sum is at the foot.\n\nThought for 3 seconds"
    )
    assert (messages["a1"].model, messages["a2"].model) == ("o3", "gpt-4o")
    assert (messages["a1"].state, messages["a2"].state) == ("complete", "stopped")
    assert words(messages["c1"]) == ["```python\nprint(12.4 * 1.1)\n```"]
    assert messages["c1"].extra["recipient"] == "python"
    assert (messages["c2"].role, words(messages["c2"])) == ("tool", ["```\n13.64\n```"])
    assert found.left_out == {"custom instructions": 1}


def test_what_is_hidden_leaves_no_gap_in_the_tree(tmp_path: Path) -> None:
    (found,) = read(write_zip(tmp_path / "export.zip", [receipts()]))

    made = taken("chatgpt", found).conversation

    assert [node.text for node in made.branch][1:] == [
        "You paid 12.40.",
        "Add ten percent.",
        "```python\nprint(12.4 * 1.1)\n```",
        "```\n13.64\n```",
        "13.64",
    ]
    assert made.branch[0].parent is None
    # The last one says no time: it has that of the message before.
    assert made.branch[-1].created == made.branch[-2].created == "2023-11-14T22:13:28.250Z"
    assert len(made.siblings(made.branch[1].id)) == 2


def test_pictures_of_both_kinds_of_pointer_are_found_by_the_beginning_of_a_name(
    tmp_path: Path,
) -> None:
    files = {
        "file-Ab3dEf-IMG_2041.png": png(shade=1),
        "file-Ab3dEfG-other.png": png(shade=2),
        "user-1/file_00000000aa11-3f2a.png": png(shade=3),
    }
    (found,) = read(write_zip(tmp_path / "export.zip", [receipts()], files))
    with Source.open(tmp_path / "export.zip") as source:
        pictures = [
            part
            for each in chatgpt.read(source)
            for message in each.messages
            for part in message.parts
            if isinstance(part, FoundPicture)
        ]
        assert [each.load() for each in pictures] == [png(shade=1), png(shade=3)]
    assert [each.name for each in pictures] == ["IMG_2041.png", "file_00000000aa11"]
    assert found.messages[3].parts[2] == FoundText("What did I pay?")


def test_a_picture_that_is_not_in_the_export_says_its_size(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        ("q", None, message("q", "user", {
            "content_type": "multimodal_text", "parts": [picture("sediment://file_x", 640, 480, 9)],
        }, START)),
    )  # fmt: skip
    (part,) = found.messages[0].parts
    assert isinstance(part, FoundPicture)
    assert (part.load(), part.width, part.height, part.bytes) == (None, 640, 480, 9)


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ({"content_type": "text", "parts": ["one", "two"]}, ["one", "two"]),
        ({"content_type": "tether_browsing_display", "result": "L1: found"}, ["L1: found"]),
        (
            {"content_type": "tether_quote", "url": "https://a.example", "text": "x\ny",
             "title": "A"},
            ["> x\n> y\n\nA https://a.example"],
        ),
        (
            {"content_type": "system_error", "name": "Timeout", "text": "too slow"},
            ["Timeout\n\ntoo slow"],
        ),
        (
            {"content_type": "code", "language": "unknown", "text": "a ``` b"},
            ["````\na ``` b\n````"],
        ),
        (
            {"content_type": "multimodal_text", "parts": [
                {"content_type": "audio_transcription", "text": "said", "direction": "in"}]},
            ["said"],
        ),
        ({"content_type": "sonic_webpage", "text": "a new kind"}, ["a new kind"]),
    ],
)  # fmt: skip
def test_every_kind_of_content_is_readable(tmp_path: Path, content: Any, shown: list[str]) -> None:
    found = one(tmp_path, ("n", None, message("n", "tool", content, START)))
    assert words(found.messages[0]) == shown
    assert not found.left_out


def test_what_has_no_place_is_counted_by_kind(tmp_path: Path) -> None:
    parts = [
        {"content_type": "audio_asset_pointer", "asset_pointer": "file-service://file-a"},
        {"content_type": "hologram", "asset": 1},
        "words",
    ]
    said = message(
        "n", "user", {"content_type": "multimodal_text", "parts": parts}, START,
        metadata={"attachments": [{"id": "f", "name": "bill.pdf", "size": 7,
                                   "mimeType": "application/pdf"}]},
    )  # fmt: skip
    found = one(tmp_path, ("n", None, said))
    assert found.left_out == {
        "voice and video recordings": 1,
        "parts of the kind “hologram”": 1,
        "attached files": 1,
    }
    assert found.messages[0].extra == {
        "parts": [{"content_type": "hologram", "asset": 1}],
        "files": [{"name": "bill.pdf", "size": 7}],
    }


def test_a_reference_reads_as_what_it_refers_to(tmp_path: Path) -> None:
    mark = "\ue200cite\ue202turn0search1\ue201"
    said = message("n", "assistant", f"So it is {mark}.", START, metadata={
        "content_references": [{"matched_text": mark, "alt": "([a.example](https://a.example))"}],
    })  # fmt: skip
    found = one(tmp_path, ("n", None, said))
    assert words(found.messages[0]) == ["So it is ([a.example](https://a.example))."]


def test_a_message_outside_the_context_says_so(tmp_path: Path) -> None:
    found = one(tmp_path, ("n", None, message("n", "tool", "aside", START, weight=0.0)))
    assert found.messages[0].extra == {"weight": 0}


@pytest.mark.parametrize("head", [None, "gone", 7])
def test_without_a_branch_that_was_shown_the_newest_is(tmp_path: Path, head: Any) -> None:
    tree = mapping(
        ("r", None, None),
        ("q", "r", message("q", "user", "?", START)),
        ("new", "q", message("new", "assistant", "new", START + 9)),
        ("old", "q", message("old", "assistant", "old", START + 1)),
    )
    (tmp_path / "c.json").write_text(json.dumps([chat("c", "C", tree, head)]))
    (found,) = read(tmp_path / "c.json")
    assert taken("chatgpt", found).conversation.branch[-1].text == "new"


def test_a_chat_without_messages_is_refused_and_the_others_are_kept(tmp_path: Path) -> None:
    empty = {"title": "Gone", "id": "c-gone"}
    first, second = read(write_zip(tmp_path / "export.zip", [empty, receipts()]))
    assert first.refused == "The export holds no messages of it."
    assert second.key == "c-receipts"


def test_an_export_in_several_files_is_one(tmp_path: Path) -> None:
    for number in range(3):
        tree = mapping(("q", None, message("q", "user", f"Question {number}", START)))
        text = json.dumps([chat(f"c-{number}", f"Chat {number}", tree, "q")])
        (tmp_path / f"conversations-00{number}.json").write_text(text)
    assert [each.title for each in read(tmp_path)] == ["Chat 0", "Chat 1", "Chat 2"]


@pytest.mark.parametrize(
    ("chats", "name"),
    [
        ([{"uuid": "1", "name": "A", "chat_messages": [{"text": "Hi"}]}], "Claude"),
        ([{"id": "1", "title": "A", "inserted_at": "2026-01-01", "updated_at": "",
           "mapping": {"root": {"id": "root", "parent": None, "message": None}}}], "DeepSeek"),
    ],
)  # fmt: skip
def test_exports_that_look_alike_are_refused_by_name(
    tmp_path: Path, chats: Iterable[Any], name: str
) -> None:
    (tmp_path / "conversations.json").write_text(json.dumps(chats))
    with Source.open(tmp_path) as source, pytest.raises(BadInput, match=f"export of {name}"):
        importer_of(source)


def test_what_nobody_knows_is_told_what_could_be_imported(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("dear diary")
    with Source.open(tmp_path) as source, pytest.raises(BadInput) as told:
        importer_of(source)
    assert "ChatGPT export" in told.value.sentence


@settings(max_examples=120)
@given(chats=mangled([receipts()]))
def test_no_bent_record_stops_the_import_or_spoils_a_chat(
    tmp_path_factory: pytest.TempPathFactory, chats: Any
) -> None:
    path = tmp_path_factory.getbasetemp() / "bent.json"
    path.write_bytes(as_json(chats))
    survives(chatgpt, path)


@settings(max_examples=60)
@given(data=st.data())
def test_no_damaged_byte_stops_the_import_or_spoils_a_chat(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.json"
    path.write_bytes(data.draw(damaged(as_json([receipts(), receipts()]))))
    survives(chatgpt, path)
