"""The left pane over a real data folder."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from scout_desktop.assembly import Core
from scout_desktop.chat.message import user_node
from scout_desktop.session.clock import SystemClock
from scout_desktop.ui.conversations.list_view import ConversationList
from scout_desktop.ui.conversations.pane import ConversationsPane
from scout_desktop.ui.conversations.presenter import ConversationsPresenter
from scout_desktop.ui.tasks import Tasks
from tests.ui.conversations.hand import the_search


class Left:
    """The pane, its presenter and the core below them."""

    def __init__(self, theme, core: Core) -> None:
        self.core = core
        self.tasks = Tasks()
        self.failures: list[tuple[str, BaseException]] = []
        self.tasks.failed.connect(lambda name, error: self.failures.append((name, error)))
        self.pane = ConversationsPane(theme)
        self.pane.resize(272, 500)
        self.pane.show()
        self.presenter = ConversationsPresenter(
            self.pane, core.chats, core.pictures, self.tasks, finding=core.finding
        )
        found = self.pane.findChild(ConversationList)
        assert found is not None
        self.list = found
        self.field = the_search(self.pane)

    def titles(self) -> list[str]:
        model = self.list.model()
        rows = (model.row_at(model.index(place, 0)) for place in range(model.rowCount()))
        return [row.title for row in rows if row is not None]

    async def ask(self, text: str, images=()) -> str:
        chat = self.core.chats.new()
        clock = SystemClock()
        node = user_node(clock.id(), None, clock.now(), text, images)
        await self.core.chats.add(chat.id, [node], {})
        return chat.id

    async def until(self, said: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not said():  # noqa: ASYNC110 -- what a window shows sets no event
                await asyncio.sleep(0.005)
