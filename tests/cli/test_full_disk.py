"""A disk without any room left is still read: whoever looks for what to rescue has to see it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scout_desktop.storage import document
from scout_desktop.storage.places import Places
from tests.storage.story import Story, everything_under

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m,mode=0700", "tmpfs", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def story() -> Story:
    return Story()


def fill(disk: Path) -> None:
    with (disk / "filling").open("ab", buffering=0) as filling:
        while shutil.disk_usage(disk).free:
            filling.write(bytes(4096))


def put(places: Places, story: Story, words: str) -> str:
    """Let a sync program bring a chat."""
    chat = story.chat(words).with_nodes([story.question(f"Where is {words}?")])
    places.chats.mkdir(parents=True, exist_ok=True)
    (places.chats / f"20261123-021320-{chat.id[-12:]}.json").write_bytes(document.dump(chat))
    return chat.id


def run(disk: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "scout_desktop", "--data-dir", str(disk / "data"), *words],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout


VERBS = ("list", "show", "search", "export", "cost")


def reads(disk: Path, words: str, id: str, *verbs: str) -> None:
    before = everything_under(disk / "data")
    asked = {"show": ["show", id], "search": ["search", words]}
    asked["export"] = ["export", id, "--out", "-"]
    for verb in verbs:
        found = run(disk, *asked.get(verb, [verb]))
        assert words in found or verb == "cost"
    assert everything_under(disk / "data") == before


def test_a_chat_that_came_before_the_disk_was_full_is_read(disk: Path, story: Story) -> None:
    places = Places.beside(disk / "data")
    put(places, story, "Rome")
    assert "Rome" in run(disk, "list")
    id = put(places, story, "Oslo")
    fill(disk)

    reads(disk, "Oslo", id, *VERBS)


def test_a_folder_that_was_never_opened_here_is_read(disk: Path, story: Story) -> None:
    places = Places.beside(disk / "data")
    id = put(places, story, "Rome")
    fill(disk)

    reads(disk, "Rome", id, "list", "show")
