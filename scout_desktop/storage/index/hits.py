"""What is shown of the messages in which something was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scout_desktop.chat.search.matching import snippet
from scout_desktop.chat.search.query import Hit, Query


class Hits(Mapping[str, Hit]):
    """The hits by the id of their chats; each is made when it is looked at, as few are."""

    def __init__(self, said: Mapping[str, tuple[int, Sequence[str] | None]], query: Query) -> None:
        """`said` gives how many there are, and (node, created, role, text) of the newest."""
        self._said = said
        self._query = query
        self._made: dict[str, Hit] = {}

    def __getitem__(self, id: str) -> Hit:
        """Return the hit of a chat."""
        if (made := self._made.get(id)) is None:
            hits, said = self._said[id]
            made = Hit(id, "", hits=0)
            if said is not None:
                node, created, role, text = said
                line, marks = snippet(text, self._query.terms)
                made = Hit(id, node, line, marks, hits, created, role)
            self._made[id] = made
        return made

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the chats, newest first."""
        return iter(self._said)

    def __len__(self) -> int:
        """Return how many chats there are."""
        return len(self._said)
