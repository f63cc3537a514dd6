"""Several programs on one folder at once, and two devices whose folders are copied together."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scout_desktop.chat.errors import FolderLocked
from scout_desktop.storage import document
from scout_desktop.storage.device import Writer
from scout_desktop.storage.ground.locks import Lock
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places
from scout_desktop.storage.shelf import fold
from tests.storage.story import Story


def test_three_programs_write_fold_and_delete_at_once(
    root: Path, places: Places, library: Library
) -> None:
    chat = library.create(Story().chat())
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.storage.adder", str(places.data), chat.id, "15"],
            cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    streams = [(program, program.stdin, program.stdout) for program in programs]
    names = {out.readline().split()[1] for _, _, out in streams if out is not None}
    assert len(names) == 3
    for _, go, _ in streams:
        assert go is not None
        go.write("go\n")
        go.flush()
    outputs = [program.communicate()[0] for program in programs]
    assert [program.returncode for program in programs] == [0, 0, 0]
    said = [line.split() for output in outputs for line in output.splitlines()]
    kept = {id for words in said if words[0] == "KEPT" for id in words[1:]}
    gone = {words[1] for words in said if words[0] == "GONE"}
    assert (len(kept), len(gone)) == (90, 15)
    whole = library.fold(chat.id)
    assert whole.nodes.keys() == kept
    assert {id for id, node in whole.nodes.items() if node.deleted} == gone
    (file,) = places.chats.iterdir()
    assert document.load(file.read_bytes()).nodes == whole.nodes


def test_two_devices_copies_become_the_same_file_in_either_order(
    tmp_path: Path, story: Story
) -> None:
    here, there = Places.beside(tmp_path / "here"), Places.beside(tmp_path / "there")
    folders = []
    chat = story.chat()
    for places in (here, there):
        writer = Writer.open(places)
        library = Library(places, writer, story.now)
        library.create(chat)
        question = story.question(f"from {places.data.name}")
        library.put_nodes(chat.id, [question])
        if places is here:
            library.fold(chat.id)
        folders.append(places)
        writer.close()
    files = []
    for order in ([here, there], [there, here]):
        both = Places.beside(tmp_path / f"both-{order[0].data.name}")
        for number, source in enumerate(order):
            for path in sorted(p for p in source.data.rglob("*") if p.is_file()):
                target = both.data / path.relative_to(source.data)
                if target.exists() and target.read_bytes() != path.read_bytes():
                    # As a sync program does with two versions of one file.
                    target = target.with_name(f"{target.stem}.sync-conflict-{number}.json")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)
        writer = Writer.open(both)
        library = Library(both, writer, story.now)
        texts = {node.text for node in library.open(chat.id).nodes.values()}
        assert texts == {"from here", "from there"}
        library.fold(chat.id)
        (file,) = both.chats.iterdir()
        files.append((file.name, file.read_bytes()))
        assert len(list(both.trash.iterdir())) == 1
        writer.close()
    assert files[0] == files[1]


def test_a_chat_that_someone_else_folds_is_waited_for_and_then_given_up_with_a_sentence(
    library: Library, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fold, "_PATIENCE", 0.05)
    chat = library.create(story.chat())
    library.put_nodes(chat.id, [story.question("Still here?")])
    with Lock.take(fold.chat_lock(library.places, chat.id)), pytest.raises(FolderLocked) as said:
        library.fold(chat.id)
    assert said.value.sentence
    assert len(library.fold(chat.id).nodes) == 1


def test_a_reply_that_another_program_is_streaming_is_shown_and_never_folded_as_such(
    start: Callable[[], Library], story: Story
) -> None:
    window, command = start(), start()
    assert {window.writer.slot, command.writer.slot} == {0, 1}
    chat = window.create(story.chat())
    question = story.question("Tell me")
    reply = story.reply(question.id)
    command.put_nodes(chat.id, [question, reply])
    command.grow(chat.id, reply.id, 0, "So far")
    assert window.open(chat.id).nodes[reply.id].state == "streaming"
    assert window.open(chat.id).nodes[reply.id].text == "So far"
    folded = window.fold(chat.id)
    assert folded.nodes[reply.id].text == "So far"
    (file,) = window.places.chats.iterdir()
    assert b"streaming" not in file.read_bytes()
    command.fold(chat.id)
    command.grow(chat.id, reply.id, 6, ", so good")
    assert window.open(chat.id).nodes[reply.id].text == "So far, so good"
    ended = command.open(chat.id).nodes[reply.id].changed(state="complete")
    command.put_nodes(chat.id, [ended])
    command.fold(chat.id)
    assert window.open(chat.id).nodes[reply.id].state == "complete"
    assert (
        command.places.journals.joinpath(f"{chat.id}.{command.writer.name}.jsonl").exists() is False
    )
