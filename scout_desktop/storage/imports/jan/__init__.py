"""Threads of Jan: a folder each, with what it is about and its messages, one a line."""

from .importer import SOURCE, TITLE, read, recognises

__all__ = ["SOURCE", "TITLE", "read", "recognises"]
