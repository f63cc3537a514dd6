"""Pages of PDF documents as pictures, drawn on this computer by a process of their own.

A document is a program for its reader: it can ask for any amount of memory, never come to an end,
or make its reader crash. So no byte of one is read in this process.
"""

from scout_desktop.imaging.documents.pages import (
    DPI,
    MAX_PAGES,
    document_pages,
    look_at_page,
    render_page,
)

__all__ = ["DPI", "MAX_PAGES", "document_pages", "look_at_page", "render_page"]
