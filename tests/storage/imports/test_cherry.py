"""Backups of Cherry Studio of every kind: read, or refused with what to do instead."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from scout_desktop.storage.imports import cherry as importer
from scout_desktop.storage.imports.source import Source
from tests.storage.imports.samples import cherry, cherry_database
from tests.storage.imports.samples.pictures import png
from tests.storage.imports.samples.reading import by_key, pictures, read, read_json, tree, words

SOURCE = "cherry-studio"


def test_answers_to_one_question_stand_side_by_side(exports: Path) -> None:
    (found,) = read(cherry.write_zip(exports / "c.zip", cherry.data()), SOURCE)

    assert tree(found) == {
        "q1": None, "r1": "q1", "r2": "q1", "clear": "r1", "q2": "clear", "r3": "q2", "r4": "q2",
    }  # fmt: skip
    assert by_key(found)["clear"].link_only
    assert found.head == "r4"


@pytest.mark.parametrize("text", [True, False])
def test_what_a_topic_is_called_stands_elsewhere(text: bool, exports: Path) -> None:
    (found,) = read_json(exports, cherry.data(text=text), SOURCE)

    assert (found.key, found.title, found.pinned) == ("topic-1", "Bridges", True)
    assert (found.system, found.tags) == ("You build bridges.", ("Engineer",))
    assert found.parameters == {"temperature": 0.7}, "the others are switched off"
    assert (found.created, found.updated) == (
        "2025-02-01T09:00:00.000Z", "2025-02-01T09:30:00.000Z",
    )  # fmt: skip


def test_a_message_is_put_together_from_its_blocks(exports: Path) -> None:
    (found,) = read(cherry.write_zip(exports / "c.zip", cherry.data()), SOURCE)
    messages = by_key(found)

    first = messages["r1"]
    assert words(first) == ["A suspension bridge.", "```python\nprint(1)\n```"]
    assert first.extra == {"reasoning": "Cables."}
    assert (first.usd, first.usage["total_tokens"]) == ("0.0000756", 912)
    assert (first.model, first.provider) == ("meta-llama/llama-4-scout", "openrouter")
    assert (messages["r3"].state, messages["r3"].error) == ("failed", "Out of credit")
    assert messages["r4"].state == "stopped"
    assert found.left_out == {"files": 1, "parts that are missing in the file": 1}


def test_pictures_lie_beside_the_object_in_a_zip(exports: Path) -> None:
    with Source.open(cherry.write_zip(exports / "c.zip", cherry.data())) as source:
        (found,) = list(importer.read(source))
        (inside,) = pictures(by_key(found)["q1"])
        (written,) = pictures(by_key(found)["r4"])

        assert (inside.name, inside.load()) == ("bridge.png", png())
        assert written.load() == png()

    (alone,) = read_json(exports, cherry.data(), SOURCE)
    (missing,) = pictures(by_key(alone)["q1"])
    assert (missing.name, missing.bytes, missing.load()) == ("bridge.png", 70, None)


def test_the_first_version_had_the_words_in_the_messages(exports: Path) -> None:
    path = cherry.write_bak(exports / "c.bak", cherry.first_version())

    (found,) = read(path, SOURCE)

    assert tree(found) == {"u": None, "a": "u"}
    assert words(by_key(found)["a"]) == ["Hi."]
    assert by_key(found)["a"].extra == {"reasoning": "Greet."}
    assert pictures(by_key(found)["a"])[0].load() == png()


def test_a_packed_backup_that_would_burst_is_refused(exports: Path) -> None:
    content = json.dumps(cherry.data())
    content = content.replace("A suspension bridge.", " " * 40_000_000)
    path = exports / "bomb.bak"
    path.write_bytes(gzip.compress(content.encode()))

    (found,) = read(path, SOURCE)

    assert "tighter than it can honestly be" in found.refused


def test_the_kind_that_copies_a_browser_is_refused_by_name(exports: Path) -> None:
    (found,) = read(cherry.write_raw(exports / "raw.zip"), SOURCE)

    assert found.refused.startswith("This backup of Cherry Studio holds the raw files")
    assert "data.json" in found.refused


def test_the_newer_database_is_a_tree(exports: Path) -> None:
    (found,) = read(cherry_database.write_database(exports / "c.sqlite"), SOURCE)
    messages = by_key(found)

    assert tree(found) == {"root": None, "m1": "root", "m2": "m1", "m3": "m1"}
    assert messages["root"].link_only
    assert (found.head, found.title, found.tags) == ("m3", "Bridges", ("Engineer",))
    assert (words(messages["m2"]), messages["m2"].usd) == (["Suspension."], "0.0042")
    assert messages["m2"].extra["reasoning"] == "Cables."
    assert messages["m2"].created == "2025-10-09T08:53:22.000Z"
    assert (messages["m3"].state, words(messages["m3"])) == ("stopped", ["Cable-stayed."])
    assert pictures(messages["m1"])[0].load() == png()


def test_topics_without_messages_are_not_chats(exports: Path) -> None:
    content = cherry.data()
    content["indexedDB"]["topics"] += [{"id": "t-empty", "messages": []}, {"id": "t-none"}]

    (found,) = read_json(exports, content, SOURCE)

    assert found.key == "topic-1"
