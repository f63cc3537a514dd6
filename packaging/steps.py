"""One line a step: what is being done, how long it took; more only when it fails."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TAIL_LINES = 20


class Trouble(Exception):
    """The command cannot go on: a sentence for the user, and the exit code to leave with."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


def say(line: str) -> None:
    """Print one line at once, also into a pipe."""
    print(line, flush=True)


def run_step(
    label: str, command: Sequence[str], advice: str, env: Mapping[str, str] | None = None
) -> None:
    """Run *command* quietly under one progress line.

    The caller's environment is passed on whole (proxies, certificates and package indexes are set
    there), with *env* on top. A failure raises Trouble with the end of the output and *advice*.
    """
    started = time.monotonic()
    print(f"{label} ...", end="", flush=True)
    with tempfile.TemporaryFile() as output:
        try:
            code = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(env or {})},
                check=False,
            ).returncode
        except OSError as error:
            print(" failed", flush=True)
            raise Trouble(f"{command[0]} could not be started: {error}. {advice}") from error
        if code:
            print(" failed", flush=True)
            output.seek(0)
            lines = output.read().decode("utf-8", "replace").strip().splitlines()
            tail = "\n".join(f"    {line}" for line in lines[-TAIL_LINES:])
            raise Trouble(f"{shlex.join(command)} ended with {code}:\n{tail}\n{advice}")
    print(f" {time.monotonic() - started:.0f} s", flush=True)


def become(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Turn into *command*; where the system has no such thing, run it and give its exit code."""
    sys.stdout.flush()
    if os.name == "posix":
        os.execve(command[0], list(command), dict(env))
    return subprocess.run(command, env=dict(env), check=False).returncode
