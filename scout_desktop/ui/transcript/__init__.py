"""The transcript: what was said in a chat, and what one can do with it."""
