"""Lines like `[name]: address "title"` at the beginning of a paragraph, which define links."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scout_desktop.chat.markdown.inside.definitions import Definitions


def without_links(text: str, definitions: Definitions) -> str:
    """Take the links that a paragraph defines at its beginning; return the rest of it."""
    if not text.startswith("[") or "]:" not in text:
        return text
    from scout_desktop.chat.markdown.inside.grammar import link_definitions

    found, rest = link_definitions(text)
    for label, link in found.items():
        definitions.add_link(label, {"href": str(link["href"]), "title": str(link["title"])})
    return rest
