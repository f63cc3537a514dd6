"""What a command refuses, what it takes from its surroundings, and practice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scout_desktop.practice import Reply
from tests.journeys import contract
from tests.journeys.stand_in import StandIn

if TYPE_CHECKING:
    from tests.cli.conftest import Scout


def test_bad_usage_exits_with_two_says_why_and_leaves_nothing(
    scout: Scout, stand_in: StandIn, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n not a picture")
    cases = {
        ("enquire", "Hello"): "enquire",
        ("ask",): "nothing to ask",
        ("ask", "--colour", "Hello"): "colour",
        ("ask", "--set", "temperature", "Hello"): "temperature",
        ("ask", "--set", "temperature=9", "Hello"): "Temperature",
        ("ask", "--set", "seed=seven", "Hello"): "Seed",
        ("ask", "--set", "colour=red", "Hello"): "colour",
        ("ask", "--image", str(tmp_path / "no such.png"), "Hello"): "no such.png",
        ("ask", "--image", str(broken), "Hello"): "broken.png",
        ("--base-url", "http://example.com/v1", "ask", "Hello"): "https",
        ("--base-url", "nonsense", "ask", "Hello"): "https://",
    }
    for words, done in zip(cases, scout.at_once(*cases), strict=True):
        assert done.status == 2, (words, done)
        assert cases[words] in done.err, (words, done)
        assert done.out == ""
        assert done.err.startswith("scout-desktop: ")
    assert contract.chats(scout.data) == []
    assert stand_in.chats == []


def test_global_options_stand_before_or_after_the_verb_or_around_the_command(
    scout: Scout, stand_in: StandIn, tmp_path: Path
) -> None:
    data, url = str(tmp_path / "d"), stand_in.url
    bare = type(scout)(scout.data, "", {"SCOUT_DESKTOP_DATA": str(tmp_path / "elsewhere")})
    after = bare("ask", "After", "--data-dir", data, "--base-url", url, "--log-level", "error")
    bare.env |= {"SCOUT_DESKTOP_DATA": data, "SCOUT_DESKTOP_BASE_URL": url}
    around = bare("ask", "Around")
    assert [d.out for d in (after, around)] == ["Fine.\n", "Fine.\n"]
    titles = {chat["meta"]["title"]["value"] for chat in contract.chats(tmp_path / "d")}
    assert titles == {"After", "Around"}
    assert not (tmp_path / "elsewhere").exists()


def test_a_key_around_the_command_is_used_for_that_run_and_never_stored(
    scout: Scout, canary_key: str, tmp_path: Path
) -> None:
    with StandIn(keys=[canary_key]) as strict:
        scout.url, scout.env = strict.url, {"OPENROUTER_API_KEY": f"  {canary_key}\n"}
        assert scout("--log-level", "debug", "ask", "With").status == 0
        scout.env = {}
        without = scout("ask", "Without")
    assert without.status == 1
    assert "key" in without.err
    given = [request.header("authorization") for request in strict.chats]
    assert given == [f"Bearer {canary_key}", None]
    said = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not [text for text in said if canary_key.encode() in text]


def test_without_a_key_the_service_itself_is_not_asked_and_the_question_is_kept(
    scout: Scout,
) -> None:
    scout.url = "https://openrouter.example/api/v1"
    done = scout("ask", "Hello?")
    assert done.status == 1
    assert "key" in done.err
    (chat,) = contract.chats(scout.data)
    question, reply = chat["nodes"]
    assert question["parts"][0]["text"] == "Hello?"
    assert reply["state"] == "failed"
    # Nothing left, so nothing was tried.
    assert contract.attempts(scout.data) == {}


def test_practice_says_what_it_is_and_is_in_no_total(scout: Scout, stand_in: StandIn) -> None:
    scout.url = ""
    asked, demo = scout.at_once(("ask", "--practice", "How are you?"), ("practice-demo",))
    for done in (asked, demo):
        assert done.status == 0
        assert "no model" in done.out.lower()
        assert "practice: nothing is charged" in done.err
    assert "How are you?" not in asked.err
    path = demo.out.rpartition("saved as ")[2].strip()
    assert path.startswith(str(scout.data))
    document = json.loads(Path(path).read_bytes())
    assert contract.nodes(document, "user")[0]["parts"][1]["type"] == "image"
    assert {a["purpose"] for a in contract.attempts(scout.data).values()} == {"practice"}
    total = json.loads(scout("cost", "--json").out)["all"]
    assert (total["usd"], total["attempts"], total["unknown"]) == ("0", 0, 0)
    assert stand_in.chats == []
    contract.check_folder(scout.data)


def test_selftest_builds_the_window_and_says_what_it_found(scout: Scout) -> None:
    # Python's own complaint at exit about objects of PySide, which an empty window has as well.
    quiet = "error,ignore::ResourceWarning"
    scout.env = {"QT_QPA_PLATFORM": "offscreen", "PYTHONWARNINGS": quiet}
    done = scout("--selftest")
    assert done.status == 0, done.err
    for fact in ("Scout Desktop ", "Python 3.", "PySide6 6.", "offscreen", str(scout.data)):
        assert fact in done.out
    assert done.err == ""


@pytest.mark.parametrize("words", [("--help",), ("--version",)])
def test_help_and_version_need_no_folder(scout: Scout, words: tuple[str, ...]) -> None:
    done = scout(*words)
    assert done.status == 0
    assert "scout" in done.out.lower()
    assert not scout.data.exists()


def test_empty_names_are_bad_usage(scout: Scout) -> None:
    assert scout("--base-url", "", "ask", "x").status == 2


def test_a_folder_of_ours_that_is_a_link_is_refused(scout: Scout, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    scout.data.mkdir()
    (scout.data / "journal").symlink_to(tmp_path / "elsewhere")
    done = scout("ask", "x")
    assert done.status == 3
    assert "is a link" in done.err
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_damaged_chat_is_shown_as_far_as_it_reads_and_said_to_be(
    scout: Scout, stand_in: StandIn
) -> None:
    stand_in.queue(Reply(text="Kept."))
    scout("ask", "the question")
    (file,) = (scout.data / "chats").glob("*.json")
    for journal in (scout.data / "journal").iterdir():
        journal.unlink()
    lines = file.read_bytes().split(b"\n")
    broken = [b"{broken" if b'"assistant"' in line else line for line in lines]
    file.write_bytes(b"\n".join(broken))
    shown = scout("show", "0")
    assert shown.status == 3
    assert "the question" in shown.out
    assert "could not be read" in shown.err


def test_help_lists_the_verbs_that_are_for_people(scout: Scout) -> None:
    said = scout("--help").out
    assert "search" in said
    assert "practice-demo" not in said
    assert "SUPPRESS" not in said
