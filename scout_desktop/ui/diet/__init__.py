"""Pictures in this chat: how each goes along with the next question, what it costs and saves."""
