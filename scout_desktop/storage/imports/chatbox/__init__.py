"""Chats in a backup of Chatbox. Its settings, where keys stand, are passed over undecoded."""

from .importer import SOURCE, TITLE, read, recognises

__all__ = ["SOURCE", "TITLE", "read", "recognises"]
