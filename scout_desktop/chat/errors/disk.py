"""The data folder could not be read or written."""

from __future__ import annotations

from .root import ScoutError


class DiskError(ScoutError):
    """The data folder could not be read or written."""

    kind = "disk"
    default_headline = "The data folder cannot be used."


class ChatUnknown(DiskError):
    """No chat, or more than one, answers to this id."""

    kind = "chat_unknown"


class ChatDamaged(DiskError):
    """A chat's file could not be read."""

    kind = "chat_damaged"


class ChatReadOnly(DiskError):
    """A newer program wrote this chat; it is shown, never rewritten."""

    kind = "chat_read_only"
    default_headline = "A newer version of Scout Desktop wrote this chat."
    default_advice = "It can be read here; to add to it, update the program or duplicate the chat."


class FolderLocked(DiskError):
    """Another program holds a lock that is needed."""

    kind = "folder_locked"


class DiskFull(DiskError):
    """No space left."""

    kind = "disk_full"
    default_headline = "The disk is full, so this could not be saved."
    default_advice = "Free some space and try again; what was saved before is untouched."


class DiskRefused(DiskError):
    """Permission denied, read-only file system, I/O error."""

    kind = "disk_refused"
    default_headline = "This could not be saved."
    default_advice = "Check the data folder and try again; what was saved before is untouched."
