"""Import: chats of other programs, folders and backups, first looked at, then brought in."""
