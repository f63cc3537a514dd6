"""What is published about the format is true: schemas, the reader of its own, README.txt."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from scout_desktop import resources
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places
from scout_desktop.storage.shelf.known import prepare
from scout_desktop.storage.shelf.labelling import README
from tests.storage.check.shelf import fill

VERSION_1 = Path(__file__).parent / "versions" / "1"


def schema(name: str) -> Draft202012Validator:
    found = json.loads(resources.read_text(f"format/{name}.schema.json"))
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def read_chat(*words: str | Path) -> str:
    """Run the published reader without anything of ours or of site-packages."""
    script = resources.path("format/read_chat.py")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script), *map(str, words)],
        capture_output=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture
def shelf(places: Places) -> Places:
    fill(places, random.Random(5), 8)
    return places


@pytest.mark.parametrize("folder", ["shelf", "version 1"])
def test_every_file_matches_its_schema(shelf: Places, folder: str) -> None:
    data = shelf.data if folder == "shelf" else VERSION_1
    chats, journals, ledgers = sorted(data.glob("chats/*")), data.glob("journal/*"), 0
    assert len(chats) >= 4
    for path in chats:
        schema("chat").validate(json.loads(path.read_bytes()))
    for kind in ("journal", "ledger"):
        for path in journals if kind == "journal" else data.glob("ledger/*"):
            for line in path.read_bytes().decode().split("\n")[:-1]:
                schema(kind).validate(json.loads(line))
                ledgers += 1
    assert ledgers > 5


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"version":1', '"version":"1"'),
        ('"at":"2026-11-23T01:18:58.000Z"', '"at":"yesterday"'),
        ('"usd":"0.00015416"', '"usd":0.00015416'),
        ('"state":"complete"', '"state":"done"'),
        ('"turn":90', '"turn":45'),
        ('"parent":null', '"parent":"x"'),
        ('"how":"caption"', '"how":"shout"'),
        ('"type":"text"}', '"type":"text","text":7}'),
    ],
)
def test_the_schema_is_not_easily_pleased(old: str, new: str) -> None:
    text = (VERSION_1 / "chats" / "20261123-011852-334455667788.json").read_text("utf-8")
    if new.endswith('"text":7}'):
        old, new = '"text":"A receipt."', '"text":7'
    assert old in text
    assert schema("chat").is_valid(json.loads(text))
    assert not schema("chat").is_valid(json.loads(text.replace(old, new, 1)))


def test_the_reader_prints_every_message_of_real_folders(shelf: Places, library: Library) -> None:
    printed = 0
    for id in library.ids():
        chat = library.open(id)
        paths = [shelf.chats / name for name in library.shelf.chat_files(id)]
        paths += [shelf.journals / name for name in library.shelf.journals(id)]
        everything, shown = read_chat("--all", *paths), read_chat(*paths)
        for node in chat.nodes.values():
            if not node.deleted:
                assert node.text in everything
                printed += 1
        if chat.value("head") is None:
            continue
        assert all(node.text in shown for node in chat.branch)
    assert printed > 10


def test_the_reader_prints_the_branch_that_is_shown() -> None:
    path = VERSION_1 / "chats" / "20261123-011852-334455667788.json"
    shown = read_chat(path)
    assert "What is this? 収据 😀" in shown
    assert "A receipt." in shown
    assert "A longer receipt" not in shown
    journal = next((VERSION_1 / "journal").iterdir())
    assert "Growing 😀" in read_chat(path, journal, "--all")


def test_the_reader_reads_what_is_damaged(tmp_path: Path) -> None:
    whole = (VERSION_1 / "chats" / "20261123-011852-334455667788.json").read_bytes()
    path = tmp_path / "chat.json"
    path.write_bytes(whole[: whole.index(b'"Half of"')])
    said = read_chat("--all", path)
    assert "A receipt." in said
    assert "And this one?" in said
    assert "Half of" not in said
    path.write_bytes(b"\xef\xbb\xbf" + whole.replace(b"\n", b"\r\n").replace(b"A receipt", b"\xff"))
    assert "And this one?" in read_chat("--all", path)


def test_the_folder_is_labelled_and_an_older_label_of_ours_is_renewed(
    places: Places,
) -> None:
    prepare(places, "d0-0")
    assert places.readme.read_text("utf-8") == README
    assert "read_chat.py" in README
    from scout_desktop.storage.shelf import labelling

    # The first one we wrote, kept here because no other place has it any more.
    earlier = Path(__file__).parent / "versions" / "README-1.txt"
    places.readme.write_bytes(earlier.read_bytes())
    labelling.label(places, "d0-0")
    assert places.readme.read_text("utf-8") == README
    places.readme.write_text("My own notes", "utf-8")
    prepare(places, "d0-0")
    assert places.readme.read_text("utf-8") == "My own notes"
