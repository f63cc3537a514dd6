"""One window a folder and machine: a second start brings the first one forward."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scout_desktop.chat.errors import FolderLocked
from scout_desktop.storage.device import Writer
from scout_desktop.storage.instance import Instance
from scout_desktop.storage.places import Places

Holder = Callable[[str], subprocess.Popen[str]]


@pytest.fixture
def holder(root: Path, places: Places) -> Iterator[Holder]:
    """Start the program in a process of its own; it is killed at the end."""
    programs = []

    def start(how: str) -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "tests.storage.window_holder", str(places.data), how]
        programs.append(subprocess.Popen(words, cwd=root, stdout=subprocess.PIPE, text=True))
        return programs[-1]

    yield start
    for program in programs:
        program.kill()
        program.communicate()


def _said(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


def test_the_second_start_hands_over_what_the_desktop_gave_it_and_goes(holder, places) -> None:
    first = holder("answer")
    assert _said(first) == "HOLDS"
    desktop = {"XDG_ACTIVATION_TOKEN": "tok-1", "DESKTOP_STARTUP_ID": "id_TIME12", "HOME": "/x"}

    assert Instance.begin(places, desktop, ["/srv/chat.json", "relative.json"]) is None

    tokens, paths = json.loads(_said(first))
    assert tokens == {"XDG_ACTIVATION_TOKEN": "tok-1", "DESKTOP_STARTUP_ID": "id_TIME12"}
    assert paths == ["/srv/chat.json"]
    assert [path for path in (places.state / "summons").rglob("*") if path.is_file()] == []


def test_a_window_that_is_killed_leaves_the_folder_free_at_once(holder, places) -> None:
    first = holder("answer")
    assert _said(first) == "HOLDS"
    assert Instance.take(places) is None
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    taken = Instance.take(places)
    assert taken is not None
    taken.release()


def test_of_many_starts_at_once_one_is_the_window_and_all_others_go(holder) -> None:
    programs = [holder("answer") for _ in range(5)]
    said = [_said(program) for program in programs]
    assert sorted(said) == ["CAME FORWARD"] * 4 + ["HOLDS"]


def test_a_window_that_does_not_answer_is_named_with_what_to_do(holder, places) -> None:
    assert _said(holder("silent")) == "HOLDS"
    with pytest.raises(FolderLocked) as said:
        Instance.begin(places, {}, patience=0.1)
    assert "does not answer" in said.value.sentence
    # Once it wakes up it is not to jump forward because of a start long ago.
    assert [path for path in (places.state / "summons").rglob("*") if path.is_file()] == []


def test_a_start_while_the_window_is_closing_becomes_the_window(places) -> None:
    closing = Instance.take(places)
    assert closing is not None
    found: list[Instance | None] = []
    starting = threading.Thread(target=lambda: found.append(Instance.begin(places, {})))
    starting.start()
    while not list(closing.folder.glob("*.json")):
        pass
    closing.release()
    starting.join()
    assert found[0] is not None
    found[0].release()


def test_what_is_left_there_by_others_is_no_request(places) -> None:
    window = Instance.take(places)
    assert window is not None
    secret = places.state / "secret.json"
    secret.write_text('{"tokens": {"XDG_ACTIVATION_TOKEN": "x"}, "paths": []}')
    (window.folder / "link.json").symlink_to(secret)
    (window.folder / "noise.json").write_bytes(b"\xff{")
    (window.folder / "large.json").write_bytes(b" " * 100_000)
    (window.folder / "list.json").write_text("[1]")
    (window.folder / "odd.json").write_text(
        '{"tokens": {"LD_PRELOAD": "x", "DESKTOP_STARTUP_ID": "a\\nb"}, "paths": [1, "rel"]}'
    )
    old = window.folder / "old.json"
    old.write_text('{"tokens": {}, "paths": ["/a"]}')
    os.utime(old, (1, 1))
    assert [(dict(each.tokens), each.paths) for each in window.summons()] == [({}, ())]
    assert list(window.folder.iterdir()) == []
    assert secret.exists()
    window.release()


def test_commands_write_beside_the_window(places) -> None:
    window = Instance.take(places)
    one, other = Writer.open(places), Writer.open(places)
    assert {one.slot, other.slot} == {0, 1}
    one.close()
    other.close()
    assert window is not None
    window.release()


def test_without_a_place_to_write_every_start_is_a_window(places) -> None:
    places.state.parent.mkdir(exist_ok=True)
    places.state.write_bytes(b"a file stands where the folder should be")
    first, second = Instance.take(places), Instance.take(places)
    assert first is not None
    assert second is not None
    assert first.summons() == []
