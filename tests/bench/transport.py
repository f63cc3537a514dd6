"""Prints what one streamed chunk costs in CPU: this client, and a bare socket with json.

Two rhythms: paced (100 chunks at 100 a second: waking up dominates) and bulk (10,000 at once).
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
LONGEST = 20
"""Seconds for one reader; everything takes half a minute."""
RHYTHMS = (("paced, 100/s", 100, 100.0), ("bulk", 10_000, 0.0))
MOST_RATIO, MOST_MICROSECONDS = 2.2, 300.0
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
                _read_request(line)
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


def _read_request(line: socket.socket) -> None:
    # To its last byte: closing a socket with unread bytes resets it, and the answer is lost.
    found = b""
    while b"\r\n\r\n" not in found:
        found += line.recv(65536)
    head, _, body = found.partition(b"\r\n\r\n")
    lengths = [row for row in head.lower().split(b"\r\n") if row.startswith(b"content-length:")]
    left = (int(lengths[0].split(b":")[1]) if lengths else 0) - len(body)
    while left > 0:
        left -= len(line.recv(65536))


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
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST)
    if done.returncode:
        raise SystemExit(f"{reader}: {done.stderr}")
    count, seconds = done.stdout.split()
    return float(seconds) / int(count) * 1e6


def main() -> None:
    for title, count, rate in RHYTHMS:
        command = [sys.executable, __file__, "serve", str(count), str(rate)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                port = int(server.stdout.readline())
                rounds = [{name: measured(name, port) for name in READERS} for _ in range(ROUNDS)]
            finally:
                server.kill()
        found = {name: statistics.median(one[name] for one in rounds) for name in READERS}
        print(title)
        for name, figure in found.items():
            ratio = figure / found["socket + json"]
            told = _limit(title, figure, ratio)
            print(f"  {name:20} {figure:8.1f} us a chunk   {ratio:5.2f} x   {told}".rstrip())


def _limit(title: str, figure: float, ratio: float) -> str:
    """Return the limit beside a median, and whether it is kept."""
    if ratio == 1 or title != RHYTHMS[0][0]:
        return ""
    kept = ratio <= MOST_RATIO or figure <= MOST_MICROSECONDS
    return f"(limit {MOST_RATIO} x or {MOST_MICROSECONDS:.0f} us: {'kept' if kept else 'over'})"


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(int(sys.argv[2]), float(sys.argv[3]))
    elif sys.argv[1:2] == ["read"]:
        print(*READERS[sys.argv[2]](int(sys.argv[3])))
    else:
        main()
