"""What a search is, and what it finds. Pure."""
