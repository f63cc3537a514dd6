from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from scout_desktop.assembly import Options, build
from scout_desktop.ui import loop
from scout_desktop.ui.conversations.pane import ConversationsPane
from tests.ui.conversations.hand import Sky
from tests.ui.conversations.left import Left


@pytest.fixture
def sky() -> Sky:
    return Sky()


@pytest.fixture
def pane(theme, qtbot, sky) -> ConversationsPane:
    made = ConversationsPane(theme, now=sky)
    qtbot.addWidget(made)
    made.resize(272, 600)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def story(theme, qapp, tmp_path) -> Callable[[Callable[[Left], Awaitable[None]]], None]:
    def tell(what: Callable[[Left], Awaitable[None]]) -> None:
        async def main() -> int:
            core = await build(Options(data_dir=tmp_path / "d"))
            left = Left(theme, core)
            try:
                await what(left)
            finally:
                await left.tasks.close()
                await core.close()
                left.pane.close()
                left.pane.deleteLater()
            return 0

        assert loop.run(main) == 0

    return tell
