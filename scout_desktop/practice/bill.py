"""What a request costs at the stand-in: tokens by a simple stated rule, money exactly.

The rule for the prompt: each message is its characters divided by 4, rounded up, plus 5; each
picture what Llama 4's tiling says; plus 1. For the reply: one token a delta. Prices are the listed
0.08 and 0.30 USD per million tokens.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from scout_desktop.practice.reply import Reply

PROMPT_PRICE: Final = Decimal("0.00000008")
"""USD per token in."""
COMPLETION_PRICE: Final = Decimal("0.0000003")
"""USD per token out."""


def text_tokens(characters: int) -> int:
    """Characters divided by four, rounded up."""
    return -(-characters // 4)


def exact(amount: Decimal) -> Decimal:
    """The same amount without trailing zeros or an exponent."""
    return Decimal(format(amount.normalize(), "f"))


@dataclass(frozen=True)
class Bill:
    """Token counts and prices of one generation, as far as it has come."""

    prompt: int
    completion: int
    reply: Reply

    def after(self, deltas: int) -> Bill:
        """The bill when this many deltas have been produced."""
        fixed = self.reply.completion_tokens
        return replace(self, completion=deltas if fixed is None else fixed)

    @property
    def cost(self) -> Decimal:
        """USD."""
        if self.reply.bill is not None:
            return self.reply.bill
        if self.reply.byok:
            return exact((self.prompt_cost + self.completion_cost) * Decimal("0.05"))
        return exact(self.prompt_cost + self.completion_cost)

    @property
    def prompt_cost(self) -> Decimal:
        """USD for what was sent."""
        return exact(self.prompt * PROMPT_PRICE)

    @property
    def completion_cost(self) -> Decimal:
        """USD for what was answered."""
        return exact(self.completion * COMPLETION_PRICE)

    @property
    def upstream(self) -> Decimal | None:
        """What the provider charged: on credit accounts the same amount again, not an extra."""
        if self.reply.upstream is not None:
            return self.reply.upstream
        if self.reply.byok:
            return exact(self.prompt_cost + self.completion_cost)
        return self.cost

    def usage(self) -> dict[str, Any]:
        """The `usage` object."""
        found: dict[str, Any] = {
            "prompt_tokens": self.prompt,
            "completion_tokens": self.completion,
            "total_tokens": self.prompt + self.completion,
        }
        if self.reply.cost:
            found |= {
                "cost": self.cost,
                "is_byok": self.reply.byok,
                "cost_details": {
                    "upstream_inference_cost": self.upstream,
                    "upstream_inference_prompt_cost": self.prompt_cost,
                    "upstream_inference_completions_cost": self.completion_cost,
                },
            }
        return found | {
            "prompt_tokens_details": {
                "cached_tokens": self.reply.cached_tokens,
                "cache_write_tokens": 0,
                "audio_tokens": 0,
                "video_tokens": 0,
            },
            "completion_tokens_details": {"reasoning_tokens": len(self.reply.reasoning)},
        }
