"""Whatever is wrong with a file of another program, it is read as far as it is right or refused."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storage.imports.mangle import JUNK, as_json, damaged, mangled, survives
from tests.storage.imports.samples.every import VALUES, write

FUZZ = settings(
    max_examples=int(os.environ.get("FUZZ", "8")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_DATABASES = ("cherry database", "llm", "llm oldest", "llm newer")


@pytest.mark.parametrize("name", VALUES)
def test_records_gone_wrong(name: str, exports: Path) -> None:
    importer, make = VALUES[name]
    path = exports / "export.json"

    @FUZZ
    @given(mangled(make()))
    def reads(value: Any) -> None:
        path.write_bytes(as_json(value))
        survives(importer, path)

    reads()


@pytest.mark.parametrize("name", [*VALUES, "cherry zip", "cherry bak"])
def test_files_cut_and_overwritten(name: str, exports: Path) -> None:
    importer, path = write(name, exports)

    @FUZZ
    @given(damaged(path.read_bytes()))
    def reads(data: bytes) -> None:
        path.write_bytes(data)
        survives(importer, path)

    reads()


@pytest.mark.parametrize("name", _DATABASES)
def test_databases_cut_and_overwritten(name: str, exports: Path) -> None:
    importer, path = write(name, exports)
    sound = path.read_bytes()
    places = st.integers(0, len(sound))

    @FUZZ
    @given(st.lists(st.tuples(places, st.binary(max_size=8)), max_size=8), st.none() | places)
    def reads(hits: list[tuple[int, bytes]], end: int | None) -> None:
        data = sound
        for at, piece in hits:
            data = data[:at] + piece + data[at + len(piece) :]
        path.write_bytes(data[:end])
        survives(importer, path)

    reads()


@pytest.mark.parametrize("piece", ["thread.json", "messages.jsonl"])
def test_a_thread_of_jan_with_one_damaged_piece(piece: str, exports: Path) -> None:
    importer, folder = write("jan", exports)
    path = folder / "threads" / "th-1" / piece

    @FUZZ
    @given(damaged(path.read_bytes()))
    def reads(data: bytes) -> None:
        path.write_bytes(data)
        found = survives(importer, folder)
        assert any(chat.key == "th-2" for chat in found)

    reads()


@pytest.mark.parametrize("name", _DATABASES)
def test_databases_with_wrong_values(name: str, exports: Path) -> None:
    importer, path = write(name, exports)
    sound = path.read_bytes()
    places = _places(path)

    @FUZZ
    @given(st.lists(st.tuples(st.sampled_from(places), st.sampled_from(_VALUES)), max_size=6))
    def reads(hits: list[tuple[tuple[str, str, int], Any]]) -> None:
        path.write_bytes(sound)
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as base:
            for (table, column, row), value in hits:
                # A numbered key takes no text.
                with contextlib.suppress(sqlite3.IntegrityError):
                    base.execute(
                        f'update "{table}" set "{column}" = ? where rowid = ?', (value, row)
                    )
        survives(importer, path)

    reads()


_VALUES = [
    value
    for value in (*JUNK, b"\xff\xfe", 2**62, '{"text_ref": [{"fragment": 1e99}]}', "[[1]]")
    if isinstance(value, str | int | float | bytes | None)
    and not (isinstance(value, int) and value > 2**63)
    and value != "\ud800"
]
"""What a column can hold that another program would not have put there."""


def _places(path: Path) -> list[tuple[str, str, int]]:
    base = sqlite3.connect(path)
    named = [name for (name,) in base.execute("select name from sqlite_master where type='table'")]
    tables = [name for name in named if "_fts" not in name]
    found = []
    for table in tables:
        columns = [row[1] for row in base.execute(f'pragma table_info("{table}")')]
        rows = [row for (row,) in base.execute(f'select rowid from "{table}"')]
        found += [(table, column, row) for column in columns for row in rows]
    base.close()
    return found
