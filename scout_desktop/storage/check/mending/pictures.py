"""Pictures: given their names, found again by their hash, put by where their bytes are wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path

from scout_desktop.chat.findings import Finding
from scout_desktop.storage import files
from scout_desktop.storage.check.media import told_by
from scout_desktop.storage.check.workshop import Workshop
from scout_desktop.storage.media import Media


def mend_name(shop: Workshop, finding: Finding) -> bool:
    """Move a whole picture to where its hash and its kind belong."""
    path = shop.path(finding)
    data = files.read(path)
    sha256 = hashlib.sha256(data).hexdigest()
    endings = told_by(data)[1]
    ending = endings[0] if endings else path.suffix.lstrip(".") or "bin"
    target = shop.places.media / sha256[:2] / f"{sha256}.{ending}"
    if target.exists():
        if target == path:
            return False
        there = hashlib.sha256(files.read(target)).hexdigest()
        if there == sha256:
            files.move(path, shop.places.trash / path.name)
            return True
        files.move(target, shop.places.quarantine / f"{there[:16]}-{target.name}")
    files.move(path, target)
    return True


def set_aside_wrong(shop: Workshop, finding: Finding) -> bool:
    """Move pictures whose bytes are not those of their name to quarantine; fetch a whole one."""
    sha256 = Path(finding.where).name[:64]
    folder = shop.places.media / sha256[:2]
    good: bytes | None = None
    if source := _source(shop, sha256):
        good = files.read(source)
    moved = False
    for name in files.names(folder):
        if name.startswith(f"{sha256}."):
            wrong = hashlib.sha256(files.read(folder / name)).hexdigest()
            if wrong != sha256:
                files.move(folder / name, shop.places.quarantine / f"{wrong[:16]}-{name}")
                moved = True
    if good is not None:
        Media(shop.places, shop.library.writer.name).keep(good, told_by(good)[0], sha256)
    return moved


def fetch_back(shop: Workshop, finding: Finding) -> bool:
    """Write a picture anew that lies elsewhere in the folder."""
    sha256 = Path(finding.where).name[:64]
    source = _source(shop, sha256)
    if source is None:
        return False
    data = files.read(source)
    Media(shop.places, shop.library.writer.name).keep(data, told_by(data)[0])
    return True


def _source(shop: Workshop, sha256: str) -> Path | None:
    found = shop.copies.pictures.get(sha256)
    return found if found is not None and found.exists() else None
