"""The use cases together, as `assembly` hands them to a front door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scout_desktop.openrouter.closing import all_closed
from scout_desktop.storage.places import Places

from .account import Account
from .bill import Bill
from .chats import Chats
from .desk import Desk
from .diet.diets import Diets
from .disk import Disk
from .finding import Finding
from .pictures.earlier import Earlier
from .pictures.pictures import Pictures
from .preferences import Preferences
from .turns import Turns

if TYPE_CHECKING:
    from .batch.batches import Batches
    from .checking import Checking
    from .exports import Exports
    from .imports import Imports
    from .outside.outside import Outside


@dataclass(frozen=True, slots=True)
class Core:
    """Everything the program can do, without a window.

    `notices` are sentences about what opening the data folder met; `put_away` frees what storage
    holds and runs on the disk thread.
    """

    chats: Chats
    finding: Finding
    turns: Turns
    pictures: Pictures
    open_batches: Callable[[], Batches]
    open_exports: Callable[[], Exports]
    open_imports: Callable[[], Imports]
    open_outside: Callable[[], Outside]
    open_checking: Callable[[], Checking]
    earlier: Earlier
    bill: Bill
    account: Account
    preferences: Preferences
    desk: Desk
    diets: Diets
    places: Places
    notices: tuple[str, ...]
    disk: Disk
    put_away: Callable[[], None]

    @property
    def batches(self) -> Batches:
        """One question about many pictures; the same object each time."""
        return self.open_batches()

    @property
    def exports(self) -> Exports:
        """Chats as files for other people and programs; the same object each time."""
        return self.open_exports()

    @property
    def imports(self) -> Imports:
        """Chats of other programs and folders; the same object each time."""
        return self.open_imports()

    @property
    def outside(self) -> Outside:
        """What other devices and programs did to the chats; the same object each time."""
        return self.open_outside()

    @property
    def checking(self) -> Checking:
        """The health of the data folder, and its backups; the same object each time."""
        return self.open_checking()

    async def close(self) -> None:
        """Fold what is open, free ports, locks and threads. A second call does nothing."""
        if self.disk.closed:
            return
        await self.turns.all_kept()
        # A connection that a Stop left closing must not be cut off by the end of the loop.
        await all_closed()
        await self.account.close()
        await self.finding.close()
        await self.chats.close()
        await self.disk.run(self.put_away)
        await self.disk.close()
