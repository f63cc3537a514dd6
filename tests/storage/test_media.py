"""Pictures are kept once, by the hash of their bytes, and never shown when they are not it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from scout_desktop.chat.errors import DiskRefused, PictureUnreadable
from scout_desktop.storage.media import Media
from scout_desktop.storage.places import Places

PICTURE = b"\x89PNG\r\n\x1a\n and so on"
NAME = hashlib.sha256(PICTURE).hexdigest()


@pytest.fixture
def media(places: Places) -> Media:
    return Media(places, "d1-0")


def test_a_picture_is_kept_under_its_hash(media: Media, places: Places) -> None:
    assert not media.has(NAME)
    assert media.keep(PICTURE, "image/png") == NAME
    assert media.path(NAME) == places.media / NAME[:2] / f"{NAME}.png"
    assert media.fetch(NAME) == PICTURE
    assert media.has(NAME)


def test_the_same_picture_again_changes_nothing(media: Media) -> None:
    media.keep(PICTURE, "image/png")
    path = media.path(NAME)
    assert path is not None
    before = path.stat()
    assert media.keep(PICTURE, "image/jpeg") == NAME
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert len(list(path.parent.iterdir())) == 1


def test_a_damaged_picture_is_said_to_be_damaged_and_left_alone(media: Media) -> None:
    media.keep(PICTURE, "image/png")
    path = media.path(NAME)
    assert path is not None
    path.write_bytes(PICTURE[:-1] + b"!")
    with pytest.raises(PictureUnreadable, match="bytes do not match its name"):
        media.fetch(NAME)
    assert path.read_bytes().endswith(b"!")


def test_a_damaged_picture_that_is_added_again_is_whole_again(media: Media, places: Places) -> None:
    media.keep(PICTURE, "image/png")
    path = media.path(NAME)
    assert path is not None
    path.write_bytes(b"ruined")
    media.keep(PICTURE, "image/png")
    assert media.fetch(NAME) == PICTURE
    assert [kept.read_bytes() for kept in places.quarantine.iterdir()] == [b"ruined"]


def test_a_missing_picture_has_a_sentence(media: Media) -> None:
    with pytest.raises(PictureUnreadable, match="not in the data folder"):
        media.fetch(NAME)


@pytest.mark.parametrize("name", ["../../secret", "", "AB" * 32, NAME + "/..", NAME[:-1]])
def test_a_name_that_is_no_hash_leads_nowhere(media: Media, name: str) -> None:
    assert media.path(name) is None


def test_links_in_the_media_folder_are_not_followed(
    media: Media, places: Places, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / f"{NAME}.png").write_bytes(PICTURE)
    media.keep(b"other", "image/png")
    (places.media / NAME[:2]).symlink_to(elsewhere)
    with pytest.raises(DiskRefused):
        media.fetch(NAME)


def test_originals_of_kinds_that_are_never_sent_are_kept_too(media: Media) -> None:
    sha256 = media.keep(b"an iPhone photo", "image/heic")
    path = media.path(sha256)
    assert path is not None
    assert path.suffix == ".heic"
    sha256 = media.keep(b"who knows", "../../evil")
    path = media.path(sha256)
    assert path is not None
    assert path.suffix == ".bin"
