"""Many chats at once: the bar that says what can be done to them, their tags, and what is asked."""
