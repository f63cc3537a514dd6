"""Estimates of the next turn: what it weighs, corrected by what providers counted, and priced."""

from __future__ import annotations

import logging

from scout_desktop.chat.calibration import NOTHING_KNOWN, Correction, Observation, corrected
from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.diet import Planned
from scout_desktop.chat.diet_cost import DietCost, diet_cost
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import DiskError
from scout_desktop.chat.estimate import Estimate, estimate_turn
from scout_desktop.chat.turn import Turn
from scout_desktop.session.account import Account
from scout_desktop.session.prices import PriceList

from .calibration import Calibration
from .weighing import Weighing, Weight

_log = logging.getLogger(__name__)


class Estimates:
    """Says what a turn will use before it is sent, and learns from what it did use."""

    def __init__(self, prices: PriceList, calibration: Calibration, account: Account) -> None:
        self._prices = prices
        self._calibration = calibration
        self._account = account
        self.weighing = Weighing()

    async def load(self) -> None:
        """Read what was learned in earlier runs."""
        try:
            await self._calibration.load()
        except DiskError as problem:
            # Estimates do without; the next reply is the first to be learned from.
            _log.info("what providers counted could not be read: %s", type(problem).__name__)

    def estimate(self, conversation: Conversation, draft: Draft) -> Estimate:
        """Estimate the next turn: the branch as it would be sent, the draft, and the reply."""
        weight = self.weighing.coming(conversation, draft)
        limit = conversation.parameters.get("max_tokens")
        plain = estimate_turn(
            weight.words - 1,
            weight.pictures,
            limit if isinstance(limit, int) else None,
            self._prices.of(self._account.address, conversation.model),
            weight.unknown,
        )
        return corrected(plain, self._correction(conversation, draft))

    def plan(self, conversation: Conversation, draft: Draft) -> tuple[Planned, ...]:
        """Return how every picture before a draft goes along."""
        return self.weighing.plan(conversation, draft)

    def cost(self, conversation: Conversation, draft: Draft) -> DietCost:
        """Return what they cost and what the diet saves."""
        return diet_cost(
            self.plan(conversation, draft),
            self._prices.of(self._account.address, conversation.model),
            self._correction(conversation, draft).pictures,
        )

    def learn(self, at: str, model: str, host: str, weight: Weight, turn: Turn) -> None:
        """Compare what was predicted with what the provider counted, where it said so."""
        reported = None if turn.usage is None else turn.usage.prompt_tokens
        if reported is None or weight.unknown:
            return
        seen = Observation(at, weight.words, weight.pictures, reported)
        self._calibration.note(model, turn.provider or host, seen)

    def _correction(self, conversation: Conversation, draft: Draft) -> Correction:
        if self._account.practice:
            return NOTHING_KNOWN
        provider = self.weighing.provider(conversation, draft)
        return self._calibration.correction(conversation.model, provider)
