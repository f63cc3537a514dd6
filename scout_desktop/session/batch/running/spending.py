"""What was spent, what the next attempt may cost at most, and whether the cap bears it."""

from __future__ import annotations

from decimal import Decimal

from scout_desktop.chat.estimate import image_tokens
from scout_desktop.chat.message import ImagePart, Node, number
from scout_desktop.chat.money import exact_product, exact_sum
from scout_desktop.session.batch.forecast import expected
from scout_desktop.session.batch.means import Means
from scout_desktop.session.batch.table import Table

_AS_LISTED = Decimal(1)


class Spending:
    """The account of one run. Forecasts grow with what replies turn out to cost, never shrink."""

    def __init__(self, means: Means, table: Table) -> None:
        self._means = means
        self._table = table
        self._dearer = _AS_LISTED
        """How many times the price list the dearest reply of this run has cost."""
        self._highest = Decimal(0)
        """The highest forecast so far: what an attempt of unknown cost counts as."""
        self._tried = False

    def reserve(self, image: ImagePart) -> Decimal:
        """Return what asking about a picture may cost at most, in USD."""
        spec = self._table.spec
        prices = self._means.bill.prices(spec.model)
        found = expected(spec, image_tokens([image]), prices, most=True)
        amount = exact_sum((found.prompt_usd, found.reply_usd)) * self._dearer
        self._highest = max(self._highest, amount)
        return amount

    def fits(self, on_its_way: Decimal) -> bool:
        """Whether so much may be on its way beside what was spent."""
        cap = self._table.spec.max_usd
        if cap is None:
            return True
        totals = self._table.totals
        unknown = exact_product(self._highest, totals.unknown)
        return exact_sum((totals.usd, unknown, on_its_way)) <= cap

    def is_uncertain(self) -> bool:
        """Whether under a cap no reply of this run has yet shown what one really costs."""
        return self._table.spec.max_usd is not None and not self._tried

    def learn(self, image: ImagePart, reply: Node) -> None:
        """Compare what a reply cost with the price list."""
        self._tried = self._tried or reply.state == "complete"
        tokens = number(reply.section("usage").get("completion_tokens"))
        if reply.usd is None or tokens is None or reply.section("cost").get("source") != "usage":
            return
        spec = self._table.spec
        prices = self._means.bill.prices(spec.model)
        prompt = expected(spec, image_tokens([image]), prices, most=True).prompt_usd
        listed = exact_sum((prompt, exact_product(prices.completion, tokens)))
        if listed > 0:
            self._dearer = max(self._dearer, reply.usd / listed)
