"""What llm has logged, in both generations of its tables, also where it is still being written."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from scout_desktop.storage.imports.source import Source
from tests.storage.imports.samples import llm_logs
from tests.storage.imports.samples.pictures import png
from tests.storage.imports.samples.reading import by_key, pictures, read, tree, words

SOURCE = "llm"


def test_a_row_of_the_older_tables_is_a_question_and_its_answer(exports: Path) -> None:
    birds, alone, orphan = read(llm_logs.older(exports / "logs.db"), SOURCE)

    assert tree(birds) == {
        "r1/prompt": None,
        "r1": "r1/prompt",
        "r2/prompt": "r1",
        "r2": "r2/prompt",
    }
    messages = by_key(birds)
    assert messages["r1"].model == "meta-llama/llama-4-scout", "by OpenRouter's name"
    assert messages["r1"].usage == {"prompt_tokens": 700, "completion_tokens": 4}
    assert messages["r1"].created == "2025-04-01T10:00:00.123Z"
    assert words(messages["r2/prompt"]) == ["A long book.", "Sure?"]
    assert messages["r2"].extra["tools"][0]["name"] == "wing"
    assert (birds.title, birds.system, birds.head) == ("Birds", "You know birds.", "r2")
    assert (alone.key, alone.title) == ("response/r3", "Alone")
    assert (orphan.key, len(orphan.messages)) == ("gone", 2), "nothing says what it was called"


def test_pictures_lie_in_the_database_and_paths_are_not_followed(exports: Path) -> None:
    secret = exports / "far.jpg"
    secret.write_bytes(png())

    birds, *_ = read(llm_logs.older(exports / "logs.db"), SOURCE)

    inside, elsewhere = pictures(by_key(birds)["r1/prompt"])
    assert inside.load() == png(), "also when the database was closed since"
    assert (elsewhere.name, elsewhere.load()) == ("far.jpg", None)
    assert birds.left_out == {"recordings": 1}


def test_the_oldest_tables_have_fewer_columns(exports: Path) -> None:
    (found,) = read(llm_logs.oldest(exports / "logs.db"), SOURCE)

    assert [words(message) for message in found.messages] == [["Hi"], ["Hello"]]
    assert found.created == "2023-07-12T10:00:00.123Z"


def test_threads_share_messages_and_each_has_all_of_them(exports: Path) -> None:
    fish, again, birds, *_ = read(llm_logs.newer(exports / "logs.db"), SOURCE)

    assert tree(fish) == {
        "b2:s": None, "b2:u1": "b2:s", "b2:a1": "b2:u1", "b2:t1": "b2:a1", "b2:a2": "b2:t1",
        "b2:u2": "b2:a2", "b2:a3": "b2:u2",
    }  # fmt: skip
    assert (fish.head, again.head, birds.key) == ("b2:a3", "b2:a4", "c1")
    assert set(by_key(again)) == (set(by_key(fish)) | {"b2:u3", "b2:a4"}) - {"b2:u2", "b2:a3"}
    assert by_key(again)["b2:u1"].created == by_key(fish)["b2:u1"].created
    assert fish.parameters == {"temperature": 0.9}
    assert again.left_out == {"parts of unknown kinds": 1}


def test_text_that_is_borrowed_is_filled_in(exports: Path) -> None:
    fish, *_ = read(llm_logs.newer(exports / "logs.db"), SOURCE)

    asked = by_key(fish)["b2:u1"]
    assert words(asked) == ["Read: A long book."]
    assert pictures(asked)[0].load() == png()


def test_a_call_of_a_tool_is_kept_with_the_answer_that_it_led_to(exports: Path) -> None:
    fish, *_ = read(llm_logs.newer(exports / "logs.db"), SOURCE)
    messages = by_key(fish)

    assert {key for key, each in messages.items() if each.link_only} == {
        "b2:s", "b2:a1", "b2:t1",
    }  # fmt: skip
    called, gave = messages["b2:a2"].extra["steps"]
    assert (called["reasoning"], called["usage"]["prompt_tokens"]) == ("Hm.", 40)
    assert gave["tools"][0]["output"] == "carp"
    assert fish.system == "You know fish."


@pytest.mark.parametrize("alone", [True, False])
def test_rows_that_still_stand_in_the_log_beside_are_read(alone: bool, exports: Path) -> None:
    folder = exports / "io.datasette.llm"
    folder.mkdir()
    with contextlib.closing(llm_logs.waiting(folder / "logs.db")):
        before = {path.name: path.read_bytes() for path in folder.iterdir()}

        birds, *_ = read(folder / "logs.db" if alone else folder, SOURCE)

        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert len(birds.messages) == 4


def test_a_log_that_is_a_link_is_not_followed(exports: Path) -> None:
    path = llm_logs.older(exports / "logs.db")
    (exports / "elsewhere").write_bytes(b"anything")
    (exports / "logs.db-wal").symlink_to(exports / "elsewhere")

    with Source.open(path) as source:
        assert source.names() == ("logs.db",)
