"""What the command `llm` has logged in its SQLite database, of its newer and its older tables."""

from .importer import SOURCE, TITLE, read, recognises

__all__ = ["SOURCE", "TITLE", "read", "recognises"]
