"""A stand-in that talks as the service would, on a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from scout_desktop.practice import PracticeServer


@pytest.fixture
async def service() -> AsyncIterator[PracticeServer]:
    async with PracticeServer(as_service=True) as server:
        yield server
        assert server.connections_open <= 32
    assert server.connections_open == 0
