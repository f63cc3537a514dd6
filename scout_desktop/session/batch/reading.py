"""How far a picture is, as its chat and the ledger say it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from scout_desktop.chat.answers import Answer, read_answer
from scout_desktop.chat.batch import BatchItem, BatchRow, BatchSpec, ItemState
from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import ImagePart, Node, number
from scout_desktop.chat.money import Total

from .verdict import is_settled

_CUT = "The answer was cut off at the token limit."
_STOPPED = "It was stopped before the answer was complete."


def attempts_of(chat: Conversation) -> tuple[Node, ...]:
    """Return the replies to the question about the picture, oldest first."""
    questions = (node for node in chat.children(None) if node.role == "user")
    found = (reply for node in questions for reply in chat.children(node.id))
    return tuple(sorted((n for n in found if n.role == "assistant"), key=lambda node: node.id))


def picture_of(chat: Conversation) -> ImagePart | None:
    """Return the picture that the chat is about; None where nothing was asked yet."""
    questions = [node for node in chat.children(None) if node.role == "user"]
    return next((node.images[0] for node in reversed(questions) if node.images), None)


def row_of(item: BatchItem, chat: Conversation, total: Total, spec: BatchSpec) -> BatchRow:
    """Return the row of a picture that was asked about."""
    tries = attempts_of(chat)
    picture = picture_of(chat)
    spent = _spent(tries, total)
    row = BatchRow(
        item,
        thumbnail="" if picture is None else picture.sha256,
        prompt_tokens=spent[0],
        completion_tokens=spent[1],
        usd=spent[2],
        unknown=total.unknown,
        attempts=total.attempts or len(tries),
    )
    if not tries:
        return row
    shown = {node.id for node in chat.branch}
    # What the user sees in the chat goes before what is newer but not shown.
    for reply in sorted(tries, key=lambda node: (node.id in shown, node.id), reverse=True):
        if reply.state == "complete":
            answer = read_answer(reply.text, spec.schema)
            if not answer.problem:
                return _accepted(row, reply, answer)
    return _without_answer(row, tries, spec)


def _accepted(row: BatchRow, reply: Node, answer: Answer) -> BatchRow:
    cut = reply.record.get("finish_reason") == "length"
    return _with(row, "done", reply, _CUT if cut else "", answer)


def _without_answer(row: BatchRow, tries: tuple[Node, ...], spec: BatchSpec) -> BatchRow:
    last = tries[-1]
    # What was stopped or killed is nobody's failure and uses up no try.
    made = sum(reply.state == "complete" or bool(reply.section("error")) for reply in tries)
    error = last.section("error")
    kind, said = error.get("kind"), error.get("message")
    if last.state == "complete":
        failed = made >= spec.tries
        problem = read_answer(last.text, spec.schema).problem
    elif not isinstance(kind, str):
        # Stopped, or the program was killed: nobody has said that it failed.
        failed, problem = False, _STOPPED
    else:
        failed = is_settled(kind, made, spec.tries)
        problem = said if isinstance(said, str) else ""
    return _with(row, "failed" if failed else "waiting", last, problem, Answer())


def _with(row: BatchRow, state: ItemState, reply: Node, problem: str, answer: Answer) -> BatchRow:
    return replace(
        row, state=state, answer=reply.text, problem=problem, reply=reply.id, fields=answer.fields
    )


def _spent(tries: Iterable[Node], total: Total) -> tuple[int | None, int | None, Decimal | None]:
    """Return tokens in, tokens out and USD, by the ledger; in practice nothing is in there."""
    if total.attempts:
        known = total.attempts > total.unknown
        return (
            total.prompt_tokens or None, total.completion_tokens or None,
            total.usd if known else None,
        )  # fmt: skip
    used = [n.section("usage") for n in tries if n.record.get("purpose") == "practice"]
    if not used:
        return None, None, None
    return (
        sum(number(usage.get("prompt_tokens")) or 0 for usage in used),
        sum(number(usage.get("completion_tokens")) or 0 for usage in used),
        Decimal(0),
    )
