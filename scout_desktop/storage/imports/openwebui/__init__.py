"""Chats that Open WebUI exports: a list of all of them, or a single one."""

from .importer import SOURCE, TITLE, read, recognises

__all__ = ["SOURCE", "TITLE", "read", "recognises"]
