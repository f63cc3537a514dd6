"""Chats in a backup of Cherry Studio. What it holds of providers and keys is passed over."""

from .importer import SOURCE, TITLE, read, recognises

__all__ = ["SOURCE", "TITLE", "read", "recognises"]
