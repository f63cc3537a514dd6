"""Reads the files that ship with the program: icons, sample pictures, help texts, schemas.

In a checkout they lie in `resources/` beside the package; in an installed wheel the same tree is
`scout_desktop/_resources`. Names are relative with forward slashes (`icons/pin.svg`).
A name that leaves the folder raises `ValueError`, a missing file `FileNotFoundError`.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

_PACKAGE = Path(__file__).resolve().parent


def folder() -> Path:
    """The resources folder of this installation."""
    installed = _PACKAGE / "_resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def path(name: str) -> Path:
    """The file called `name`, which need not exist."""
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts or "\\" in name:
        raise ValueError(f"not a name inside the resources folder: {name!r}")
    return folder() / parts


def read_bytes(name: str) -> bytes:
    """The content of the file called `name`."""
    return path(name).read_bytes()


def read_text(name: str) -> str:
    """The content of the file called `name`, which is UTF-8."""
    return path(name).read_text(encoding="utf-8")
