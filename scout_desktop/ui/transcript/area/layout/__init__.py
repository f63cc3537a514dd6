"""How the messages of a chat stand one above the other: their heights, known or estimated."""
