"""Practice mode: a stand-in on a loopback port; no network, no key, no charge, no model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.chat.address import Address

if TYPE_CHECKING:
    from scout_desktop.practice import PracticeServer


class Practice:
    """The stand-in built into the program; started when first wanted."""

    def __init__(self) -> None:
        self._server: PracticeServer | None = None

    async def start(self) -> Address:
        """Start it if need be and return where it listens."""
        if self._server is None:
            from scout_desktop.practice import PracticeServer

            self._server = PracticeServer(remember=False)
            await self._server.start()
        return Address.parse(self._server.base_url)

    async def close(self) -> None:
        """Free the port."""
        server, self._server = self._server, None
        if server is not None:
            await server.close()
