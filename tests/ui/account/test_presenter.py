"""Keys, practice and settings carried to a real session and a real stand-in."""

from __future__ import annotations

import asyncio
import json

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QWidget

from scout_desktop.assembly import Options, build
from scout_desktop.practice import PracticeServer, Script
from scout_desktop.ui import loop
from scout_desktop.ui.account.key_dialog import KeyDialog
from scout_desktop.ui.account.presenter import AccountPresenter
from scout_desktop.ui.account.settings_window import SettingsWindow
from scout_desktop.ui.tasks import Tasks


class Room:
    """A window with the presenter of the account."""

    def __init__(self, theme, core, server) -> None:
        self.core, self.server, self.theme = core, server, theme
        self.window, self.tasks = QWidget(), Tasks()
        self.window.resize(900, 600)
        self.window.show()
        self.presenter = AccountPresenter(
            self.window, account=core.account, preferences=core.preferences, tasks=self.tasks,
            theme=theme, folder=core.places.data,
        )  # fmt: skip
        self.heard: list = []
        self.presenter.key_stored.connect(lambda: self.heard.append("stored"))
        self.presenter.key_declined.connect(lambda: self.heard.append("declined"))
        self.presenter.practice_changed.connect(lambda on: self.heard.append(("practice", on)))
        self.presenter.problem.connect(self.heard.append)

    async def until(self, true) -> None:
        async with asyncio.timeout(20):
            while not true():  # noqa: ASYNC110 -- what a window shows sets no event
                await asyncio.sleep(0.005)

    def dialog(self, kind: type) -> QWidget:
        (found,) = [d for d in self.window.findChildren(kind) if d.isVisible()]
        return found

    def says(self, words: str) -> bool:
        return any(
            words in label.text() for label in self.window.findChildren(QLabel) if label.isVisible()
        )

    def press(self, text: str) -> None:
        buttons = self.window.findChildren(QPushButton)
        next(b for b in buttons if b.text() == text and b.isVisible()).click()


@pytest.fixture
def tell(theme, qapp, tmp_path, canary_key):
    def run(story, *, keys: list[str] | None = None) -> None:
        async def main() -> int:
            async with PracticeServer(Script(), as_service=True, keys=keys) as server:
                core = await build(Options(data_dir=tmp_path / "d", base_url=server.base_url))
                room = Room(theme, core, server)
                try:
                    await story(room)
                finally:
                    await room.tasks.close()
                    await core.close()
                    room.window.close()
                    room.window.deleteLater()
            return 0

        assert loop.run(main) == 0

    return run


def test_a_key_is_checked_and_kept_for_this_run(tell, canary_key, tmp_path) -> None:
    async def story(room) -> None:
        room.presenter.show_key("A key is wanted.")
        dialog = room.dialog(KeyDialog)
        # No session bus in the tests: there is no keyring, and the dialog says so.
        await room.until(lambda: dialog.findChild(QCheckBox).isChecked())
        dialog.findChild(QLineEdit).setText(canary_key)
        room.press("Check")
        await room.until(lambda: room.says("This key works."))
        assert room.heard == []
        room.press("Use this key")
        await room.until(lambda: room.heard)
        assert room.heard == ["stored"]
        await room.until(lambda: not room.window.findChildren(KeyDialog))
        assert room.core.account.key_known

    tell(story, keys=[canary_key])
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or canary_key.encode() not in file.read_bytes()


def test_a_key_that_does_not_work_is_not_kept(tell, canary_key) -> None:
    async def story(room) -> None:
        room.presenter.show_key()
        dialog = room.dialog(KeyDialog)
        dialog.findChild(QLineEdit).setText("sk-or-v1-" + "0" * 64)
        room.press("Use this key")
        await room.until(lambda: room.says("does not accept this API key"))
        assert dialog.isVisible()
        assert not room.core.account.key_known
        assert not any(
            b.isVisible() and b.text() == "Keep without checking"
            for b in dialog.findChildren(QPushButton)
        )
        dialog.reject()
        assert room.heard == ["declined"]

    tell(story, keys=[canary_key])


def test_a_text_that_is_no_key_is_said_so(tell) -> None:
    async def story(room) -> None:
        room.presenter.show_key()
        room.dialog(KeyDialog).findChild(QLineEdit).setText("two words")
        room.press("Use this key")
        await room.until(lambda: room.says("does not look like an API key"))

    tell(story)


def test_a_server_that_cannot_be_asked_does_not_keep_one_from_going_on(tell, canary_key) -> None:
    async def story(room) -> None:
        await room.server.close()
        room.presenter.show_key()
        dialog = room.dialog(KeyDialog)
        dialog.findChild(QLineEdit).setText(canary_key)
        room.press("Use this key")
        await room.until(lambda: room.says("Nothing answers at"))
        dialog.findChild(QCheckBox).setChecked(True)
        room.press("Keep without checking")
        await room.until(lambda: room.heard)
        assert room.heard == ["stored"]

    tell(story)


def test_a_keyring_that_fails_leaves_this_run(tell, canary_key) -> None:
    async def story(room) -> None:
        room.presenter.show_key()
        dialog = room.dialog(KeyDialog)
        await room.until(lambda: dialog.findChild(QCheckBox).isChecked())
        dialog.findChild(QCheckBox).setChecked(False)
        dialog.findChild(QLineEdit).setText(canary_key)
        room.press("Use this key")
        await room.until(lambda: room.says("no keyring"))
        await room.until(lambda: any(
            b.isVisible() and b.text() == "Keep for this run only"
            for b in dialog.findChildren(QPushButton)
        ))  # fmt: skip
        room.press("Keep for this run only")
        await room.until(lambda: room.heard)
        assert room.heard == ["stored"]

    tell(story, keys=[canary_key])


def test_practice_starts_and_ends(tell) -> None:
    async def story(room) -> None:
        room.presenter.set_practice(True)
        await room.until(lambda: room.heard)
        assert room.heard == [("practice", True)]
        room.presenter.show_key()
        await room.until(lambda: ("practice", False) in room.heard)
        # A key is for the chosen address and never for the stand-in's.
        await room.until(lambda: room.window.findChildren(KeyDialog))
        assert not room.core.account.practice
        assert room.says(room.core.account.address.origin)

    tell(story)


def test_settings_hold_at_once_and_are_on_the_disk(tell) -> None:
    async def story(room) -> None:
        room.presenter.show_settings()
        window = room.dialog(SettingsWindow)
        window.changed.emit("theme", "dark")
        await room.until(lambda: room.theme.tokens.dark)
        window.changed.emit("text_size", 1.15)
        await room.until(lambda: room.theme.factor == 1.15)
        window.changed.emit("enter_sends", False)
        await room.until(lambda: not room.core.preferences.current.enter_sends)
        # In force at once; on the disk when its task has ended.
        await room.until(lambda: not room.tasks.is_running("setting enter_sends"))
        written = json.loads(room.core.places.settings.read_text())
        assert (written["theme"], written["text_size"]) == ("dark", 1.15)
        assert written["enter_sends"] is False

    tell(story)


def test_an_address_that_cannot_be_used_is_refused_with_a_sentence(tell) -> None:
    async def story(room) -> None:
        before = room.core.account.address
        room.presenter.show_settings()
        window = room.dialog(SettingsWindow)
        window.server.address_given.emit("http://example.org/v1")
        await room.until(
            lambda: any(
                "readable on the way" in label.text()
                for label in window.server.findChildren(QLabel)
            )
        )
        assert room.core.account.address == before
        window.server.address_given.emit("https://example.org/v1")
        await room.until(lambda: room.core.account.address.host == "example.org")
        await room.until(
            lambda: any(
                "No key for https://example.org" in label.text()
                for label in window.server.findChildren(QLabel)
            )
        )

    tell(story)
