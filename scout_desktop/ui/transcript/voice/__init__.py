"""The transcript for those who hear it: its messages as a tree, announcements, a text to read."""
