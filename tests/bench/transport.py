"""Prints what one streamed chunk costs in CPU: this client, and a bare socket with json.

Two rhythms: paced (500 chunks at 100 a second: waking up dominates) and bulk (20,000 at once).
The server is a process of its own; each reader too, so that nobody pays for another.
    python tests/bench/transport.py
The target for paced: at most 2.2 times the bare socket, or 300 microseconds.
"""

from __future__ import annotations

import asyncio
import json
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3
CHUNK = {
    "id": "gen-1795410000-abcdefghijklmnopqrst", "object": "chat.completion.chunk",
    "created": 1795410000, "model": "meta-llama/llama-4-scout-17b-16e-instruct",
    "provider": "DeepInfra",
    "choices": [{"index": 0, "delta": {"role": "assistant", "content": " word"},
                 "finish_reason": None, "native_finish_reason": None, "logprobs": None}],
}  # fmt: skip
EVENT = b"data: " + json.dumps(CHUNK, separators=(",", ":")).encode() + b"\n\n"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


def framed(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(body), body)


def serve(count: int, rate: float) -> None:
    """Answer one request after another with `count` events; print the port first."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        print(listening.getsockname()[1], flush=True)
        while True:
            line, _ = listening.accept()
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with line:
                line.recv(65536)
                line.sendall(HEAD)
                if rate:
                    for number in range(count):
                        line.sendall(framed(EVENT))
                        time.sleep(1 / rate if number else 0.05)
                else:
                    block = framed(EVENT) * 100
                    for _ in range(count // 100):
                        line.sendall(block)
                line.sendall(framed(b"data: [DONE]\n\n") + b"0\r\n\r\n")


def bare(port: int) -> tuple[int, float]:
    """Read with a socket and json, as little as can be done."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(b"POST /api/v1/chat/completions HTTP/1.1\r\nHost: x\r\n\r\n")
        start, rest, found = time.process_time(), b"", 0
        while piece := line.recv(65536):
            rest += piece
            *whole, rest = rest.split(b"\n\n")
            for part in whole:
                at = part.find(b"data: {")
                found += at >= 0 and bool(json.loads(part[at + 6 :])["choices"][0]["delta"])
        return found, time.process_time() - start


def ours(port: int, *, qt: bool = False) -> tuple[int, float]:
    """Read with the client, folding each event."""
    sys.path.insert(0, str(ROOT))
    from scout_desktop.chat.address import Address
    from scout_desktop.chat.request import ChatRequest, RequestMessage
    from scout_desktop.chat.turn import Opened, Turn
    from scout_desktop.openrouter.client import Client, warm
    from scout_desktop.openrouter.wire import request_body

    request = ChatRequest("m", (RequestMessage("user", "Hello"),))
    body = request_body(request, {}, "127.0.0.1")

    async def read() -> tuple[int, float]:
        await warm()
        client, turn, start = Client(Address.parse(f"http://127.0.0.1:{port}/api/v1")), Turn(), 0.0
        async for event in client.stream(request, body):
            turn = turn.after(event)
            if isinstance(event, Opened):
                start = time.process_time()
        return turn.chunks, time.process_time() - start

    if not qt:
        return asyncio.run(read())
    from PySide6.QtCore import QCoreApplication

    app = QCoreApplication([])
    import qasync

    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        return runner.run(read())


READERS = {"socket + json": bare, "client": ours, "client, Qt's loop": lambda p: ours(p, qt=True)}


def measured(reader: str, port: int) -> float:
    """Microseconds of CPU a chunk, in a process of its own."""
    command = [sys.executable, __file__, "read", reader, str(port)]
    count, seconds = subprocess.run(
        command, capture_output=True, text=True, check=True
    ).stdout.split()
    return float(seconds) / int(count) * 1e6


def main() -> None:
    for title, count, rate in (("paced, 100/s", 500, 100.0), ("bulk", 20_000, 0.0)):
        command = [sys.executable, __file__, "serve", str(count), str(rate)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            port = int(server.stdout.readline())
            found = {
                name: statistics.median(measured(name, port) for _ in range(ROUNDS))
                for name in READERS
            }
            server.kill()
        print(title)
        for name, figure in found.items():
            ratio = figure / found["socket + json"]
            print(f"  {name:20} {figure:8.1f} us a chunk   {ratio:5.2f} x")


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(int(sys.argv[2]), float(sys.argv[3]))
    elif sys.argv[1:2] == ["read"]:
        print(*READERS[sys.argv[2]](int(sys.argv[3])))
    else:
        main()
