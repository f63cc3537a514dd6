"""Makes the views of messages.

Loaded with the first message and not with the window: an empty chat needs nothing of it, and a
start has no time to spare.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scout_desktop.ui.transcript.blocks.formats import Formats
from scout_desktop.ui.transcript.pictures.gallery import Gallery
from scout_desktop.ui.transcript.reply import Reply
from scout_desktop.ui.transcript.user_message import UserMessage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.chat.message import Node
    from scout_desktop.ui.theme.theme import Theme
    from scout_desktop.ui.transcript.message import MessageView


class Messages(QObject):
    """Makes messages for one view and hears what the user does with them."""

    action_chosen = Signal(str, str)
    """(`copy`, `regenerate`, `edit`, `continue`, `key` or `afford N`; node id)"""
    branch_chosen = Signal(str)
    selected = Signal(object)
    """The user selected text in this `TextView`."""

    def __init__(self, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner)
        self._theme = theme
        self._formats = Formats(theme)
        self.gallery = Gallery(theme, owner)

    def restyle(self) -> None:
        """Make what is made from now on in the theme's new colours and sizes."""
        self._formats = Formats(self._theme)

    def make(self, conversation: Conversation, node: Node) -> MessageView:
        """Make the view of one message."""
        kind = UserMessage if node.role == "user" else Reply
        message = kind(self._formats, node, versions(conversation, node))
        message.action_chosen.connect(self.action_chosen)
        message.branch_chosen.connect(self.branch_chosen)
        message.selected.connect(self.selected)
        for thumbnail in message.thumbnails if isinstance(message, UserMessage) else ():
            self.gallery.register(thumbnail)
        return message


def bring_up_to_date(message: MessageView, conversation: Conversation, node: Node) -> None:
    """Show how a message stands now; one that is the same stays untouched."""
    siblings = versions(conversation, node)
    if isinstance(message, Reply):
        changed = message.node is not node and message.node != node
        if message.is_growing or changed or message.siblings != siblings:
            message.show_node(node, siblings)
    elif message.siblings != siblings:
        message.show_siblings(siblings)


def as_reply(message: MessageView | None) -> Reply | None:
    """Return the message if it is a reply."""
    return message if isinstance(message, Reply) else None


def versions(conversation: Conversation, node: Node) -> tuple[str, ...]:
    """Return the ids of all versions of a message, itself included, oldest first."""
    return tuple(each.id for each in conversation.siblings(node.id))
