"""What the window says above the composer, and what the buttons there do.

A topic is answered by the one who said it; an Undo is kept until it is pressed or its time is over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from scout_desktop.chat.errors import DiskError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scout_desktop.chat.errors import ScoutError
    from scout_desktop.ui.controls.banner import Kind
    from scout_desktop.ui.notices.notices import Notices


class NoticeBoard(QObject):
    """One for the window."""

    def __init__(self, notices: Notices) -> None:
        super().__init__(notices)
        self._notices = notices
        self._tickets = 0
        self._undo: dict[str, Callable[[], None]] = {}
        self._answers: dict[tuple[str, str], Callable[[], None]] = {}
        notices.undone.connect(lambda ticket: self._undo.pop(ticket)())
        notices.expired.connect(lambda ticket: self._undo.pop(ticket, None))
        notices.chosen.connect(self._chosen)

    def say(
        self,
        topic: str,
        kind: Kind,
        sentence: str,
        answers: Mapping[str, Callable[[], None]] | None = None,
    ) -> None:
        """Show a sentence in the place of what `topic` said before, with at most two buttons."""
        answers = answers or {}
        for button, answer in answers.items():
            self._answers[topic, button] = answer
        self._notices.say(topic, kind, sentence, tuple(answers))

    def say_error(self, error: ScoutError) -> None:
        """Show a failure that belongs to no reply."""
        self.say("disk" if isinstance(error, DiskError) else error.kind, "bad", error.sentence)

    def unsay(self, topic: str) -> None:
        """Take away what a topic says."""
        self._notices.unsay(topic)

    def offer_undo(self, sentence: str, undo: Callable[[], None]) -> None:
        """Say what was done, with a way back for a few seconds."""
        self._tickets += 1
        ticket = str(self._tickets)
        self._undo[ticket] = undo
        self._notices.offer_undo(sentence, ticket)

    def _chosen(self, topic: str, button: str) -> None:
        if (answer := self._answers.get((topic, button))) is not None:
            answer()
