"""The Python packages of the checkout, in .venv, exactly as locked.

uv when there is uv, otherwise venv and pip; both install the same versions and check the same
hashes. A stamp says what an environment holds, so that one that is ready costs two file reads.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from steps import Trouble, run_step, say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = {
    "run": ROOT / "packaging" / "requirements.txt",
    "test": ROOT / "packaging" / "requirements-test.txt",
}
_BUSY = VENV / ".installing"
ADVICE = (
    "Check that this machine reaches its Python package index, then start this again; "
    "nothing half-made is kept."
)


def python() -> Path:
    """The environment's interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def ready(what: str) -> bool:
    """Say whether .venv already holds *what* ("run" or "test"), as locked now."""
    stamp = VENV / f".ready-{what}"
    try:
        return stamp.read_text() == _fingerprint(what) and python().exists() and not _BUSY.exists()
    except OSError:
        return False


def remember(fact: str) -> None:
    """Note *fact* in the environment, for as long as that lives."""
    (VENV / f".{fact}").touch()


def remembers(fact: str) -> bool:
    """Say whether *fact* was noted."""
    return (VENV / f".{fact}").exists()


def can_make() -> bool:
    """Say whether an environment could be made without another system package."""
    return _uv() is not None or (_sound() and not _BUSY.exists())


def prepare(what: str) -> None:
    """Bring .venv to *what* ("run" or "test"), from nothing, an older state or a broken one."""
    if ready(what):
        return
    uv = _uv()
    if _BUSY.exists() or not _sound(need_pip=uv is None):
        _make(uv)
    _BUSY.touch()
    lock = LOCKS[what]
    count = len(re.findall(r"^[a-zA-Z0-9]", lock.read_text(), re.MULTILINE))
    if uv:
        tool = [uv, "pip", "install", "--python", str(python())]
    else:
        tool = [str(python()), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    install = [*tool, "--require-hashes", "-r", str(lock)]
    run_step(f"Installing {count} Python packages with {'uv' if uv else 'pip'}", install, ADVICE)
    (VENV / f".ready-{what}").write_text(_fingerprint(what))
    if what == "test" and LOCKS["run"].exists():  # the test lock contains the other
        (VENV / ".ready-run").write_text(_fingerprint("run"))
    _BUSY.unlink()


def lock(arguments: list[str]) -> None:
    """Write both locks anew from pyproject.toml; *arguments* (--upgrade) go to uv."""
    uv = _uv()
    if not uv:
        raise Trouble("Locking needs uv: install it (pipx install uv), then start this again.")
    compile_ = [
        uv, "pip", "compile", str(ROOT / "pyproject.toml"),
        "--universal", "--python-version", "3.11", "--generate-hashes",
        "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links",
    ]  # fmt: skip
    for what, extra in (("run", []), ("test", ["--group", "test", "-c", str(LOCKS["run"])])):
        target = LOCKS[what]
        command = [*compile_, *extra, *arguments, "-o", str(target)]
        run_step(f"Locking {target.name}", command, "Read the conflict above.")
        if re.search(r"https?://|file:|--index|--find-links", target.read_text()):
            raise Trouble(f"{target.name} names a host or a path; it must not be committed.")
    say("Both locks are written; look at the difference before you commit it.")


def _fingerprint(what: str) -> str:
    version = ".".join(map(str, sys.version_info[:2]))
    return hashlib.sha256(LOCKS[what].read_bytes() + version.encode()).hexdigest()


def _uv() -> str | None:
    uv = shutil.which("uv")
    # A version switcher can leave a "uv" on the path that only says it is not installed.
    if uv and subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0:
        return uv
    return None


def _sound(*, need_pip: bool = True) -> bool:
    """Say whether .venv has a working interpreter of this Python version (and pip)."""
    probe = "import sys; print(*sys.version_info[:2], sys.prefix != sys.base_prefix)"
    if need_pip:
        probe += "; import pip"
    try:
        done = subprocess.run(
            [str(python()), "-c", probe], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return done.returncode == 0 and done.stdout.split() == [*map(str, sys.version_info[:2]), "True"]


def _make(uv: str | None) -> None:
    if VENV.exists():
        say("The environment in .venv is unfinished or of another Python; making it anew.")
        shutil.rmtree(VENV)
    # Started from inside the old environment, sys.executable would be gone by now.
    base = getattr(sys, "_base_executable", None) or sys.executable
    make = [uv, "venv", "--quiet", "--python", base] if uv else [base, "-m", "venv"]
    run_step("Making the Python environment in .venv", [*make, str(VENV)], ADVICE)
