"""Batches as files in the state folder: what was asked for and of which pictures, and the locks.

What has been answered is not here: it is in the chats. Losing these files loses no answer.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scout_desktop.chat.batch import BatchItem, BatchSpec
from scout_desktop.chat.errors import BadInput, DiskError, FolderLocked
from scout_desktop.chat.ids import is_id
from scout_desktop.chat.message import number
from scout_desktop.chat.money import dollars, parse_dollars

from . import files
from .ground.locks import Lock
from .ground.strict import NotJson, decode, encode
from .places import Places

_NAME = re.compile(r"[0-9a-f-]{36}\.json\Z")
_FORMAT = "scout-desktop/batch"
_MOST = 100
"""Requests at once, and tries for a picture: whoever writes more made a mistake."""


@dataclass(frozen=True, slots=True)
class Job:
    """A batch as it is kept. `given` is what the user named, `origin` who was to answer."""

    id: str
    created: str
    spec: BatchSpec
    items: tuple[BatchItem, ...]
    given: tuple[str, ...] = ()
    origin: str = ""


class JobFiles:
    """The batches of this computer."""

    def __init__(self, places: Places, tag: str) -> None:
        """`tag` is the writer's name."""
        self._folder = places.batches
        self._locks = places.locks
        self._tag = tag

    def save(self, job: Job) -> None:
        """Keep a batch, in place of what was kept of it. Raises DiskError."""
        files.write(self._path(job.id), encode(_record(job)).encode() + b"\n", self._tag)

    def load(self, id: str) -> Job:
        """Return a batch. Raises BadInput where there is none, DiskError for a damaged one."""
        try:
            found = decode(files.read(self._path(id)))
        except FileNotFoundError:
            raise BadInput(
                "This batch is not known on this computer.", "Its chats are in the library."
            ) from None
        except NotJson as broken:
            raise DiskError(
                "The list of this batch is damaged.", "Its chats are in the library."
            ) from broken
        return _job(id, found)

    def all(self) -> list[Job]:
        """Return every batch that can be read, newest first."""
        found = []
        for name in files.names(self._folder):
            if _NAME.match(name):
                try:
                    found.append(self.load(name.removesuffix(".json")))
                except (BadInput, DiskError):
                    # One damaged list must not hide the others; opening it says what is wrong.
                    continue
        return sorted(found, key=lambda job: (job.created, job.id), reverse=True)

    def forget(self, id: str) -> None:
        """Remove a batch, if it is there. Raises DiskError."""
        files.remove(self._path(id))

    def lock(self, id: str) -> Lock:
        """Take the right to run a batch; a kill frees it.

        Raises FolderLocked, DiskError, and BadInput for what is no id.
        """
        name = self._path(id).stem
        try:
            return Lock.take(self._locks / f"batch-{name}.lock")
        except FolderLocked:
            raise FolderLocked(
                "This batch is running in another Scout Desktop.", "Pause it there first."
            ) from None

    def _path(self, id: str) -> Path:
        if not is_id(id):
            raise BadInput("This is not the id of a batch.")
        return self._folder / f"{id}.json"


def _record(job: Job) -> dict[str, Any]:
    spec = job.spec
    return {
        "format": _FORMAT,
        "version": 1,
        "id": job.id,
        "created": job.created,
        "given": [_text_of(path) for path in job.given],
        "origin": job.origin,
        "spec": {
            "prompt": spec.prompt,
            "name": spec.name,
            "system": spec.system,
            "model": spec.model,
            "parameters": dict(spec.parameters),
            # As text: the order of its properties is the order of the columns.
            "schema": None if spec.schema is None else json.dumps(spec.schema),
            "fit": spec.fit,
            "max_usd": None if spec.max_usd is None else dollars(spec.max_usd),
            "parallel": spec.parallel,
            "tries": spec.tries,
        },
        "items": [[_text_of(item.path), item.chat, item.page] for item in job.items],
    }


def _job(id: str, found: object) -> Job:
    try:
        if not isinstance(found, dict) or found["format"] != _FORMAT or found["version"] != 1:
            raise ValueError("another format")
        items = tuple(
            BatchItem(_path_of(path), str(chat), number(page) or 0)
            for path, chat, page in found["items"]
        )
        given = tuple(_path_of(path) for path in found["given"])
        if not all(is_id(item.chat) for item in items) or len({i.chat for i in items}) < len(items):
            raise ValueError("every picture has a chat of its own")
        spec = _spec(found["spec"])
        return Job(id, str(found["created"]), spec, items, given, str(found["origin"]))
    except (KeyError, TypeError, ValueError, RecursionError) as broken:
        raise DiskError(
            "The list of this batch cannot be read.", "Its chats are in the library."
        ) from broken


def _spec(found: Mapping[str, Any]) -> BatchSpec:
    schema, parallel, tries = found["schema"], number(found["parallel"]), number(found["tries"])
    max_usd = parse_dollars(found["max_usd"])
    if max_usd is None and found["max_usd"] is not None:
        raise ValueError("no amount")  # without its cap a batch must not go on
    if not (parallel and tries and 1 <= parallel <= _MOST and 1 <= tries <= _MOST):
        raise ValueError("no bounds")
    return BatchSpec(
        prompt=str(found["prompt"]),
        name=str(found["name"]),
        system=str(found["system"]),
        model=str(found["model"]),
        parameters=dict(found["parameters"]),
        schema=None if schema is None else dict(json.loads(schema)),
        fit=str(found["fit"]),
        max_usd=max_usd,
        parallel=parallel,
        tries=tries,
    )


def _text_of(path: str) -> str | dict[str, str]:
    """Return a path as JSON holds it: names are bytes, and not all of them are text."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return {"bytes": os.fsencode(path).hex()}
    return path


def _path_of(found: object) -> str:
    if isinstance(found, dict):
        return os.fsdecode(bytes.fromhex(found["bytes"]))
    if not isinstance(found, str):
        raise TypeError("a path is a text")
    return found
