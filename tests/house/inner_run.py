"""A run of pytest inside a test, under the same rules, with tests that break them."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Outcome:
    """How the inner run ended, what it printed, and the folder with all it left behind."""

    code: int
    output: str
    left: Path


def run_inner(tests: str, checkout: Path) -> Outcome:
    """Run *tests* (source) in a *checkout* that borrows the rules of this one.

    What they leave behind lies outside the folder of the calling test.
    """
    for name in ("tests", "packaging"):
        (checkout / name).mkdir()
    (checkout / "tests" / "test_inner.py").write_text(tests)
    for name in ("tests/conftest.py", "pyproject.toml", "packaging/canary.py"):
        (checkout / name).symlink_to(ROOT / name)
    left = Path(os.environ["TMPDIR"]) / f"inner-{checkout.name}"
    left.mkdir()
    # The inner run is nobody's worker.
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly", "-rA"],
        cwd=checkout,
        env={**env, "SCOUT_TEST_ROOT": str(left)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return Outcome(done.returncode, done.stdout + done.stderr, left)
