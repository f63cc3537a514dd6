"""The left side: the original, and the tools to work on it."""
