"""What sync programs leave in the folder: each copy is read along, folded in, and nothing lost."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from scout_desktop.chat.errors import PictureUnreadable
from scout_desktop.storage import document
from scout_desktop.storage.document import dump
from scout_desktop.storage.journal import first_line, growth, lines
from scout_desktop.storage.library import Library
from scout_desktop.storage.media import Media
from scout_desktop.storage.places import Places
from scout_desktop.storage.shelf.registers import Registers
from scout_desktop.storage.shelf.sync_copies import chats_with_copies
from tests.storage.one_chat import answered, the_file
from tests.storage.story import Story

COPIES = {
    "Syncthing": "{stem}.sync-conflict-20261123-101112-ABCDEFG{ending}",
    "Dropbox": "{stem} (Anna's conflicted copy 2026-11-23){ending}",
    "Nextcloud": "{stem} (conflicted copy 2026-11-23 101112){ending}",
    "OneDrive": "{stem}-DESKTOP-AB12{ending}",
    "iCloud": "{stem} 2{ending}",
    "Google Drive": "{stem} (1){ending}",
    "Resilio": "{stem}.Conflict{ending}",
}
NOISE = [
    ".{name}.icloud", "{name}.tmp", "{name}.!sync", ".syncthing.{name}.tmp", "~{name}.part",
    "desktop.ini", ".DS_Store", "Thumbs.db", "{name}.crdownload", ".~lock.{name}#",
]  # fmt: skip
each_copy = pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES.keys())


def _beside(path: Path, copy: str) -> Path:
    stem, ending = path.name.split(".json", 1)[0], f".json{path.name.split('.json', 1)[1]}"
    return path.with_name(copy.format(stem=stem, ending=ending))


@each_copy
def test_a_copy_of_a_chat_is_one_chat_with_all_messages_and_then_goes_to_the_trash(
    library: Library, start: Callable[[], Library], story: Story, copy: str
) -> None:
    chat = answered(library, story)
    library.fold(chat.id)
    theirs = story.question("Written on the other device", chat.head)
    conflict = dump(library.open(chat.id).with_nodes([theirs]))
    _beside(the_file(library), copy).write_bytes(conflict)

    # Without folding, by a program that just starts and by one that has it open.
    for reader in (start(), library):
        assert reader.ids() == [chat.id]
        assert theirs.id in reader.open(chat.id).nodes
    assert chats_with_copies(library.shelf) == [chat.id]

    library.fold(chat.id)
    assert chats_with_copies(library.shelf) == []
    assert len(document.load(the_file(library).read_bytes()).nodes) == 3
    assert [path.read_bytes() for path in library.places.trash.iterdir()] == [conflict]
    assert start().ids() == [chat.id]


@each_copy
def test_a_copy_of_a_journal_is_read_and_then_goes_to_the_trash(
    library: Library, start: Callable[[], Library], story: Story, copy: str
) -> None:
    chat = answered(library, story)
    library.fold(chat.id)
    writer = "dffff-0"
    journal = library.places.journals / f"{chat.id}.{writer}.jsonl"
    theirs = [story.question(text, chat.head) for text in ("Original", "In the copy")]
    head = first_line(chat.id, writer)
    journal.write_bytes(head + lines([theirs[0]]))
    copied = _beside(journal, copy)
    copied.write_bytes(head + lines([theirs[1]]))

    for reader in (start(), library):
        assert reader.ids() == [chat.id]
        assert {node.id for node in theirs} <= reader.open(chat.id).nodes.keys()
    assert chats_with_copies(library.shelf) == [chat.id]

    library.fold(chat.id)
    assert chats_with_copies(library.shelf) == []
    # The journal itself belongs to its writer, and stays.
    assert journal.exists()
    assert not copied.exists()
    assert {node.id for node in theirs} <= start().open(chat.id).nodes.keys()


def test_a_copy_of_a_journal_in_which_a_reply_grows_stays_until_its_end_is_known(
    library: Library, story: Story
) -> None:
    chat = answered(library, story)
    reply = story.reply(chat.head)
    data = first_line(chat.id, "dffff-0") + lines([reply]) + growth(reply.id, 0, "So far")
    copied = library.places.journals / f"{chat.id}.dffff-0 2.jsonl"
    copied.write_bytes(data)
    assert library.fold(chat.id).nodes[reply.id].text == "So far"
    assert copied.exists()
    journal = library.places.journals / f"{chat.id}.dffff-0.jsonl"
    journal.write_bytes(data + lines([reply.changed(state="stopped", rev=1)]))
    library.fold(chat.id)
    assert not copied.exists()


@each_copy
def test_a_copy_of_the_presets_is_read_and_then_goes_to_the_trash(
    library: Library, places: Places, story: Story, copy: str
) -> None:
    registers = Registers(places, library.writer)
    registers.set({"preset.a": 1}, story.now())
    before = places.library.read_bytes()
    registers.set({"preset.b": 2}, story.now())
    copied = _beside(places.library, copy)
    copied.write_bytes(before.replace(b"preset.a", b"preset.c"))
    assert registers.values() == {"preset.a": 1, "preset.b": 2, "preset.c": 1}
    registers.fold_copies(story.now())
    assert not copied.exists()
    assert registers.values() == {"preset.a": 1, "preset.b": 2, "preset.c": 1}
    now = places.library.read_bytes()
    registers.fold_copies(story.now())
    assert places.library.read_bytes() == now


def test_what_is_no_chat_is_left_alone(
    library: Library, start: Callable[[], Library], story: Story
) -> None:
    chat = answered(library, story)
    library.fold(chat.id)
    file, places = the_file(library), library.places
    journal = places.journals / f"{chat.id}.dffff-0.jsonl"
    noise = []
    for folder, name in ((places.chats, file.name), (places.journals, journal.name)):
        noise += [folder / each.format(name=name) for each in NOISE]
    half = file.read_bytes()[:200]
    for path in noise:
        path.write_bytes(half)
    fresh = start()
    assert fresh.ids() == [chat.id]
    assert fresh.recover() == []
    fresh.put_nodes(chat.id, [story.question("More", chat.head)])
    assert len(fresh.fold(chat.id).nodes) == 3
    assert chats_with_copies(fresh.shelf) == []
    assert all(path.read_bytes() == half for path in noise)


def test_a_copy_that_is_damaged_shows_no_second_chat_and_is_kept_as_it_is(
    library: Library, start: Callable[[], Library], story: Story
) -> None:
    chat = answered(library, story)
    library.fold(chat.id)
    whole = the_file(library).read_bytes()
    copied = _beside(the_file(library), COPIES["Syncthing"])
    copied.write_bytes(whole[: len(whole) * 2 // 3])
    assert start().ids() == [chat.id]
    library.fold(chat.id)
    kept = [path.read_bytes() for path in library.places.quarantine.iterdir()]
    assert kept == [whole[: len(whole) * 2 // 3]]
    assert the_file(library).read_bytes() == whole


@each_copy
@pytest.mark.parametrize("ending", [".jpg", ".webp"])
def test_a_picture_is_found_by_its_bytes_whatever_copies_are_called(
    places: Places, copy: str, ending: str
) -> None:
    media = Media(places, "d0-0")
    mime = "image/jpeg" if ending == ".jpg" else "image/webp"
    sha256 = media.keep(b"the picture", mime)
    path = media.path(sha256)
    assert path is not None
    copied = path.with_name(copy.format(stem=sha256, ending=ending))
    # A copy of other bytes beside it does no harm.
    copied.write_bytes(b"half of the pict")
    assert media.fetch(sha256) == b"the picture"
    assert media.path(sha256) == path
    # The one under its name is damaged, or gone, and the copy is whole.
    copied.write_bytes(b"the picture")
    path.write_bytes(b"zeros")
    assert media.fetch(sha256) == b"the picture"
    path.unlink()
    assert media.fetch(sha256) == b"the picture"
    assert media.has(sha256)
    # Kept once more, it is no second file.
    assert media.keep(b"the picture", mime) == sha256
    assert media.fetch(sha256) == b"the picture"


def test_a_picture_that_is_still_on_its_way_is_not_there(places: Places) -> None:
    media = Media(places, "d0-0")
    sha256 = hashlib.sha256(b"the picture").hexdigest()
    folder = places.media / sha256[:2]
    folder.mkdir(parents=True)
    for name in (f"{sha256}.jpg.!sync", f".{sha256}.jpg.icloud", f"{sha256}.jpg.tmp"):
        (folder / name).write_bytes(b"the pic")
    assert not media.has(sha256)
    with pytest.raises(PictureUnreadable):
        media.fetch(sha256)
