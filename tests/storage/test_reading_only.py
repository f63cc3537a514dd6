"""Who only reads a folder leaves it as it was, whoever made it; what is put into it labels it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scout_desktop.storage import document
from scout_desktop.storage.device import Writer
from scout_desktop.storage.library import Library
from scout_desktop.storage.media import Media
from scout_desktop.storage.places import Places
from tests.storage.story import Story, everything_under

ROOT = Path(__file__).resolve().parents[2]
OLD = 1_600_000_000
"""Seconds; long before any thirty days."""


def of_another_hand(places: Places, story: Story) -> str:
    """Make a folder as a person copies one together: no label, an old journal beside a chat."""
    chat = story.chat().with_nodes([story.question("Where is the key?")])
    for folder in (places.chats, places.journals):
        folder.mkdir(parents=True)
    (places.chats / "from the old computer.json").write_bytes(document.dump(chat))
    journal = places.journals / f"{chat.id}.deeee-0.jsonl"
    head = {"format": "scout-desktop/journal", "version": 1, "min_reader": 1, "chat": chat.id}
    journal.write_text(json.dumps(head | {"writer": "deeee-0"}) + "\n")
    os.utime(journal, (OLD, OLD))
    return chat.id


VERBS = {
    "list": ["list", "--json"],
    "show": ["show", "--all", "ID"],
    "search": ["search", "key"],
    "export": ["export", "--all", "--out", "OUT"],
    "cost": ["cost"],
    "import --dry-run": ["import", "--dry-run", "CHAT"],
    "check": ["check"],
    "--selftest": ["--selftest"],
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_that_reads_changes_nothing_in_the_folder(
    places: Places, story: Story, verb: str, tmp_path: Path
) -> None:
    id = of_another_hand(places, story)
    before = everything_under(places.data)
    (chat,) = places.chats.iterdir()
    named = {"ID": id, "OUT": str(tmp_path / "out"), "CHAT": str(chat)}
    words = [named.get(word, word) for word in VERBS[verb]]

    done = subprocess.run(
        [sys.executable, "-m", "scout_desktop", "--data-dir", str(places.data), *words],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip

    # A look finds that the chat has not the name it would have here.
    assert done.returncode == (3 if verb == "check" else 0), done.stderr
    assert everything_under(places.data) == before


def test_the_first_thing_that_is_put_into_the_folder_labels_it(
    places: Places, story: Story
) -> None:
    id = of_another_hand(places, story)
    library = Library(places, Writer.open(places), story.now)
    library.recover()
    library.open(id)
    assert not places.readme.exists()

    library.put_nodes(id, [story.question("Under the mat?")])

    assert "scout-desktop/chat" in places.readme.read_text("utf-8")
    library.close()


def test_a_picture_may_be_the_first_thing(places: Places) -> None:
    media = Media(places, "d0-0")
    assert not media.has("0" * 64)
    assert not places.data.exists()

    media.keep(b"a picture", "image/png")

    assert places.readme.exists()
