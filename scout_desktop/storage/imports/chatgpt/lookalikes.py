"""Exports that look like ChatGPT's and are not: said by name, since their files share its name."""

from __future__ import annotations

from scout_desktop.storage.imports.fields import record
from scout_desktop.storage.imports.source import Source

from .files import first_of, is_deepseeks, lists_in


def name_of(source: Source) -> str:
    """Return the name of the program that wrote this, empty where it is none of these."""
    for name in lists_in(source):
        for item in first_of(source, name):
            chat = record(item)
            if isinstance(chat.get("chat_messages"), list):
                return "Claude"
            if isinstance(chat.get("mapping"), dict) and is_deepseeks(chat):
                return "DeepSeek"
    return ""
