"""A desk for tests: a display, a session bus, a keyring and a home that are nobody's.

Everything started here, and everything that those things start, is ended on the way out.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import canary
from steps import Trouble, say

if TYPE_CHECKING:
    from collections.abc import Iterator

_PR_SET_CHILD_SUBREAPER = 36
_PASSWORD = b"a password, so that the store on disk is encrypted"
_ROUND_TRIP = """
import keyring
keyring.set_password("scout-desktop-check", "round", "trip")
assert keyring.get_password("scout-desktop-check", "round") == "trip"
keyring.delete_password("scout-desktop-check", "round")
"""


def run_tests(python: Path, env: dict[str, str], arguments: list[str]) -> int:
    """Run pytest at a desk of its own, show and keep its output, then look for the key in it."""
    with _desk(env) as (desk, run):
        _open_keyring(desk, python)
        command = [str(python), "-m", "pytest", "--rootdir", str(_checkout())]
        command += [*_side_by_side(), *arguments]
        if sys.stdout.isatty():
            command.append("--color=yes")
        with subprocess.Popen(
            command, cwd=_checkout(), env=desk, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as tests:
            output = run / "output.txt"
            _pass_on(tests, output)
        leaks = canary.search([output, run / "home", *run.glob("gw*/home")])
        for leak in leaks:
            say(f"the key leaked: {leak}")
        if leaks and tests.returncode:
            say("(The report of a failed test may itself show the key: mend that test first.)")
        return tests.returncode or (1 if leaks else 0)


def _side_by_side() -> list[str]:
    """Give the options that share the tests out: one worker a core, four at the most.

    Each journey has a whole desktop; more of them at once would only wait for each other.
    """
    workers = min(len(os.sched_getaffinity(0)), 4)
    return ["-n", str(workers), "--dist", "worksteal"] if workers > 1 else []


def run_on_display(command: list[str], env: dict[str, str]) -> int:
    """Run *command* on a display and in a home of its own; give its exit code."""
    with _desk(env) as (desk, _run):
        return subprocess.run(command, env=desk, check=False).returncode


@contextlib.contextmanager
def _desk(caller: dict[str, str]) -> Iterator[tuple[dict[str, str], Path]]:
    """Set up the desk; give its environment and its folder, which goes when it does."""
    run = Path(tempfile.mkdtemp(prefix="scout-desk-"))
    env = {
        name: value
        for name, value in caller.items()
        if not name.startswith(("XDG_", "QT_", "OPENROUTER_", "SCOUT_", "WAYLAND_", "PYTEST_"))
    }
    env |= {
        "HOME": _folder(run, "home"),
        "XDG_RUNTIME_DIR": _folder(run, "run"),
        "SCOUT_TEST_ROOT": str(run),
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "en",
    }
    # Ended from outside, a run still clears its desk.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        _adopt_orphans()
        with (run / "services.txt").open("wb") as log:
            env["DISPLAY"] = ":" + _start(["Xvfb", "-displayfd", "{fd}", *_SCREEN], env, log)
            bus = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address={fd}"]
            if shutil.which(bus[0]):
                env["DBUS_SESSION_BUS_ADDRESS"] = _start(bus, env, log)
        yield env, run
    finally:
        _end_children()
        shutil.rmtree(run, ignore_errors=True)


_SCREEN = ["-screen", "0", "1400x900x24", "-nolisten", "tcp", "-noreset"]


def _start(command: list[str], env: dict[str, str], log: BinaryIO) -> str:
    """Start a service that tells where it is through a file descriptor; give what it told."""
    reader, writer = os.pipe()
    words = [word.format(fd=writer) for word in command]
    subprocess.Popen(  # ended by _end_children
        words, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=[writer]
    )
    os.close(writer)
    told = b""
    deadline = time.monotonic() + 30
    while not told.endswith(b"\n"):
        if not select.select([reader], [], [], max(0, deadline - time.monotonic()))[0]:
            raise Trouble(f"{command[0]} did not start within 30 seconds.")
        part = os.read(reader, 4096)
        if not part:
            raise Trouble(f"{command[0]} ended at once; start it by hand to see why.")
        told += part
    os.close(reader)
    return told.decode().strip()


def _open_keyring(env: dict[str, str], python: Path) -> None:
    """Start an unlocked keyring on the desk's bus, and prove that it keeps a secret.

    A wrong start is silent (exit code 0, keyring locked), hence the proof.
    """
    try:
        subprocess.run(
            ["gnome-keyring-daemon", "--unlock", "--components=secrets"],
            input=_PASSWORD, env=env, timeout=30, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        subprocess.run([str(python), "-c", _ROUND_TRIP], env=env, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise Trouble(f"The keyring for the tests did not open: {error}.") from error


def _pass_on(tests: subprocess.Popen[bytes], output: Path) -> None:
    """Show what the tests print, as it comes, and keep it in *output*, until they have ended.

    The end of the pipe is not waited for: a stray process of a test may hold it open.
    """
    assert tests.stdout is not None
    pipe = tests.stdout.fileno()
    with output.open("wb") as kept:
        while True:
            _bury_orphans(tests.pid)
            ended = tests.poll() is not None
            if select.select([pipe], [], [], 0 if ended else 0.5)[0]:
                part = os.read(pipe, 65536)
                kept.write(part)
                sys.stdout.buffer.write(part)
                sys.stdout.buffer.flush()
                if part:
                    continue
                tests.wait()
            if ended:
                return


def _adopt_orphans() -> None:
    """Make services that detach themselves children of this process, so that they can be ended."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _bury_orphans(spare: int) -> None:
    """Collect what has ended, so that a test that looks for a process does not meet its ghost."""
    look = os.WEXITED | os.WNOHANG | os.WNOWAIT
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitid(os.P_ALL, 0, look)) and ended.si_pid != spare:
            os.waitpid(ended.si_pid, 0)


def _end_children() -> None:
    """End every child, politely, then for good; their orphans come to us and go too."""
    for sign, patience in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 3.0)):
        deadline = time.monotonic() + patience
        while children := _children():
            for child in children:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, sign)
            time.sleep(0.05)
            if time.monotonic() > deadline:
                break


def _children() -> list[int]:
    """Collect the ended children; give those that still run."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    listing = Path(f"/proc/self/task/{os.getpid()}/children")
    return [int(word) for word in listing.read_text().split()] if listing.exists() else []


def _folder(run: Path, name: str) -> str:
    folder = run / name
    folder.mkdir(mode=0o700)
    return str(folder)


def _checkout() -> Path:
    return Path(__file__).resolve().parent.parent
