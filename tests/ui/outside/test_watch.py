"""The folder is watched: every stir is heard, gathered, and nothing else makes a sound."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtTest import QTest

from scout_desktop.ui.outside.watch import FolderWatch


class Ear:
    """Counts what was heard."""

    def __init__(self, watch: FolderWatch, qtbot) -> None:
        self._watch, self._qtbot = watch, qtbot
        self.heard = 0
        watch.stirred.connect(self._hear)

    def _hear(self) -> None:
        self.heard += 1

    def hears(self) -> None:
        """Wait until it has heard something, and until it is quiet again."""
        self._qtbot.waitUntil(lambda: self.heard > 0, timeout=5000)
        self.is_quiet()

    def is_quiet(self) -> None:
        """Wait longer than anything is gathered, and forget what came."""
        QTest.qWait(60)
        self.heard = 0

    def hears_nothing(self) -> None:
        QTest.qWait(150)
        assert self.heard == 0


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in ("chats", "journal"):
        (tmp_path / "data" / name).mkdir(parents=True)
    return tmp_path / "data"


@pytest.fixture
def watch(qapp, data: Path) -> Iterator[FolderWatch]:
    made = FolderWatch(data, (data / "chats", data / "journal"), quiet_ms=20)
    made.begin()
    yield made
    made.end()
    made.deleteLater()


@pytest.fixture
def ear(watch, qtbot) -> Ear:
    made = Ear(watch, qtbot)
    made.is_quiet()
    return made


def test_what_is_made_renamed_and_removed_is_heard(ear, data) -> None:
    (data / "chats" / "a.json").write_text("x")
    ear.hears()
    (data / "chats" / "a.json").rename(data / "chats" / "b.json")
    ear.hears()
    (data / "chats" / "b.json").unlink()
    ear.hears()
    (data / "journal" / "a.jsonl").write_text("x")
    ear.hears()


def test_at_rest_and_beside_the_folder_nothing_is_heard(ear, data) -> None:
    ear.hears_nothing()
    (data.parent / "another folder").mkdir()
    (data.parent / "another file").write_text("x")
    ear.hears_nothing()


def test_a_journal_that_grows_in_place_is_heard_as_long_as_it_is_followed(watch, ear, data) -> None:
    journal = data / "journal" / "theirs.jsonl"
    journal.write_text("a")
    ear.hears()
    with journal.open("a") as file:
        file.write("b")
    ear.hears_nothing()
    watch.follow([journal, data / "journal" / "not there.jsonl"])
    with journal.open("a") as file:
        file.write("c")
    ear.hears()
    watch.follow([])
    with journal.open("a") as file:
        file.write("d")
    ear.hears_nothing()


def test_a_file_that_is_replaced_is_followed_again(watch, ear, data) -> None:
    file, fresh = data / "chats" / "a.json", data / "chats" / "new"
    file.write_text("a")
    watch.follow([file])
    for _ in range(3):
        fresh.write_text("b")
        fresh.replace(file)
        ear.hears()
        watch.follow([file])
        with file.open("a") as grown:
            grown.write("c")
        ear.hears()


def test_a_stream_of_events_is_heard_now_and_then_and_once_at_its_end(data, qtbot, qapp) -> None:
    watch = FolderWatch(data, (data / "chats",))
    watch.begin()
    ear = Ear(watch, qtbot)
    QTest.qWait(300)
    ear.heard = 0
    clock, count = QElapsedTimer(), 0

    def write() -> None:
        nonlocal count
        count += 1
        (data / "chats" / f"{count}.json").write_text("x")

    stream = QTimer()
    stream.timeout.connect(write)
    clock.start()
    stream.start(20)
    qtbot.waitUntil(lambda: clock.elapsed() > 1500, timeout=10_000)
    stream.stop()
    during = ear.heard
    assert count > 10
    # It did not wait for the end, and did not answer each event: at most one in 500 ms.
    assert 1 <= during <= clock.elapsed() // 500 + 1
    ear.heard = 0
    qtbot.waitUntil(lambda: ear.heard == 1, timeout=5000)
    QTest.qWait(300)
    assert ear.heard == 1
    watch.end()
    watch.deleteLater()


def test_a_folder_that_is_renamed_away_and_comes_back_is_heard_again(ear, data) -> None:
    away = data.with_name("away")
    data.rename(away)
    ear.hears()
    (away / "chats" / "a.json").write_text("x")
    ear.hears_nothing()
    away.rename(data)
    ear.hears()
    (data / "chats" / "b.json").write_text("x")
    ear.hears()


def test_a_folder_that_is_removed_and_made_anew_is_heard_again(ear, data) -> None:
    shutil.rmtree(data)
    ear.hears()
    data.mkdir()
    ear.hears()
    (data / "chats").mkdir()
    ear.hears()
    (data / "chats" / "a.json").write_text("x")
    ear.hears()


def test_another_folder_under_the_same_name_is_heard(ear, data) -> None:
    other = data.with_name("other")
    (other / "chats").mkdir(parents=True)
    (other / "journal").mkdir()
    data.rename(data.with_name("away"))
    other.rename(data)
    ear.hears()
    (data / "chats" / "a.json").write_text("x")
    ear.hears()


def test_a_disk_that_is_unplugged_with_its_folder_and_plugged_in_again_is_heard(
    qapp, qtbot, tmp_path
) -> None:
    # The folder, the one above it and the one above that: as /media/name/stick goes.
    data = tmp_path / "name" / "stick" / "data"
    (data / "chats").mkdir(parents=True)
    watch = FolderWatch(data, (data / "chats", data / "journal"), quiet_ms=20)
    watch.begin()
    ear = Ear(watch, qtbot)
    ear.is_quiet()
    shutil.rmtree(tmp_path / "name")
    ear.hears()
    (data / "chats").mkdir(parents=True)
    ear.hears()
    (data / "chats" / "a.json").write_text("x")
    ear.hears()
    watch.end()
    (data / "chats" / "b.json").write_text("x")
    ear.hears_nothing()
    watch.deleteLater()


def test_where_no_events_come_somebody_looks_as_long_as_the_program_is_in_front(
    qapp, qtbot, data
) -> None:
    watch = FolderWatch(data, (data / "chats",), quiet_ms=20, poll_ms=40)
    ear = Ear(watch, qtbot)
    watch.begin()
    # Offscreen no other program can come to the front: what Qt would say is said for it.
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    ear.is_quiet()
    qtbot.waitUntil(lambda: ear.heard >= 3, timeout=5000)
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    ear.is_quiet()
    ear.hears_nothing()
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    ear.hears()
    watch.end()
    watch.deleteLater()
