"""What it costs: estimates before sending, the ledger's lines, the totals, the prices in use."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.estimate import (
    TOKENS_PER_MESSAGE,
    Estimate,
    Prices,
    estimate_turn,
    estimated_cost,
    image_tokens,
    text_tokens,
)
from scout_desktop.chat.message import Node
from scout_desktop.chat.money import Total
from scout_desktop.chat.request import ChatRequest
from scout_desktop.chat.turn import Turn
from scout_desktop.chat.usage import Cost, Usage
from scout_desktop.storage.bill.attempt import Attempt
from scout_desktop.storage.ledger import Ledger

from .account import Account
from .clock import Clock
from .disk import Disk
from .prices import PriceList


@dataclass(frozen=True, slots=True)
class BillTotals:
    """Four sums; `chat` is empty when no chat was named."""

    chat: Total
    today: Total
    month: Total
    all_time: Total


class Bill:
    """Writes a line for every attempt and adds them up."""

    def __init__(
        self, ledger: Ledger, prices: PriceList, account: Account, disk: Disk, clock: Clock
    ) -> None:
        self._ledger = ledger
        self._prices = prices
        self._account = account
        self._disk = disk
        self._clock = clock
        self._asked: dict[str, Attempt] = {}
        self._counted: dict[tuple[str, int], tuple[int, int]] = {}
        self._branch: tuple[Node, ...] = ()
        self._branch_tokens = 0, 0

    async def totals(self, chat_id: str | None, *, utc: bool = False) -> BillTotals:
        """Return the totals of a chat, today, this month and all time, in local time or UTC."""
        return await self._disk.run(self._totals, chat_id, utc)

    def _totals(self, chat_id: str | None, utc: bool) -> BillTotals:
        now = self._clock.now()
        if utc:
            day, month = now[:10], now[:7]
            return BillTotals(
                self._ledger.totals(chat=chat_id) if chat_id else Total(),
                self._ledger.totals(day=day, utc=True),
                self._ledger.totals(month=month, utc=True),
                self._ledger.totals(),
            )
        found = self._ledger.summary(chat_id, now)
        return BillTotals(found.chat, found.today, found.month, found.all)

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
        """Read the cached catalogue, so that estimates use the prices last seen."""
        await self._prices.load()

    async def refresh_prices(self) -> None:
        """Fetch the catalogue when it is older than a day; a failure leaves the old prices."""
        try:
            await self._prices.refresh(self._account)
        except ScoutError:
            # Prices are a convenience: what a reply cost is stated with the reply.
            return

    def estimate(self, conversation: Conversation, draft: Draft) -> Estimate:
        """Estimate the next turn: the branch as it would be sent, the draft, and the reply."""
        branch = conversation.branch
        if draft.edits is not None and draft.edits in conversation.nodes:
            branch = conversation.branch_to(conversation.nodes[draft.edits].parent)
        words, pictures = self._tokens_of(branch)
        words += text_tokens(draft.text)
        system = conversation.system
        words += text_tokens(system) if system.strip() else 0
        messages = len(branch) + 1 + bool(system.strip())
        pictures += image_tokens(draft.images)
        limit = conversation.parameters.get("max_tokens")
        return estimate_turn(
            words + messages * TOKENS_PER_MESSAGE,
            pictures,
            limit if isinstance(limit, int) else None,
            self.prices(conversation.model),
        )

    def _tokens_of(self, branch: tuple[Node, ...]) -> tuple[int, int]:
        """Return the tokens of a branch's words and of its pictures.

        Asked for with every key: of the same branch it is remembered, of a longer one its messages.
        """
        if branch is not self._branch:
            words = pictures = 0
            for node in branch:
                key = node.id, node.rev
                if (known := self._counted.get(key)) is None:
                    known = text_tokens(node.text), image_tokens(node.images)
                    self._counted[key] = known
                words += known[0]
                pictures += known[1]
            self._branch, self._branch_tokens = branch, (words, pictures)
        return self._branch_tokens

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
