"""`python -m scout_desktop.practice`: the stand-in as a process of its own.

The first line on standard output is `READY http://127.0.0.1:PORT/api/v1`. It ends on SIGTERM,
SIGINT, or when its standard input is closed if `--until-eof` is given.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from scout_desktop.practice.script import Script
from scout_desktop.practice.server import PracticeServer, Received


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until told to stop. 0 when stopped, 2 for a faulty script."""
    asked = _parser().parse_args(arguments)
    script = None
    if asked.script is not None:
        try:
            script = Script.from_json(asked.script.read_bytes(), str(asked.script.parent))
        except (OSError, ValueError, TypeError) as error:
            sys.stderr.write(f"The script {asked.script} cannot be used: {error}\n")
            return 2
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(asked, script))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scout_desktop.practice",
        description="A stand-in for the service on a loopback port.",
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--script", type=Path, help="replies as JSON; see practice/reading.py")
    parser.add_argument("--log", type=Path, help="one JSON line a request, never with the key")
    parser.add_argument("--require-key", action="append", help="accept this key only (repeatable)")
    parser.add_argument("--as-service", action="store_true", help="talk as the service would")
    parser.add_argument("--until-eof", action="store_true", help="end with standard input")
    return parser


async def _serve(asked: argparse.Namespace, script: Script | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # not on Windows, where a closed console ends it
            loop.add_signal_handler(name, stop.set)
    log = Log(asked.log.open("a", encoding="utf-8")) if asked.log else None
    server = PracticeServer(
        script,
        keys=asked.require_key,
        as_service=asked.as_service,
        port=asked.port,
        remember=False,
        heard=log.heard if log else None,
        ended=log.ended if log else None,
    )
    try:
        async with server:
            sys.stdout.write(f"READY {server.base_url}\n")
            sys.stdout.flush()
            if asked.until_eof:
                await asyncio.to_thread(sys.stdin.read)
            else:
                await stop.wait()
    finally:
        if log:
            log.out.close()


class Log:
    """Requests as JSON lines: {"event": "request" | "answered" | "hung up", ...}."""

    def __init__(self, out: TextIO) -> None:
        self.out = out

    def heard(self, request: Received) -> None:
        """A request is complete."""
        shown = {k: v for k, v in request.headers if k not in {"authorization", "cookie"}}
        self._write(
            event="request",
            method=request.method,
            path=request.path,
            query=request.query,
            key="given" if request.header("authorization") else "none",
            headers=shown,
            size=len(request.body),
            body=without_pictures(request.json),
        )

    def ended(self, request: Received, status: int, early: bool) -> None:
        """The answer is out, or the client left."""
        event = "hung up" if early else "answered"
        self._write(event=event, method=request.method, path=request.path, status=status)

    def _write(self, **line: Any) -> None:
        self.out.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.out.flush()


def without_pictures(value: Any) -> Any:
    """The same JSON with the data of every data URL replaced by its length and SHA-256."""
    if isinstance(value, Mapping):
        return {key: without_pictures(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_pictures(inner) for inner in value]
    if isinstance(value, str) and value.startswith("data:") and ";base64," in value:
        head, _, data = value.partition(",")
        return (
            f"{head},({len(data)} characters, sha256 {hashlib.sha256(data.encode()).hexdigest()})"
        )
    return value


if __name__ == "__main__":
    sys.exit(main())
