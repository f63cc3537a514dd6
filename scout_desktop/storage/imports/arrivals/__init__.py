"""How a chat that was found comes in: made ours, compared with what is here, put on the disk."""
