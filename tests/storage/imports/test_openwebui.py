"""Chats of Open WebUI: the tree, two kinds of times, and what is folded into replies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scout_desktop.chat.errors import BadInput
from scout_desktop.storage.imports.gathered import Gathered
from scout_desktop.storage.imports.openwebui.details import gather_reply
from scout_desktop.storage.imports.source import Source
from tests.storage.imports.samples import openwebui
from tests.storage.imports.samples.pictures import png
from tests.storage.imports.samples.reading import by_key, pictures, read_json, tree, words

SOURCE = "open-webui"


def test_all_chats_come_with_what_stands_around_them(exports: Path) -> None:
    cat, old = read_json(exports, openwebui.everything(), SOURCE)

    assert (cat.key, cat.title, cat.pinned, cat.archived) == ("chat-1", "Cat", True, True)
    assert cat.tags == ("pets", "zoo")
    assert (cat.created, cat.updated) == ("2025-06-01T11:59:58.000Z", "2025-06-01T12:03:20.000Z")
    assert tree(cat) == {"m1": None, "m2": "m1", "m3": "m1", "m4": "m3", "m5": "m4"}
    assert cat.head == "m5"
    assert cat.parameters == {"temperature": 0.4, "max_tokens": 128, "stop": ["END"]}
    assert cat.system == "You know animals."
    assert [words(message) for message in old.messages] == [["Hi"], ["Hello."]]
    assert old.messages[1].parent == old.messages[0].key


def test_the_inner_chat_alone_counts_in_milliseconds(exports: Path) -> None:
    (found,) = read_json(exports, openwebui.inner(), SOURCE)

    assert found.created == "2025-06-01T11:59:59.500Z"
    assert by_key(found)["m1"].created == "2025-06-01T12:00:00.000Z"
    assert found.key == "m1", "its first message, so that any name of the file will do"


def test_what_is_folded_is_kept_beside_the_reply(exports: Path) -> None:
    (found,) = read_json(exports, openwebui.outer(), SOURCE)
    reply = by_key(found)["m3"]

    assert words(reply) == ["It is a cat.\n\n<details><summary>Mine</summary>stays</details>"]
    assert reply.extra["reasoning"] == "First <look>\nthen leap."
    (tool,) = reply.extra["tools"]
    assert (tool["name"], tool["arguments"], tool["result"]) == ("zoo", '{"name":"cat"}', '"found"')
    assert (reply.usd, reply.usage["prompt_tokens"]) == ("0.00006826", 812)


def test_items_are_believed_before_the_text_that_repeats_them(exports: Path) -> None:
    (found,) = read_json(exports, openwebui.outer(), SOURCE)
    reply = by_key(found)["m5"]

    assert words(reply) == ["Yes."]
    assert reply.extra["reasoning"] == "I looked again."
    assert [tool["type"] for tool in reply.extra["tools"]] == [
        "function_call", "function_call_output",
    ]  # fmt: skip
    assert (reply.state, reply.usage) == (
        "interrupted", {"prompt_tokens": 30, "completion_tokens": 2},
    )  # fmt: skip


def test_pictures_that_are_written_out_and_pictures_on_a_server(exports: Path) -> None:
    (found,) = read_json(exports, openwebui.outer(), SOURCE)

    near, far = pictures(by_key(found)["m1"])
    assert (near.name, near.load()) == ("cat.png", png())
    assert (far.name, far.load(), far.bytes, far.url) == ("far.png", None, 99, "")
    assert found.left_out == {"files": 1, "names of folders": 1}


def test_an_error_is_told_as_such(exports: Path) -> None:
    (found,) = read_json(exports, openwebui.outer(), SOURCE)

    failed = by_key(found)["m2"]
    assert (failed.state, failed.error, words(failed)) == ("failed", "No such model.", [])


def test_blocks_within_blocks_and_ones_that_never_end() -> None:
    nested, cut = Gathered(), Gathered()

    gather_reply(nested, 'a<details type="reasoning">x<details>y</details>z</details>b')
    gather_reply(cut, 'Before.<details type="reasoning"><summary>Thinking</summary>still')

    assert nested.extra == {"reasoning": "x<details>y</details>z"}
    assert [part.text for part in nested.parts if hasattr(part, "text")] == ["a\n\nb"]
    assert cut.extra == {"reasoning": "still"}
    assert [part.text for part in cut.parts if hasattr(part, "text")] == ["Before."]


def test_text_made_to_be_slow_is_read_at_once() -> None:
    found = Gathered()

    gather_reply(found, "<details " * 200_000 + '<details type="reasoning">' * 100_000)

    assert not found.empty


def test_one_item_of_a_list_may_be_so_large_and_no_larger(exports: Path) -> None:
    heavy = openwebui.outer("heavy")
    heavy["chat"]["history"]["messages"]["m1"]["content"] = "word " * 200_000
    path = exports / "export.json"
    path.write_text(json.dumps([heavy, openwebui.outer("light")]))

    with Source.open(path) as source:
        assert len(list(source.elements(path.name, largest=2_000_000))) == 2
        with pytest.raises(BadInput, match="one item is larger"):
            list(source.elements(path.name, largest=500_000))
