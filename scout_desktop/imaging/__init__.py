"""Pictures: read a file safely, prepare what is sent, make small ones for the screen.

The only room with Pillow, which is imported at the first picture and not before.
"""

from scout_desktop.imaging.caps import MAX_BYTES, MAX_PIXELS
from scout_desktop.imaging.decode import decode
from scout_desktop.imaging.documents import MAX_PAGES, document_pages, render_page
from scout_desktop.imaging.inspect import look, read_picture_file
from scout_desktop.imaging.prepare import Abandoned, Original, Prepared, prepare
from scout_desktop.imaging.thumbnails import Pixels, thumbnail

__all__ = [
    "MAX_BYTES",
    "MAX_PAGES",
    "MAX_PIXELS",
    "Abandoned",
    "Original",
    "Pixels",
    "Prepared",
    "decode",
    "document_pages",
    "look",
    "prepare",
    "read_picture_file",
    "render_page",
    "thumbnail",
]
