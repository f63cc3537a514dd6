"""The front door with a window: builds every object once and passes it in.

Order matters for the first frame: frame and composer are painted and take keys, then the rest is
loaded module by module and view by view, with a look at the keyboard between any two.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from signal import SIGINT
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from scout_desktop import __version__
from scout_desktop.chat.errors import FolderLocked
from scout_desktop.storage.instance import Instance
from scout_desktop.storage.places import Places
from scout_desktop.ui import loop
from scout_desktop.ui.composer.composer import Composer
from scout_desktop.ui.theme.theme import STYLE, Appearance, Theme
from scout_desktop.ui.window import Window

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from scout_desktop.assembly import Options
    from scout_desktop.session.core import Core
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.views import Views


Errand: TypeAlias = "Callable[[Views, Shell, Core], Awaitable[int]]"
"""What to do with the finished window in place of waiting for the user; returns the status."""

_FOLDER, _STOPPED = 3, 130
_LOADED_BEFORE_VIEWS = (
    "scout_desktop.ui.conversations.list_view",
    "scout_desktop.ui.conversations.pane",
    "scout_desktop.chat.message",
    "scout_desktop.ui.transcript.view",
    "scout_desktop.chat.parameters",
    "scout_desktop.ui.views",
)
_LOADED_BEFORE_LOOP = (
    "ssl",
    "concurrent.futures.thread",
    "asyncio.base_events",
    "asyncio",
    "qasync",
    "scout_desktop.chat.request",
    "scout_desktop.chat.turn",
    "scout_desktop.storage.settings",
    "scout_desktop.storage.library",
    "scout_desktop.storage.index",
    "scout_desktop.storage.media",
    "scout_desktop.session.account",
    "scout_desktop.session.pictures.pictures",
    "scout_desktop.session.bill",
    "scout_desktop.session.turns",
    "scout_desktop.assembly",
    "scout_desktop.ui.composer.intake.offer",
    "scout_desktop.ui.account.presenter",
    "scout_desktop.ui.entrance",
    "scout_desktop.ui.shell",
    "scout_desktop.ui.commands",
    "scout_desktop.ui.parameters.editors",
)
"""Each is loaded with what it needs; the order makes portions of 5 to 15 ms. A module that is not
named is no mistake: it comes along with the one that needs it, in a larger portion."""


def open_window(
    *,
    data_dir: Path | None = None,
    base_url: str | None = None,
    practice: bool = False,
    errand: Errand | None = None,
) -> int:
    """Open the window and run until it is closed; returns the exit status (130 after Ctrl+C).

    A folder that has a window on this machine already keeps it: that one comes forward instead.
    """
    places = Places.standard() if data_dir is None else Places.beside(data_dir)
    try:
        instance = None if errand is not None else Instance.begin(places)
    except FolderLocked as error:
        sys.stderr.write(f"scout-desktop: {error.sentence}\n")
        return _FOLDER
    if instance is None and errand is None:
        return 0
    QGuiApplication.setDesktopFileName("scout-desktop")
    app = QApplication([*sys.argv[:1], *STYLE])
    app.setApplicationName("Scout Desktop")
    app.setApplicationVersion(__version__)
    memory = QSettings(str(places.window), QSettings.Format.IniFormat)
    theme = Theme(app, _appearance(memory.value("theme")), styled=True)
    composer = Composer(theme)
    window = Window(theme, composer)
    window.remember_in(memory)
    asked_to_close: list[bool] = []
    window.close_requested.connect(lambda: asked_to_close.append(True))
    window.show()
    composer.focus_text()
    app.processEvents()
    from scout_desktop.ui.signals import told_to_end  # after the first paint, like all below

    # An errand has an end of its own, and Ctrl+C may break it off.
    listening: AbstractContextManager[set[int]] = nullcontext(set())
    if errand is None:
        listening = told_to_end(window.close_requested.emit)
    with listening as heard:
        _load(_LOADED_BEFORE_VIEWS, app)
        from scout_desktop.ui.views import Views

        views = Views(window, composer, theme, between=app.processEvents)
        _load(_LOADED_BEFORE_LOOP, app)

        async def live() -> int:
            from scout_desktop.assembly import Options

            options = Options(data_dir, base_url, practice)
            return await _live(views, options, errand, instance, in_haste=bool(asked_to_close))

        status = loop.run(live)
    if instance is not None:
        instance.release()
    # Qt first, Python after: left to the interpreter's end, widgets outlive what they lean on.
    delete(window)
    app.shutdown()
    return status or (_STOPPED if SIGINT in heard else 0)


def _load(modules: tuple[str, ...], app: QApplication) -> None:
    for name in modules:
        app.processEvents()
        import_module(name)


async def _live(
    views: Views,
    options: Options,
    errand: Errand | None,
    instance: Instance | None,
    *,
    in_haste: bool,
) -> int:
    """Run until the window shall close; `in_haste` when that was asked for already."""
    import asyncio

    from scout_desktop.assembly import build
    from scout_desktop.chat.errors import ScoutError
    from scout_desktop.ui.commands import Commands
    from scout_desktop.ui.entrance import Entrance
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.tasks import Tasks

    window, theme = views.window, views.theme
    closing = asyncio.Event()
    window.close_requested.connect(closing.set)
    if in_haste:
        closing.set()
    try:
        core = await build(options)
    except ScoutError as error:
        views.notices.say("start", "bad", error.sentence)
        sys.stderr.write(f"scout-desktop: {error.sentence}\n")
        if errand is None:
            await closing.wait()
        views.veil.release()
        window.hide()
        return _FOLDER
    tasks = Tasks()
    try:
        theme.choose(_appearance(core.preferences.current.theme))
        theme.zoom(core.preferences.current.text_size)
        shell = Shell(views, core, tasks)
        await asyncio.sleep(0)  # the keyboard's turn
        entrance = Entrance(views, shell, core, tasks)
        commands = Commands(views, shell, entrance.account, core, tasks)
        await asyncio.sleep(0)
        shell.start()
        entrance.start()
        await asyncio.sleep(0)  # what was started begins, even if the window shall close already
        if errand is not None:
            return await errand(views, shell, core)
        commands.librarian.begin()
        if instance is not None:
            commands.librarian.open_door(instance)
        await closing.wait()
        commands.darkroom.close()
        commands.librarian.close()
        await shell.keep()
        window.keep_memory()
        window.hide()
        return 0
    finally:
        views.veil.release()
        await tasks.close()
        await core.close()


def _appearance(name: object) -> Appearance:
    if name == "light":
        return "light"
    return "dark" if name == "dark" else "system"


async def report(views: Views, shell: Shell, core: Core) -> int:
    """Print versions, platform, keyring backend and data folder: the errand of `--selftest`."""
    from PySide6 import __version__ as pyside
    from PySide6.QtCore import qVersion

    from scout_desktop.chat.errors import KeyringProblem
    from scout_desktop.resources import read_bytes

    del views, shell
    try:
        keyring = await core.account.backend_name()
    except KeyringProblem as problem:
        keyring = problem.headline
    lines = (
        f"Scout Desktop {__version__}",
        f"Python {sys.version.split()[0]}, PySide6 {pyside}, Qt {qVersion()}",
        f"platform {QGuiApplication.platformName()}",
        f"keyring {keyring}",
        f"data folder {core.places.data}",
        f"resources {'found' if read_bytes('icons/app.svg') else 'missing'}",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return 0
