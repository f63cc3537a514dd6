"""A file, a folder, an archive and a database of another program read alike."""

from __future__ import annotations

import os
import sqlite3
import zipfile
from pathlib import Path

import pytest

from scout_desktop.chat.errors import BadInput, ScoutError
from scout_desktop.storage.imports.source import Source


def test_a_file_a_folder_and_an_archive_read_alike(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "a.json").write_text('[1, {"b": 2}]')
    packed = tmp_path / "packed.anything"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("in/a.json", '[1, {"b": 2}]')
    for path, name in (
        (folder, "in/a.json"),
        (packed, "in/a.json"),
        (folder / "in" / "a.json", "a.json"),
    ):
        with Source.open(path) as source:
            assert source.names() == (name,)
            assert (source.size(name), source.start(name, 3)) == (13, b"[1,")
            assert source.json(name) == list(source.elements(name)) == [1, {"b": 2}]
            with pytest.raises(BadInput, match="not in there"):
                source.read("../in/a.json")


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.json").write_text('["secret"]')
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.json").symlink_to(tmp_path / "secret" / "key.json")
    (folder / "links").symlink_to(tmp_path / "secret")
    (folder / "in").mkdir()
    (folder / "in" / "key.json").write_text('["mine"]')
    with Source.open(folder) as source:
        assert source.names() == ("in/key.json",)
        # Somebody puts a link in its place after it was looked at.
        (folder / "in" / "key.json").unlink()
        (folder / "in").rmdir()
        (folder / "in").symlink_to(tmp_path / "secret")
        with pytest.raises(ScoutError, match="links are not followed"):
            source.read("in/key.json")


def test_a_pipe_does_not_keep_anybody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadInput, match="not a regular file"):
        Source.open(tmp_path / "pipe")


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ScoutError) as told:
        Source.open(tmp_path / "gone.zip")
    assert "gone.zip" in told.value.sentence


def test_a_database_is_read_as_a_copy_with_what_its_program_has_not_written_in(
    tmp_path: Path,
) -> None:
    path = tmp_path / "logs.db"
    writer = sqlite3.connect(path)
    writer.execute("pragma journal_mode = wal")
    writer.execute("create table told (word)")
    writer.execute("insert into told values ('kept')")
    writer.commit()
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    with Source.open(tmp_path) as source, source.database("logs.db") as base:
        assert base.execute("select word from told").fetchall() == [("kept",)]
        with pytest.raises(sqlite3.OperationalError):
            base.execute("delete from told")
        with pytest.raises(sqlite3.OperationalError):
            base.execute("attach 'x.db' as x")
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before
    writer.close()


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"SQLite format 3\0" + os.urandom(5_000))
    (tmp_path / "b.db").write_bytes(b"words")
    with Source.open(tmp_path) as source:
        for name in source.names():
            with pytest.raises(BadInput, match="database"), source.database(name):
                pass
