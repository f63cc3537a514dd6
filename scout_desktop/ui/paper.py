"""The chat shown, on paper or as PDF; what lays out pages is loaded when somebody asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.session.core import Core
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.transcript.pages.printing import Printing
    from scout_desktop.ui.views import Views


class Paper(QObject):
    """One for the window."""

    def __init__(self, views: Views, shell: Shell, core: Core, tasks: Tasks) -> None:
        super().__init__(views.window)
        self._views, self._shell, self._core, self._tasks = views, shell, core, tasks
        self._made: Printing | None = None

    def save_pdf(self) -> None:
        """Save the chat shown as PDF, where the user says."""
        if (chat := self._chat()) is not None:
            self._printing.save_pdf(chat)

    def print_chat(self) -> None:
        """Print the chat shown, as the user says."""
        if (chat := self._chat()) is not None:
            self._printing.print_chat(chat)

    def _chat(self) -> Conversation | None:
        shown = self._shell.transcript.shown
        chat = None if shown is None else self._core.chats.current(shown)
        return chat if chat is not None and chat.branch else None

    @property
    def _printing(self) -> Printing:
        if self._made is None:
            from scout_desktop.ui.transcript.pages.printing import Printing
            from scout_desktop.ui.transcript.pages.story import Sources

            formulas = self._views.transcript.reader.formulas
            sources = Sources(self._core.pictures.pixels, formulas)
            self._made = Printing(self._views.window, self._tasks, sources)
            self._made.failed.connect(self._shell.board.say_error)
            self._made.saved.connect(
                lambda path: self._shell.board.say("pdf", "info", f"Saved as {path}.")
            )
        return self._made
