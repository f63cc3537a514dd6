"""Exports of LibreChat, whichever boxes were ticked, and of chatbot-ui."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.storage.imports.samples import librechat
from tests.storage.imports.samples.reading import by_key, pictures, read_json, tree, words

SOURCE = "librechat"


@pytest.mark.parametrize("recursive", [True, False])
def test_a_tree_and_a_flat_list_are_the_same_chat(recursive: bool, exports: Path) -> None:
    (found,) = read_json(exports, librechat.export(recursive=recursive), SOURCE)

    assert tree(found) == {
        "q1": None, "r1": "q1", "r2": "q1", "q2": "r2", "r3": "q2", "r4": "q2",
    }  # fmt: skip
    assert found.head == "r4"
    assert found.created == "2025-05-01T12:00:00.250Z"
    assert by_key(found)["r2"].created == "2025-05-01T12:02:00.250Z"


def test_content_parts_are_told_apart(exports: Path) -> None:
    (found,) = read_json(exports, librechat.export(recursive=True), SOURCE)
    messages = by_key(found)

    assert words(messages["r2"]) == ["Apple."]
    assert messages["r2"].extra["reasoning"] == "A common one."
    assert messages["r2"].extra["tools"][0]["output"] == "apple"
    assert [(p.name, p.width, p.load()) for p in pictures(messages["q1"])] == [
        ("bowl.png", 640, None)
    ]
    assert found.left_out == {"files": 1, "parts of unknown kinds": 1}


def test_errors_and_replies_that_were_cut_off(exports: Path) -> None:
    (found,) = read_json(exports, librechat.export(recursive=False), SOURCE)
    messages = by_key(found)

    failed, cut = messages["r3"], messages["r4"]
    assert (failed.state, failed.error, words(failed)) == ("failed", "Quota exceeded", [])
    assert (cut.state, words(cut), cut.usage) == ("interrupted", ["Ban"], {"completion_tokens": 15})


def test_options_become_our_parameters(exports: Path) -> None:
    (found,) = read_json(exports, librechat.export(recursive=True), SOURCE)

    assert found.parameters == {
        "temperature": 0.3, "top_p": 0.8, "top_k": 40, "max_tokens": 300, "presence_penalty": 0,
    }  # fmt: skip
    assert (found.system, found.tags) == ("Be brief.", ("food",))


def test_one_branch_without_options(exports: Path) -> None:
    export = librechat.export(recursive=True, branches=False, options=False)

    (found,) = read_json(exports, export, SOURCE)

    assert tree(found) == {"q1": None, "r2": "q1", "q2": "r2", "r4": "q2"}
    assert (found.parameters, found.model) == ({}, "meta-llama/llama-4-scout")


def test_an_old_export_says_no_parents(exports: Path) -> None:
    (found,) = read_json(exports, librechat.older(), SOURCE)

    assert tree(found) == {"a": None, "b": "a", "c": "b"}
    assert [message.role for message in found.messages] == ["user", "assistant", "user"]


def test_a_long_chat_nests_deeper_than_json_may(exports: Path) -> None:
    (found,) = read_json(exports, librechat.deep(450), SOURCE)

    assert len(found.messages) == 450
    assert all(tree(found)[f"m{place}"] == f"m{place - 1}" for place in range(1, 450))
    assert found.head == "m449"


def test_a_message_itself_may_not_nest_without_end(exports: Path) -> None:
    export = librechat.export(recursive=True)
    deep: list[object] = []
    for _ in range(200):
        deep = [deep]
    export["messages"][0]["content"] = deep

    (found,) = read_json(exports, export, SOURCE)

    assert found.refused.endswith("nested too deeply.")


def test_the_history_of_chatbot_ui(exports: Path) -> None:
    rhymes, empty = read_json(exports, librechat.history(), SOURCE)

    assert (rhymes.title, rhymes.system, rhymes.tags) == ("Rhymes", "You are a poet.", ("Poems",))
    assert rhymes.parameters == {"temperature": 0.7}
    assert [words(message) for message in rhymes.messages] == [["Rhyme with night."], ["Light."]]
    assert rhymes.messages[1].model == "gpt-3.5-turbo"
    assert not empty.messages


def test_what_was_said_last_may_not_have_a_time_yet(exports: Path) -> None:
    export = librechat.export(recursive=True)
    late = librechat.message("q9", "r1", "And now?", 59)
    del late["createdAt"]
    export["messages"][0]["children"][0]["children"].append(late)
    export["messages"][0]["children"][0]["createdAt"] = "2025-06-01T00:00:00.000Z"

    (found,) = read_json(exports, export, SOURCE)

    assert found.head == "q9", "as late as what it follows, and after it"


def test_a_reply_that_says_it_is_incomplete(exports: Path) -> None:
    export = librechat.export(recursive=False)
    export["messages"][1]["finish_reason"] = "incomplete"

    (found,) = read_json(exports, export, SOURCE)

    assert by_key(found)["r1"].state == "interrupted"
