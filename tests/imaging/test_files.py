"""Only picture files of a sane size are read; anything else is told apart by a sentence."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from scout_desktop.chat.errors import PictureError, PictureTooLarge, PictureUnreadable
from scout_desktop.imaging import MAX_BYTES, read_picture_file
from tests.imaging.corpus import plain


def test_a_file_is_read_whole_also_through_a_link(tmp_path):
    file = tmp_path / "färgër 写真.png"
    file.write_bytes(plain("PNG"))
    (tmp_path / "link").symlink_to(file)
    assert read_picture_file(file) == read_picture_file(str(tmp_path / "link")) == plain("PNG")


def test_what_is_no_file_is_called_what_it_is(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        here = os.open(tmp_path, os.O_RDONLY)
        server.bind(f"/proc/self/fd/{here}/socket")
        os.close(here)
        for path, word in [
            (tmp_path, "folder"),
            (tmp_path / "pipe", "pipe"),
            (tmp_path / "socket", "pipe"),
            ("/dev/zero", "device"),
            (tmp_path / "gone.png", "not there"),
            (tmp_path / ("x" * 300), "could not be read"),
            (str(tmp_path) + "/nul\0.png", "could not be read"),
        ]:
            with pytest.raises(PictureUnreadable, match=word) as refusal:
                read_picture_file(path)
            assert refusal.value.advice


def test_a_file_over_the_cap_is_not_read(tmp_path):
    big = tmp_path / "big.png"
    with big.open("wb") as file:
        file.truncate(MAX_BYTES)
    assert len(read_picture_file(big)) == MAX_BYTES
    with big.open("r+b") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(PictureTooLarge, match=r"25\.1 MB.*up to 25 MB"):
        read_picture_file(big)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_says_so(tmp_path):
    file = tmp_path / "secret.png"
    file.write_bytes(plain("PNG"))
    file.chmod(0)
    with pytest.raises(PictureError, match="may not read"):
        read_picture_file(file)


def test_the_room_is_entered_without_pillow():
    code = "import sys, scout_desktop.imaging; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
