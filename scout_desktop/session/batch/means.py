"""What a batch works with: the use cases of a single chat, the bill, and the list on the disk."""

from __future__ import annotations

from dataclasses import dataclass

from scout_desktop.session.account import Account
from scout_desktop.session.bill import Bill
from scout_desktop.session.chats import Chats
from scout_desktop.session.clock import Clock
from scout_desktop.session.disk import Disk
from scout_desktop.session.pictures.pictures import Pictures
from scout_desktop.session.turns import Turns
from scout_desktop.storage.batches import JobFiles
from scout_desktop.storage.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Means:
    """Given by assembly."""

    chats: Chats
    turns: Turns
    pictures: Pictures
    bill: Bill
    account: Account
    ledger: Ledger
    jobs: JobFiles
    clock: Clock
    disk: Disk
