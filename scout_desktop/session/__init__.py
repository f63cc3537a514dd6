"""The use cases, without Qt: a turn, the chats' verbs, pictures, the bill, the account."""
