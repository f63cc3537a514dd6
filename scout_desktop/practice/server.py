"""The practice server: a loopback port that speaks the service's API in the caller's loop."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from scout_desktop.practice import speech
from scout_desktop.practice.connection import Answer, Connection, plain
from scout_desktop.practice.incoming import Refused, Request
from scout_desktop.practice.ledger import Ledger
from scout_desktop.practice.reply import Reply
from scout_desktop.practice.script import Script
from scout_desktop.practice.service import ROOT, Check, Service, allowed_keys

MOST_CONNECTIONS: Final = 32
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Received:
    """One request as it arrived. Headers are pairs with lower-case names, key included."""

    method: str
    path: str
    """Without the query, with `/api/v1`."""
    query: dict[str, str]
    headers: tuple[tuple[str, str], ...]
    body: bytes
    time: float
    """`time.monotonic()` when it was complete."""

    @property
    def json(self) -> Any:
        """The body parsed; None if it is not JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case."""
        return next((value for key, value in self.headers if key == name.lower()), None)


class PracticeServer:
    """Answers on 127.0.0.1 as OpenRouter would. Start it, use `base_url`, close it.

    Without a script and without `as_service` it is practice mode: replies say that no model is
    involved and describe what arrived. With `as_service` it talks and bills like the real one.
    """

    def __init__(
        self,
        script: Script | None = None,
        *,
        keys: Collection[str] | None = None,
        as_service: bool = False,
        check: Check | None = None,
        port: int = 0,
        remember: bool = True,
        heard: Callable[[Received], None] | None = None,
        ended: Callable[[Received, int, bool], None] | None = None,
    ) -> None:
        """`keys` None lets anybody in; `remember` False keeps no requests (for the window itself).

        `heard` gets each request when it is complete, `ended` the request, the status and whether
        the client hung up before the end of the answer.
        """
        if script is None:
            script = Script() if as_service else Script(default=Reply(rate=speech.PACE))
        self._service = Service(script, allowed_keys(keys), as_service, check)
        self._port = port
        self._remember = remember
        self._heard = heard
        self._ended = ended
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self.requests: list[Received] = []
        self.closed_early = 0
        """Answers that the client did not wait for: a Stop."""

    async def start(self) -> None:
        """Bind and listen. `OSError` if a given port is taken."""
        if self._server is None:
            self._server = await asyncio.start_server(self._accept, "127.0.0.1", self._port)

    async def close(self) -> None:
        """Stop listening, drop every client, wait until all is quiet."""
        server, self._server = self._server, None
        if server is None:
            return
        server.close()
        tasks = set(self._connections)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        await server.wait_closed()

    async def __aenter__(self) -> PracticeServer:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    @property
    def port(self) -> int:
        """The port. `RuntimeError` before `start`."""
        if self._server is None:
            raise RuntimeError("the practice server is not running")
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def base_url(self) -> str:
        """`http://127.0.0.1:PORT/api/v1`, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}{ROOT}"

    @property
    def connections_open(self) -> int:
        """Clients connected now."""
        return len(self._connections)

    @property
    def chats(self) -> list[Received]:
        """The chat requests among `requests`."""
        return [r for r in self.requests if r.path == f"{ROOT}/chat/completions"]

    @property
    def ledger(self) -> Ledger:
        """Every generation and what it cost."""
        return self._service.ledger

    def follow(self, script: Script) -> None:
        """Begin another script."""
        self._service.follow(script)

    def queue(self, *replies: Reply) -> None:
        """Add answers for the next chat requests."""
        self._service.queue.extend(replies)

    def queue_at(self, place: str, *replies: Reply) -> None:
        """Add answers for another endpoint: `queue_at("GET /models", Reply.page())`."""
        self._service.elsewhere.setdefault(place, deque()).extend(replies)

    def grant_code(self, challenge: str, method: str = "S256") -> str:
        """A sign-in code as the consent page would hand out."""
        return self._service.codes.give(challenge, method)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A plain function with a task of our own: asyncio.streams of Python 3.11 reports the
        # cancelling of a task that it made itself as an error.
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._left)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(reader, writer, self._answer, self._hung_up)
        try:
            peer = writer.get_extra_info("peername")
            if peer is None or not str(peer[0]).startswith("127."):
                writer.transport.abort()
            elif len(self._connections) > MOST_CONNECTIONS:
                await connection.turn_away(plain(503, "Too many connections"))
            else:
                await connection.serve()
        except asyncio.CancelledError:
            writer.transport.abort()
            raise
        finally:
            writer.close()

    def _left(self, task: asyncio.Task[None]) -> None:
        self._connections.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("a connection of the practice server ended in a defect", exc_info=error)

    async def _answer(self, request: Request) -> Answer:
        url = urlsplit(request.target)
        received = Received(
            request.method,
            url.path,
            {name: values[0] for name, values in parse_qs(url.query).items()},
            request.headers,
            request.body,
            time.monotonic(),
        )
        if self._remember:
            self.requests.append(received)
        if self._heard:
            self._heard(received)
        try:
            answer = await self._service.answer(request)
        except Refused as refused:
            answer = plain(refused.status, refused.message)
        if self._ended is None:
            return answer
        inner, told = answer.ended, self._ended

        def ended(early: bool) -> None:
            inner(early)
            told(received, answer.status, early)

        return replace(answer, ended=ended)

    def _hung_up(self) -> None:
        self.closed_early += 1
