"""`export` writes chats as files for others; no key, no network."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from scout_desktop.practice import Reply
from tests.cli.test_reading import CHAT, put_chat

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Scout
    from tests.journeys.stand_in import StandIn


@pytest.fixture
def quiet(scout: Scout) -> Scout:
    """A data folder with one chat of three branches, and no server."""
    put_chat(scout.data)
    scout.url = ""
    return scout


def put_archived(data: Path) -> str:
    """Put a chat into the archive as another program would; returns its title."""
    (own,) = (path for path in (data / "chats").iterdir() if CHAT[-12:] in path.name)
    text = own.read_text("utf-8").replace(CHAT, CHAT.replace("334455667788", "334455667799"))
    register = json.dumps({"at": "2026-11-23T01:18:52.120Z", "by": "d1f0-0", "value": True})
    text = text.replace('"meta":{\n', f'"meta":{{\n"archived":{register},\n').replace(
        '"Receipts"', '"Old receipts"'
    )
    (data / "chats" / "20261123-011852-334455667799.json").write_text(text, "utf-8")
    return "Old receipts"


def test_one_chat_is_printed_as_markdown_and_in_every_other_form(quiet: Scout) -> None:
    plain = quiet("export", CHAT[:8])
    assert plain.status == 0, plain.err
    assert plain.out.startswith("# Receipts\n")
    assert "A *long* receipt." in plain.out
    assert "A cat." not in plain.out
    assert "A cat." in quiet("export", CHAT, "--all-branches").out
    assert quiet("export", CHAT, "--format", "html").out.startswith("<!DOCTYPE html>")
    assert quiet("export", CHAT, "--format", "txt", "--out", "-").out.startswith("Receipts\n====")


def test_json_is_the_chat_s_file(quiet: Scout) -> None:
    (own,) = (quiet.data / "chats").iterdir()
    printed = quiet("export", CHAT, "--format", "json")

    assert printed.out.encode() == own.read_bytes()
    assert json.loads(printed.out)["nodes"][1]["x-foreign"] == {"kept": [1, 2]}


def test_a_file_and_its_ending_say_which_form_and_what_is_there_stays(
    quiet: Scout, tmp_path: Path
) -> None:
    for name, start in (("a.html", "<!DOCTYPE"), ("a.txt", "Receipts"), ("a.md", "# Receipts")):
        done = quiet("export", CHAT, "--out", str(tmp_path / name))
        assert (done.status, done.out) == (0, ""), done.err
        assert (tmp_path / name).read_text("utf-8").startswith(start)
    again = quiet("export", CHAT, "--out", str(tmp_path / "a.md"))
    assert again.status == 3
    assert "a.md" in again.err
    assert quiet("export", CHAT, "--out", str(tmp_path / "a.md"), "--force").status == 0
    nowhere = quiet("export", CHAT, "--out", str(tmp_path / "no" / "a.md"))
    assert nowhere.status == 3
    assert "its folder is not there" in nowhere.err


def test_all_of_them_go_into_a_folder(scout: Scout, stand_in: StandIn, tmp_path: Path) -> None:
    put_chat(scout.data)
    stand_in.queue(Reply(text="Paris."))
    assert scout("ask", "Capital of France?").status == 0
    scout.url = ""
    out = tmp_path / "out"
    done = scout("export", "--all", "--out", str(out), "--format", "html")

    assert done.status == 0, done.err
    assert "2 chats written" in done.err
    assert {path.name for path in out.iterdir()} == {
        "Receipts.html", "Capital of France.html", "index.html",
    }  # fmt: skip
    archived = put_archived(scout.data)
    again = scout("export", "--all", "--out", str(tmp_path / "again"))
    assert "3 chats written" in again.err, "what is in the archive is a chat as well"
    only = scout("export", "--chats", "archive", "--out", str(tmp_path / "only"))
    assert only.status == 0, only.err
    assert [path.name for path in (tmp_path / "only").iterdir()] == [f"{archived}.md"]
    found = scout("export", "--chats", "Paris", "--out", str(tmp_path / "found"))
    assert found.status == 0, found.err
    assert [path.name for path in (tmp_path / "found").iterdir()] == ["Capital of France.md"]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["export"], 2, "No chat is named"),
        (["export", "--all"], 2, "Add --out FOLDER"),
        (["export", CHAT, "--all"], 2, "named twice"),
        (["export", "ffff"], 3, "No chat has an id"),
        (["export", CHAT, "--format", "pdf"], 2, "invalid choice"),
        (["export", "--chats", "nowhere to be found", "--out", "x"], 2, "no such chat"),
    ],
)
def test_what_cannot_be_exported_is_said(
    quiet: Scout, words: list[str], status: int, said: str
) -> None:
    done = quiet(*words)

    assert done.status == status
    assert said in done.err
    assert done.out == ""


def test_a_missing_picture_is_said_and_counts_as_damage(quiet: Scout, tmp_path: Path) -> None:
    (own,) = (quiet.data / "chats").iterdir()
    picture = {"type": "image", "sha256": "ab" * 32, "mime": "image/png", "name": "cat.png"}
    text = own.read_text("utf-8")
    own.write_text(text.replace('"parts":[', '"parts":[' + json.dumps(picture) + ",", 1), "utf-8")
    done = quiet("export", CHAT, "--all-branches", "--out", str(tmp_path / "a.md"))

    assert done.status == 3
    assert "1 picture is missing or damaged" in done.err
    assert "\\[picture: cat.png, this picture is not" in (tmp_path / "a.md").read_text("utf-8")
    assert quiet("export", CHAT, "--out", str(tmp_path / "b.md"), "--no-pictures").status == 0


@pytest.mark.skipif(
    shutil.which("unshare") is None
    or subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode != 0,
    reason="needs network namespaces (unshare -rn)",
)
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_exporting_needs_no_network_and_asks_for_none(quiet: Scout, tmp_path: Path) -> None:
    trace, out = tmp_path / "trace", tmp_path / "out"
    done = subprocess.run(
        [
            "unshare", "-rn", "strace", "-f", "-qq", "-e", "trace=connect,socket", "-o", str(trace),
            *quiet.command("export", "--all", "--format", "html", "--out", str(out)),
        ],
        env=quiet.environment, capture_output=True, timeout=120, check=False, text=True,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert (out / "Receipts.html").exists()
    assert not re.findall(r"AF_INET6?", trace.read_text())
