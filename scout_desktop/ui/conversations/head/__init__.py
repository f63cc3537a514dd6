"""Over the list: what is searched for, which chats are looked at, and the way back to them all."""
