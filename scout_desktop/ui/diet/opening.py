"""The one call that brings the room to life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.ui.diet.presenter import DietPresenter

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.session.core import Core
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.theme.theme import Theme


def open_diet(
    theme: Theme, core: Core, tasks: Tasks, owner: QWidget, conversation: Conversation
) -> DietPresenter:
    """Open “Pictures in this chat” of a chat; the presenter is kept and followed up by the caller.

    A presenter that is there already is asked with `show` and `open` instead.
    """
    made = DietPresenter(
        theme=theme, diets=core.diets, pictures=core.pictures, tasks=tasks, owner=owner
    )
    made.show(conversation)
    made.open()
    return made
