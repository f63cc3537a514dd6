"""Style, format and types, as the tools see them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
    ],
    ids=" ".join,
)
def test_the_tools_have_nothing_to_say(root: Path, command: list[str]) -> None:
    tool = str(Path(sys.executable).with_name(command[0]))

    done = subprocess.run([tool, *command[1:]], cwd=root, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
