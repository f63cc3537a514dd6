"""A batch that runs or has run: how far it is, its table, and one row in full."""
