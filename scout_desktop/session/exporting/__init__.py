"""How chats and their pictures become files elsewhere; `session.exports` is the way in."""
