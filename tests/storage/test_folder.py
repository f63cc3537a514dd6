"""The data folder is private, follows no links, and is never written by looking."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from scout_desktop.chat.errors import (
    DiskRefused,
)
from scout_desktop.storage import document, files
from scout_desktop.storage.device import Writer
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places
from tests.storage.one_chat import answered
from tests.storage.story import Story, everything_under


def test_opening_and_listing_write_nothing(start: Callable[[], Library], story: Story) -> None:
    library = start()
    chat = answered(library, story)
    library.fold(chat.id)
    library.put_nodes(chat.id, [story.question("More")])
    before = everything_under(library.places.data)
    reader = start()
    reader.open(chat.id)
    reader.open(chat.id, fresh=True)
    reader.ids()
    reader.stamps()
    assert everything_under(library.places.data) == before


def test_links_are_not_followed(library: Library, story: Story, tmp_path: Path) -> None:
    private = tmp_path / "private.json"
    chat = story.chat()
    private.write_bytes(document.dump(chat))
    files.make_folder(library.places.chats)
    (library.places.chats / "20261123-021320-link00000000.json").symlink_to(private)
    os.mkfifo(library.places.chats / "pipe.json")
    assert library.ids() == []
    with pytest.raises(DiskRefused, match="links are not followed"):
        files.read(library.places.chats / "20261123-021320-link00000000.json")


def test_everything_is_private_under_any_umask(
    start: Callable[[], Library], story: Story, places: Places
) -> None:
    for mask in (0o000, 0o022, 0o277):
        before = os.umask(mask)
        try:
            library = start()
            library.recover()
            answered(library, story)
            library.close()
        finally:
            os.umask(before)
    for root in (places.data, places.state):
        for path in (root, *root.rglob("*")):
            wanted = 0o700 if path.is_dir() else 0o600
            assert stat.S_IMODE(path.stat().st_mode) == wanted, path


@pytest.mark.parametrize("which", ["data", "state"])
def test_a_folder_that_cannot_be_written_is_one_sentence_with_its_path(
    places: Places, story: Story, which: str
) -> None:
    folder: Path = getattr(places, which)
    folder.parent.mkdir(exist_ok=True)
    # A file in its place stops even those whom no permission stops.
    folder.write_text("not a folder")
    with pytest.raises(DiskRefused) as said:
        Library(places, Writer.open(places), story.now).recover()
    assert str(folder) in said.value.sentence
    assert "cannot write to" in said.value.sentence
    assert "--data-dir FOLDER" in said.value.sentence
    assert folder.read_text() == "not a folder"


def test_a_folder_that_is_suddenly_almost_empty_is_called_unavailable(
    start: Callable[[], Library], story: Story
) -> None:
    library = start()
    chats = [library.create(story.chat()) for _ in range(5)]
    library.recover()
    for chat in chats[:3]:
        for path in library.places.chats.glob(f"*{chat.id[-12:]}.json"):
            path.unlink()
    again = start()
    assert again.missing() == (2, 5)
    again.close()
    assert start().missing() == (2, 5)
    again.remember(anyway=True)
    assert again.missing() is None


def test_the_label_names_all_that_may_lie_in_the_folder(
    start: Callable[[], Library], library: Library, story: Story
) -> None:
    library.create(story.chat())
    places = library.places
    label = places.readme.read_text("utf-8")
    kinds = ("chats", "journals", "media", "ledger", "trash", "quarantine")
    for name in (*(getattr(places, kind).name + "/" for kind in kinds), places.library.name):
        assert name in label
    assert "scout-desktop/chat" in label
    assert max(map(len, label.splitlines())) <= 100
    # Whoever wrote something of their own in it keeps that.
    places.readme.write_text("mine")
    start().create(story.chat())
    assert places.readme.read_text() == "mine"
