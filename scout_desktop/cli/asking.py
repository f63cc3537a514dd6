"""`ask`: the reply streams to standard output, tokens and cost go to standard error."""

from __future__ import annotations

import argparse
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import (
    DiskError,
    ParameterInvalid,
    PictureError,
    RequestInvalid,
    ScoutError,
    ServiceError,
)
from scout_desktop.chat.message import Node
from scout_desktop.chat.money import dollars
from scout_desktop.chat.parameters import check
from scout_desktop.session.core import Core
from scout_desktop.session.events import Failed, Finished, Interrupted, ReplyGrew, TurnEvent

from .attaching import pictures_named
from .given import parameters_given, prompt_given
from .paper import Paper


async def ask(core: Core, arguments: argparse.Namespace, paper: Paper) -> int:
    """Ask once, in a new chat or an old one; returns the exit status."""
    registers = _registers(arguments)
    prompt = prompt_given(arguments.prompt, paper)
    if not prompt.strip() and not arguments.image:
        raise RequestInvalid("There is nothing to ask.", "Give a prompt, - for input, or --image.")
    images = await pictures_named(core, arguments, paper)
    if arguments.chat is None:
        chat = core.chats.new()
    else:
        chat = await core.chats.open(await core.chats.resolve(arguments.chat))
    for sentence in chat.notices:
        paper.note(f"scout-desktop: {sentence}")
    _refuse_bad_mix(chat, registers)
    if registers:
        chat = await core.chats.set_registers(chat.id, registers)
    events = core.turns.ask(chat.id, Draft(prompt, images))
    return await follow(core, chat.id, events, paper, as_json=arguments.json)


async def follow(
    core: Core,
    chat_id: str,
    events: AsyncGenerator[TurnEvent, None],
    paper: Paper,
    *,
    as_json: bool = False,
) -> int:
    """Print a turn as it arrives; returns the exit status."""
    reply: Node | None = None
    error: ScoutError | None = None
    wrote = ""
    async with aclosing(events) as following:
        async for event in following:
            match event:
                case ReplyGrew() if not as_json:
                    paper.write(event.text)
                    wrote = event.text
                case Finished():
                    reply = event.reply
                case Interrupted() | Failed():
                    reply, error = event.reply, event.error
    if wrote and not wrote.endswith("\n"):
        paper.line()
    if reply is None:
        return 1
    if as_json:
        paper.line(json.dumps(reply.record, ensure_ascii=False, sort_keys=True))
    elif not wrote and reply.text:
        # A refusal, or text that came all at once in the end.
        paper.line(reply.text)
    if error is not None:
        _explain(error, paper)
    paper.note(tally(reply))
    if (unsaved := core.chats.unsaved(chat_id)) is not None:
        paper.note(f"scout-desktop: {unsaved.sentence}")
        return 3
    if isinstance(error, DiskError | PictureError):
        # A picture of the chat that is gone or damaged is a matter of the data folder too.
        return 3
    return 0 if error is None else 1


def _explain(error: ScoutError, paper: Paper) -> None:
    """Say what went wrong, what to do, and what a service added in its own words."""
    paper.note(f"scout-desktop: {error.sentence}")
    if error.retry_after:
        paper.note(f"  The service asks to wait {error.retry_after:,.0f} seconds.")
    if error.detail and isinstance(error, ServiceError):
        paper.note(f"  {error.detail}")


def tally(reply: Node) -> str:
    """Say in one line what a reply used and cost."""
    usage = reply.section("usage")
    known = [
        f"{usage[name]} tokens {word}"
        for name, word in (("prompt_tokens", "in"), ("completion_tokens", "out"))
        if isinstance(usage.get(name), int)
    ]
    if reply.record.get("purpose") == "practice":
        return ", ".join([*known, "practice: nothing is charged"])
    price = "cost unknown" if reply.usd is None else f"{dollars(reply.usd)} USD"
    if reply.usd is not None and reply.section("cost").get("source") == "estimate":
        price = f"{price} (estimate)" if reply.usd else "nothing charged as far as is known"
    return ", ".join([*known, price])


def _registers(arguments: argparse.Namespace) -> dict[str, object]:
    named = parameters_given(arguments.set)
    found: dict[str, object] = {f"parameter.{name}": value for name, value in named.items()}
    if arguments.model:
        found["model"] = arguments.model
    if arguments.system is not None:
        found["system"] = arguments.system
    return found


def _refuse_bad_mix(chat: Conversation, registers: dict[str, object]) -> None:
    """Refuse parameters that do not go together before anything is stored."""
    fresh = {
        name.removeprefix("parameter."): value
        for name, value in registers.items()
        if name.startswith("parameter.")
    }
    for name, sentence in check({**chat.parameters, **fresh}).items():
        raise ParameterInvalid(sentence, facts={"name": name})
