"""Selecting in a chat: across messages, by mouse and by keys, and what a copy of it holds."""
