"""`search` finds what was said; no key, no network, nothing that steers the terminal."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from typing import TYPE_CHECKING

from tests.cli.test_reading import AT, CHAT, NODES, put_chat

if TYPE_CHECKING:
    from tests.cli.conftest import Scout


def test_what_was_said_is_found_with_the_message_and_its_place(scout: Scout) -> None:
    put_chat(scout.data)
    scout.url = ""
    done = scout("search", "long", "rece", "--json")
    assert done.status == 0
    assert json.loads(done.out) == [
        {
            "id": CHAT, "title": "Receipts", "updated": AT, "node": NODES[2]["id"],
            "role": "assistant", "created": AT, "snippet": "A *long* receipt.",
            "marks": [[3, 7], [9, 13]], "hits": 1,
        }
    ]  # fmt: skip
    done = scout("search", "long")
    assert done.out.splitlines() == [f"{CHAT[:13]}  2026-11-23  Receipts", "    A *long* receipt."]
    assert done.err == ""


def test_nothing_found_is_no_failure(scout: Scout) -> None:
    put_chat(scout.data)
    done = scout("search", '"no such thing"')
    assert (done.status, done.out) == (0, "")
    assert "Nothing was found" in done.err
    done = scout("search", "nothing", "--json")
    assert (done.status, json.loads(done.out)) == (0, [])


def test_a_terminal_shows_hits_in_bold_and_nothing_else(scout: Scout) -> None:
    put_chat(scout.data)
    (path,) = (scout.data / "chats").iterdir()
    path.write_text(path.read_text().replace("A cat.", "A \\u001b[2J cat\\u001b]0;x\\u0007."))
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        scout.command("search", "cat"), env=scout.environment, cwd=scout.data.parent,
        stdout=theirs, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    process.wait(timeout=60)
    seen = os.read(ours, 65536).decode()
    os.close(theirs)
    os.close(ours)
    assert "\x1b[1mcat\x1b[0m" in seen
    assert seen.count("\x1b") == 2 * seen.count("\x1b[1m")
    assert "\x07" not in seen


def test_words_with_a_dash_leave_out_and_are_no_options(scout: Scout) -> None:
    put_chat(scout.data)
    for words in (["long", "-receipt"], ["-receipt", "long"], ["long", "-rece", "--json"]):
        done = scout("search", *words)
        assert done.status == 0, done.err
        assert "long" not in done.out
    assert CHAT in scout("search", "long", "-heron", "--json").out
    assert "QUERY" in scout("search", "-h").out


def test_an_operator_that_makes_no_sense_is_named(scout: Scout) -> None:
    put_chat(scout.data)
    done = scout("search", "cost:>abc", "before:soon", '"is:quoted"', "http://x")
    assert "“cost:>abc” says nothing that is known" in done.err
    assert "“before:soon” says nothing that is known" in done.err
    assert done.err.count("says nothing that is known") == 2
    assert "says nothing" not in scout("search", "before:yesterday", "cost:<1").err


def test_what_is_in_the_archive_is_found_and_listed_and_says_so(scout: Scout) -> None:
    put_chat(scout.data)
    (path,) = (scout.data / "chats").iterdir()
    chat = json.loads(path.read_text())
    chat["meta"]["archived"] = {"at": AT, "by": "d1-0", "value": True}
    path.write_text(json.dumps(chat))
    assert json.loads(scout("search", "long", "--json").out)[0]["id"] == CHAT
    assert scout("search", "long", "-is:archived").out == ""
    (row,) = json.loads(scout("list", "--json").out)
    assert (row["id"], row["archived"]) == (CHAT, True)
    assert "(archived)" in scout("list").out
