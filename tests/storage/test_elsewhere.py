"""Files that leave the data folder: whole or not at all, where the user wants them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from scout_desktop.chat.errors import DiskError, DiskFull, DiskRefused
from scout_desktop.storage.elsewhere import hand_out, hand_out_folder, hand_out_pieces

posix = pytest.mark.skipif(os.name != "posix", reason="modes and links of this kind are POSIX's")


def _left(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_the_file_holds_exactly_the_bytes(tmp_path) -> None:
    data = os.urandom(3_000_000)
    hand_out(tmp_path / "猫 1.png", data)

    assert (tmp_path / "猫 1.png").read_bytes() == data
    assert _left(tmp_path) == ["猫 1.png"]


def test_what_was_there_is_replaced_whole(tmp_path) -> None:
    target = tmp_path / "a.png"
    target.write_bytes(b"x" * 1000)
    hand_out(target, b"new")

    assert target.read_bytes() == b"new"
    assert _left(tmp_path) == ["a.png"]


@posix
def test_a_new_file_is_as_open_as_the_user_s_mask_says_and_an_old_one_stays_so(tmp_path) -> None:
    mask = os.umask(0o027)
    try:
        hand_out(tmp_path / "new.png", b"x")
    finally:
        os.umask(mask)
    old = tmp_path / "old.png"
    old.write_bytes(b"x")
    old.chmod(0o604)
    hand_out(old, b"y")

    assert stat.S_IMODE((tmp_path / "new.png").stat().st_mode) == 0o640
    assert stat.S_IMODE(old.stat().st_mode) == 0o604


@posix
def test_a_link_that_was_chosen_is_followed(tmp_path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.png"
    link.symlink_to(tmp_path / "real" / "there.png")
    hand_out(link, b"x")

    assert link.is_symlink()
    assert (tmp_path / "real" / "there.png").read_bytes() == b"x"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("no folder/a.png", "its folder is not there"),
        ("folder", "a folder stands in its place"),
        ("file/a.png", "a file stands where a folder should be"),
        ("x" * 300 + ".png", "could not be used"),
    ],
)
def test_what_does_not_go_is_said_in_one_sentence_and_leaves_nothing(tmp_path, path, words) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"kept")
    before = _left(tmp_path)
    with pytest.raises(DiskError) as refused:
        hand_out(tmp_path / path, b"x")

    assert words in refused.value.sentence
    assert str(tmp_path) not in refused.value.sentence
    assert _left(tmp_path) == before
    assert _left(tmp_path / "folder") == []
    assert (tmp_path / "file").read_bytes() == b"kept"


@posix
def test_a_full_disk_keeps_what_was_there(tmp_path) -> None:
    import resource
    import signal

    target = tmp_path / "a.png"
    target.write_bytes(b"kept")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limits[1]))
    try:
        with pytest.raises(DiskError):
            hand_out(target, bytes(50_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)

    assert target.read_bytes() == b"kept"
    assert _left(tmp_path) == ["a.png"]


@posix
@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_said(tmp_path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(DiskRefused, match="permission was denied"):
            hand_out(tmp_path / "a.png", b"x")
    finally:
        tmp_path.chmod(0o700)


@posix
def test_a_device_and_a_pipe_are_written_to_and_stay_what_they_are(tmp_path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        hand_out(pipe, b"through it")
        assert os.read(reader, 100) == b"through it"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    full = tmp_path / "full"
    full.symlink_to("/dev/full")
    with pytest.raises(DiskFull):
        hand_out(full, b"x")
    assert stat.S_ISCHR(full.stat().st_mode)
    assert _left(tmp_path) == ["full", "pipe"]


def test_pieces_become_one_file(tmp_path) -> None:
    pieces = [os.urandom(700_000) for _ in range(5)]

    assert hand_out_pieces(tmp_path / "a.html", iter(pieces)) == 3_500_000
    assert (tmp_path / "a.html").read_bytes() == b"".join(pieces)
    assert _left(tmp_path) == ["a.html"]


def test_a_file_that_is_there_stays_unless_it_may_be_replaced(tmp_path) -> None:
    target = tmp_path / "a.md"
    target.write_bytes(b"mine")
    with pytest.raises(DiskRefused, match="something else has its name"):
        hand_out_pieces(target, [b"new"])
    assert target.read_bytes() == b"mine"
    assert _left(tmp_path) == ["a.md"]

    hand_out_pieces(target, [b"new"], replacing=True)

    assert target.read_bytes() == b"new"


@posix
def test_a_disk_without_second_names_keeps_what_is_there_as_well(tmp_path, monkeypatch) -> None:
    def refuse(*_names: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)  # as FAT answers; such a disk is not to be had here
    hand_out_pieces(tmp_path / "a.md", [b"one"])
    with pytest.raises(DiskRefused, match="something else has its name"):
        hand_out_pieces(tmp_path / "a.md", [b"two"])

    assert (tmp_path / "a.md").read_bytes() == b"one"
    assert _left(tmp_path) == ["a.md"]


def test_what_fails_while_it_is_made_leaves_nothing(tmp_path) -> None:
    def pieces():
        yield bytes(3_000_000)
        raise KeyError("no more")

    with pytest.raises(KeyError):
        hand_out_pieces(tmp_path / "a.md", pieces())
    assert _left(tmp_path) == []


def test_a_folder_is_made_with_those_above_it(tmp_path) -> None:
    hand_out_folder(tmp_path / "a" / "b")
    hand_out_folder(tmp_path / "a" / "b")

    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(DiskRefused, match="a file stands where a folder should be"):
        hand_out_folder(tmp_path / "file" / "b")
