"""Chats of ours that somebody bent or cut: what reads is taken, and nothing else is made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node, user_node
from scout_desktop.storage import document, journal
from scout_desktop.storage.imports import own
from scout_desktop.storage.imports.arrivals.arriving import arrival
from scout_desktop.storage.imports.arrivals.taking import missing_picture
from scout_desktop.storage.imports.source import Source
from tests.storage.imports.mangle import as_json, damaged, mangled

AT = "2026-01-02T03:04:05.000Z"
ID = "01a205fc-04d8-7abc-8def-334455667788"


def a_chat() -> Conversation:
    """Two branches, a register, a key of the future."""
    question = user_node("n1", None, AT, "What is this?")
    replies = [
        Node({"id": id, "parent": "n1", "role": "assistant", "created": AT, "state": "complete",
              "parts": [{"type": "text", "text": words}], "reply": {"model": "m"}})
        for id, words in (("n2", "A receipt."), ("n3", "A bill."))
    ]  # fmt: skip
    made = Conversation(ID, extra={"future": {"a": [1]}}).with_nodes([question, *replies])
    return made.with_registers({"title": "Receipts", "head": "n2", "pinned": True}, AT, "d0-0")


def survives(path: Path) -> list[Conversation]:
    """Read a path; each chat must be one that is written and read again without a loss."""
    found = []
    with Source.open(path) as source:
        for each in own.read(source):
            if each.chat is None:
                assert each.refused
                continue
            first = arrival(each.chat, None, missing_picture, own=True)
            if first.state != "new":
                assert first.state == "same" or first.sentence
                continue
            written = document.dump(first.whole)
            reading = document.read(written)
            assert not reading.broken
            assert document.dump(reading.conversation) == written
            found.append(first.whole)
    return found


def test_a_chat_is_what_it_was(tmp_path: Path) -> None:
    (tmp_path / "chat.json").write_bytes(document.dump(a_chat()))
    (found,) = survives(tmp_path)
    assert document.dump(found) == document.dump(a_chat())


@given(value=mangled(json.loads(document.dump(a_chat()))))
def test_no_bent_record_spoils_the_others(
    tmp_path_factory: pytest.TempPathFactory, value: Any
) -> None:
    path = tmp_path_factory.getbasetemp() / "bent.json"
    path.write_bytes(as_json(value))
    survives(path)


@given(data=st.data())
def test_no_damaged_byte_invents_a_message(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp() / "damaged"
    folder.mkdir(exist_ok=True)
    cut = data.draw(st.integers(0, len(document.dump(a_chat()))))
    (folder / "chat.json").write_bytes(document.dump(a_chat())[:cut])
    lines = journal.first_line(ID, "d0-0") + journal.lines(a_chat().nodes.values())
    (folder / f"{ID}.d0-0.jsonl").write_bytes(data.draw(damaged(lines)))
    for found in survives(folder):
        assert found.nodes.keys() <= a_chat().nodes.keys()


def test_copies_that_a_sync_tool_made_are_one_chat(tmp_path: Path) -> None:
    one = a_chat()
    other = one.with_nodes([user_node("n4", "n2", AT, "And this?")])
    (tmp_path / "a.json").write_bytes(document.dump(one))
    (tmp_path / "a (conflict).json").write_bytes(document.dump(other))
    (found,) = survives(tmp_path)
    assert found.nodes.keys() == {"n1", "n2", "n3", "n4"}


def test_trash_and_quarantine_of_a_folder_are_no_chats_of_it(tmp_path: Path) -> None:
    for folder in ("chats", "trash", "quarantine"):
        (tmp_path / folder).mkdir()
    (tmp_path / "chats" / "a.json").write_bytes(document.dump(a_chat()))
    gone = Conversation(ID[:-1] + "0", a_chat().meta, a_chat().nodes)
    for folder in ("trash", "quarantine"):
        (tmp_path / folder / "b.json").write_bytes(document.dump(gone))
    assert [found.id for found in survives(tmp_path)] == [ID]
