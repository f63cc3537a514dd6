"""The left pane: the list of conversations, its search, and what can be done to a chat."""
