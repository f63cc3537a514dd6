"""The parameters of a chat: one row for each of the table, the system prompt and presets."""
