"""Looks at journals and the ledger: lines that prove themselves, and those that do not."""

from __future__ import annotations

import hashlib
from pathlib import Path

from scout_desktop.chat.errors import DiskError
from scout_desktop.chat.findings import Severity, count
from scout_desktop.storage import files
from scout_desktop.storage.bill.attempt import attempt_of
from scout_desktop.storage.ground.framing import read_header, unframe
from scout_desktop.storage.journal import replay
from scout_desktop.storage.shelf.listing import journal_of

from .naming import hashes_in
from .notebook import Notebook
from .tree import look_at_pictures


def look_at_journal(notebook: Notebook, path: Path) -> None:
    """Note what is to be said about a file in journal/."""
    data = _read(notebook, path)
    if data is None:
        return
    said = replay(data)
    named = journal_of(path.name)
    id = said.chat or named
    if id is None:
        say = f"“{path.name}” is not a journal of this program and is left alone."
        notebook.add("stray", "note", say, path)
        return
    if id != named:
        say = f"“{path.name}” holds the newest messages of another chat than its name says."
        notebook.add("journal name", "repair", say, path, mendable=not said.unknown, chat=id)
    notebook.journals.setdefault(id, []).append(path.name)
    notebook.named |= hashes_in(data)
    look_at_pictures(notebook, id, path.name, said.nodes.values())
    if said.unknown:
        say = f"“{path.name}” holds records of a newer program; they are kept."
        notebook.add("newer", "note", say, path, chat=id)
    wrong, unfinished = _wrong_lines(data)
    if wrong:
        say = (
            f"“{path.name}”: {count(len(wrong), 'line', 'lines')} of the newest messages "
            f"cannot be read ({_lines(wrong)})."
        )
        # What a newer program wrote is never touched, so nothing can be done about it here.
        done = said.unknown or _was_mended(notebook, path, data)
        severity: Severity = "note" if done else "repair"
        notebook.add("journal", severity, say, path, mendable=not done, chat=id)
    elif unfinished:
        say = f"“{path.name}” holds {_unfinished(unfinished)}."
        notebook.add("unfinished", "note", say, path, chat=id)


def look_at_ledger(notebook: Notebook, path: Path, attempts: set[str]) -> None:
    """Note what is to be said about a file in ledger/; `attempts` are the ids known so far."""
    data = _read(notebook, path)
    if data is None:
        return
    if not path.name.endswith(".jsonl"):
        notebook.add("stray", "note", f"“{path.name}” is not of the ledger.", path)
        return
    for line in data.split(b"\n"):
        record = unframe(line)
        if isinstance(record, dict) and (attempt := attempt_of(record)) is not None:
            attempts.add(attempt.id)
            if attempt.chat:
                notebook.billed.add(attempt.chat)
    notebook.attempts = len(attempts)
    wrong, unfinished = _wrong_lines(data)
    if wrong:
        say = (
            f"“{path.name}”: {count(len(wrong), 'line', 'lines')} of the ledger cannot be read "
            f"({_lines(wrong)}); what they say of the cost is missing."
        )
        done = _was_mended(notebook, path, data)
        notebook.add("ledger", "note" if done else "repair", say, path, mendable=not done)
    elif unfinished:
        say = f"“{path.name}” holds {_unfinished(unfinished)}."
        notebook.add("unfinished", "note", say, path)


def _was_mended(notebook: Notebook, path: Path, data: bytes) -> bool:
    """Whether all was done that can be: another machine's file is not ours to rewrite."""
    mark = hashlib.sha256(data).hexdigest()[:16]
    return (notebook.data / "quarantine" / f"{mark}-{path.name}").exists()


def _unfinished(number: int) -> str:
    return f"{count(number, 'line', 'lines')} that a run did not finish; nothing else is missing"


def _wrong_lines(data: bytes) -> tuple[list[int], int]:
    """Return the numbers of lines that do not read, from 1, and how many were only not finished.

    A run that is killed while it writes leaves such a line, and nothing counted on it.
    """
    wrong, unfinished = [], 0
    every = data.split(b"\n")
    for number, line in enumerate(every, 1):
        if not line.strip() or (number == 1 and read_header(line) is not None):
            continue
        if isinstance(unframe(line), str):
            if line.startswith(b'{"h":"') and not line.rstrip().endswith(b"}"):
                unfinished += number < len(every)
            elif number < len(every) or line.rstrip().endswith(b"}}"):
                wrong.append(number)
    return wrong, unfinished


def _lines(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:8])) + (", …" if len(numbers) > 8 else "")
    return f"{'line' if len(numbers) == 1 else 'lines'} {shown}"


def _read(notebook: Notebook, path: Path) -> bytes | None:
    try:
        data = files.read(path)
    except FileNotFoundError:
        return None
    except DiskError as error:
        notebook.add("unreadable", "lost", error.sentence, path)
        return None
    notebook.bytes += len(data)
    return data
