"""Terms as FTS5 wants them: whatever was typed stands in quotes, so that nothing is syntax."""

from __future__ import annotations

from collections.abc import Sequence

from scout_desktop.chat.search.folding import phrase
from scout_desktop.chat.search.query import Term


def expression(terms: Sequence[Term], without: Sequence[Term] = ()) -> str:
    """Return what to match: all of `terms`, of which there is one at least, none of `without`."""
    wanted = " AND ".join(_quoted(term) for term in terms)
    return f"({wanted}) NOT ({any_of(without)})" if without else wanted


def any_of(terms: Sequence[Term]) -> str:
    """Return what to match: one of the terms, of which there is one at least."""
    return " OR ".join(_quoted(term) for term in terms)


def _quoted(term: Term) -> str:
    text, goes_on = phrase(term.text)
    text = text.replace('"', " ").replace("\0", " ")
    return f'"{text}" *' if goes_on or not term.phrase else f'"{text}"'
