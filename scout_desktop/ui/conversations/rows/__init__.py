"""What the list is made of: chats grouped by time, each painted as a row that says what it is."""
