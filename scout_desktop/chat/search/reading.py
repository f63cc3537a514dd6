"""Takes apart what is typed into the search field. Pure; nothing typed is ever an error.

What is half typed finds what it may become: an operator without its value counts for nothing yet,
and a quote that is not closed is a word whose end is still to come.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final, cast

from scout_desktop.chat.growing import mend

from .folding import fold, words
from .periods import period
from .query import Cost, Query, Sign, Term

LONGEST: Final = 2_000
"""Code points of what is typed that count; the rest is a paste gone wrong."""
_MOST: Final = 40
"""Words that count."""
_ROLES: Final = ("user", "assistant", "system")
_STATES: Final = ("complete", "stopped", "interrupted", "failed")
_QUOTES: Final = '"“”„'
_PIECE = re.compile(
    rf"(?P<not>-(?=[^\s-]))?(?:(?P<name>[a-zA-Z]{{2,8}}):)?"
    rf"(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?P<closed>[{_QUOTES}])?|(?P<word>[^\s{_QUOTES}]+))?"
)
_COST = re.compile(r"(<=|>=|<|>|=)?\$?(\d{1,12}(?:\.\d{0,18})?|\.\d{1,18})\Z")


def parse(text: str, now: str) -> Query:
    """Return what is looked for.

    `now` is RFC 3339; days begin at midnight where its offset says (Z: UTC).
    """
    text = mend(text[:LONGEST]).replace("\0", " ")
    found = _Found(now)
    at = 0
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None or piece.end() == at:
            at += 1
            continue
        at = piece.end()
        found.take(piece)
    return found.query


@dataclass(slots=True)
class _Found:
    """The query as far as it was read."""

    now: str
    query: Query = field(default_factory=Query)

    def take(self, piece: re.Match[str]) -> None:
        quoted, word = piece["phrase"], piece["word"]
        value = (word if quoted is None else quoted) or ""
        without, name = piece["not"] is not None, (piece["name"] or "").lower()
        take = _OPERATORS.get(name)
        if take is not None and (not value.strip() or take(self, value.strip(), without)):
            return
        if piece["name"] is not None:
            # No operator of ours: a word with a colon in it.
            value = f"{piece['name']}:{value}"
        term = Term(" ".join(value.split()), phrase=piece["closed"] is not None)
        if words(fold(term.text)) and len(self.query.terms) + len(self.query.without) < _MOST:
            self._add("without" if without else "terms", term)

    def role(self, value: str, without: bool) -> bool:
        return self._one_of("roles", _ROLES, value, without)

    def state(self, value: str, without: bool) -> bool:
        return self._one_of("states", _STATES, value, without)

    def before(self, value: str, without: bool) -> bool:
        if (days := period(value, self.now)) is None or without:
            return False
        until = self.query.until
        self.query = replace(self.query, until=min(until, days[0]) if until else days[0])
        return True

    def after(self, value: str, without: bool) -> bool:
        if (days := period(value, self.now)) is None or without:
            return False
        self.query = replace(self.query, since=max(self.query.since, days[1]))
        return True

    def has(self, value: str, without: bool) -> bool:
        if not any(_begins(value, name) for name in ("image", "images", "picture", "pictures")):
            return False
        self.query = replace(self.query, has_image=not without)
        return True

    def model(self, value: str, without: bool) -> bool:
        if without:
            return False
        self._add("models", value)
        return True

    def tag(self, value: str, without: bool) -> bool:
        self._add("without_tags" if without else "tags", value)
        return True

    def cost(self, value: str, without: bool) -> bool:
        if value in {"<", "<=", "=", ">=", ">", "$"}:
            return True
        if without or (told := _COST.match(value)) is None:
            return False
        self._add("costs", Cost(cast(Sign, told[1] or "="), Decimal(told[2])))
        return True

    def is_(self, value: str, without: bool) -> bool:
        for name in ("pinned", "archived", "trash"):
            if _begins(value, name):
                chosen: dict[str, Any] = {name: not without}
                self.query = replace(self.query, **chosen)
                return True
        return False

    def _one_of(self, name: str, known: tuple[str, ...], value: str, without: bool) -> bool:
        chosen = [each for each in known if _begins(value, each)]
        if not chosen:
            return False
        for each in known:
            if (each in chosen) != without:
                self._add(name, each)
        return True

    def _add(self, name: str, value: object) -> None:
        there: tuple[object, ...] = getattr(self.query, name)
        if value not in there:
            fresh: dict[str, Any] = {name: (*there, value)}
            self.query = replace(self.query, **fresh)


def _begins(typed: str, name: str) -> bool:
    return name.startswith(typed.lower())


_OPERATORS: Final[dict[str, Callable[[_Found, str, bool], bool]]] = {
    "role": _Found.role,
    "before": _Found.before,
    "after": _Found.after,
    "has": _Found.has,
    "model": _Found.model,
    "cost": _Found.cost,
    "state": _Found.state,
    "tag": _Found.tag,
    "is": _Found.is_,
}
