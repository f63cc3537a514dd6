"""Finding words in the chat that is open: in what is shown, not in its source."""
