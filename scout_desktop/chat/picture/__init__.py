"""Type and size of a picture from its own bytes; its name is never asked. Pure, nothing is decoded.

Takes PNG, JPEG, WebP, GIF, BMP, TIFF, AVIF and HEIC; says by name what else it recognises. The
size is the one shown: after the turn that the file asks for, in every format that can carry one.
"""

from .info import EXTENSION_OF, MIME_OF, Kind, Orientation, PictureInfo
from .kinds import inspect, is_document, kind_of

__all__ = [
    "EXTENSION_OF",
    "MIME_OF",
    "Kind",
    "Orientation",
    "PictureInfo",
    "inspect",
    "is_document",
    "kind_of",
]
