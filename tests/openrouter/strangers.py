"""Servers that nobody here wrote, started as a stranger starts them and awaited until they answer.

with stubllm(tmp_path, "A stranger's words") as base_url: ...
with uvicorn(tmp_path) as base_url: ...       # the application is `strange_app`
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def stubllm(folder: Path, says: str) -> Iterator[str]:
    """stubllm from PyPI, answering every question with `says`."""
    fixtures = folder / "fixtures"
    fixtures.mkdir()
    fixture = {"name": "s", "match": {"provider": "openai"}, "response": {"content": says}}
    # JSON is YAML.
    (fixtures / "chat.yaml").write_text(json.dumps({"fixtures": [fixture]}), encoding="utf-8")
    program = str(Path(sys.executable).with_name("stubllm"))
    with _running(folder, program, "serve", "--fixture-dir", str(fixtures)) as url:
        yield f"{url}/v1"


@contextlib.contextmanager
def uvicorn(folder: Path) -> Iterator[str]:
    """uvicorn with Starlette, as most servers of models in Python are made."""
    words = (sys.executable, "-m", "uvicorn", "tests.openrouter.strange_app:app")
    with _running(folder, *words) as url:
        yield f"{url}/v1"


@contextlib.contextmanager
def _running(folder: Path, *words: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "stranger.log"
    command = [*words, "--host", "127.0.0.1", "--port", str(port)]
    with (
        log.open("wb") as out,
        subprocess.Popen(
            command, cwd=ROOT, stdout=out, stderr=out, env={**os.environ, "PYTHONPATH": str(ROOT)}
        ) as process,
    ):
        try:
            _wait(process, port, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError(f"the stranger did not start: {log.read_text('utf-8', 'replace')}")
