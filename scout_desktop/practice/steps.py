"""From a `Reply` to the steps of its body: pieces to send, pauses, and how it ends.

Pure: the same reply and bill always give the same steps, so a test may also read them without a
socket. `connection` carries them out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from scout_desktop.practice.bill import Bill
from scout_desktop.practice.reply import FOREVER, Cut, Reply
from scout_desktop.practice.wire import comment, envelope, event, to_json

BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Piece:
    """Bytes of the body; `deltas` is how many deltas have been sent once these are out."""

    data: bytes
    deltas: int = 0


@dataclass(frozen=True)
class Pause:
    """Send nothing for so many seconds; `FOREVER` until the client goes away."""

    seconds: float


@dataclass(frozen=True)
class Broken:
    """The body ends here, in this manner."""

    cut: Cut


Step = Piece | Pause | Broken


@dataclass(frozen=True)
class Head:
    """What every chunk repeats."""

    id: str
    model: str
    provider: str
    created: int


def stream(
    reply: Reply, deltas: tuple[str, ...], finish: str | None, head: Head, bill: Bill
) -> Iterator[Step]:
    """The steps of a server-sent stream saying `deltas`."""
    talk = _Talk(reply, head, bill)
    yield from _opening(reply)
    for thought in reply.reasoning:
        yield talk.chunk({"content": "", "reasoning": thought})
    error_at = min(reply.error_after, len(deltas)) if reply.in_band else None
    for count in range(len(deltas) + 1):
        talk.sent = count
        if reply.stall_after == count:
            yield from _stall(reply)
        if reply.cut and reply.cut_after == count:
            yield Broken(reply.cut)
            return
        if error_at == count and reply.in_band not in {"after-finish", "network-error"}:
            yield from talk.failed()
            return
        if count == len(deltas):
            break
        if reply.rate:
            yield Pause(1 / reply.rate)
        talk.sent = count + 1
        yield talk.chunk({"content": deltas[count]})
        if reply.comment_every and (count + 1) % reply.comment_every == 0:
            yield Piece(comment(reply.newline), talk.sent)
    if reply.refusal is not None:
        yield talk.chunk({"content": None, "refusal": reply.refusal})
    yield from talk.finished(finish)


def _opening(reply: Reply) -> Iterator[Step]:
    if reply.bom:
        yield Piece(BOM)
    for _ in range(reply.comments):
        yield Piece(comment(reply.newline))
        if reply.comment_interval:
            yield Pause(reply.comment_interval)


@dataclass
class _Talk:
    """Builds the chunks of one stream."""

    reply: Reply
    head: Head
    bill: Bill
    sent: int = 0

    def chunk(self, delta: dict[str, Any] | None, finish: str | None = None, **more: Any) -> Piece:
        native = self.reply.native_finish if finish and self.reply.native_finish else finish
        choice = {
            "index": 0,
            "delta": {"role": "assistant", **(delta or {})},
            "finish_reason": finish,
            "native_finish_reason": native,
            "logprobs": None,
        }
        return self.event(choices=[choice] if delta is not None else [], **more)

    def event(self, **members: Any) -> Piece:
        value = {
            "id": self.head.id,
            "provider": self.head.provider,
            "model": self.head.model,
            "object": "chat.completion.chunk",
            "created": self.head.created,
            **members,
        }
        reply = self.reply
        data = to_json(value, ascii_only=reply.ascii_only)
        return Piece(event(data, reply.newline, multiline=reply.multiline), self.sent)

    def error(self) -> dict[str, Any]:
        reply = self.reply
        found: dict[str, Any] = envelope(
            reply.error_code, reply.error_message, reply.error_metadata
        )["error"]
        return found

    def failed(self) -> Iterator[Step]:
        """An error before any finish reason, as the documents show it."""
        usage = {"usage": self.bill.after(self.sent).usage()} if self.reply.error_usage else {}
        finish = "error" if self.reply.in_band == "finish-error" else None
        if self.reply.in_band == "body":
            data = to_json({"error": self.error()})
            yield Piece(event(data, self.reply.newline), self.sent)
        elif self.reply.in_band == "choice":
            choice = {"index": 0, "delta": {"content": ""}, "finish_reason": "error"}
            yield self.event(choices=[choice | {"error": self.error()}], **usage)
        else:
            yield self.chunk({"content": ""}, finish, error=self.error(), **usage)
        yield from self.end()

    def finished(self, finish: str | None) -> Iterator[Step]:
        reply = self.reply
        usage = self.bill.after(self.sent).usage()
        if reply.in_band == "network-error":
            # The benign-looking failure: no text, no usage, the cause only in the native reason.
            choice = {
                "index": 0,
                "delta": {"role": "assistant", "content": ""},
                "finish_reason": "stop",
                "native_finish_reason": "network_error",
            }
            yield self.event(choices=[choice])
            yield from self.end()
            return
        together = {"usage": usage} if reply.usage == "with-finish" else {}
        if not reply.no_finish or together:
            said = None if reply.no_finish else finish
            yield self.chunk({"content": ""}, said, **together)
        if reply.in_band == "after-finish":
            yield self.chunk({"content": ""}, None, error=self.error(), usage=usage)
        elif reply.usage == "empty-choices":
            yield self.chunk(None, usage=usage)
        elif reply.usage == "repeat-finish":
            yield self.chunk({"content": ""}, None if reply.no_finish else finish, usage=usage)
        elif reply.usage == "null-finish-after":
            yield self.chunk({"content": ""}, None, usage=usage)
        yield from self.end()

    def end(self) -> Iterator[Step]:
        if self.reply.done:
            yield Piece(event(b"[DONE]", self.reply.newline), self.sent)


def _stall(reply: Reply) -> Iterator[Step]:
    if reply.silent_stall:
        yield Pause(reply.stall)
        return
    every = reply.comment_interval or 0.5
    left = reply.stall
    while left == FOREVER or left > 0:
        yield Piece(comment(reply.newline), reply.stall_after or 0)
        yield Pause(every)
        left = left if left == FOREVER else left - every


def document(
    reply: Reply, deltas: tuple[str, ...], finish: str | None, head: Head, bill: Bill
) -> Iterator[Step]:
    """The steps of a reply that comes whole, as JSON."""
    for _ in range(reply.padding):
        yield Piece(b"\n         ")
        if reply.comment_interval:
            yield Pause(reply.comment_interval)
    if reply.stall_after is not None:
        yield Pause(reply.stall)
    problem = envelope(reply.error_code, reply.error_message, reply.error_metadata)
    if reply.in_band in {"top-level", "finish-error", "body"}:
        yield Piece(to_json(problem))
        return
    silent = reply.in_band == "network-error"
    message: dict[str, Any] = {"role": "assistant", "content": "" if silent else "".join(deltas)}
    message["refusal"] = reply.refusal
    if reply.reasoning:
        message["reasoning"] = "".join(reply.reasoning)
    choice: dict[str, Any] = {
        "index": 0,
        "message": message,
        "finish_reason": None if reply.no_finish else finish,
        "native_finish_reason": "network_error" if silent else reply.native_finish or finish,
        "logprobs": None,
    }
    if reply.in_band in {"choice", "after-finish"}:
        choice["finish_reason"] = "error"
        choice["error"] = problem["error"]
    value: dict[str, Any] = {
        "id": head.id,
        "provider": head.provider,
        "model": head.model,
        "object": "chat.completion",
        "created": head.created,
        "system_fingerprint": None,
        "choices": [choice],
    }
    if reply.usage != "none" and not silent:
        value["usage"] = bill.after(len(deltas)).usage()
    yield Piece(to_json(value, ascii_only=reply.ascii_only), len(deltas))


def recut(steps: Iterator[Step], reply: Reply) -> Iterator[Step]:
    """The same bytes in other pieces: every nth byte or at given points, and cut off where told."""
    if not (reply.split_every or reply.split_at or reply.cut_after_bytes is not None):
        yield from steps
        return
    limit, position, kept = reply.cut_after_bytes, 0, b""
    deltas = 0

    def pieces(*, all_of_it: bool) -> Iterator[Step]:
        nonlocal kept, position
        while kept:
            size = _next_cut(position, reply) - position
            if len(kept) < size and not all_of_it:
                return
            piece, kept = kept[:size], kept[size:]
            position += len(piece)
            yield Piece(piece, deltas)
            if reply.split_gap:
                yield Pause(reply.split_gap)

    for step in steps:
        if isinstance(step, Piece):
            room = len(step.data) if limit is None else limit - position - len(kept)
            kept += step.data[: max(room, 0)]
            deltas = step.deltas
            if room < len(step.data):
                yield from pieces(all_of_it=True)
                yield Broken(reply.cut or "fin")
                return
            yield from pieces(all_of_it=False)
        else:
            yield from pieces(all_of_it=True)
            yield step
    yield from pieces(all_of_it=True)


def _next_cut(position: int, reply: Reply) -> int:
    """The first cut after `position`; far away if there is none."""
    cuts = [p for p in reply.split_at if p > position]
    if reply.split_every:
        cuts.append((position // reply.split_every + 1) * reply.split_every)
    return min(cuts, default=position + (1 << 40))
