"""The list of chats and the words to search, as a cache in SQLite: deleting it loses nothing."""

from .index import Index as Index
