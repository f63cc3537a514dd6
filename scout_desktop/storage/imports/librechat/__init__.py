"""Chats that LibreChat exports, one JSON file each, and the history of chatbot-ui 1."""

from .importer import SOURCE, TITLE, read, recognises

__all__ = ["SOURCE", "TITLE", "read", "recognises"]
