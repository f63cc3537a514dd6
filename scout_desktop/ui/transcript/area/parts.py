"""What stands in a message beside its text: pictures, waiting line, ending, footer.

Each is a real widget, so that keys, pointer and screen reader find it as everywhere; it exists only
while its message is on the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Signal

from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.area.part import Part, end_widget
from scout_desktop.ui.transcript.parts.facts import exact_of, facts_of, outcome_of
from scout_desktop.ui.transcript.parts.footer import COPY, EDIT, MORE, REGENERATE, Footer
from scout_desktop.ui.transcript.parts.outcome import OutcomeLine
from scout_desktop.ui.transcript.parts.waiting import WaitingLine
from scout_desktop.ui.transcript.pictures.shapes import flow_of
from scout_desktop.ui.transcript.pictures.thumbnail import Thumbnail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.message import Node
    from scout_desktop.ui.transcript.blocks.workshop import Workshop
    from scout_desktop.ui.transcript.parts.facts import Outcome
    from scout_desktop.ui.transcript.pictures.gallery import Gallery

_SHARE = 0.8


class Hands(QObject):
    """What the user does with the parts of messages."""

    action_chosen = Signal(str, str)
    """(action, node id)"""
    branch_chosen = Signal(str)


class PicturesPart(Part):
    """The pictures of a user's message, in lines that end on the right."""

    def __init__(self, workshop: Workshop, gallery: Gallery, node: Node) -> None:
        super().__init__(workshop)
        self._gallery, self._images = gallery, node.images
        # Only a message of the user is sent again.
        self._sent_by = node.id if node.role == "user" else ""
        self._rects: tuple[QRect, ...] = ()
        self._thumbnails: list[Thumbnail] = []

    @property
    def thumbnails(self) -> Sequence[Thumbnail]:
        """Those on the screen, in order."""
        return self._thumbnails

    def stops(self) -> list[QWidget]:
        return list(self._thumbnails)

    def fit(self, width: int) -> int:
        theme, most = self.workshop.theme, int(width * _SHARE)
        flow = flow_of(theme, self._images, most, theme.px(SIZES.s2), right=True)
        self._rects = tuple(rect.translated(width - most, 0) for rect in flow.rects)
        self.height = flow.height
        return self.height

    def put(self, x: int, y: int) -> None:
        if not self._thumbnails:
            for place, image in enumerate(self._images):
                thumbnail = Thumbnail(
                    self.workshop.theme, image, self.workshop.viewport,
                    among=len(self._images), node_id=self._sent_by, place=place,
                )  # fmt: skip
                self._gallery.register(thumbnail)
                self._thumbnails.append(thumbnail)
        for thumbnail, rect in zip(self._thumbnails, self._rects, strict=True):
            thumbnail.setGeometry(rect.translated(x, y))
            thumbnail.show()

    def put_away(self) -> None:
        gone, self._thumbnails = self._thumbnails, []
        for thumbnail in gone:
            self._gallery.unregister(thumbnail)
            end_widget(thumbnail)


class WaitingPart(Part):
    """The line in a reply's place until its first word."""

    def __init__(self, workshop: Workshop, since: float) -> None:
        super().__init__(workshop)
        self._since = since
        self._comments = 0

    def show_comments(self, comments: int) -> None:
        """Take note of the service's signs of life."""
        self._comments = comments
        if isinstance(self._widget, WaitingLine):
            self._widget.show_comments(comments)

    def fit(self, width: int) -> int:
        self._width = width
        self.height = self.workshop.theme.px(SIZES.s6)
        return self.height

    def make(self) -> QWidget:
        line = WaitingLine(self.workshop.theme, self._since, self.workshop.viewport)
        line.show_comments(self._comments)
        return line


class PendingPart(Part):
    """The room of a long text that is being taken apart: empty, and as tall as it may become."""

    def __init__(self, workshop: Workshop, height: int) -> None:
        super().__init__(workshop)
        self.height = height

    def fit(self, width: int) -> int:
        self._width = width
        return self.height

    def make(self) -> QWidget | None:
        return None


class OutcomePart(Part):
    """How a reply ended, where that was not well."""

    gap = SIZES.s3

    def __init__(
        self, workshop: Workshop, hands: Hands, node: Node, outcome: Outcome, afford: str
    ) -> None:
        super().__init__(workshop)
        self._hands, self._node, self._outcome, self._afford = hands, node, outcome, afford
        self._suggested = False
        self.height = workshop.theme.px(3 * SIZES.control)

    def suggest(self, *, suggested: bool) -> None:
        """Make the first button stand out or not."""
        self._suggested = suggested
        if isinstance(self._widget, OutcomeLine):
            self._widget.suggest(suggested=suggested)

    def fit(self, width: int) -> int:
        # Its height depends on how its sentence breaks: only the widget itself knows.
        self._width = width
        if not isinstance(self._widget, OutcomeLine):
            self._widget = self.make()
            # Expressly, or it would come to light with the viewport.
            self._widget.hide()
        # With the bolder button, so that the room is the same when another reply comes below.
        self._widget.suggest(suggested=True)
        self.height = self._widget.fit(width)
        self._widget.suggest(suggested=self._suggested)
        return self.height

    def put(self, x: int, y: int) -> None:
        super().put(x, y)
        if self._widget is not None and self._widget.isHidden():
            self._widget.show()

    def make(self) -> OutcomeLine:
        line = OutcomeLine(self.workshop.theme, self._outcome, self.workshop.viewport)
        line.suggest(suggested=self._suggested)
        line.chosen.connect(self._choose)
        line.fit(self._width)
        return line

    def _choose(self, text: str) -> None:
        self._hands.action_chosen.emit(_ACTIONS.get(text, self._afford), self._node.id)


class FooterPart(Part):
    """The quiet row under a message: its room is always there, the row when it is wanted."""

    gap = 2

    def __init__(
        self, workshop: Workshop, hands: Hands, node: Node, siblings: tuple[str, ...]
    ) -> None:
        super().__init__(workshop)
        self._hands, self._node, self._siblings = hands, node, siblings
        self._at = (0, 0)
        self._wanted = False
        self._on_screen = False
        self.height = workshop.theme.px(SIZES.control)

    def fit(self, width: int) -> int:
        self._width = width
        return self.height

    def want(self, *, wanted: bool) -> None:
        """Show the row or not."""
        if wanted == self._wanted or (not wanted and self._in_use()):
            return
        self._wanted = wanted
        if not wanted:
            super().put_away()
        elif self._on_screen:
            super().put(*self._at)

    def put(self, x: int, y: int) -> None:
        if self._node.role != "user":
            # Its first icon, not the button around it, stands below the first letter.
            x -= self.workshop.theme.px(SIZES.control - SIZES.icon) // 2
        self._at, self._on_screen = (x, y), True
        if self._wanted:
            super().put(x, y)

    def put_away(self) -> None:
        self._on_screen = False
        super().put_away()

    def show_done(self, action: str) -> None:
        """Say that this action was done."""
        if isinstance(self._widget, Footer):
            self._widget.show_done(action)

    def make(self) -> QWidget:
        node, user = self._node, self._node.role == "user"
        actions = [COPY] if node.text else []
        actions.append(EDIT if user else REGENERATE)
        actions += [MORE] if node.text and not user else []
        made = Footer(
            self.workshop.theme, actions, self._siblings, node.id,
            () if user else facts_of(node), exact=exact_of(node), on_the_right=user,
            parent=self.workshop.viewport,
        )  # fmt: skip
        made.fit(self._width)
        made.chosen.connect(lambda key: self._hands.action_chosen.emit(key, node.id))
        made.branch_chosen.connect(self._hands.branch_chosen)
        return made

    def _in_use(self) -> bool:
        """Whether somebody is at its menu or on one of its buttons."""
        row = self._widget
        return isinstance(row, Footer) and (row.held or bool(row.focused))


_ACTIONS = {
    "Continue": "continue",
    "Regenerate": "regenerate",
    "Replace key": "key",
    "Add a key": "key",
}


def outcome_part(workshop: Workshop, hands: Hands, node: Node, afford: str) -> OutcomePart | None:
    """Return the part that says how a reply ended; None for one that ended well."""
    outcome = outcome_of(node)
    return None if outcome is None else OutcomePart(workshop, hands, node, outcome, afford)
