"""The wheel: built from the checkout, installed where nothing of the checkout is."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest


def _run(command: list[str | Path], cwd: Path, **environment: str) -> str:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        command, cwd=cwd, env=clean | environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(__file__).parents[2]
    folder = tmp_path_factory.mktemp("wheel")
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], root)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_program_and_its_resources_and_nothing_else(
    root: Path, wheel: Path
) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {
        f"scout_desktop/_resources/{file.relative_to(root / 'resources').as_posix()}"
        for file in (root / "resources").rglob("*")
        if file.is_file()
    }

    assert shipped <= names
    assert "scout_desktop/__main__.py" in names
    tops = {name.partition("/")[0] for name in names}
    assert len(tops) == 2, tops
    assert all(top.startswith("scout_desktop") for top in tops)
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_installed_elsewhere_the_program_checks_itself(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "environment"
    # Its dependencies are those of this run, lent by a .pth file: nothing is fetched.
    if find_spec("ensurepip"):
        _run([sys.executable, "-m", "venv", place], tmp_path)
        installer = [place / "bin/python", "-m", "pip", "install", "--no-index"]
    else:
        _run(["uv", "venv", "--python", sys.executable, place], tmp_path)
        installer = ["uv", "pip", "install", "--offline", "--python", place / "bin/python"]
    _run([*installer, "--no-deps", wheel], tmp_path)
    packages = Path(_run([place / "bin/python", "-c", _WHERE], tmp_path).strip())
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    data = str(tmp_path / "data")

    said = _run([place / "bin/scout-desktop", "--selftest"], tmp_path, SCOUT_DESKTOP_DATA=data)
    where = _run([place / "bin/python", "-c", _RESOURCES], tmp_path).split()

    assert data in said
    assert where == [str(packages / "scout_desktop" / "_resources"), "True"]


_WHERE = "import sysconfig; print(sysconfig.get_path('purelib'))"
_RESOURCES = (
    "from scout_desktop import resources; f = resources.folder();"
    "print(f, any(p.suffix == '.svg' for p in f.rglob('*')))"
)
