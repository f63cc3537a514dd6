"""The power may go at any moment: a disk has what was synced, and of the rest what it likes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


def _power_loss(root: Path, folder: Path, *more: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.power_loss", "--json", "--folder", str(folder), *more],
        cwd=root, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    if "Refused" in done.stderr:
        pytest.skip("this system does not allow tracing")
    assert not done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_no_disk_that_a_power_cut_may_leave_has_lost_what_was_kept(
    root: Path, folder: Path
) -> None:
    found = _power_loss(root, folder)
    assert found["violations"] == []
    # Less would mean that the calls were not all seen.
    assert found["calls"] > 150
    assert found["acknowledged"] == 28
    assert found["states"] > 250


@pytest.mark.parametrize("mistake", ["folder", "file", "order"])
def test_a_writer_that_makes_a_mistake_is_caught(root: Path, folder: Path, mistake: str) -> None:
    found = _power_loss(root, folder, "--broken", mistake, "--first")
    assert len(found["violations"]) == 1
