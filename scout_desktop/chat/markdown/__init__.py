"""Markdown as values: what a reply says, with nothing in it that could load or run anything."""
