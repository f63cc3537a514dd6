"""Which pictures of earlier messages go along, as the window and the command line ask and say."""

from __future__ import annotations

import asyncio

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.diet import (
    REGISTER,
    Choice,
    Diet,
    How,
    Planned,
    diet_of,
    place_of,
    with_choice,
    with_choices,
)
from scout_desktop.chat.diet_cost import DietCost
from scout_desktop.chat.draft import Draft
from scout_desktop.session.chats import Chats

from .estimates import Estimates

_NO_DRAFT = Draft()


class Diets:
    """The use cases around the register `pictures` of a chat."""

    def __init__(self, chats: Chats, estimates: Estimates) -> None:
        self._chats = chats
        self._estimates = estimates
        # A choice is made from the one before: two at once would lose one.
        self._changing = asyncio.Lock()

    async def diet(self, chat_id: str) -> Diet:
        """Return the chat's setting. Raises ChatUnknown, DiskError."""
        return diet_of(await self._chats.open(chat_id))

    async def plan(self, chat_id: str, draft: Draft = _NO_DRAFT) -> tuple[Planned, ...]:
        """Return how every picture before a draft would go along, in order."""
        return self._estimates.plan(await self._chats.open(chat_id), draft)

    async def cost(self, chat_id: str, draft: Draft = _NO_DRAFT) -> DietCost:
        """Return what they would cost with the next question, and what the diet saves."""
        return self._estimates.cost(await self._chats.open(chat_id), draft)

    async def choose(self, chat_id: str, node_id: str, place: int, choice: Choice) -> Conversation:
        """Let a picture go otherwise from here on. Raises ChatReadOnly, DiskError."""
        async with self._changing:
            chat = await self._chats.open(chat_id)
            changed = with_choice(diet_of(chat), chat.branch, node_id, place, choice)
            return await self._set(chat, changed)

    async def choose_all(self, chat_id: str, how: How) -> Conversation:
        """Let every picture of the branch shown go so from here on; captions written are kept.

        Raises ChatReadOnly, DiskError.
        """
        async with self._changing:
            chat = await self._chats.open(chat_id)
            known = diet_of(chat)
            planned = self._estimates.plan(chat, _NO_DRAFT)
            chosen = {place_of(each.node, each.place): Choice(how, each.given) for each in planned}
            return await self._set(chat, with_choices(known, chat.branch, chosen))

    async def set_last(self, chat_id: str, messages: int | None) -> Conversation:
        """Send the pictures of the last so many messages only, the next one counted; None: of all.

        Raises ChatReadOnly, DiskError.
        """
        async with self._changing:
            chat = await self._chats.open(chat_id)
            known = diet_of(chat)
            last = None if messages is None else max(messages, 1)
            return await self._set(chat, Diet(last, known.choices, known.foreign))

    async def _set(self, chat: Conversation, diet: Diet) -> Conversation:
        if diet == diet_of(chat):
            return chat
        return await self._chats.set_registers(chat.id, {REGISTER: diet.record()})
