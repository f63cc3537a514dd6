"""A second start: the window comes forward, also one that is minimised."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from scout_desktop.storage.instance import Instance
from scout_desktop.storage.places import Places
from scout_desktop.ui.outside.summoned import Summoned


@pytest.fixture
def places(folder) -> Places:
    return Places.beside(folder)


@pytest.fixture
def door(places: Places) -> Iterator[Instance]:
    made = Instance.take(places)
    assert made is not None
    yield made
    made.release()


def _start_again(places: Places, *paths: str, **desktop: str) -> list[Instance | None]:
    """Start a second time beside Qt's loop; the list holds the outcome once there is one."""
    found: list[Instance | None] = []
    threading.Thread(target=lambda: found.append(Instance.begin(places, desktop, paths))).start()
    return found


def test_the_window_comes_forward_with_what_the_desktop_gave(qtbot, places, door) -> None:
    tokens: list[str | None] = []

    class Window(QWidget):
        def raise_(self) -> None:
            tokens.append(os.environ.get("XDG_ACTIVATION_TOKEN"))
            super().raise_()

    window = Window()
    qtbot.addWidget(window)
    window.showMinimized()
    summoned = Summoned(window, door)
    given: list[tuple[str, ...]] = []
    summoned.paths_given.connect(given.append)

    outcome = _start_again(places, "/a/chats.zip", XDG_ACTIVATION_TOKEN="tok")
    qtbot.waitUntil(lambda: outcome == [None], timeout=5000)

    assert tokens == ["tok"]
    assert "XDG_ACTIVATION_TOKEN" not in os.environ
    assert window.isVisible()
    assert not window.windowState() & Qt.WindowState.WindowMinimized
    assert given == [("/a/chats.zip",)]


def test_who_started_before_the_window_listened_is_answered(qtbot, places, door) -> None:
    outcome = _start_again(places)
    qtbot.waitUntil(lambda: bool(list(door.folder.glob("*.json"))), timeout=5000)
    window = QWidget()
    qtbot.addWidget(window)
    Summoned(window, door)
    qtbot.waitUntil(lambda: outcome == [None], timeout=5000)
    assert window.isVisible()


def _is_taken(places: Places) -> bool:
    taken = Instance.take(places)
    if taken is not None:
        taken.release()
    return taken is None


@pytest.fixture
def program(folder, root) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Start the program with its window; what still runs at the end is ended."""
    running: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "scout_desktop", "--data-dir", str(folder), "--practice"]
        running.append(
            subprocess.Popen(
                words, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
        )
        return running[-1]

    yield start
    for each in running:
        if each.poll() is None:
            each.kill()
        each.communicate()


def test_the_program_started_twice_is_one_window_and_a_kill_frees_it(
    program, places, qtbot
) -> None:
    def listens() -> bool:
        asked = _start_again(places)
        qtbot.waitUntil(lambda: bool(asked), timeout=5000)
        taken = asked[0]
        if taken is not None:
            taken.release()
        return taken is None

    first = program()
    qtbot.waitUntil(
        lambda: (places.state / "drafts").exists() or places.index.exists(), timeout=30_000
    )
    assert listens()
    second = program()
    _, said = second.communicate(timeout=30)
    assert (second.returncode, said) == (0, "")
    assert first.poll() is None
    first.send_signal(signal.SIGKILL)
    first.communicate()
    third = program()
    qtbot.waitUntil(lambda: _is_taken(places), timeout=30_000)
    third.terminate()
    _, said = third.communicate(timeout=30)
    assert said == ""
