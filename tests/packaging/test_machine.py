"""What is missing on the machine is installed, or named together with what to type."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

APT = """#!/bin/sh
echo "$@" >> {log}
case "$*" in *update*) touch {log}.updated;; esac
if [ -n "$FAILS" ] && [ ! -e {log}.updated ]; then echo "E: Unable to locate package"; exit 100; fi
"""
PROVIDE = """
import sys, machine, steps
try:
    machine.provide({missing}, welcome={welcome})
except steps.Trouble as trouble:
    print(trouble.sentence)
    sys.exit(trouble.code)
"""
LIBRARY = {"libxcb-cursor.so.0": "libxcb-cursor0"}
FONT = {"a font like fonts-lohit-deva": "fonts-lohit-deva"}


def _provide(
    folder: Path,
    root: Path,
    *,
    missing: dict[str, str],
    welcome: dict[str, str] | None = None,
    apt: bool = True,
    before: str = "",
    **environment: str,
) -> tuple[int, str, list[str]]:
    """Exit code, what the user reads, and what apt-get was told."""
    log = folder / "log"
    bin_ = folder / "bin"
    bin_.mkdir()
    if apt:
        (bin_ / "apt-get").write_text(APT.format(log=log))
        (bin_ / "apt-get").chmod(0o755)
        (bin_ / "env").symlink_to("/usr/bin/env")
        (bin_ / "touch").symlink_to("/usr/bin/touch")
    done = subprocess.run(
        [sys.executable, "-c", before + PROVIDE.format(missing=missing, welcome=welcome or {})],
        env={"PATH": str(bin_), "PYTHONPATH": str(root / "packaging"), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    told = log.read_text().splitlines() if log.exists() else []
    return done.returncode, done.stdout + done.stderr, told


root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root installs without asking")


@root_only
def test_root_sees_the_command_and_it_is_run(tmp_path: Path, root: Path) -> None:
    code, said, told = _provide(tmp_path, root, missing=LIBRARY, welcome=FONT)

    assert code == 0, said
    command = "install -y --no-install-recommends fonts-lohit-deva libxcb-cursor0"
    assert f"$ apt-get {command}" in said
    assert told[-1].endswith("install -y --no-install-recommends fonts-lohit-deva libxcb-cursor0")


@root_only
def test_an_old_list_of_packages_is_fetched_anew(tmp_path: Path, root: Path) -> None:
    code, said, told = _provide(tmp_path, root, missing=LIBRARY, FAILS="1")

    assert code == 0, said
    assert told[-2].endswith("update")
    assert "libxcb-cursor0" in told[-1]


def test_without_rights_the_line_to_type_is_printed(tmp_path: Path, root: Path) -> None:
    # Whoever runs the tests: root asks as another user would.
    script = "import os; os.geteuid = lambda: 1000\n"

    code, said, told = _provide(tmp_path, root, missing=LIBRARY, before=script)

    assert code == 3
    assert "Missing on this machine: libxcb-cursor.so.0." in said
    assert "    sudo apt-get install -y --no-install-recommends libxcb-cursor0\n" in said
    assert not told


def test_without_apt_the_missing_libraries_are_named(tmp_path: Path, root: Path) -> None:
    code, said, told = _provide(tmp_path, root, missing=LIBRARY, apt=False)

    assert code == 3
    assert "Missing on this machine: libxcb-cursor.so.0." in said
    assert "with your system's packages" in said
    assert not told


def test_fonts_alone_never_stop_the_program(tmp_path: Path, root: Path) -> None:
    code, said, _told = _provide(tmp_path, root, missing={}, welcome=FONT, apt=False)

    assert code == 0
    assert said.startswith("Going on without (some scripts or emoji will show as boxes)")


def test_nothing_missing_says_nothing(tmp_path: Path, root: Path) -> None:
    assert _provide(tmp_path, root, missing={}) == (0, "", [])


def test_what_cannot_be_loaded_is_named_with_its_package(root: Path) -> None:
    script = (
        "import machine; machine.LIBRARIES.clear();"
        "machine.LIBRARIES.update({'libc.so.6': 'libc6', 'libnosuch.so.9': 'libnosuch9'});"
        "print(machine.missing_libraries())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(root / "packaging")},
        capture_output=True,
        text=True,
    )

    assert done.stdout.strip() == "{'libnosuch.so.9': 'libnosuch9'}"
