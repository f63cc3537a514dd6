"""What is typed into the search field, taken apart. Pure; nothing typed is ever an error.

    receipt "exactly this" pre -not role:user model:scout before:2026-11 after:2026-01-31
    has:image cost:>0.01 state:failed tag:work is:pinned

Words match from their beginning, a phrase matches as it stands, `-` leaves out. What is no operator
of ours is a word: `http://x` and `12:30` are looked for as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias

_OPERATOR: Final = re.compile(r"(role|before|after|has|model|cost|state|tag|is):")
Sign: TypeAlias = Literal["<", "<=", "=", ">=", ">"]


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase."""

    text: str
    """As typed, without quotes."""
    phrase: bool = False
    """Quoted: the last word whole too. Else it is looked for as the beginning of a word.

    Either way the words of one term stand in this order, side by side.
    """


@dataclass(frozen=True, slots=True)
class Cost:
    """A bound on what a chat has cost, in USD."""

    sign: Sign
    usd: Decimal


@dataclass(frozen=True, slots=True)
class Query:
    """All conditions hold together."""

    terms: tuple[Term, ...] = ()
    """All of them in one message, or in the title."""
    without: tuple[Term, ...] = ()
    """None of them in that message or title; where no `terms` are wanted, nowhere in the chat."""
    roles: tuple[str, ...] = ()
    """`user`, `assistant`, `system`: any of these."""
    states: tuple[str, ...] = ()
    """`complete`, `stopped`, `interrupted`, `failed`: any of these."""
    models: tuple[str, ...] = ()
    """A part of the name of the model that answered (of a question: that was asked): any."""
    tags: tuple[str, ...] = ()
    """All of these, in any case."""
    without_tags: tuple[str, ...] = ()
    """None of these."""
    has_image: bool | None = None
    """Messages with a picture, and replies to one."""
    pinned: bool | None = None
    archived: bool | None = None
    trash: bool | None = None
    since: str = ""
    """UTC as stored: messages created at or after this moment (`after:` a day means its end)."""
    until: str = ""
    """UTC as stored: messages created before this moment."""
    costs: tuple[Cost, ...] = ()

    @property
    def misunderstood(self) -> tuple[str, ...]:
        """What begins as one of the operators does and is none, so that it is taken as words."""
        every = (*self.terms, *self.without)
        return tuple(term.text for term in every if not term.phrase and _OPERATOR.match(term.text))

    @property
    def is_empty(self) -> bool:
        """Whether everything is to be shown."""
        return self == Query()


@dataclass(frozen=True, slots=True)
class Hit:
    """One message in which something was found; the best (newest) one of its chat."""

    chat: str
    node: str
    """The id of the message; empty when only the title matched."""
    snippet: str = ""
    """Plain text around the first match, on one line."""
    marks: tuple[tuple[int, int], ...] = ()
    """(start, end) in code points of the snippet, of what matched."""
    hits: int = 1
    """How many messages of the chat match, as far as was looked; 0 where only the title does."""
    created: str = ""
    """When the message was made, UTC as stored."""
    role: str = ""
