"""Who answers and with which key: the address, the key's sources, practice mode, the connection."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, replace
from enum import Enum
from typing import TYPE_CHECKING

from scout_desktop.chat.account import KeyInfo
from scout_desktop.chat.address import DEFAULT_URL, Address
from scout_desktop.chat.errors import (
    AddressInvalid,
    KeyMalformed,
    KeyMissing,
    KeyRejected,
    KeyringAbsent,
    KeyringUntrusted,
    NetworkError,
    OutOfCredit,
    RateLimited,
    ScoutError,
)
from scout_desktop.chat.secret import Secret
from scout_desktop.storage.secrets import Keyring

from .practice import Practice
from .preferences import Preferences, Settings

if TYPE_CHECKING:
    from scout_desktop.openrouter.client import Client


class Connection(Enum):
    """What the foot of the window says about the way to the service."""

    READY = "Ready"
    NO_KEY = "No key yet"
    PRACTICE = "Practice"
    OFFLINE = "Offline"
    KEY_REJECTED = "Key rejected"
    OUT_OF_CREDIT = "Out of credit"
    RATE_LIMITED = "Rate limited"


_AFTER: tuple[tuple[type[ScoutError], Connection], ...] = (
    (KeyMissing, Connection.NO_KEY),
    (KeyRejected, Connection.KEY_REJECTED),
    (OutOfCredit, Connection.OUT_OF_CREDIT),
    (RateLimited, Connection.RATE_LIMITED),
    (NetworkError, Connection.OFFLINE),
)


class Account:
    """Holds the address and finds the key for it; a key never leaves the origin it was given for.

    Order of a key's sources: OPENROUTER_API_KEY (for the address of the start only), what was
    entered for this run, the keyring. The keyring is first asked at the first Send.
    """

    def __init__(
        self,
        preferences: Preferences,
        keyring: Keyring,
        practice: Practice,
        *,
        base_url: str | None = None,
        environment_key: str | None = None,
    ) -> None:
        """Raises AddressInvalid for a `base_url` of the start that cannot be used."""
        self._preferences = preferences
        self._keyring = keyring
        self._practice = practice
        self.notice = ""
        """A sentence about an address in the settings that could not be used."""
        self._chosen = self._usual() if base_url is None else Address.parse(base_url)
        self._address = self._chosen
        self._keys: dict[str, Secret] = {}
        self._in_practice = False
        self._trouble: Connection | None = None
        self._environment: str | None = None
        self._malformed: KeyMalformed | None = None
        if environment_key:
            self._environment = self._chosen.origin
            try:
                self._keys[self._chosen.origin] = Secret.checked(environment_key)
            except KeyMalformed as problem:
                # Kept for the first Send: reading chats needs no key, not even a good one.
                self._malformed = problem

    def _usual(self) -> Address:
        try:
            return Address.parse(self._preferences.current.base_url)
        except AddressInvalid as error:
            # A settings file edited by hand must not keep anybody from reading.
            self.notice = f"{error.headline} The usual address holds: {DEFAULT_URL}."
            return Address.parse(DEFAULT_URL)

    @property
    def address(self) -> Address:
        """Where requests go now."""
        return self._address

    @property
    def practice(self) -> bool:
        """Whether the stand-in answers; nothing of it is in the totals."""
        return self._in_practice

    @property
    def key_from_environment(self) -> bool:
        """Whether OPENROUTER_API_KEY rules at the present address."""
        return self._environment == self._address.origin

    @property
    def key_known(self) -> bool:
        """Whether a key is at hand or was stored, by a plain flag; the keyring is not asked."""
        origin = self._address.origin
        return origin in self._keys or origin in self._preferences.current.key_origins

    @property
    def connection(self) -> Connection:
        """The state to show, as the last turn left it."""
        if self._in_practice:
            return Connection.PRACTICE
        if self._trouble is not None:
            return self._trouble
        if self.key_known or self._address.is_loopback:
            return Connection.READY
        return Connection.NO_KEY

    def note(self, error: ScoutError | None) -> None:
        """Learn from how a turn ended."""
        self._trouble = None
        for kind, state in _AFTER:
            if isinstance(error, kind):
                self._trouble = state

    async def key(self) -> Secret | None:
        """Return the key for the present address; None where none is needed.

        Raises KeyMissing, KeyMalformed, or what the keyring said. This computer needs no key.
        """
        origin = self._address.origin
        if self._in_practice:
            return None
        if (held := self._keys.get(origin)) is not None:
            return held
        if self._malformed is not None and self.key_from_environment:
            raise KeyMalformed(
                "OPENROUTER_API_KEY does not hold an API key.",
                "Set it again without spaces or line breaks, or unset it.",
            ) from self._malformed
        stored = origin in self._preferences.current.key_origins
        if self._address.is_loopback and not stored:
            return None
        try:
            found = await self._keyring.get(origin)
        except (KeyringAbsent, KeyringUntrusted):
            if stored:
                raise
            # Nothing was ever stored, so what is missing is the key and not the keyring.
            found = None
        if found is None:
            raise KeyMissing
        self._keys[origin] = found
        return found

    async def check_key(self, text: str) -> KeyInfo:
        """Ask the service about a key before it is kept; raises KeyMalformed or what it said."""
        secret = Secret.checked(text)
        from scout_desktop.openrouter.account import fetch_key

        return await fetch_key(await self.client(self._address, secret))

    async def store_key(self, text: str, *, only_this_run: bool = False) -> None:
        """Keep a key for the present address, in the keyring or for this run only."""
        secret = Secret.checked(text)
        origin = self._address.origin
        if not only_this_run:
            await self._keyring.put(origin, secret)
            known = {*self._preferences.current.key_origins, origin}
            await self._preferences.change(key_origins=tuple(sorted(known)))
        self._keys[origin] = secret
        self._environment = None if self._environment == origin else self._environment
        self._trouble = None

    async def forget_key(self) -> None:
        """Remove the key of the present address from the keyring and from memory."""
        origin = self._address.origin
        self._keys.pop(origin, None)
        left = tuple(o for o in self._preferences.current.key_origins if o != origin)
        if left != tuple(self._preferences.current.key_origins):
            await self._keyring.forget(origin)
            await self._preferences.change(key_origins=left)

    async def backend_name(self) -> str:
        """Say which keyring would hold the key; raises KeyringProblem when there is none."""
        return await self._keyring.backend_name()

    async def set_address(self, text: str) -> None:
        """Talk to another server from now on; the key of the old one does not go along."""
        self._chosen = Address.parse(text)
        self._trouble = None
        if not self._in_practice:
            self._address = self._chosen
        await self._preferences.change(base_url=self._chosen.url)

    async def start_practice(self) -> None:
        """Let the stand-in answer from now on."""
        self._address = await self._practice.start()
        self._in_practice = True

    async def leave_practice(self) -> None:
        """Talk to the chosen address again."""
        self._address = self._chosen
        self._in_practice = False
        await self._practice.close()

    async def client(self, address: Address, key: Secret | None) -> Client:
        """Make the client of one generation; the network stack loads off the GUI thread."""
        return await asyncio.to_thread(_client, address, key, self._preferences.current)

    async def warm(self) -> None:
        """Load the network stack in a thread, if something can be sent as things stand.

        Who only reads has no key, and never pays for it: 150 ms of CPU and 10 MB.
        """
        if self._in_practice or self.key_known or self._address.is_loopback:
            from scout_desktop.openrouter.client import warm

            await warm()

    @property
    def proxy(self) -> str | None:
        """The proxy that requests go through, as the system says; None for a direct way."""
        from scout_desktop.openrouter.proxy import proxy_for

        return proxy_for(self._address)

    async def close(self) -> None:
        """Free what is held."""
        await self._practice.close()


_SMOOTH_FRAME = 0.015
"""Seconds: twice as often as usual, as the transcript then shows it."""


def _client(address: Address, key: Secret | None, chosen: Settings) -> Client:
    from scout_desktop.openrouter.client import Attribution, Client
    from scout_desktop.openrouter.timeouts import Timeouts

    usual = Timeouts.patient() if address.is_loopback else Timeouts()
    said = {name: value for name, value in asdict(chosen.patience).items() if value is not None}
    if chosen.smooth:
        usual = replace(usual, frame=_SMOOTH_FRAME)
    attribution = Attribution(chosen.referer, chosen.title) if chosen.attribution else None
    return Client(address, key=key, attribution=attribution, timeouts=replace(usual, **said))
