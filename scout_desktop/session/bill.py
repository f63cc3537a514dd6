"""What it costs: estimates before sending, the ledger's lines, the totals, the prices in use."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.estimate import Estimate, Prices, estimated_cost
from scout_desktop.chat.message import Node
from scout_desktop.chat.money import Total
from scout_desktop.chat.request import ChatRequest
from scout_desktop.chat.turn import Turn
from scout_desktop.chat.usage import Cost, Usage
from scout_desktop.storage.bill.attempt import Attempt
from scout_desktop.storage.ledger import Ledger

from .account import Account
from .clock import Clock
from .diet.estimates import Estimates
from .diet.weighing import Weight
from .disk import Disk
from .prices import PriceList


@dataclass(frozen=True, slots=True)
class BillTotals:
    """Four sums; `chat` is empty when no chat was named.

    `read` is the share of the ledger that has been read: below 1.0 there is more to come.
    """

    chat: Total
    today: Total
    month: Total
    all_time: Total
    read: float = 1.0


_PAUSE = 0.01
"""Seconds between two slices of reading, in which the window's thread has Python to itself."""

_OFTEN = 0.5
"""Seconds between two sums on the way to the whole one."""


class Bill:
    """Writes a line for every attempt and adds them up."""

    def __init__(
        self,
        ledger: Ledger,
        prices: PriceList,
        estimates: Estimates,
        *,
        account: Account,
        disk: Disk,
        clock: Clock,
    ) -> None:
        self._ledger = ledger
        self._prices = prices
        self._estimates = estimates
        self._account = account
        self._disk = disk
        self._clock = clock
        self._asked: dict[str, Attempt] = {}

    async def totals(self, chat_id: str | None, *, utc: bool = False) -> BillTotals:
        """Return the totals of a chat, today, this month and all time, in local time or UTC.

        Waits until the whole ledger has been read, which only a first start has to do.
        """
        await self.read_all()
        return await self.known(chat_id, utc=utc)

    async def known(self, chat_id: str | None, *, utc: bool = False) -> BillTotals:
        """Return the totals as far as the ledger has been read: `read` says how far."""
        return await self._disk.run(self._known, chat_id, utc)

    async def adding_up(self, chat_id: str | None) -> AsyncIterator[BillTotals]:
        """Yield the totals as they are known, now and then, until nothing is left to be read."""
        since = 0.0
        while True:
            read = await self._disk.run(self._ledger.read_on)
            if read >= 1.0 or time.monotonic() - since >= _OFTEN:
                found, since = await self.known(chat_id), time.monotonic()
                yield found
                if found.read >= 1.0:
                    return
            await asyncio.sleep(_PAUSE)

    async def read_all(self) -> None:
        """Read what has not been read of the ledger, in slices: other work goes in between."""
        while True:
            if await self._disk.run(self._ledger.read_on) >= 1.0:
                return
            await asyncio.sleep(_PAUSE)

    def _known(self, chat_id: str | None, utc: bool) -> BillTotals:
        found = self._ledger.summary(chat_id, self._clock.now(), utc=utc)
        return BillTotals(found.chat, found.today, found.month, found.all, found.read)

    def prices(self, model: str) -> Prices:
        """Return the prices in use for a model."""
        return self._prices.of(self._account.address, model)

    def known_models(self) -> tuple[str, ...]:
        """Return the models of the cached catalogue at the present address."""
        return self._prices.models(self._account.address)

    def priced(self, usage: Usage, model: str) -> Cost:
        """Return what tokens cost by the price list, as an estimate; unknown without counts."""
        if usage.prompt_tokens is None or usage.completion_tokens is None:
            return Cost()
        prices = self.prices(model)
        usd = estimated_cost(usage.prompt_tokens, usage.completion_tokens, prices)
        return Cost("estimate", usd)

    async def load_prices(self) -> None:
        """Read the cached catalogue and what providers counted, for the estimates to come."""
        await self._prices.load()
        await self._estimates.load()

    async def refresh_prices(self) -> None:
        """Fetch the catalogue when it is older than a day; a failure leaves the old prices."""
        try:
            await self._prices.refresh(self._account)
        except ScoutError:
            # Prices are a convenience: what a reply cost is stated with the reply.
            return

    def estimate(self, conversation: Conversation, draft: Draft) -> Estimate:
        """Estimate the next turn: the branch as it would be sent, the draft, and the reply.

        Asked for with every key: what was weighed once is not weighed again.
        """
        return self._estimates.estimate(conversation, draft)

    def compare(self, request: ChatRequest, weight: Weight, turn: Turn) -> None:
        """Learn from a reply how its provider counts."""
        if "response_format" in request.parameters:
            # Some write its schema into the prompt, others do not: it would count as our words.
            return
        self._estimates.learn(
            self._clock.now(), request.model, self._account.address.host, weight, turn
        )

    async def asked(
        self, conversation: Conversation, reply: Node, request: ChatRequest, purpose: str
    ) -> None:
        """Write the attempt's first line; it is on disk before the request leaves."""
        attempt = Attempt(
            id=self._clock.id(),
            at=self._clock.now(),
            chat=conversation.id,
            node=reply.id,
            host=self._account.address.host,
            model=request.model,
            purpose=purpose,
        )
        await self._disk.run(self._ledger.asked, attempt)
        self._asked[reply.id] = attempt

    async def learned(self, reply: Node, turn: Turn, cost: Cost) -> None:
        """Write what became of the attempt behind a reply."""
        attempt = self._asked.pop(reply.id)
        usage = turn.usage
        known = replace(
            attempt,
            at=self._clock.now(),
            state=reply.state,
            source=cost.source,
            usd=cost.usd,
            is_byok=cost.is_byok,
            upstream_usd=cost.upstream_usd,
            provider=turn.provider or "",
            generation_id=turn.generation_id,
            prompt_tokens=None if usage is None else usage.prompt_tokens,
            completion_tokens=None if usage is None else usage.completion_tokens,
        )
        await self._disk.run(self._ledger.learned, known)
