"""Journals and the ledger: only who wrote a file may shorten it, or who takes its place."""

from __future__ import annotations

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import FolderLocked
from scout_desktop.chat.findings import Finding
from scout_desktop.storage import files
from scout_desktop.storage.check.bringing import bring_in
from scout_desktop.storage.check.common import lines_back
from scout_desktop.storage.check.workshop import Workshop
from scout_desktop.storage.ground.framing import header, read_header, unframe
from scout_desktop.storage.ground.locks import Lock
from scout_desktop.storage.journal import replay
from scout_desktop.storage.shelf.fold import drop_previous, fold, retire
from scout_desktop.storage.shelf.gather import PREVIOUS, end_dead, is_filed


def mend_journal(shop: Workshop, finding: Finding) -> bool:
    """Put the original by and fold what reads of a journal into its chat.

    The file itself goes only where its writer is this machine's and has died, or is we.
    """
    path, library, id = shop.path(finding), shop.library, finding.chat
    writer = path.name[37:].removesuffix(PREVIOUS).removesuffix(".jsonl")
    if not path.exists():
        # Folded since, as after each start: what is left of it stands beside.
        path = path.with_name(path.name + PREVIOUS)
    data = files.read(path)
    if shop.is_ours(writer):
        shop.put_by(path.name, data)
        bring_in(library, id, shop.copies.of_chat(id), shop.opened, anyway=True)
        drop_previous(shop.places, library.shelf, id, writer)
        return True
    claim = shop.claim(writer)
    _refuse_living(shop, writer, claim)
    shop.put_by(path.name, data)
    try:
        bring_in(library, id, shop.copies.of_chat(id), shop.opened, anyway=True)
        if claim is not None:
            fold(shop.places, library.shelf, id, writer)
            drop_previous(shop.places, library.shelf, id, writer)
    finally:
        if claim is not None:
            claim.release()
    return True


def mend_journal_name(shop: Workshop, finding: Finding) -> bool:
    """Fold a journal that has not the name of its chat; its file goes to the trash.

    Nobody would look for it under that name to go on in it, or to end its replies.
    """
    path = shop.path(finding)
    writer = path.name[37:].removesuffix(PREVIOUS).removesuffix(".jsonl")
    claim = shop.claim(writer)
    try:
        _refuse_living(shop, writer, claim)
        data = files.read(path)
        said = replay(data)
        end_dead(said, ())
        if said.damaged:
            shop.put_by(path.name, data)
        library, copy = shop.library, Conversation(finding.chat, said.meta, said.nodes)
        # The chat is read with this journal, so nothing of it is new; its file may lack all of it.
        bring_in(library, finding.chat, [copy], shop.opened, anyway=True)
        filed = is_filed(shop.places, library.shelf, copy, library.writer.name)
        if filed:
            retire(shop.places, path, data)  # if the fold has not
        library.shelf.doubt()
        return filed
    finally:
        if claim is not None:
            claim.release()


def _refuse_living(shop: Workshop, writer: str, claim: Lock | None) -> None:
    here = writer.rpartition("-")[0] == shop.library.writer.device
    if here and claim is None and not shop.is_ours(writer):
        raise FolderLocked(
            "Another Scout Desktop is writing it.", "Close that one and repair again."
        )


def mend_ledger(shop: Workshop, finding: Finding) -> bool:
    """Put the original by; write the file anew with what reads of it and of its backups.

    Of another machine's file the lines that only a backup has are added to our own.
    """
    path, library = shop.path(finding), shop.library
    writer = path.name.removesuffix(".jsonl")[:-8]
    data = files.read(path)
    shop.put_by(path.name, data)
    claim = shop.claim(writer)
    try:
        if claim is not None or shop.is_ours(writer):
            first = data.split(b"\n", 1)[0]
            head = first + b"\n" if read_header(first) else header("ledger", writer=writer)
            lines = [line for line in data.split(b"\n") if isinstance(unframe(line), dict)]
            files.write(path, head + b"".join(line + b"\n" for line in lines), library.writer.name)
        for copy in shop.copies.of_file(f"ledger/{path.name}"):
            lines_back(library, path.name, copy)
    finally:
        if claim is not None:
            claim.release()
    return True
