"""A desktop of one's own for a journey: screen, windows, bus, keyring, screen reader, file manager.

    with Desktop(tmp_path) as desktop:
        app = desktop.start("--base-url", server.url)
        window = app.window()                          # waits until it can be seen
        window.find("text", "Message").set_text("Hello")
        desktop.hands.click(window.find("button", "Send"))

Every program gets a new HOME; closing ends everything that was started.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.journeys.eyes import SYSTEM_PYTHON, Eyes, Thing
from tests.journeys.hands import Hands, Point

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[2]
AT_SPI = Path("/usr/libexec/at-spi-bus-launcher")
PROGRAMS = ["Xvfb", "openbox", "dbus-daemon", "xdotool", "xclip", "pcmanfm", "import"]
KEYRING_PASSWORD = b"a password, so that the store on disk is encrypted"


def missing() -> str:
    """What this machine lacks for journeys, as a reason to skip them; empty when it has all."""
    lacking = [name for name in PROGRAMS if not shutil.which(name)]
    if not AT_SPI.exists():
        lacking.append(str(AT_SPI))
    probe = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    if not lacking and subprocess.run([SYSTEM_PYTHON, "-c", probe], capture_output=True).returncode:
        lacking.append("the accessibility bindings of the system's Python")
    return f"journeys need {', '.join(lacking)}" if lacking else ""


class Desktop:
    """One virtual desktop; *folder* keeps its home, logs and pictures."""

    def __init__(self, folder: Path, *, size: str = "1600x1000", keyring: bool = True) -> None:
        self.folder = folder
        self.home = folder / "home"
        self._size, self._keyring = size, keyring
        self._started: list[subprocess.Popen[bytes]] = []
        self._apps: list[App] = []
        self.env: dict[str, str] = {}

    def __enter__(self) -> Desktop:
        try:
            self._set_up()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if hasattr(self, "eyes"):
            self.eyes.close()
        for process in reversed([*self._started, *(app.process for app in self._apps)]):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _set_up(self) -> None:
        self.home.mkdir(parents=True)
        # Sockets have short names only; the test's own folder may lie deep.
        runtime = self.folder / "run"
        runtime.mkdir(mode=0o700)
        dropped = ("XDG_", "QT_", "SCOUT_", "OPENROUTER_", "WAYLAND_", "DBUS_", "PYTEST_")
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(dropped)}
        self.env |= {
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(runtime),
            "LC_ALL": "C.UTF-8",
            "LANGUAGE": "en",
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "GSETTINGS_BACKEND": "memory",
            "NO_AT_BRIDGE": "0",
        }
        screen = ["-screen", "0", f"{self._size}x24", "-nolisten", "tcp", "-noreset"]
        self.env["DISPLAY"] = ":" + self._service(["Xvfb", "-displayfd", "{fd}", *screen])
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self._service(
            ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address={fd}"]
        )
        self._service(["openbox"])
        self._service([str(AT_SPI), "--launch-immediately"])
        if self._keyring:
            self._open_keyring()
        self.hands = Hands(self.env)
        self.eyes = Eyes(self.env)

    def _open_keyring(self) -> None:
        # It stays in the foreground, so that it ends with the desktop.
        keyring = self._popen(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            stdin=subprocess.PIPE,
        )
        assert keyring.stdin
        keyring.stdin.write(KEYRING_PASSWORD)
        keyring.stdin.close()
        script = "import keyring as k; a = ('scout check', 'a'); k.set_password(*a, 'b');"
        script += "assert k.get_password(*a) == 'b'; k.delete_password(*a)"
        deadline = time.monotonic() + 20
        while subprocess.run(
            [sys.executable, "-c", script], env=self.env, capture_output=True, timeout=20
        ).returncode:
            assert time.monotonic() < deadline, "the keyring did not open"

    def _service(self, command: Sequence[str]) -> str:
        """Start a part of the desktop; where it tells something through {fd}, wait and give it."""
        reader, writer = os.pipe()
        words = [word.format(fd=writer) for word in command]
        self._popen(words, pass_fds=[writer])
        os.close(writer)
        told = b""
        if words != list(command):
            while not told.endswith(b"\n"):
                ready, _, _ = select.select([reader], [], [], 20)
                part = os.read(reader, 4096) if ready else b""
                assert part, f"{command[0]} did not start: {self.log.read_text()}"
                told += part
        os.close(reader)
        return told.decode().strip()

    @property
    def log(self) -> Path:
        """What the parts of the desktop print."""
        return self.folder / "desktop.log"

    def _popen(
        self,
        command: Sequence[str],
        *,
        stdin: int = subprocess.DEVNULL,
        pass_fds: Sequence[int] = (),
    ) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                command,
                env=self.env,
                stdin=stdin,
                stdout=log,
                stderr=log,
                pass_fds=pass_fds,
                start_new_session=True,
            )
        self._started.append(process)
        return process

    def start(self, *arguments: str, program: Sequence[str] = (), **environment: str) -> App:
        """Start Scout Desktop with *arguments* (or another Python *program*) on this desktop."""
        words = [sys.executable, *(program or ["-m", "scout_desktop"]), *arguments]
        log = self.folder / f"app-{len(self._apps) + 1}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                words, cwd=self.home, env=self.env | environment, stdin=subprocess.DEVNULL,
                stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        app = App(self, process, log)
        self._apps.append(app)
        return app

    def drag_file(self, file: Path, target: Thing | Point) -> None:
        """Drag *file*, alone in its folder, out of a file manager and drop it on *target*."""
        assert [*file.parent.iterdir()] == [file], "the file must be alone in its folder"
        settings = self.home / ".config" / "pcmanfm" / "default" / "pcmanfm.conf"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text("[ui]\nside_pane_mode=hidden;places\nview_mode=icon\n")
        self._popen(["pcmanfm", "--no-desktop", str(file.parent)])
        self.hands.place(f"^{file.parent.name}$", 10, 10, 560, 500)
        # The file manager shows nothing to a screen reader: the icon is what is not white there.
        left, top, width, height = self.hands.spot((30, 130), (500, 300))
        end = target if isinstance(target, tuple) else target.centre
        # It stays: what was dropped is fetched from it after the drop.
        self.hands.drag((left + width // 2, top + height // 3), end)


class App:
    """A program running on the desktop."""

    def __init__(self, desktop: Desktop, process: subprocess.Popen[bytes], log: Path) -> None:
        self.desktop, self.process, self.log = desktop, process, log

    @property
    def output(self) -> str:
        """What it has printed so far."""
        return self.log.read_text(errors="replace")

    def window(self, title: str = "Scout Desktop", *, patience: float = 30.0) -> Thing:
        """Wait for its window whose title begins so, for as long as the program runs."""
        deadline = time.monotonic() + patience
        while True:
            try:
                return self.desktop.eyes.find(
                    "window", prefix=title, pid=self.process.pid, patience=0.5
                )
            except AssertionError as error:
                code = self.process.poll()
                if code is None and time.monotonic() < deadline:
                    continue
                state = "runs" if code is None else f"ended with {code}"
                said = f"The program {state}; it said:\n{self.output}"
                raise AssertionError(f"{error}\n{said}") from None

    def find(self, role: str | None = None, name: str | None = None, **more: Any) -> Thing:
        """Wait for a thing in any of its windows and menus."""
        return self.desktop.eyes.find(role, name, pid=self.process.pid, **more)

    def wait(self, patience: float = 20.0) -> int:
        """Wait until it has ended; give its exit code."""
        return self.process.wait(patience)

    def quit(self, title: str = "^Scout Desktop", patience: float = 20.0) -> int:
        """Close its window and wait until it has ended; give its exit code."""
        self.desktop.hands.close(title)
        return self.wait(patience)

    def kill(self) -> None:
        """End it without any chance to tidy up."""
        self.process.kill()
        self.process.wait()
