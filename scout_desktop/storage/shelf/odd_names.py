"""Files under names that we did not give: which are copies, and which are only passing through.

What carries a chat's id counts under any name. What a program is still writing under a name of the
moment does not: half of it is not there yet, and it would be taken away from under that program.
"""

from __future__ import annotations

import re
from pathlib import Path

from scout_desktop.chat.errors import DiskError
from scout_desktop.storage import document, files

_PASSING = re.compile(
    r"""
      .*\.(?:tmp|temp|part|partial|filepart|crdownload|download|!sync|!ut|bts|lock|lck)
    | \..+\.~[0-9a-f]+                 # Nextcloud
    | \..+\.[a-z0-9]{6}                # rsync
    | \.goutputstream-.*               # editors of Gnome
    | \.unison\..* | \..+\.icloud | \.~lock\..*
    | ~syncthing~.*
    | \.(?:nfs|fuse_hidden)[0-9a-f]+   # deleted while open
    | desktop\.ini | thumbs\.db | \.ds_store | \.directory   # of desktops, whatever is in them
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LOOKED_AT = 16 * 1024
"""Bytes at either end of a file in which something says that it is a chat."""
_NODE = (b'"parts"', b'"role"', b'"parent"')


def lasting_names(folder: Path) -> list[str]:
    """Return the names in a folder, sorted, hidden ones too, but of nothing on its way."""
    return [
        name
        for name in files.names(folder, hidden=True)
        # Nearly all end so, and matching 10,000 takes longer than listing them.
        if (name.endswith((".json", ".jsonl")) and name[0] not in ".~") or not _is_passing(name)
    ]


def _is_passing(name: str) -> bool:
    return _PASSING.fullmatch(name) is not None


def may_be_chat(path: Path) -> bool:
    """Whether a file in chats/ is to be read as one: all in `.json`, others by their content.

    A hidden one must read as a whole, or a copy that is being made would pass for a damaged chat.
    """
    name = path.name
    hidden = name.startswith(".")
    if name.endswith(".json") and not hidden:
        return True
    try:
        seen = files.read_start(path, _LOOKED_AT)
        if not _says_chat(seen) and len(seen) == _LOOKED_AT:
            size = path.lstat().st_size
            seen = files.read_piece(path, max(0, size - _LOOKED_AT), _LOOKED_AT)
        if not _says_chat(seen):
            return False
        if not hidden:
            return True
        reading = document.read(files.read(path))
    except (OSError, DiskError):
        return False
    return reading.id is not None and not reading.broken


def _says_chat(seen: bytes) -> bool:
    if b"\0" in seen:
        seen = seen.replace(b"\0", b"")  # as UTF-16 has them
    return b"scout-desktop/chat" in seen or all(word in seen for word in _NODE)
