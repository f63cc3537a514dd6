"""What other devices and programs did to the chats: noticed, merged, told, and asked about."""
