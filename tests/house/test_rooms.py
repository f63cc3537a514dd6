"""Imports go down, each outside package has one door (contracts in pyproject.toml)."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

# One line for each contract that breaks it, and where to plant it.
VIOLATIONS = {
    "floors": ("chat/money.py", "from scout_desktop.openrouter import client"),
    "core-without-window": ("assembly.py", "import scout_desktop.ui"),
    "window-above-session": ("ui/tasks.py", "from scout_desktop.storage import files"),
    "doors-know-the-language": ("session/__init__.py", "from scout_desktop.resources import path"),
    "pure-language": ("chat/money.py", "import random"),
    "one-door-network": ("practice/__init__.py", "def late():\n    import httpx"),
    "one-door-keyring": ("storage/__init__.py", "import keyring.errors"),
    "one-door-pictures": ("session/__init__.py", "from PIL import Image"),
    "one-room-window": ("storage/__init__.py", "from PySide6.QtCore import QTimer"),
    "one-place-schema": ("chat/money.py", "import markdown_it"),
    "one-place-colours": ("ui/tasks.py", "from pygments.lexers import get_lexer_by_name"),
    "one-place-formulas": ("chat/markdown/pieces.py", "import ziamath"),
    "no-circles": ("chat/__init__.py", ""),
}


def _lint(folder: Path) -> str:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "COLUMNS": "400"},
        capture_output=True,
        text=True,
    )
    return done.stdout + done.stderr


def test_every_contract_of_the_house_is_kept(root: Path) -> None:
    said = _lint(root)

    assert re.search(r"Contracts: \d+ kept, 0 broken", said), said


def test_a_new_top_level_module_and_a_forbidden_import_are_noticed(
    root: Path, tmp_path: Path
) -> None:
    contracts = tomllib.loads((root / "pyproject.toml").read_text())
    names = {c["id"]: c["name"] for c in contracts["tool"]["importlinter"]["contracts"]}
    assert set(names) == set(VIOLATIONS), "each contract needs a violation that shows it works"
    house = tmp_path / "scout_desktop"
    shutil.copytree(root / "scout_desktop", house, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    for place, line in VIOLATIONS.values():
        with (house / place).open("a") as file:
            file.write(f"\n{line}\n")
    for one, other in (("here", "there"), ("there", "here")):
        (house / "chat" / f"{one}.py").write_text(f"from scout_desktop.chat import {other}\n")
    (house / "attic.py").touch()

    said = " ".join(_lint(tmp_path).split())

    for name in names.values():
        assert f"{name} BROKEN" in said, said
    assert "scout_desktop.attic" in said


@pytest.mark.parametrize("verb", ["import", "run"])
def test_the_core_works_where_there_is_no_qt(root: Path, tmp_path: Path, verb: str) -> None:
    script = {"import": _IMPORT_EVERYTHING, "run": _PRACTISE}[verb]

    done = subprocess.run(
        [sys.executable, "-c", _NO_QT + script, str(tmp_path / "data")],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip()


_NO_QT = """
import sys
class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6", "qasync"}:
            raise ImportError("there is no " + name)
sys.meta_path.insert(0, NoQt())
"""

_IMPORT_EVERYTHING = """
import importlib, pkgutil, scout_desktop
with_window = ("scout_desktop.ui", "scout_desktop.app")
count = 0
for module in pkgutil.walk_packages(scout_desktop.__path__, "scout_desktop."):
    if not module.name.startswith(with_window) and not module.name.endswith("__main__"):
        importlib.import_module(module.name)
        count += 1
assert count > 40, count
print(count, "modules")
"""

_PRACTISE = """
import runpy
sys.argv = ["scout-desktop", "--data-dir", sys.argv[1], "practice-demo"]
runpy.run_module("scout_desktop", run_name="__main__")
"""
