"""Prices by model from the cached catalogue; until there is one, the listed prices."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from scout_desktop.chat.address import Address
from scout_desktop.chat.conversation import DEFAULT_MODEL
from scout_desktop.chat.estimate import LISTED, Prices
from scout_desktop.chat.ids import milliseconds_of
from scout_desktop.chat.money import dollars, parse_dollars
from scout_desktop.storage import files

from .account import Account
from .clock import Clock
from .disk import Disk

_FRESH_MILLISECONDS = 24 * 3600 * 1000
_LOCAL = Prices(Decimal(0), Decimal(0))
"""A server on this computer charges nobody."""


class PriceList:
    """What models cost at the addresses that were asked, kept in the cache folder."""

    def __init__(self, path: Path, disk: Disk, clock: Clock, writer: str) -> None:
        self._path = path
        self._writer = writer
        self._disk = disk
        self._clock = clock
        self._known: dict[str, dict[str, Any]] | None = None

    def of(self, address: Address, model: str) -> Prices:
        """Return the prices to estimate with: fetched ones, or the listed ones of Scout."""
        entry = (self._known or {}).get(address.origin, {})
        listed = entry.get("prices", {}).get(model)
        if isinstance(listed, Mapping):
            prompt, completion = parse_dollars(listed.get("in")), parse_dollars(listed.get("out"))
            if prompt is not None and completion is not None:
                return Prices(prompt, completion)
        if model == DEFAULT_MODEL or address.is_openrouter:
            return LISTED
        return _LOCAL if address.is_loopback else LISTED

    def models(self, address: Address) -> tuple[str, ...]:
        """Return the models that an address was seen to offer, by name."""
        return tuple(sorted((self._known or {}).get(address.origin, {}).get("prices", {})))

    async def load(self) -> None:
        """Read the cache; a missing or broken one is the same as none."""
        if self._known is None:
            self._known = await self._disk.run(self._read)

    async def refresh(self, account: Account) -> None:
        """Fetch the catalogue of the present address when ours is a day old.

        Raises ServiceError or NetworkError; what was known stays.
        """
        await self.load()
        known = self._known or {}
        origin, now = account.address.origin, self._clock.now()
        before, this = milliseconds_of(known.get(origin, {}).get("at")), milliseconds_of(now)
        if before is not None and this is not None and 0 <= this - before < _FRESH_MILLISECONDS:
            return
        from scout_desktop.openrouter.catalogue import fetch_models

        models = await fetch_models(await account.client(account.address, None))
        prices = {
            model.id: {"in": dollars(found.prompt), "out": dollars(found.completion)}
            for model in models
            if (found := model.prices) is not None
        }
        self._known = {**known, origin: {"at": now, "prices": prices}}
        await self._disk.run(self._write, self._known)

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            found = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {key: value for key, value in found.items() if isinstance(value, dict)}

    def _write(self, known: Mapping[str, Any]) -> None:
        files.write(self._path, json.dumps(known, separators=(",", ":")).encode(), self._writer)
