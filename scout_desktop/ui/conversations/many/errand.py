"""One thing done to many chats, some at a time: it is seen how far it is, and it can be stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.session.shelving import Shelved

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_Ids = tuple[str, ...]
_AT_ONCE = 20
"""Chats; about 0.2 s."""
_LOOK = 500
"""Chats after which the list is looked at again."""
_FEW = 40
"""Chats that are done before anybody could read that they are being done."""


class Errand:
    """Goes through chats in order, until it is done or stopped."""

    def __init__(self, doing: str, say: Callable[[str], None], look: Callable[[], None]) -> None:
        """`doing` names it ("Moving to trash"); `say` shows how far it is, "" at the end.

        `look` is called now and then, so that the list shows what has become of them.
        """
        self._doing, self._say, self._look = doing, say, look
        self._stopped = False

    def stop(self) -> None:
        """Do no more than is begun; what is done stays done."""
        self._stopped = True

    async def run(self, ids: _Ids, verb: Callable[[_Ids], Awaitable[Shelved]]) -> Shelved:
        """Return what became of those that were reached."""
        done = Shelved()
        try:
            for start in range(0, len(ids), _AT_ONCE):
                if self._stopped:
                    break
                if len(ids) > _FEW:
                    self._say(f"{self._doing}: {start:,} of {len(ids):,}")
                part = await verb(ids[start : start + _AT_ONCE])
                done.changed += part.changed
                done.failed.update(part.failed)
                if start % _LOOK == _LOOK - _AT_ONCE:
                    self._look()
        finally:
            if len(ids) > _FEW:
                self._say("")
        return done
