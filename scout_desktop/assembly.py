"""Builds the Qt-free core once, for the window and for the command line."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from scout_desktop.chat.errors import DiskFull, DiskRefused
from scout_desktop.session.account import Account
from scout_desktop.session.bill import Bill
from scout_desktop.session.chats import Chats
from scout_desktop.session.clock import SystemClock
from scout_desktop.session.composing import Composing
from scout_desktop.session.core import Core
from scout_desktop.session.desk import Desk
from scout_desktop.session.diet.calibration import Calibration
from scout_desktop.session.diet.diets import Diets
from scout_desktop.session.diet.estimates import Estimates
from scout_desktop.session.diet.tiles import Tiles
from scout_desktop.session.disk import Disk
from scout_desktop.session.exchange import Exchange
from scout_desktop.session.finding import Finding
from scout_desktop.session.pictures.earlier import Earlier
from scout_desktop.session.pictures.pictures import Pictures
from scout_desktop.session.pictures.plain import Plain
from scout_desktop.session.practice import Practice
from scout_desktop.session.preferences import Preferences
from scout_desktop.session.prices import PriceList
from scout_desktop.session.turns import Turns
from scout_desktop.storage.calibration import CalibrationFile
from scout_desktop.storage.device import Writer
from scout_desktop.storage.drafts import Drafts
from scout_desktop.storage.index import Index
from scout_desktop.storage.ledger import Ledger
from scout_desktop.storage.library import Library
from scout_desktop.storage.media import Media
from scout_desktop.storage.places import Places
from scout_desktop.storage.presets import Presets
from scout_desktop.storage.secrets import Keyring
from scout_desktop.storage.settings import Settings, SettingsFile

if TYPE_CHECKING:
    from scout_desktop.session.batch.batches import Batches
    from scout_desktop.session.checking import Checking
    from scout_desktop.session.exports import Exports
    from scout_desktop.session.imports import Imports
    from scout_desktop.session.outside.outside import Outside


@dataclass(frozen=True, slots=True)
class Options:
    """What a start may say; None leaves it to the settings."""

    data_dir: Path | None = None
    base_url: str | None = None
    practice: bool = False


@dataclass(frozen=True, slots=True)
class _Shelves:
    """What storage opens on the disk thread."""

    places: Places
    writer: Writer
    library: Library
    ledger: Ledger
    index: Index
    settings: Settings
    notices: tuple[str, ...]

    def close(self) -> None:
        self.index.close()
        self.ledger.close()
        self.writer.close()


def places_of(data_dir: Path | None) -> Places:
    """Return the folders of this run."""
    return Places.standard() if data_dir is None else Places.beside(data_dir)


async def build(options: Options) -> Core:
    """Open the data folder and wire everything. Raises AddressInvalid, KeyMalformed, DiskError."""
    places = places_of(options.data_dir)
    disk, clock = Disk(), SystemClock()
    try:
        shelves = await disk.run(_open, places, clock)
        places = shelves.places
        saved = SettingsFile(places, shelves.writer.name)
        preferences = Preferences(shelves.settings, saved, disk)
        account = Account(
            preferences,
            Keyring(),
            Practice(),
            base_url=options.base_url,
            environment_key=os.environ.get("OPENROUTER_API_KEY"),
        )
        if options.practice:
            await account.start_practice()
    except BaseException:
        await disk.close()
        raise
    media = Media(places, tag=shelves.writer.name)
    finding = Finding(shelves.index, disk, clock)
    chats = Chats(shelves.library, shelves.index, disk, clock, preferences, finding=finding)
    prices = PriceList(places.models, disk, clock, shelves.writer.name)
    pictures = Pictures(media, disk, preferences)
    calibration = Calibration(CalibrationFile(places, shelves.writer.name), disk)
    estimates = Estimates(prices, calibration, account)
    bill = Bill(shelves.ledger, prices, estimates, account=account, disk=disk, clock=clock)
    composing = Composing(account, estimates.weighing, Tiles(pictures))
    exchange = Exchange(account, media, disk, Plain(pictures))
    turns = Turns(chats, composing, exchange, bill, account=account, clock=clock)

    @cache
    def batches() -> Batches:
        # With the first batch: a window at rest and most verbs never have one.
        from scout_desktop.session.batch.batches import Batches
        from scout_desktop.session.batch.means import Means
        from scout_desktop.storage.batches import JobFiles

        jobs = JobFiles(places, shelves.writer.name)
        return Batches(
            Means(chats, turns, pictures, bill, account, shelves.ledger, jobs, clock, disk)
        )

    @cache
    def outside() -> Outside:
        # After the first list is shown; the command line looks at the disk anew with each verb.
        from scout_desktop.session.outside.outside import Outside

        library, index = shelves.library, shelves.index
        return Outside(chats, finding, library, index, disk=disk, clock=clock)

    @cache
    def exports() -> Exports:
        from scout_desktop.session.exports import Exports

        return Exports(chats, media, disk, places)

    @cache
    def imports() -> Imports:
        from scout_desktop.session.imports import Imports

        return Imports(shelves.library, shelves.index, media, disk)

    @cache
    def checking() -> Checking:
        from scout_desktop.session.checking import Checking

        return Checking(shelves.library, disk, clock, chats.all_open)

    return Core(
        chats=chats,
        finding=finding,
        turns=turns,
        pictures=pictures,
        open_batches=batches,
        open_exports=exports,
        open_imports=imports,
        open_outside=outside,
        open_checking=checking,
        diets=Diets(chats, estimates),
        earlier=Earlier(shelves.library, shelves.index, disk, finding),
        bill=bill,
        account=account,
        preferences=preferences,
        desk=Desk(
            Drafts(places, shelves.writer.name),
            Presets(places, shelves.writer),
            chats,
            disk,
            clock,
        ),
        places=places,
        notices=tuple(said for said in (*shelves.notices, account.notice) if said),
        disk=disk,
        put_away=shelves.close,
    )


def _open(places: Places, clock: SystemClock) -> _Shelves:
    settings, notice = SettingsFile(places).load()
    places, writer, borrowed = _writer(places)
    library = Library(places, writer, clock.now)
    said = library.recover()
    ledger = Ledger(places, writer)
    index = Index(places, library, ledger)
    notices = tuple(sentence for sentence in (notice, borrowed, *said) if sentence)
    return _Shelves(places, writer, library, ledger, index, settings, notices)


def _writer(places: Places) -> tuple[Places, Writer, str]:
    """Take a place among the writers; where it cannot be written, one that lasts for this run."""
    try:
        return places, Writer.open(places), ""
    except (DiskFull, DiskRefused) as error:
        # Chats on a medium that cannot be written are still there to be read.
        apart = replace(places, state=Path(tempfile.mkdtemp(prefix="scout-desktop-")))
        notice = f"{error.headline} Chats can be read; drafts and the window's size are not kept."
        return apart, Writer.open(apart), notice
