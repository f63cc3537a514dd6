"""Asks about one picture until there is an answer, it has failed, or nobody may ask any more."""

from __future__ import annotations

import secrets
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from scout_desktop.chat.batch import BatchItem, BatchRow
from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import DiskError, ScoutError
from scout_desktop.chat.message import ImagePart
from scout_desktop.session.batch.forecast import parameters_of
from scout_desktop.session.batch.means import Means
from scout_desktop.session.batch.reading import attempts_of, row_of
from scout_desktop.session.batch.table import Table
from scout_desktop.session.batch.verdict import asks_to_wait, may_repeat, seconds_before, stops_all
from scout_desktop.session.events import (
    Asked,
    Failed,
    Finished,
    Interrupted,
    ReplyGrew,
    TurnEvent,
)

from .gate import Gate
from .spending import Spending

_LIVE_SECONDS = 0.1
"""A row shows how its reply grows this often."""
_LIVE_LETTERS = 400
"""What a table shows of a reply on its way."""
_DICE = 1 << 16


class Tells(Protocol):
    """What a run does with news."""

    def show(self, number: int, row: BatchRow) -> None:
        """Put a row and say so."""

    def fail_all(self, error: ScoutError) -> None:
        """End the run."""

    def say_too_dear(self) -> None:
        """Say that the cap lets nobody in."""

    def ended_well(self) -> None:
        """Note an answer."""

    def ended_badly(self, error: ScoutError | None) -> None:
        """Note a failure."""


class Asking:
    """Of one run. Every attempt is a reply of its own in the picture's chat, and in the ledger."""

    def __init__(
        self, means: Means, table: Table, spending: Spending, gate: Gate, tells: Tells
    ) -> None:
        self._means = means
        self._table = table
        self._spending = spending
        self._gate = gate
        self._tells = tells
        self._busy: dict[int, None] = {}

    def take(self, number: int) -> None:
        """Be responsible for a picture from now on; `picture` is to follow."""
        self._busy[number] = None

    def has(self, number: int) -> bool:
        """Whether a picture is being asked about."""
        return number in self._busy

    async def picture(self, number: int, image: ImagePart) -> None:
        """Ask; a first place at the gate is held already."""
        row = await self._until_settled(number, image)
        self._tells.show(number, row)
        self._busy.pop(number)
        self._means.chats.let_go(row.item.chat)

    async def look_again(self) -> None:
        """Show what became of the pictures that were being asked about when all was stopped."""
        for number in list(self._busy):
            try:
                row = await self._read(number)
            except DiskError:
                # Whoever stopped it is not asked; the next run reads it again, and says so.
                row = replace(self._table.rows[number], state="waiting")
            self._tells.show(number, row)
            self._means.chats.let_go(self._table.rows[number].item.chat)
        self._busy.clear()

    async def _until_settled(self, number: int, image: ImagePart) -> BatchRow:
        made = 0
        while True:
            made += 1
            try:
                error = await self._attempt(number, image)
                row, wait = await self._judge(number, error, made)
                # What it cost is counted, and who must wait is told, before another may ask.
                self._table.put(number, row)
            finally:
                self._gate.leave(number)
            if wait is None:
                return row
            if not await self._once_more(number, image, wait):
                return replace(row, state="waiting")

    async def _judge(
        self, number: int, error: ScoutError | None, made: int
    ) -> tuple[BatchRow, float | None]:
        """Return the row, and in how many seconds it may be asked about again; None for never."""
        try:
            row = await self._read(number)
        except DiskError as refusal:
            # Nobody knows what was spent: nothing more is sent before it can be read again.
            self._tells.fail_all(refusal)
            row = replace(self._table.rows[number], state="waiting", problem=refusal.sentence)
            return row, None
        if error is not None and stops_all(error):
            self._tells.fail_all(error)
            return replace(row, state="waiting", problem=error.sentence), None
        if (unsaved := self._means.chats.unsaved(row.item.chat)) is not None:
            # Told now: an answer that is paid for must not get lost because nobody knew.
            self._tells.fail_all(unsaved)
            row = replace(row, problem=unsaved.sentence)
        if row.state == "done":
            self._tells.ended_well()
            return row, None
        if (error is not None and not may_repeat(error)) or made >= self._table.spec.tries:
            return self._failed(row, error), None
        if error is None:
            # A whole answer that does not match: nothing speaks against asking at once.
            return replace(row, state="waiting"), 0.0
        wait = error.retry_after or seconds_before(made, secrets.randbelow(_DICE) / _DICE)
        why = "as the service asks" if error.retry_after else "then once more"
        if asks_to_wait(error):
            self._gate.hold(wait)
        waiting = f"{error.sentence} Waiting {wait:,.0f} s, {why}."
        return replace(row, state="waiting", problem=waiting), wait

    def _failed(self, row: BatchRow, error: ScoutError | None) -> BatchRow:
        if error is not None and error.kind == "unreachable":
            # Nobody is there to ask, and it is no different for the next picture.
            self._tells.fail_all(error)
            return replace(row, state="waiting", problem=error.sentence)
        self._tells.ended_badly(error)
        return replace(row, state="failed", problem=row.problem or _sentence(error))

    async def _once_more(self, number: int, image: ImagePart, wait: float) -> bool:
        """Wait as long as is due; False when nobody may ask any more."""
        self._tells.show(number, self._table.rows[number])
        await self._gate.sleep(wait)
        if await self._gate.enter(number, lambda: self._spending.reserve(image)):
            return True
        self._tells.say_too_dear()
        return False

    async def _attempt(self, number: int, image: ImagePart) -> ScoutError | None:
        """Ask once; returns what went wrong."""
        error: ScoutError | None = None
        live = _Live()
        try:
            async with aclosing(await self._question(number, image)) as following:
                async for event in following:
                    match event:
                        case Asked():
                            self._asked(number, event.reply_id)
                        case ReplyGrew() if live.grown(event.text, self._means.clock.seconds()):
                            row = self._table.rows[number]
                            self._tells.show(number, replace(row, answer=live.text))
                        case Finished():
                            self._spending.learn(image, event.reply)
                        case Interrupted() | Failed():
                            error = event.error
                            self._spending.learn(image, event.reply)
        except ScoutError as raised:
            error = raised
        return error

    def _asked(self, number: int, reply_id: str) -> None:
        row = self._table.rows[number]
        self._table.begun.add(row.item.chat)
        self._tells.show(
            number, replace(row, state="asking", reply=reply_id, answer="", problem="")
        )

    async def _question(self, number: int, image: ImagePart) -> AsyncGenerator[TurnEvent, None]:
        spec, item = self._table.spec, self._table.rows[number].item
        draft = Draft(spec.prompt, (image,))
        chats, turns = self._means.chats, self._means.turns
        parameters = {f"parameter.{n}": value for n, value in parameters_of(spec).items()}
        if item.chat not in self._table.begun:
            if chats.current(item.chat) is None:
                chats.begin(item.chat, {**self._registers(number, item), **parameters})
            return turns.ask(item.chat, draft, "batch")
        chat = await chats.borrow(item.chat)
        missing = {n: value for n, value in parameters.items() if n not in chat.meta}
        if missing:
            chat = await chats.set_registers(item.chat, missing)
        if replies := attempts_of(chat):
            return turns.regenerate(item.chat, replies[-1].id, "batch")
        asked = [node for node in chat.children(None) if node.role == "user"]
        edits = asked[-1].id if asked else None
        return turns.ask(item.chat, replace(draft, edits=edits), "batch")

    def _registers(self, number: int, item: BatchItem) -> dict[str, Any]:
        spec, name = self._table.spec, Path(item.path).name
        found: dict[str, Any] = {
            "model": spec.model,
            "title": f"{name}, page {item.page}" if item.page else name,
            "batch": {"id": self._table.job.id, "name": spec.name, "item": number},
        }
        return found | ({"system": spec.system} if spec.system else {})

    async def _read(self, number: int) -> BatchRow:
        """Return a row as chat and ledger have it now. Raises DiskError."""
        item = self._table.rows[number].item
        chat: Conversation | None = self._means.chats.current(item.chat)
        if chat is None or not chat.nodes:
            return replace(self._table.rows[number], state="waiting")
        total = await self._means.disk.run(self._means.ledger.totals, chat=item.chat)
        return row_of(item, chat, total, self._table.spec)


class _Live:
    """The beginning of a reply on its way, shown now and then."""

    def __init__(self) -> None:
        self.text = ""
        self._shown = -_LIVE_SECONDS

    def grown(self, more: str, now: float) -> bool:
        """Take what came; whether it is time to show it."""
        if len(self.text) >= _LIVE_LETTERS:
            return False
        self.text += more
        if now - self._shown < _LIVE_SECONDS:
            return False
        self._shown = now
        return True


def _sentence(error: ScoutError | None) -> str:
    return "" if error is None else error.sentence
