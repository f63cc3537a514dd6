"""Reads the chats of other programs. Nothing here executes, fetches or trusts what it reads."""
