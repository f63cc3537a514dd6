"""All samples by name, each with the program that it is of, and how it is put on the disk."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from scout_desktop.storage.imports import (
    chatbox,
    chatroom,
    cherry,
    jan,
    librechat,
    llm_logs,
    openwebui,
)
from scout_desktop.storage.imports.known import Importer
from tests.storage.imports.samples import chatbox as boxes
from tests.storage.imports.samples import chatroom as rooms
from tests.storage.imports.samples import cherry as cherries
from tests.storage.imports.samples import cherry_database
from tests.storage.imports.samples import jan as threads
from tests.storage.imports.samples import librechat as libre
from tests.storage.imports.samples import llm_logs as logs
from tests.storage.imports.samples import openwebui as webui

VALUES: Mapping[str, tuple[Importer, Callable[[], Any]]] = {
    "chat room 1": (chatroom, rooms.first),
    "chat room 2": (chatroom, rooms.second),
    "chat room 3": (chatroom, rooms.third),
    "librechat tree": (librechat, lambda: libre.export(recursive=True)),
    "librechat flat": (librechat, lambda: libre.export(recursive=False)),
    "librechat one branch": (
        librechat,
        lambda: libre.export(recursive=True, branches=False, options=False),
    ),
    "librechat old": (librechat, libre.older),
    "chatbot-ui": (librechat, libre.history),
    "open webui all": (openwebui, webui.everything),
    "open webui one": (openwebui, webui.outer),
    "open webui inner": (openwebui, webui.inner),
    "chatbox": (chatbox, boxes.backup),
    "chatbox legacy": (chatbox, boxes.legacy),
    "cherry text": (cherry, cherries.data),
    "cherry objects": (cherry, lambda: cherries.data(text=False)),
    "cherry first": (cherry, cherries.first_version),
}
"""Samples that are one JSON document."""

FILES: Mapping[str, tuple[Importer, Callable[[Path], Path]]] = {
    "cherry zip": (cherry, lambda at: cherries.write_zip(at / "c.zip", cherries.data())),
    "cherry bak": (cherry, lambda at: cherries.write_bak(at / "c.bak", cherries.data())),
    "cherry database": (cherry, lambda at: cherry_database.write_database(at / "c.sqlite")),
    "jan": (jan, lambda at: threads.write_all(at / "jan")),
    "llm": (llm_logs, lambda at: logs.older(at / "logs.db")),
    "llm oldest": (llm_logs, lambda at: logs.oldest(at / "oldest.db")),
    "llm newer": (llm_logs, lambda at: logs.newer(at / "newer.db")),
}
"""Samples that are something else."""


def write(name: str, folder: Path) -> tuple[Importer, Path]:
    """Put a sample on the disk and return whose it is and where it lies."""
    if name in FILES:
        importer, put = FILES[name]
        return importer, put(folder)
    importer, make = VALUES[name]
    path = folder / "export.json"
    path.write_text(json.dumps(make()))
    return importer, path


NAMES = (*VALUES, *FILES)
