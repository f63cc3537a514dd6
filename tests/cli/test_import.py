"""`import` brings chats in from a shell, or only says what it would bring; no key, no network."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.storage.imports.chatgpt_export import receipts, write_zip

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Scout


@pytest.fixture
def export(scout: Scout, tmp_path: Path) -> Path:
    scout.url = ""
    gone = {"title": "Gone \x1b[31m", "id": "c-gone"}
    return write_zip(tmp_path / "export.zip", [receipts(), gone])


def test_a_dry_run_says_what_would_come_and_writes_nothing(scout: Scout, export: Path) -> None:
    done = scout("import", "--dry-run", str(export))

    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "ChatGPT export: export.zip",
        "  1 new chat.",
        "  1 chat cannot be imported.",
        done.out.splitlines()[3],
        "  Left out: 1 custom instructions.",
        "  “Gone \x1b[31m”: The export holds no messages of it.".replace("\x1b", ""),
        "  Nothing was written.",
    ]
    assert "7 messages, 2 branches, 1 picture, 1 picture not in the export" in done.out
    assert not list(scout.data.rglob("*"))


def test_what_was_imported_is_listed_shown_and_not_in_the_bill(scout: Scout, export: Path) -> None:
    done = scout("import", str(export))
    assert done.status == 0
    assert "  1 chat imported." in done.out
    (row,) = json.loads(scout("list", "--json").out)
    assert (row["title"], row["messages"], row["usd"]) == ("Receipts", 7, "0")
    shown = scout("show", row["id"]).out
    assert "You paid 12.40." in shown
    assert "30 × 20 pixels" in shown
    assert json.loads(scout("cost", "--json").out)["all"]["attempts"] == 0

    again = scout("import", str(export))
    assert (again.status, "1 chat here already, nothing new." in again.out) == (0, True)


def test_results_are_told_as_json(scout: Scout, export: Path) -> None:
    done = scout("import", "--json", str(export))
    (told,) = json.loads(done.out)
    assert told["chats"] == {"new": 1, "more": 0, "same": 0, "trash": 0, "refused": 1}
    assert (told["dry_run"], told["messages"], told["pictures"]) == (False, 7, 1)
    assert (told["missing_pictures"], len(told["added"]), told["error"]) == (1, 1, None)
    assert told["refused"][0]["reason"] == "The export holds no messages of it."


def test_one_file_that_is_none_does_not_keep_the_others_out(
    scout: Scout, export: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("dear diary")
    done = scout("import", str(tmp_path / "notes.txt"), str(export))
    assert done.status == 2
    assert "“notes.txt” holds no chats that are known here." in done.err
    assert "1 chat imported." in done.out


def test_what_is_not_there_is_said(scout: Scout, tmp_path: Path) -> None:
    scout.url = ""
    done = scout("import", str(tmp_path / "gone.zip"))
    assert done.status == 2
    assert "gone.zip" in done.err


def test_nothing_but_refusals_is_bad_usage(scout: Scout, tmp_path: Path) -> None:
    scout.url = ""
    (tmp_path / "c.json").write_text(json.dumps([{"mapping": {}, "current_node": None, "id": "c"}]))
    assert scout("import", str(tmp_path / "c.json")).status == 2
