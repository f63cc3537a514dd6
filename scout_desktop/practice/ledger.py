"""What is remembered of each generation, so that `/generation` agrees with what was billed."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from scout_desktop.practice.bill import Bill
from scout_desktop.practice.steps import Head

_LETTERS: Final = string.ascii_letters + string.digits


def new_id(created: int) -> str:
    """A generation id as the service makes them."""
    return f"gen-{created}-" + "".join(secrets.choice(_LETTERS) for _ in range(20))


@dataclass(frozen=True)
class Record:
    """One generation, during and after."""

    head: Head
    bill: Bill
    planned: int
    """Deltas of the whole reply."""
    finish: str | None
    streamed: bool
    pictures: int
    referer: str
    agent: str
    sent: int = 0
    over: bool = False
    cancelled: bool = False
    saves: bool = True
    """A hang-up ended the provider's work, so that only what was sent is billed."""

    @property
    def billed(self) -> Bill:
        """The bill as it stands."""
        return self.bill.after(self.sent if self.saves or not self.cancelled else self.planned)

    def data(self) -> dict[str, Any]:
        """The `data` object of `/generation`."""
        bill = self.billed
        finish = None if self.cancelled else self.finish
        reply = bill.reply
        return {
            "id": self.head.id,
            "upstream_id": None,
            "total_cost": bill.cost,
            "usage": bill.cost,
            "upstream_inference_cost": bill.upstream,
            "cache_discount": None,
            "is_byok": reply.byok,
            "created_at": datetime.fromtimestamp(self.head.created, UTC).isoformat(),
            "model": self.head.model,
            "app_id": None,
            "streamed": self.streamed,
            "cancelled": self.cancelled,
            "provider_name": self.head.provider,
            "provider_responses": None,
            "latency": 310,
            "moderation_latency": None,
            "generation_time": 16 * self.sent,
            "finish_reason": finish,
            "native_finish_reason": reply.native_finish or finish,
            "tokens_prompt": bill.prompt,
            "tokens_completion": bill.completion,
            "native_tokens_prompt": bill.prompt,
            "native_tokens_completion": bill.completion,
            "native_tokens_completion_images": 0,
            "native_tokens_reasoning": len(reply.reasoning),
            "native_tokens_cached": reply.cached_tokens,
            "num_media_prompt": self.pictures,
            "num_input_audio_prompt": 0,
            "num_media_completion": 0,
            "num_search_results": 0,
            "num_fetches": 0,
            "origin": self.referer,
            "http_referer": self.referer,
            "user_agent": self.agent,
            "api_type": "completions",
            "data_region": "global",
            "external_user": None,
            "preset_id": None,
            "router": None,
            "service_tier": None,
            "session_id": None,
            "web_search_engine": None,
            "workspace_id": None,
            "request_id": None,
        }


@dataclass
class Ledger:
    """All generations of one server, newest last."""

    misses: int = 0
    """How often each id is not found before it is."""
    records: dict[str, Record] = field(default_factory=dict)
    _asked: dict[str, int] = field(default_factory=dict)

    def note(self, record: Record, **changes: Any) -> Record:
        """Keep a record, with changes; returns it."""
        kept = replace(record, **changes)
        self.records[kept.head.id] = kept
        return kept

    def look_up(self, generation: str) -> Record | None:
        """The record as a poll would find it: not while it runs, not before `misses` polls."""
        record = self.records.get(generation)
        if record is None or not record.over:
            return None
        asked = self._asked.get(generation, 0)
        self._asked[generation] = asked + 1
        return record if asked >= self.misses else None

    @property
    def spent(self) -> Decimal:
        """USD of everything that was billed."""
        return sum((r.billed.cost for r in self.records.values() if r.over), Decimal(0))
