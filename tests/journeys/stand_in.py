"""The stand-in on a port of its own, in a thread, for tests that drive other processes."""

from __future__ import annotations

import asyncio
import threading
import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from scout_desktop.practice import PracticeServer, Reply, Script

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from scout_desktop.practice.server import Received

T = TypeVar("T")


class StandIn:
    """Talks and bills as the service would; takes its replies in turn, then says "Fine."."""

    def __init__(self, *replies: Reply, keys: Collection[str] | None = None) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        script = Script(replies=replies, default=Reply(text="Fine."))
        self.server = PracticeServer(script, as_service=True, keys=keys)

    def __enter__(self) -> StandIn:
        self._thread.start()
        self._do(self.server.start())
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self.server.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, action: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(action, self._loop).result(20)

    @property
    def url(self) -> str:
        """What to give as --base-url."""
        return self.server.base_url

    def queue(self, *replies: Reply) -> None:
        """Have these answers ready for the next chat requests."""
        self._loop.call_soon_threadsafe(self.server.queue, *replies)

    @property
    def chats(self) -> list[Received]:
        """The chat requests so far."""
        return list(self.server.chats)

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """What the chat requests so far said."""
        return [request.json for request in self.chats]

    @property
    def billed(self) -> Decimal:
        """USD in the usage data of the replies that were sent to their end."""
        records = list(self.server.ledger.records.values())
        done = [r for r in records if r.over and not r.cancelled]
        return sum((r.billed.cost for r in done), Decimal(0))

    def wait_until(self, condition: Callable[[StandIn], T], patience: float = 20.0) -> T:
        """Wait until *condition* holds of this stand-in; give what it gave."""
        deadline = time.monotonic() + patience
        while not (found := condition(self)):
            assert time.monotonic() < deadline, f"the stand-in heard only {self.bodies}"
            time.sleep(0.02)
        return found
