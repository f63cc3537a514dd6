"""A turn from the first key stroke to the last token: ask, edit, regenerate, continue.

Stop is the cancellation of the task that iterates; the partial reply is then kept as `stopped`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from scout_desktop.chat.ages import last_of_ours
from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import ChatReadOnly, DiskError, RequestInvalid, ScoutError
from scout_desktop.chat.message import Node, State, user_node
from scout_desktop.chat.usage import Cost

from .account import Account
from .bill import Bill
from .chats import Chats
from .clock import Clock
from .composing import Composing, Plan
from .events import (
    Asked,
    Failed,
    Finished,
    Interrupted,
    Queued,
    ReplyGrew,
    TurnEvent,
    UsageKnown,
)
from .exchange import Exchange
from .replies import Timing, cost_after, empty_reply, final_reply, state_of
from .running import Running

T = TypeVar("T")


class Turns:
    """The use cases around one reply. One reply at a time in a chat; chats run side by side."""

    def __init__(
        self,
        chats: Chats,
        composing: Composing,
        exchange: Exchange,
        bill: Bill,
        *,
        account: Account,
        clock: Clock,
    ) -> None:
        self._chats = chats
        self._composing = composing
        self._exchange = exchange
        self._bill = bill
        self._account = account
        self._clock = clock
        self._running: dict[str, Running] = {}
        self._beginning: set[str] = set()
        """Chats whose next request is being put together."""
        self._ending: set[asyncio.Task[Any]] = set()

    def running(self, chat_id: str) -> bool:
        """Whether a reply is on its way in this chat."""
        return chat_id in self._running

    def partial(self, chat_id: str) -> tuple[str, str] | None:
        """Return (reply id, text so far) of the reply on its way; None when there is none."""
        run = self._running.get(chat_id)
        if run is None:
            return None
        return run.reply.id, run.text_before + str(run.turn.text)

    def ask(
        self, chat_id: str, draft: Draft, purpose: str = "reply"
    ) -> AsyncGenerator[TurnEvent, None]:
        """Send a message, or a new version of one when `draft.edits` names it.

        `purpose` is what the ledger says it was for (format.md); in practice mode it is practice.
        Raises BadInput, ChatReadOnly or DiskError before anything is sent or changed on screen;
        afterwards every failure is an event. Iterate under `contextlib.aclosing`.
        """
        if draft.is_empty:
            raise RequestInvalid(
                "There is nothing to send yet.", "Type a message or add a picture."
            )

        def plan(chat: Conversation) -> Plan:
            parent = chat.head
            if draft.edits is not None and draft.edits in chat.nodes:
                parent = chat.nodes[draft.edits].parent
            # Greater than what is there, whatever the clock says: ids are the order of a chat.
            id, now = self._clock.id(last_of_ours(chat.nodes)), self._clock.now()
            node = user_node(id, parent, now, draft.text, draft.images)
            return Plan(id, node, purpose=purpose)

        return self._turn(chat_id, plan)

    def regenerate(
        self, chat_id: str, reply_id: str, purpose: str = "reply"
    ) -> AsyncGenerator[TurnEvent, None]:
        """Ask again for a reply; the old one stays beside the new one."""
        return self._turn(chat_id, lambda chat: Plan(chat.nodes[reply_id].parent, purpose=purpose))

    def continue_reply(self, chat_id: str, reply_id: str) -> AsyncGenerator[TurnEvent, None]:
        """Go on where a reply broke off: a new one beside it that begins with the same text."""

        def plan(chat: Conversation) -> Plan:
            broken = chat.nodes[reply_id]
            return Plan(broken.parent, prefill=broken.text)

        return self._turn(chat_id, plan)

    async def _ready(self, chat_id: str) -> Conversation:
        conversation = self._chats.current(chat_id) or await self._chats.open(chat_id)
        if conversation.read_only:
            raise ChatReadOnly
        if chat_id in self._running or chat_id in self._beginning:
            raise RequestInvalid("A reply is still on its way in this chat.", "Stop it first.")
        return conversation

    async def _turn(
        self, chat_id: str, plan: Callable[[Conversation], Plan]
    ) -> AsyncGenerator[TurnEvent, None]:
        conversation = await self._ready(chat_id)
        made = plan(conversation)
        fresh = made.message
        self._beginning.add(conversation.id)
        try:
            run = await self._begin(conversation, made)
            self._running[conversation.id] = run
        finally:
            self._beginning.discard(conversation.id)
        nodes = [run.reply] if fresh is None else [fresh, run.reply]
        adding = asyncio.ensure_future(
            self._chats.add(conversation.id, nodes, {"head": run.reply.id})
        )
        try:
            run.conversation = await asyncio.shield(adding)
            yield Asked(run.conversation, run.reply.id)
            error: ScoutError | None = None
            try:
                async with aclosing(self._arrive(run)) as arriving:
                    async for event in arriving:
                        yield event
            except ScoutError as raised:
                error = raised
            state, error = state_of(run.turn, error)
            self._account.note(error)
            conversation, reply = await self._to_the_end(self._settle(run, state, error))
            if error is None:
                yield Finished(conversation, reply)
            elif state == "interrupted":
                yield Interrupted(conversation, reply, error)
            else:
                yield Failed(conversation, reply, error)
        finally:
            await self._to_the_end(self._leave(run, adding))

    async def all_kept(self) -> None:
        """Wait until the last writes of every turn that has ended are done; for quitting."""
        while self._ending:
            await asyncio.wait(set(self._ending))

    async def _to_the_end(self, work: Coroutine[Any, Any, T]) -> T:
        """Do the last writes of a turn, however often whoever waits for them is cancelled."""
        task = asyncio.ensure_future(work)
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
        return await asyncio.shield(task)

    async def _leave(self, run: Running, adding: asyncio.Future[Conversation]) -> None:
        """Keep a stopped reply; only then may the chat be asked again."""
        try:
            if not run.settled:
                await self._keep_stopped(run, adding)
        finally:
            self._running.pop(run.conversation.id, None)

    async def _keep_stopped(self, run: Running, adding: asyncio.Future[Conversation]) -> None:
        """Keep what there is when the user stopped it, or the window is closing."""
        try:
            await adding
        except ScoutError:
            # It never reached the disk, and whoever asked was told.
            return
        await self._settle(run, "stopped", None)

    async def _begin(self, conversation: Conversation, made: Plan) -> Running:
        composed = await self._composing.compose(conversation, made)
        purpose = "practice" if self._account.practice else made.purpose
        reply = empty_reply(
            self._clock.id(last_of_ours(conversation.nodes)), made.parent, self._clock.now(),
            composed.request.record(self._account.address.host),
            text=made.prefill, purpose=purpose,
        )  # fmt: skip
        return Running(
            conversation, reply, composed, made.prefill, purpose, self._clock.seconds(),
            self._chats.grow, flushed=len(made.prefill),
        )  # fmt: skip

    async def _arrive(self, run: Running) -> AsyncGenerator[TurnEvent, None]:
        """Send and fold; yields growth, signs of life and usage."""
        reply_id = run.reply.id
        if run.composed.lacking:
            await self._complete(run)
        prepared = await self._exchange.prepare(run.request)
        if prepared.request.remade:
            run.composed = replace(run.composed, request=prepared.request)
            await self._say_sent(run)
        await self._bill.asked(run.conversation, run.reply, run.request, run.purpose)
        run.asked = True
        run.started = self._clock.seconds()
        async with aclosing(self._exchange.stream(run.request, prepared)) as events:
            async for event in events:
                before, length = run.turn, len(run.turn.text)
                run.turn = run.turn.after(event)
                if len(run.turn.text) > length:
                    run.note_growth(self._clock.seconds())
                    grown = run.turn.text.since(length)
                    at = len(run.text_before) + length
                    yield ReplyGrew(reply_id, at, grown, run.turn.provider or "")
                elif run.turn.comments > before.comments:
                    yield Queued(reply_id, run.turn.comments)
                if run.turn.usage is not before.usage and run.turn.usage is not None:
                    cost = cost_after("complete", run.turn, None)
                    yield UsageKnown(reply_id, run.turn.usage, cost)

    async def _complete(self, run: Running) -> None:
        """Make what the request lacks."""
        run.composed = await self._composing.complete(run.composed)
        await self._say_sent(run)

    async def _say_sent(self, run: Running) -> None:
        """Let the chat say what is sent before it is sent."""
        record = run.request.record(str(run.reply.section("request").get("host")))
        run.reply = run.reply.changed(request=record)
        await self._chats.add(run.conversation.id, [run.reply], {})

    async def _settle(
        self, run: Running, state: State, error: ScoutError | None
    ) -> tuple[Conversation, Node]:
        """Write the end of a reply and its line in the ledger; returns what to show."""
        run.settled = True
        run.forget_flush()
        now = self._clock.seconds()
        first = None if run.first_token is None else round((run.first_token - run.started) * 1000)
        # What never left is charged by nobody.
        cost = cost_after(state, run.turn, error) if run.asked else Cost("estimate", Decimal(0))
        if cost.source == "unknown" and run.turn.usage is not None:
            cost = self._bill.priced(run.turn.usage, run.request.model)
        reply = final_reply(
            run.reply, run.turn, state, text_before=run.text_before, error=error, cost=cost,
            timing=Timing(first, round((now - run.started) * 1000)),
        )  # fmt: skip
        conversation = await self._chats.settle(run.conversation.id, reply)
        if run.asked:
            if run.purpose != "practice":
                self._bill.compare(run.request, run.composed.weight, run.turn)
            try:
                await self._bill.learned(reply, run.turn, cost)
            except DiskError as problem:
                self._account.note(problem)
        # Last, because it takes longest and loses nothing: what it puts together is on the disk.
        self._chats.tidy(run.conversation.id)
        return conversation, reply
