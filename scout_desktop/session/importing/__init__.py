"""Chats of other programs and folders: what an import would do, and doing it."""
