"""Backups of Chatbox: branches, earlier topics, missing pictures, and keys that are passed over."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from canary import CANARY_KEY

from scout_desktop.storage.ground import strict
from tests.storage.imports.samples import chatbox
from tests.storage.imports.samples.reading import by_key, pictures, read, read_json, tree, words

SOURCE = "chatbox"


def test_branches_hang_below_the_message_they_began_at(exports: Path) -> None:
    trip, _, _ = read_json(exports, chatbox.backup(), SOURCE)

    assert tree(trip) == {
        "sys": None, "q1": "sys", "r1": "q1", "q2": "r1", "r2": "q2",
        "r1b": "q1", "q2b": "r1b", "r3b": "q2b",
    }  # fmt: skip
    assert trip.head == "r2"
    assert by_key(trip)["sys"].link_only
    assert trip.system == "You plan trips."


def test_an_earlier_topic_is_a_chat_of_its_own(exports: Path) -> None:
    _, packing, _ = read_json(exports, chatbox.backup(), SOURCE)

    assert (packing.key, packing.title) == ("s-1/th-1", "Packing")
    assert tree(packing) == {"t1": None, "t2": "t1"}
    assert packing.created == "2025-06-15T15:06:36.000Z"


def test_a_reply_comes_with_all_that_is_known_of_it(exports: Path) -> None:
    trip, _, _ = read_json(exports, chatbox.backup(), SOURCE)
    reply = by_key(trip)["r1"]

    assert (words(reply), reply.created) == (["Lisbon."], "2025-06-15T15:06:45.000Z")
    assert reply.usage == {"prompt_tokens": 1200, "completion_tokens": 3, "total_tokens": 1203}
    assert (reply.model, reply.provider) == ("OpenRouter API (llama-4-scout)", "openrouter")
    assert (reply.extra["reasoning"], reply.extra["notes"]) == ("Trams.", ["Shortened"])
    assert reply.extra["tools"][0]["toolName"] == "map"
    assert (trip.model, trip.pinned) == ("meta-llama/llama-4-scout", True)
    assert trip.parameters == {"temperature": 0.6, "top_p": 0.95, "max_tokens": 900}
    failed = by_key(trip)["r3b"]
    assert (failed.state, failed.error) == ("failed", "Network error")
    assert by_key(trip)["r2"].state == "interrupted"


def test_pictures_are_not_in_a_backup_and_are_told_as_missing(exports: Path) -> None:
    trip, _, sunset = read_json(exports, chatbox.backup(), SOURCE)

    (asked,) = pictures(by_key(trip)["q1"])
    assert (asked.name, asked.load()) == ("picture:s-1:abc", None)
    assert by_key(trip)["q1"].extra["read_in_pictures"] == ["Lisboa"]
    assert len(pictures(by_key(sunset)["p2"])) == 1
    assert trip.left_out == {"files": 1, "parts of unknown kinds": 1}


def test_an_old_backup_has_all_sessions_in_one_list(exports: Path) -> None:
    (found,) = read_json(exports, chatbox.legacy(), SOURCE)

    assert (found.title, found.system) == ("Old", "Be kind.")
    reply = by_key(found)["o3"]
    assert (words(reply), reply.extra) == (["Hello."], {"reasoning": "Short."})
    assert reply.usage == {"completion_tokens": 4, "total_tokens": 40}
    assert reply.created == "2023-03-28T10:40:01.500Z"


def test_sessions_that_were_not_to_be_exported_are_still_in_some_files(exports: Path) -> None:
    backup = chatbox.backup()
    del backup["chat-sessions-list"]
    backup["__exported_items"] = ["setting"]
    backup["chat-sessions"] = [{**chatbox.session(), "name": "A second time"}]

    found = read_json(exports, backup, SOURCE)

    assert [chat.key for chat in found] == ["s-1", "s-1/th-1", "s-2"]
    assert found[0].title == "Trip"


def test_keys_are_never_decoded(exports: Path) -> None:
    path = exports / "backup.json"
    path.write_text(json.dumps(chatbox.backup()))
    heart = CANARY_KEY[9:-8].encode()
    seen: list[int] = []

    def watch(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code is strict.decode.__code__:
            seen.append(heart in frame.f_locals["data"])

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        found = read(path, SOURCE)
    finally:
        sys.setprofile(before)

    assert found
    assert len(seen) > 3
    assert not any(seen)
