"""From a chat and what the user wants next to a request that is ready to leave."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.diet import Planned, diet_of, plan
from scout_desktop.chat.message import ImagePart, Node
from scout_desktop.chat.request import ChatRequest, build_request

from .account import Account
from .diet.tiles import Tiles
from .diet.weighing import Weighing, Weight


@dataclass(frozen=True)
class Plan:
    """Where the reply goes, the message that comes before it, and what it begins with."""

    parent: str | None
    message: Node | None = None
    prefill: str = ""
    purpose: str = "reply"


@dataclass(frozen=True)
class Composed:
    """A request, and what is needed to complete it."""

    request: ChatRequest
    weight: Weight
    branch: tuple[Node, ...]
    planned: tuple[Planned, ...]
    lacking: tuple[ImagePart, ...]
    """Pictures whose versions of one tile are still to be made."""
    build: Callable[..., ChatRequest]
    """Makes it anew with `tiles`, versions of one tile by the sha256 of their pictures."""


class Composing:
    """Puts requests together off the GUI thread."""

    def __init__(self, account: Account, weighing: Weighing, tiles: Tiles) -> None:
        self._account = account
        self._weighing = weighing
        self._tiles = tiles

    async def compose(self, conversation: Conversation, made: Plan) -> Composed:
        """Build the request. Raises ParameterInvalid or RequestInvalid."""
        fresh = made.message
        before = made.parent if fresh is None else fresh.parent
        known = before == conversation.head
        branch = conversation.branch if known else conversation.branch_to(before)
        if fresh is not None:
            branch = (*branch, fresh)
        # Ten thousand messages take a while to look through; the window need not wait for it.
        planned = await asyncio.to_thread(plan, branch, diet_of(conversation))
        build = partial(
            build_request,
            branch,
            model=conversation.model,
            system=conversation.system,
            parameters=conversation.parameters,
            host=self._account.address.host,
            session_id=conversation.id,
            routing=conversation.value("routing"),
            prefill=made.prefill,
            plan=planned,
        )
        tiles, lacking = self._tiles.known(planned)
        request = await asyncio.to_thread(build, tiles=tiles)
        weight = self._weighing.asked(conversation, branch, planned, made.prefill)
        return Composed(request, weight, branch, planned, tuple(lacking), build)

    async def complete(self, composed: Composed) -> Composed:
        """Make the tiles that are lacking. Raises PictureError or DiskError."""
        await self._tiles.make(composed.lacking, composed.branch)
        tiles, lacking = self._tiles.known(composed.planned)
        request = await asyncio.to_thread(composed.build, tiles=tiles)
        return replace(composed, request=request, lacking=tuple(lacking))
