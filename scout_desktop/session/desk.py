"""What lies on the desk between two sends: drafts and presets."""

from __future__ import annotations

from scout_desktop.chat.draft import Draft, Preset
from scout_desktop.storage.drafts import Drafts
from scout_desktop.storage.presets import Presets

from .chats import Chats
from .clock import Clock
from .disk import Disk

_NEW = "new"


class Desk:
    """Drafts survive a restart; presets are shared by all chats."""

    def __init__(
        self, drafts: Drafts, presets: Presets, chats: Chats, disk: Disk, clock: Clock
    ) -> None:
        self._drafts = drafts
        self._chats = chats
        self._began_new: set[str] = set()
        """Chats whose draft was kept under the name that a restart finds again."""
        self._presets = presets
        self._disk = disk
        self._clock = clock

    async def draft(self, chat_id: str) -> Draft:
        """Return what was being typed in a chat."""
        return await self._disk.run(self._drafts.load, self._name(chat_id)) or Draft()

    def keep_draft(self, chat_id: str, draft: Draft) -> None:
        """Keep what is being typed; nobody waits for it. An empty draft is forgotten."""
        name = self._name(chat_id)
        if name != _NEW and chat_id in self._began_new:
            # The chat has been begun since: its draft moves from the shared name to its own.
            self._began_new.discard(chat_id)
            self._disk.soon(self._drafts.forget, _NEW)
        if draft.is_empty:
            self._disk.soon(self._drafts.forget, name)
        else:
            self._disk.soon(self._drafts.save, name, draft)

    def _name(self, chat_id: str) -> str:
        # The id of a chat without a message is new in every run; its draft must outlive it.
        if not self._chats.is_unbegun(chat_id):
            return chat_id
        self._began_new.add(chat_id)
        return _NEW

    async def presets(self) -> tuple[Preset, ...]:
        """Return the presets by name."""
        return tuple(await self._disk.run(self._presets.all))

    async def save_preset(self, preset: Preset) -> None:
        """Keep a preset; one of the same name is replaced."""
        await self._disk.run(self._presets.put, preset, self._clock.now())

    async def forget_preset(self, name: str) -> None:
        """Remove a preset."""
        await self._disk.run(self._presets.forget, name, self._clock.now())
