"""Chats of the chat room on openrouter.ai as it saves them: a JSON file each, `orpg` 1 to 3."""

from .importer import SOURCE, TITLE, read, recognises

__all__ = ["SOURCE", "TITLE", "read", "recognises"]
