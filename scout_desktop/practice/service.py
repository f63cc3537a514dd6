"""The endpoints: which answer belongs to which request. Knows the API, not the socket."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from scout_desktop.practice import catalogue, content, speech, steps
from scout_desktop.practice.arrived import Arrived, read
from scout_desktop.practice.bill import Bill
from scout_desktop.practice.connection import Answer, plain
from scout_desktop.practice.incoming import Refused, Request, only_from_here
from scout_desktop.practice.ledger import Ledger, Record, new_id
from scout_desktop.practice.login import Codes, LoginRefused, way_back
from scout_desktop.practice.reply import Reply
from scout_desktop.practice.script import Script
from scout_desktop.practice.wire import to_json

ROOT: Final = "/api/v1"
_BIG: Final = 256 * 1024
Check = Callable[[dict[str, Any]], list[str]]


@dataclass
class Service:
    """One stand-in's state: its script, keys, codes and generations."""

    script: Script
    keys: set[str] | None
    as_service: bool
    check: Check | None = None
    codes: Codes = field(default_factory=Codes)
    ledger: Ledger = field(default_factory=Ledger)
    queue: deque[Reply] = field(default_factory=deque)
    elsewhere: dict[str, deque[Reply]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.follow(self.script)

    def follow(self, script: Script) -> None:
        """Begin this script from its start."""
        self.script = script
        self.queue = deque(script.replies)
        self.elsewhere = {place: deque(replies) for place, replies in script.at.items()}
        self.ledger.misses = script.generation_misses

    async def answer(self, request: Request) -> Answer:
        """The answer to any request. Raises `Refused` for those that get none."""
        only_from_here(request)
        url = urlsplit(request.target)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path == "/auth":
            return self._consent(query)
        if not url.path.startswith(ROOT + "/"):
            return plain(404, "Not Found")
        place = url.path.removeprefix(ROOT)
        scripted = self.elsewhere.get(f"{request.method} {place}")
        if scripted:
            return _verbatim(scripted.popleft(), steps.Head("", "", "", 0))
        refusal = self._unauthorised(request, place)
        if refusal is not None:
            return refusal
        if place == "/chat/completions":
            return await self._chat(request) if request.method == "POST" else plain(405)
        if place == "/auth/keys":
            return self._key_for_code(request) if request.method == "POST" else plain(405)
        if request.method not in {"GET", "HEAD"}:
            return plain(405)
        found = self._look_up(place, query)
        return plain(404, "Not Found") if found is None else _json(found)

    def _unauthorised(self, request: Request, place: str) -> Answer | None:
        open_to_all = place in {"/models", "/auth/keys"} or place.startswith(
            ("/models/", "/model/")
        )
        if self.keys is None or open_to_all:
            return None
        scheme, _, key = request.header("authorization").partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            return plain(401, "Missing Authentication header")
        return None if key.strip() in self.keys else plain(401, "User not found.")

    def _look_up(self, place: str, query: Mapping[str, str]) -> dict[str, Any] | None:
        parts = place.strip("/").split("/")
        if place == "/models":
            models = list(catalogue.MODELS)
            return {"data": models, "total_count": len(models), "links": {"next": None}}
        if place == "/key":
            return {"data": self._key()}
        if place == "/generation":
            record = self.ledger.look_up(query.get("id", ""))
            return None if record is None else {"data": record.data()}
        if parts[0] == "model" and len(parts) == 3:
            model = catalogue.find(parts[1], parts[2])
            return None if model is None else {"data": model}
        if parts[0] == "models" and len(parts) == 4 and parts[3] == "endpoints":
            model = catalogue.find(parts[1], parts[2])
            return None if model is None else {"data": catalogue.endpoints(model)}
        return None

    def _key(self) -> dict[str, Any]:
        spent = self.ledger.spent
        periods = ("", "_daily", "_weekly", "_monthly")
        return {
            "label": "practice" if not self.as_service else "sk-or-v1-abc...123",
            "limit": None,
            "limit_remaining": None,
            "limit_reset": None,
            "include_byok_in_limit": False,
            **{f"usage{period}": spent for period in periods},
            **{f"byok_usage{period}": 0 for period in periods},
            "is_free_tier": False,
            "is_management_key": False,
            "is_provisioning_key": False,
            "creator_user_id": None,
            "expires_at": None,
            # Newer than the document of August 2026; the service's own client insists on them.
            "allowed_data_regions": ["global"],
            "budgets": [],
            "effective_budget": None,
            "free_model_daily_requests": {"limit": 50, "remaining": 50, "used": 0},
            "organization_id": None,
            "workspace_id": None,
            "rate_limit": {"requests": -1, "interval": "10s", "note": "Deprecated; ignore it."},
        }

    async def _chat(self, request: Request) -> Answer:
        body = await _object(request)
        messages = body.get("messages")
        if not isinstance(messages, list) or not messages:
            return plain(400, 'Input required: specify "messages"')
        problems = self.check(body) if self.check else []
        if problems:
            return plain(400, "; ".join(problems))
        big = len(request.body) > _BIG
        arrived = await asyncio.to_thread(read, body) if big else read(body)
        reply = self.queue.popleft() if self.queue else self.script.default
        if not self.as_service:
            reply = speech.ordered(reply, arrived.last)
        return self._reply(reply, arrived, request)

    def _reply(self, reply: Reply, arrived: Arrived, request: Request) -> Answer:
        now = int(time.time())
        dated = catalogue.SCOUT_DATED if arrived.model == catalogue.SCOUT else arrived.model
        ours = dated if self.as_service else arrived.model
        provider = "DeepInfra" if self.as_service else "Practice"
        head = steps.Head(
            reply.generation or new_id(now), reply.model or ours, reply.provider or provider, now
        )
        if reply.body is not None:
            # An id of our own would contradict the one in a recorded body.
            return _verbatim(reply, replace(head, id=reply.generation or ""))
        deltas = self._words(reply, arrived)
        if self.as_service or _says(reply):
            # The description of a request names its stop sequences and must survive them.
            deltas = _stopped(deltas, arrived.parameters.get("stop"))
        deltas, finish = _limited(deltas, reply, arrived)
        prompt = arrived.prompt_tokens if reply.prompt_tokens is None else reply.prompt_tokens
        bill = Bill(prompt, 0, reply)
        streams = arrived.streamed if reply.stream is None else reply.stream
        record = self.ledger.note(
            Record(
                head,
                bill,
                len(deltas),
                finish,
                streams,
                len(arrived.pictures),
                request.header("http-referer"),
                request.header("user-agent"),
                saves=self.script.stop_saves,
            )
        )
        make = steps.stream if streams else steps.document
        kind = "text/event-stream" if streams else "application/json"
        answer = _answer(reply, head, steps.recut(make(reply, deltas, finish, head, bill), reply))

        def progress(sent: int) -> None:
            nonlocal record
            record = self.ledger.note(record, sent=max(sent, record.sent))

        def ended(early: bool) -> None:
            self.ledger.note(record, over=True, cancelled=early)

        headers = (("Content-Type", reply.content_type or kind), *answer.headers)
        return replace(answer, headers=headers, progress=progress, ended=ended)

    def _words(self, reply: Reply, arrived: Arrived) -> tuple[str, ...]:
        if reply.deltas is not None:
            return content.fit(reply.deltas, reply.tokens)
        if reply.text is not None:
            return content.fit(content.pieces(reply.text), reply.tokens)
        if reply.kind is not None:
            return content.of_kind(reply.kind, reply.tokens)
        own = content.PROSE if self.as_service else speech.describe(arrived)
        return content.fit(content.pieces(own), reply.tokens)

    def _consent(self, query: Mapping[str, str]) -> Answer:
        code = self.codes.give(
            query.get("code_challenge", ""), query.get("code_challenge_method", "plain")
        )
        try:
            if "callback_url" in query:
                place = way_back(query["callback_url"], code)
                return Answer(302, (("Location", place),), iter(()), framing="length")
        except LoginRefused as refused:
            return plain(refused.status, refused.message)
        page = steps.Piece(f"Your code: {code}\n".encode())
        kind = ("Content-Type", "text/plain; charset=utf-8")
        return Answer(200, (kind,), iter((page,)), framing="length")

    def _key_for_code(self, request: Request) -> Answer:
        try:
            body = json.loads(request.body)
            key = self.codes.redeem(body if isinstance(body, dict) else {})
        except (ValueError, RecursionError):
            return plain(400, "Invalid JSON body")
        except LoginRefused as refused:
            return plain(refused.status, refused.message)
        if self.keys is not None:
            self.keys.add(key)
        return _json({"key": key, "user_id": "user_practice"})


def allowed_keys(keys: Collection[str] | None) -> set[str] | None:
    """A set of our own, or None when anything goes."""
    return None if keys is None else set(keys)


async def _object(request: Request) -> dict[str, Any]:
    """The body as a JSON object, read off the loop when it is big."""
    try:
        if len(request.body) > _BIG:
            value = await asyncio.to_thread(json.loads, request.body)
        else:
            value = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "Invalid JSON body") from error
    if not isinstance(value, dict):
        raise Refused(400, "Invalid JSON body: an object is expected")
    return value


def _says(reply: Reply) -> bool:
    return (reply.deltas, reply.text, reply.kind) != (None, None, None)


def _stopped(deltas: tuple[str, ...], stop: object) -> tuple[str, ...]:
    stops = [stop] if isinstance(stop, str) else stop if isinstance(stop, list) else []
    return content.until(deltas, tuple(s for s in stops if isinstance(s, str)))


def _limited(
    deltas: tuple[str, ...], reply: Reply, arrived: Arrived
) -> tuple[tuple[str, ...], str | None]:
    """The deltas under the request's own token limit, and how they end."""
    limits = (arrived.parameters.get(n) for n in ("max_tokens", "max_completion_tokens"))
    limit = min((n for n in limits if type(n) is int and n > 0), default=len(deltas))
    finish = "length" if limit < len(deltas) else reply.finish
    deltas = deltas[:limit]
    return (content.halves(deltas) if reply.split_surrogates else deltas), finish


def _answer(reply: Reply, head: steps.Head, body: Any) -> Answer:
    headers = reply.headers
    if reply.generation_header and head.id:
        headers = (("X-Generation-Id", head.id), *headers)
    return Answer(
        reply.status, headers, body, framing=reply.framing, delay=reply.delay, drip=reply.drip
    )


def _verbatim(reply: Reply, head: steps.Head) -> Answer:
    """A reply whose body is given, on whatever endpoint."""
    found: list[steps.Step] = []
    if reply.stall_after is not None:
        found.append(steps.Pause(reply.stall))
    found.append(steps.Piece(reply.body or b""))
    if reply.cut and reply.cut_after_bytes is None:
        found.append(steps.Broken(reply.cut))
    answer = _answer(reply, head, steps.recut(iter(found), reply))
    kind = (("Content-Type", reply.content_type),) if reply.content_type else ()
    return replace(answer, headers=(*kind, *answer.headers))


def _json(value: object) -> Answer:
    kind = ("Content-Type", "application/json")
    return Answer(200, (kind,), iter((steps.Piece(to_json(value)),)), framing="length")
