"""Chats of the chat room come with who said what, what it cost there, and beside what it stood."""

from __future__ import annotations

import json
from pathlib import Path

from tests.storage.imports.samples import chatroom
from tests.storage.imports.samples.pictures import png
from tests.storage.imports.samples.reading import by_key, pictures, read, read_json, tree, words

SOURCE = "openrouter-chatroom"


def test_the_first_version_has_no_parents_but_an_order(exports: Path) -> None:
    (found,) = read_json(exports, chatroom.first(), SOURCE)

    assert tree(found) == {"m-1": None, "m-2": "m-1", "m-3": "m-1", "m-4": "m-3", "m-5": "m-4"}
    messages = by_key(found)
    assert [messages[key].model for key in ("m-2", "m-3")] == [
        "meta-llama/llama-4-scout", "meta-llama/llama-4-maverick",
    ]  # fmt: skip
    assert messages["m-2"].usage == {"completion_tokens": 5}
    assert messages["m-2"].extra["timing"]["latencyDuration"] == 310
    assert [picture.load() for picture in pictures(messages["m-1"])] == [png()]
    assert (found.head, found.system) == ("m-5", "Answer in one line.")
    assert found.parameters == {"max_tokens": 256, "temperature": 0.2, "top_p": 0.9}
    assert found.left_out == {"settings that are not known here": 1}


def test_the_second_version_keeps_when_it_was_said_not_when_it_was_changed(exports: Path) -> None:
    (found,) = read_json(exports, chatroom.second(), SOURCE)

    assert found.created == "2024-11-05T10:00:00.000Z"
    assert found.updated == "2025-03-01T00:00:00.000Z"
    assert by_key(found)["m-5"].created == "2024-11-05T10:01:01.500Z"
    assert by_key(found)["m-5"].extra == {"reasoning": "I looked twice."}


def test_the_third_version_is_put_together_from_items_in_their_order(exports: Path) -> None:
    (found,) = read_json(exports, chatroom.third(), SOURCE)
    messages = by_key(found)

    assert words(messages["a1"]) == ["12.40 in all."]
    assert messages["a1"].extra["reasoning"] == "A sum at the foot."
    assert [tool["query"] for tool in messages["a1"].extra["tools"]] == ["receipt"]
    assert words(messages["u1"]) == ["What does this receipt say?"]
    assert [picture.load() for picture in pictures(messages["u1"])] == [png()]
    assert [picture.load() for picture in pictures(messages["a4"])] == [png()]
    assert messages["a4"].extra["other"] == [{"type": "hologram", "depth": 3}]
    assert found.left_out["files"] == found.left_out["parts of unknown kinds"] == 1


def test_parents_are_believed_where_they_are_there(exports: Path) -> None:
    (found,) = read_json(exports, chatroom.third(), SOURCE)

    assert tree(found) == {
        "u1": None, "a1": "u1", "a2": "u1", "u2": "a2", "a3": "u2", "a4": "u2", "a5": None,
    }  # fmt: skip
    assert found.head == "a4", "the newest of two tries, not what a deletion cut off"
    assert by_key(found)["a5"].state == "interrupted"


def test_what_a_reply_cost_is_right_to_the_digit(exports: Path) -> None:
    (found,) = read_json(exports, chatroom.third(), SOURCE)
    messages = by_key(found)

    assert [messages[key].usd for key in ("a1", "a2", "a3", "a4")] == [
        "0.0000015416", "0.0000032", "0", "",
    ]  # fmt: skip
    first = messages["a1"]
    assert (first.model, first.provider) == ("meta-llama/llama-4-scout:free", "DeepInfra")
    assert (first.generation_id, first.finish_reason) == ("gen-1768032003-abc", "stop")


def test_the_room_s_settings_are_those_of_who_spoke_last(exports: Path) -> None:
    (found,) = read_json(exports, chatroom.third(), SOURCE)

    assert (found.model, found.system) == ("meta-llama/llama-4-scout", "You read receipts.")
    assert found.parameters == {"max_tokens": 512, "temperature": 0.5, "top_p": 1, "seed": 7}
    assert found.title == "What does this receipt say? 12"


def test_a_chat_saved_again_later_is_the_same_chat(exports: Path) -> None:
    later = chatroom.third()
    later["title"] = "Receipt"
    late = {**later["messages"]["u2"], "id": "u3", "createdAt": "2026-01-11T00:00:00.000Z"}
    later["messages"] = {"u3": late, **later["messages"]}

    (before,) = read_json(exports, chatroom.third(), SOURCE)
    (after,) = read_json(exports, later, SOURCE)

    assert before.key == after.key == "u1"
    assert len(after.messages) == len(before.messages) + 1


def test_a_folder_of_saved_chats_comes_as_one_import(exports: Path) -> None:
    folder = exports / "saved"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps(chatroom.first()))
    (folder / "b.json").write_text(json.dumps(chatroom.third()))
    (folder / "c.json").write_text(json.dumps({"version": "orpg.9.0", "messages": {}}))
    (folder / "shopping.json").write_text('{"version": 3, "items": []}')

    found = read(folder, SOURCE)

    assert [chat.key for chat in found] == ["m-1", "u1", "c.json"]
    assert found[2].refused == "This chat has the version orpg.9.0, which is not known."
