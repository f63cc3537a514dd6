"""One question about many pictures: what was asked for, and how far it is. Values only.

Every picture gets a chat of its own, whose id is fixed when the batch is planned: what has been
done is read from the chats themselves, so a batch that was killed goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from .conversation import DEFAULT_MODEL
from .recipe import TILES

ItemState: TypeAlias = Literal["waiting", "preparing", "asking", "done", "failed"]


@dataclass(frozen=True, slots=True)
class BatchSpec:
    """What is asked of each picture, and within which bounds."""

    prompt: str
    name: str = ""
    """What to call the batch; by default the folder's name."""
    system: str = ""
    model: str = DEFAULT_MODEL
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """Changed parameters by API name, without `response_format` where there is a `schema`."""
    schema: Mapping[str, Any] | None = None
    """JSON Schema of an object; answers that do not match it are not accepted."""
    fit: str = TILES
    max_usd: Decimal | None = None
    """Nothing more is sent when what was spent and what is on its way may exceed it."""
    parallel: int = 4
    """Most requests on their way at once, 1 to 8; fewer after the service asked to slow down."""
    tries: int = 3
    """Most attempts for one picture in one run, the first included."""


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One picture of a batch."""

    path: str
    chat: str
    """The id of its chat, there from the moment it was first asked about."""
    page: int = 0
    """Page of a document, from 1; 0 for a picture."""


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One line of the table."""

    item: BatchItem
    state: ItemState = "waiting"
    answer: str = ""
    """The accepted answer, or what came instead of one."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """The fields of an answer that matches the schema."""
    problem: str = ""
    """Why it failed, or why it is waiting again, in a sentence."""
    reply: str = ""
    """The id of the reply shown; empty until there is one."""
    thumbnail: str = ""
    """The sha256 of the picture as it was sent; empty until it is prepared."""
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    """Of all attempts for this picture together, as far as they are known."""
    usd: Decimal | None = None
    """What all attempts for this picture cost together; None while nothing is known."""
    unknown: int = 0
    """Attempts whose cost is not known, counted beside the sum."""
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class BatchTotals:
    """The last line of the table: exact sums of its rows."""

    items: int = 0
    done: int = 0
    failed: int = 0
    running: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    usd: Decimal = Decimal(0)
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """A batch in a list of batches; `created` is UTC."""

    id: str
    name: str
    created: str
    items: int
