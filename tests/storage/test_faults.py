"""Whatever the disk does at whatever moment, what was acknowledged is there afterwards."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.storage.life import find_lost


def _sweep(root: Path, folder: Path, *more: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.storage_sweep", "--json", "--folder", str(folder),
         *more],
        cwd=root, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    assert not done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_failure_at_any_place_that_calls_the_system_loses_nothing(
    root: Path, folder: Path
) -> None:
    # Every call, not only the last at each place: python -m tests.bench.storage_sweep
    found = _sweep(root, folder, "--short", "--failures=KILL,HALF,ENOSPC")
    assert found["violations"] == []
    # Less would mean that the sweep has lost its way.
    assert found["runs"] > 150
    assert len(found["each"]) == 2 * 6 + 1
    assert found["acknowledged"] == 28


def test_the_sweep_notices_a_writer_that_does_things_in_the_wrong_order(
    root: Path, folder: Path
) -> None:
    found = _sweep(root, folder, "--broken", "--calls=replace", "--failures=KILL")
    assert len(found["violations"]) > 2


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("fault", ["signal=KILL", "error=ENOSPC", "error=EIO"])
@pytest.mark.parametrize(
    ("call", "number"), [("fsync", 9), ("fdatasync", 4), ("rename", 3), ("rename", 5)]
)
def test_the_system_itself_may_fail(
    root: Path, folder: Path, call: str, number: int, fault: str
) -> None:
    program = (
        "import sys; from pathlib import Path; from tests.storage.life import live;"
        "live(Path(sys.argv[1]), lambda line: print(line, flush=True))"
    )
    done = subprocess.run(
        # Not with --seccomp-bpf, which loses the injected signals of strace 6.1.
        ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}",
         "-e", f"inject={call}:{fault}:when={number}",
         sys.executable, "-c", program, str(folder / "data")],
        cwd=root, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    if "Operation not permitted" in done.stderr and "ptrace" in done.stderr:
        pytest.skip("this system does not allow tracing")
    said = done.stdout.splitlines()
    assert (done.returncode != 0) == (fault == "signal=KILL"), done.stderr
    assert find_lost(folder / "data", said) == []
