"""Models as the service lists them: what they cost, take and hold."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .estimate import Prices


@dataclass(frozen=True, slots=True)
class Pricing:
    """USD per token. None: not stated, or different from request to request (a router)."""

    prompt: Decimal | None = None
    completion: Decimal | None = None
    variable: bool = False
    """The price depends on where the request is routed."""
    conditional: bool = False
    """Other prices hold under conditions (long prompts, hours), which we do not follow."""

    @property
    def prices(self) -> Prices | None:
        """What estimates are made with; None when there is no figure to make one with."""
        if self.prompt is None or self.completion is None:
            return None
        return Prices(self.prompt, self.completion)


@dataclass(frozen=True, slots=True)
class Model:
    """One model of the catalogue. Lengths are in tokens, None where not stated."""

    id: str
    name: str = ""
    canonical_slug: str | None = None
    pricing: Pricing = Pricing()
    context_length: int | None = None
    """The headline figure; no provider may offer it."""
    offered_context: int | None = None
    """What the best provider really takes."""
    max_completion_tokens: int | None = None
    input_modalities: tuple[str, ...] = ()
    supported_parameters: tuple[str, ...] = ()
    description: str = ""
    expires: str | None = None

    @property
    def prices(self) -> Prices | None:
        """What estimates are made with; None when there is no figure to make one with."""
        return self.pricing.prices

    @property
    def takes_pictures(self) -> bool:
        """Whether pictures may be sent; a list that names no kinds of input forbids none."""
        return not self.input_modalities or "image" in self.input_modalities

    @property
    def usable_context(self) -> int | None:
        """The smaller of the two lengths, as far as they are known."""
        known = [n for n in (self.context_length, self.offered_context) if n]
        return min(known, default=None)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One provider of a model. `tag` is what routing settings call it."""

    provider: str
    tag: str = ""
    quantization: str | None = None
    pricing: Pricing = Pricing()
    context_length: int | None = None
    max_prompt_tokens: int | None = None
    max_completion_tokens: int | None = None
    supported_parameters: tuple[str, ...] = ()
    status: int | None = None
    """0 is well; negative figures are troubles."""
    uptime_percent: Decimal | None = None
    """Over the last 30 minutes."""
