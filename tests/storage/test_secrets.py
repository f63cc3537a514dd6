"""The key is in the system's keyring or nowhere, and no keyring can make the program wait for ever.

Real Secret Service (gnome-keyring on a session bus of its own), one short program a story.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_TOOLS = [tool for tool in ("dbus-run-session", "gnome-keyring-daemon") if not shutil.which(tool)]
needs_keyring = pytest.mark.skipif(bool(_TOOLS), reason=f"not installed: {', '.join(_TOOLS)}")

_NO_SERVICES = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""


class Session:
    """A home, and session buses that come and go in it."""

    def __init__(self, root: Path, home: Path, key: str) -> None:
        self.root, self.home, self.key = root, home, key
        for folder in ("run", "home"):
            (home / folder).mkdir(mode=0o700)

    def probe(
        self,
        *steps: str,
        start: str = "",
        bus: list[str] | None = None,
        prefix: tuple[str, ...] = (),
        **environment: str,
    ) -> dict[str, list[str]]:
        """Run the program; return for each step what came of it."""
        private = ("DBUS_", "DISPLAY", "XDG_")
        kept = {n: v for n, v in os.environ.items() if not n.startswith(private)}
        env = {
            **kept,
            "HOME": str(self.home / "home"),
            "XDG_RUNTIME_DIR": str(self.home / "run"),
            "PYTHONPATH": str(self.root),
            **environment,
        }
        # The key comes on standard input, where nobody else can see it.
        program = (
            f'{start}\nexec "{sys.executable}" -m tests.storage.keyring_probe {" ".join(steps)}'
        )
        command = ["dbus-run-session", "--"] if bus is None else bus
        done = subprocess.run(
            [*prefix, *command, "sh", "-c", program],
            cwd=self.root, env=env, input=f"{self.key}\n", capture_output=True, text=True,
            timeout=30, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert self.key not in done.stdout + done.stderr
        said = [line.split(" | ") for line in done.stdout.splitlines() if " | " in line]
        return {f"{number} {words[0]}": words[1:] for number, words in enumerate(said)}


_PID = """
for p in /proc/[0-9]*; do
  if [ "$(cat $p/comm 2>/dev/null)" = gnome-keyring-d ] && grep -qz "^HOME=$HOME$" $p/environ
  then export KEYRING_PID=${p#/proc/}
  fi
done"""
_UNLOCKED = (
    "printf %s password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1\n"
    + _PID
)


@pytest.fixture
def session(root: Path, tmp_path: Path, canary_key: str) -> Session:
    return Session(root, tmp_path, canary_key)


@needs_keyring
def test_a_key_is_kept_found_and_forgotten(session: Session) -> None:
    said = session.probe(
        "get", "put", "get", "other", "name", "forget", "forget", "get", start=_UNLOCKED
    )
    assert [words[0] for words in said.values()] == [
        "nothing", "kept", "True", "None", "Secret Service", "forgotten", "forgotten", "nothing",
    ]  # fmt: skip


@needs_keyring
def test_a_key_survives_the_session(session: Session) -> None:
    session.probe("put", start=_UNLOCKED)
    assert session.probe("get", start=_UNLOCKED)["0 get"][0] == "True"


@needs_keyring
def test_a_locked_keyring_without_a_display_is_said_to_be_locked(session: Session) -> None:
    session.probe("put", start=_UNLOCKED)
    said = session.probe("get", "put", start=_UNLOCKED.replace("password", "wrong"))
    assert said["0 get"][:2] == [
        "KeyringLocked",
        "The keyring is locked. Unlock it and try again, or keep the key for this run only.",
    ]
    assert said["1 put"][0] == "KeyringLocked"


@needs_keyring
def test_a_keyring_that_was_never_set_up_says_so(session: Session) -> None:
    said = session.probe("get", "put", "name")
    assert said["0 get"][:2] == [
        "KeyringAbsent",
        (
            "This system's keyring has not been set up, or its dialog was dismissed. "
            "Set up a keyring and try again, or keep the key for this run only."
        ),
    ]
    assert said["1 put"][0] == "KeyringAbsent"


@needs_keyring
def test_a_keyring_that_has_stopped_is_given_up_while_the_window_goes_on(session: Session) -> None:
    said = session.probe("put", "stop", "get", "continue", "ask", start=_UNLOCKED, PATIENCE="0.6")
    assert said["2 get"][0] == "KeyringSilent"
    assert int(said["2 get"][-1]) > 5
    assert said["4 ask"][0] == "True"


@needs_keyring
def test_a_keyring_that_never_answers_does_not_hold_up_the_end(session: Session) -> None:
    said = session.probe(
        "stop", *["get"] * 4, start=_UNLOCKED + "\n(sleep 2; kill -CONT $KEYRING_PID) &",
        PATIENCE="0.1",
    )  # fmt: skip
    assert {words[0] for words in list(said.values())[1:]} == {"KeyringSilent"}


@needs_keyring
def test_a_keyring_that_was_killed_is_a_sentence(session: Session) -> None:
    said = session.probe("put", "kill", "get", start=_UNLOCKED)
    assert said["2 get"][0].startswith("Keyring")
    assert re.search(r"run only", said["2 get"][1])


@needs_keyring
def test_a_bus_without_a_keyring_has_none(session: Session, tmp_path: Path) -> None:
    config = tmp_path / "bus.conf"
    config.write_text(_NO_SERVICES)
    said = session.probe(
        "get", "put", "name", bus=["dbus-run-session", f"--config-file={config}", "--"]
    )
    assert [words[0] for words in said.values()] == ["KeyringAbsent"] * 3


def test_without_a_bus_there_is_no_keyring(session: Session) -> None:
    said = session.probe("get", "put", "forget", "name", bus=["env"])
    assert [words[0] for words in said.values()] == ["KeyringAbsent"] * 4
    assert "Keep the key for this run only" in said["0 get"][1]


@pytest.mark.parametrize(
    ("backend", "said"),
    [
        ("keyring.backends.null.Keyring", "KeyringUntrusted"),
        ("keyring.backends.fail.Keyring", "KeyringAbsent"),
        ("tests.storage.plain_backend.Keyring", "KeyringUntrusted"),
        ("no.such.Backend", "KeyringUntrusted"),
        ("keyring.backends.chainer.ChainerBackend", "KeyringAbsent"),
    ],
)
def test_a_backend_that_keeps_nothing_or_shows_everything_is_refused(
    session: Session, backend: str, said: str
) -> None:
    found = session.probe("get", "put", "name", bus=["env"], PYTHON_KEYRING_BACKEND=backend)
    assert [words[0] for words in found.values()] == [said] * 3


def test_a_keyring_that_loses_the_key_is_found_out_at_once(session: Session) -> None:
    said = session.probe("lossy", "put", "get", bus=["env"])
    assert said["1 put"][:2] == [
        "KeyringUntrusted",
        (
            "The keyring accepted the key and then did not have it. "
            "Keep the key for this run only, or choose another keyring."
        ),
    ]
    assert said["2 get"][0] == "nothing"


@needs_keyring
@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="xvfb-run is not installed")
def test_a_locked_keyring_may_show_its_dialog_and_is_not_waited_for_for_ever(
    session: Session,
) -> None:
    session.probe("put", start=_UNLOCKED)
    said = session.probe(
        "get", start=_UNLOCKED.replace("password", "wrong"), PATIENCE="1", prefix=("xvfb-run", "-a")
    )
    # The dialog stands open, or there is no program that could show one.
    assert said["0 get"][0] in {"KeyringSilent", "KeyringLocked"}
