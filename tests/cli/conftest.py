"""The command line as a person's shell starts it: a process, its output, its exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journeys.stand_in import StandIn

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    status: int
    out: str
    err: str


@dataclass
class Scout:
    """`scout-desktop` on one data folder, talking to one stand-in."""

    data: Path
    url: str
    env: dict[str, str] = field(default_factory=dict)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a command and leave it running."""
        return subprocess.Popen(
            self.command(*words), env=self.environment, cwd=self.data.parent, text=True,
            encoding="utf-8", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def __call__(self, *words: str, typed: str = "") -> Done:
        """Run a command to its end, *typed* on its standard input."""
        with self.start(*words) as process:
            out, err = process.communicate(typed, timeout=60)
        assert "Traceback" not in err, err
        return Done(process.returncode, out, err)

    def at_once(self, *commands: tuple[str, ...]) -> list[Done]:
        """Run several commands at the same time."""
        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(lambda words: self(*words), commands))

    def command(self, *words: str) -> list[str]:
        """The words of the command line."""
        where = ["--data-dir", str(self.data)] if "SCOUT_DESKTOP_DATA" not in self.env else []
        server = ["--base-url", self.url] if self.url else []
        return [sys.executable, "-m", "scout_desktop", *where, *server, *words]

    @property
    def environment(self) -> dict[str, str]:
        """What the process finds around it."""
        plain = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
        return {**plain, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", **self.env}


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
def scout(tmp_path: Path, stand_in: StandIn) -> Scout:
    return Scout(tmp_path / "d", stand_in.url)
