"""Between the dialogs about key, practice and settings, and the session. One dialog of a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scout_desktop.chat.errors import (
    BadInput,
    KeyMalformed,
    KeyRejected,
    KeyringProblem,
    ScoutError,
)

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QDialog, QWidget

    from scout_desktop.session.account import Account
    from scout_desktop.session.preferences import Preferences
    from scout_desktop.ui.account.key_dialog import KeyDialog
    from scout_desktop.ui.account.settings_window import SettingsWindow
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.theme.theme import Appearance, Theme

_TASK = "key"


class AccountPresenter(QObject):
    """Opens the dialogs over `window`; makes each only when it is wanted."""

    key_stored = Signal()
    """A key can be used now: send what waited for it."""

    key_declined = Signal()
    """The key dialog was closed without a key."""

    practice_changed = Signal(bool)
    preferences_changed = Signal(object)
    """The `Settings` in force now; theme and text size are applied already."""

    connection_changed = Signal()
    """Key, address or practice changed: show the connection again."""

    problem = Signal(object)
    """A `ScoutError` that no dialog shows."""

    def __init__(
        self,
        window: QWidget,
        *,
        account: Account,
        preferences: Preferences,
        tasks: Tasks,
        theme: Theme,
        folder: Path,
    ) -> None:
        """`folder` is where the chats are."""
        super().__init__(window)
        self._window, self._account, self._preferences = window, account, preferences
        self._tasks, self._theme, self._folder = tasks, theme, folder
        self._key_dialog: KeyDialog | None = None
        self._settings: SettingsWindow | None = None
        self._stored = False

    def show_first_start(self) -> QDialog:
        """Open the sheet of the first start."""
        from scout_desktop.ui.account.first_start import FirstStartSheet

        sheet = FirstStartSheet(self._theme, self._folder, self._window)
        sheet.key_chosen.connect(self.show_key)
        sheet.practice_chosen.connect(lambda: self.set_practice(True))
        sheet.open()
        return sheet

    def show_key(self, reason: str = "") -> None:
        """Open the key dialog; `reason` is a sentence on why a key is wanted."""
        if self._key_dialog is not None:
            self._key_dialog.raise_()
            return
        if self._account.practice:
            # A key is for the chosen address, never for the stand-in's.
            self._tasks.start("practice", self._leave_practice_for_key(reason))
            return
        from scout_desktop.ui.account.key_dialog import KeyDialog

        owner = self._settings if self._settings is not None else self._window
        where = self._account.address.origin
        self._stored = False
        dialog = self._key_dialog = KeyDialog(self._theme, reason, where, owner)
        dialog.check_requested.connect(self._check)
        dialog.store_requested.connect(self._store)
        dialog.finished.connect(self._key_dialog_closed)
        dialog.open()
        self._tasks.start("keyring's name", self._name_backend(dialog))

    def show_settings(self) -> None:
        """Open the settings."""
        if self._settings is not None:
            self._settings.raise_()
            return
        from scout_desktop.ui.account.settings_window import SettingsWindow
        from scout_desktop.ui.links import open_folder

        window = self._settings = SettingsWindow(self._theme, self._folder, self._window)
        window.changed.connect(self._change)
        window.general.practice_wanted.connect(self.set_practice)
        window.server.key_wanted.connect(self.show_key)
        window.server.key_removed.connect(self._remove_key)
        window.server.address_given.connect(self._set_address)
        window.files.folder_wanted.connect(lambda: open_folder(self._folder))
        window.finished.connect(self._settings_closed)
        self._show_account()
        window.open()

    def show_about(self) -> QDialog:
        """Open About."""
        from scout_desktop.ui.account.about import About

        about = About(self._theme, self._window)
        about.open()
        return about

    def set_practice(self, on: bool) -> None:
        """Switch the stand-in on or off."""
        self._tasks.start("practice", self._switch_practice(on))

    def toggle_practice(self) -> None:
        """Switch the stand-in on if it is off, and off if it is on."""
        self.set_practice(not self._account.practice)

    def _check(self, text: str) -> None:
        self._tasks.start(_TASK, self._run_check(text, self._key_dialog))

    def _store(self, text: str, only_this_run: bool, check: bool) -> None:
        work = self._run_store(text, self._key_dialog, only_this_run=only_this_run, check=check)
        self._tasks.start(_TASK, work)

    async def _name_backend(self, dialog: KeyDialog) -> None:
        try:
            name = await self._account.backend_name()
        except KeyringProblem as error:
            if dialog is self._key_dialog:
                dialog.show_no_keyring(error.sentence)
            return
        if dialog is self._key_dialog:
            dialog.show_backend(name)

    async def _run_check(self, text: str, dialog: KeyDialog | None) -> bool:
        if dialog is None:
            return False
        from scout_desktop.ui.account.words import key_words

        dialog.show_busy("Asking the service…")
        try:
            info = await self._account.check_key(text)
        except ScoutError as error:
            if dialog is self._key_dialog:
                # Only a server that has nothing to say about keys, or none at all, may be skipped.
                certain = isinstance(error, KeyRejected | KeyMalformed)
                dialog.show_problem(error.sentence, "" if certain else "unchecked")
            return False
        if dialog is self._key_dialog:
            dialog.show_good(f"This key works.\n{key_words(info)}")
        return dialog is self._key_dialog

    async def _run_store(
        self, text: str, dialog: KeyDialog | None, *, only_this_run: bool, check: bool
    ) -> None:
        if dialog is None or (check and not await self._run_check(text, dialog)):
            return
        dialog.show_busy("Keeping the key…")
        try:
            await self._account.store_key(text, only_this_run=only_this_run)
        except KeyringProblem as error:
            dialog.show_problem(error.sentence, "this run")
            return
        except ScoutError as error:
            dialog.show_problem(error.sentence)
            return
        self._stored = True
        if dialog is self._key_dialog:
            dialog.accept()
        self._show_account()
        self.connection_changed.emit()
        self.key_stored.emit()

    def _key_dialog_closed(self) -> None:
        self._key_dialog = None
        if not self._stored:
            self._tasks.cancel(_TASK)
            self.key_declined.emit()

    def _settings_closed(self) -> None:
        self._settings = None

    def _change(self, field: str, value: object) -> None:
        self._tasks.start(f"setting {field}", self._run_change(field, value))

    async def _run_change(self, field: str, value: object) -> None:
        try:
            await self._preferences.change(**{field: value})
        except ScoutError as error:
            self.problem.emit(error)
        settings = self._preferences.current
        if field == "theme":
            names: dict[str, Appearance] = {"light": "light", "dark": "dark"}
            self._theme.choose(names.get(settings.theme, "system"))
        elif field == "text_size":
            self._theme.zoom(settings.text_size)
        if self._settings is not None:
            self._settings.show_settings(settings)
        self.preferences_changed.emit(settings)

    def _set_address(self, text: str) -> None:
        self._tasks.start("address", self._run_address(text))

    async def _run_address(self, text: str) -> None:
        try:
            await self._account.set_address(text)
        except BadInput as error:
            if self._settings is not None:
                self._settings.server.show_address_problem(error.sentence)
            return
        except ScoutError as error:
            self.problem.emit(error)
        self._show_account()
        self.connection_changed.emit()

    def _remove_key(self) -> None:
        self._tasks.start(_TASK, self._run_remove())

    async def _run_remove(self) -> None:
        try:
            await self._account.forget_key()
        except ScoutError as error:
            self.problem.emit(error)
        self._show_account()
        self.connection_changed.emit()

    async def _switch_practice(self, on: bool) -> None:
        try:
            await (self._account.start_practice() if on else self._account.leave_practice())
        except ScoutError as error:
            self.problem.emit(error)
        self._show_account()
        self.practice_changed.emit(self._account.practice)
        self.connection_changed.emit()

    async def _leave_practice_for_key(self, reason: str) -> None:
        await self._switch_practice(False)
        self.show_key(reason)

    def _show_account(self) -> None:
        """Say in the settings, if they are open, how the account stands."""
        if self._settings is None:
            return
        self._settings.show_settings(self._preferences.current)
        self._settings.general.show_practice(on=self._account.practice)
        self._tasks.start("account in the settings", self._say_account(self._settings))

    async def _say_account(self, window: SettingsWindow) -> None:
        account = self._account
        known, fixed = account.key_known, account.key_from_environment
        origin = account.address.origin
        where = ""
        if fixed:
            where = "from OPENROUTER_API_KEY, for this run; it is never stored"
        elif known and origin not in self._preferences.current.key_origins:
            where = "kept for this run only"
        elif known:
            try:
                where = f"kept in {await account.backend_name()}"
            except KeyringProblem as error:
                where = f"stored, but out of reach now. {error.sentence}"
        if account.practice:
            sentence = "Practice mode needs none."
        elif known:
            sentence = f"For {origin}: {where}"
        elif account.address.is_loopback:
            sentence = "None; a server on this computer often needs none."
        else:
            sentence = f"No key for {origin} yet."
        if window is self._settings:
            removable = known and not fixed and not account.practice
            window.server.show_key(sentence, known=known, removable=removable)
            window.network.show_proxy(account.proxy)
