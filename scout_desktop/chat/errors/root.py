"""The root of the family: a headline, advice, and whether to try again."""

from __future__ import annotations

from enum import Enum
from typing import Any, ClassVar


class Retry(Enum):
    """Whether the same request may be sent again."""

    NEVER = "never"
    """The user must change something first."""
    ASK = "ask"
    """It may have been processed and charged, so only the user may repeat it."""
    SAFE = "safe"
    """Nothing can have been processed; repeating costs nothing."""


class ScoutError(Exception):
    """A failure with a headline (what happened) and advice (what to do), both plain text.

    `kind` is the stable name that is stored with a failed reply (format.md).
    """

    kind: ClassVar[str] = "error"
    retry: Retry = Retry.NEVER
    default_headline: ClassVar[str] = "Something went wrong."
    default_advice: ClassVar[str] = ""

    def __init__(
        self,
        headline: str = "",
        advice: str = "",
        *,
        status: int | None = None,
        provider: str | None = None,
        retry_after: float | None = None,
        retry: Retry | None = None,
        detail: str = "",
        facts: dict[str, Any] | None = None,
    ) -> None:
        """`retry_after` is in seconds; `detail` is foreign text (plain, for a Details view)."""
        self.headline = headline or self.default_headline
        self.advice = advice or self.default_advice
        self.status = status
        self.provider = provider
        self.retry_after = retry_after
        self.detail = detail
        self.facts = facts or {}
        if retry is not None:
            self.retry = retry
        super().__init__(self.headline)

    @property
    def sentence(self) -> str:
        """Headline and advice in one line."""
        # A headline may end in a quotation that does not end as a sentence does.
        stop = "" if self.headline.rstrip("”").endswith((".", "!", "?", "…")) else "."
        return f"{self.headline}{stop} {self.advice}".strip()

    def record(self) -> dict[str, Any]:
        """The form stored with a failed node: kind, message and what else is known."""
        found: dict[str, Any] = {"kind": self.kind, "message": self.sentence}
        if self.detail:
            found["detail"] = self.detail[:2000]
        if self.status is not None:
            found["status"] = self.status
        if self.provider:
            found["provider"] = self.provider
        if self.retry_after is not None:
            found["retry_after"] = self.retry_after
        if "affordable" in self.facts:
            found["affordable"] = self.facts["affordable"]
        return found
