"""The commands of packaging/dev.py, in a small checkout of their own with one small dependency."""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROGRAM = """
import json, os, sys, tiny
print(json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd(), "tiny": tiny.VERSION,
                  "python": sys.prefix, "display": os.environ.get("DISPLAY")}))
sys.exit(7)
"""
PICTURES = """
import os, pathlib, subprocess, sys
folder = pathlib.Path(sys.argv[1])
folder.mkdir()
# A process that lets go of everything, as services do.
script = "echo $$ > %s/stray; exec sleep 600" % folder
stray = subprocess.Popen(["setsid", "-f", "sh", "-c", script])
stray.wait()
while not (folder / "stray").exists() or not (folder / "stray").read_text().strip():
    pass
(folder / "desk").write_text(os.environ["DISPLAY"] + " " + os.environ["HOME"])
sys.exit(5)
"""


class Checkout:
    """A checkout with the real commands, a stand-in for the program, and packages on disk."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder
        self.tools = folder / "tools"
        self.tools.mkdir(parents=True)
        shutil.copytree(root / "packaging", folder / "packaging")
        (folder / "scout_desktop").mkdir()
        (folder / "scout_desktop" / "__init__.py").touch()
        (folder / "scout_desktop" / "__main__.py").write_text(PROGRAM)
        (folder / "packaging" / "pictures.py").write_text(PICTURES)
        self.wheels = folder / "wheels"
        self.wheels.mkdir()
        self.lock("1.0")

    def lock(self, version: str, *, wrong: bool = False) -> None:
        """Make a package of *version* and lock it, with its hash or a wrong one."""
        wheel = self.wheels / f"tiny-{version}-py3-none-any.whl"
        info = f"tiny-{version}.dist-info"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("tiny.py", f"VERSION = {version!r}\n")
            archive.writestr(
                f"{info}/METADATA", f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n"
            )
            archive.writestr(
                f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            archive.writestr(f"{info}/RECORD", "")
        digest = "0" * 64 if wrong else hashlib.sha256(wheel.read_bytes()).hexdigest()
        for name in ("requirements.txt", "requirements-test.txt"):
            text = f"tiny=={version} \\\n    --hash=sha256:{digest}\n"
            (self.folder / "packaging" / name).write_text(text)

    def dev(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run dev.py from another folder, with the packages on disk as the only source."""
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("QT_", "PYTHON", "PIP_"))}
        kept.pop("DISPLAY", None)
        kept |= {
            "PATH": f"{self.tools}{os.pathsep}/usr/bin{os.pathsep}/bin",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "UV_NO_INDEX": "1",
            "UV_FIND_LINKS": str(self.wheels),
        }
        return subprocess.run(
            [sys.executable, self.folder / "packaging" / "dev.py", *words],
            cwd=self.tools,
            env=kept | environment,
            capture_output=True,
            text=True,
            timeout=120,
        )


@pytest.fixture(scope="module")
def uses_pip(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout that was set up once, where there is no uv."""
    pytest.importorskip("ensurepip", reason="this Python cannot make environments with pip")
    checkout = Checkout(tmp_path_factory.mktemp("pip") / "scout", Path(__file__).parents[2])
    (checkout.tools / "uv").write_text("#!/bin/sh\nexit 127\n")  # as a version switcher leaves it
    (checkout.tools / "uv").chmod(0o755)
    done = checkout.dev("run", "--", "ask", "--image", "cat.png", DISPLAY=":99")
    assert done.returncode == 7, done.stdout + done.stderr
    assert "Making the Python environment in .venv ..." in done.stdout
    assert "Installing 1 Python packages with pip ..." in done.stdout
    assert '"arguments": ["ask", "--image", "cat.png"]' in done.stdout
    return checkout


def test_a_warm_start_says_nothing_and_keeps_the_callers_folder(uses_pip: Checkout) -> None:
    done = uses_pip.dev("run", "--", "--practice", DISPLAY=":99")

    assert done.returncode == 7
    assert done.stdout.count("\n") == 1, done.stdout
    assert f'"folder": "{uses_pip.tools}"' in done.stdout
    assert f'"python": "{uses_pip.folder}/.venv"' in done.stdout
    assert '"arguments": ["--practice"]' in done.stdout


def test_without_a_display_the_job_is_done_in_the_terminal(uses_pip: Checkout) -> None:
    done = uses_pip.dev("run", "--", "--data-dir", "here")

    assert "There is no display here" in done.stdout
    assert '"arguments": ["--data-dir", "here", "practice-demo"]' in done.stdout


def test_without_a_display_the_command_line_is_as_ever(uses_pip: Checkout) -> None:
    done = uses_pip.dev("run", "--", "list", "--json")

    assert "display here" not in done.stdout
    assert '"arguments": ["list", "--json"]' in done.stdout


def test_pictures_get_a_display_and_a_home_of_their_own_and_nothing_stays(
    uses_pip: Checkout, tmp_path: Path
) -> None:
    done = uses_pip.dev("pictures", str(tmp_path / "out"), DISPLAY=":99")

    assert done.returncode == 5, done.stdout + done.stderr
    display, home = (tmp_path / "out" / "desk").read_text().split()
    assert display != ":99"
    assert not Path(home).exists()
    stray = (tmp_path / "out" / "stray").read_text().strip()
    assert not Path("/proc", stray).exists()


def test_a_wrong_hash_is_refused_and_the_next_try_starts_clean(uses_pip: Checkout) -> None:
    uses_pip.lock("2.0", wrong=True)
    refused = uses_pip.dev("run", DISPLAY=":99")
    uses_pip.lock("2.0")
    done = uses_pip.dev("run", DISPLAY=":99")

    assert refused.returncode == 1
    assert "HASH" in refused.stderr.upper()
    assert "Check that this machine reaches its Python package index" in refused.stderr
    assert '"tiny": "2.0"' in done.stdout
    assert "making it anew" in done.stdout


@pytest.mark.skipif(not shutil.which("uv"), reason="there is no uv here")
def test_with_uv_a_broken_environment_is_made_anew(root: Path, tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "scout", root)
    (checkout.tools / "uv").symlink_to(str(shutil.which("uv")))
    python = checkout.folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)  # killed before the environment was one

    done = checkout.dev("run", DISPLAY=":99")

    assert "making it anew" in done.stdout
    assert "with uv" in done.stdout
    assert '"tiny": "1.0"' in done.stdout, done.stdout + done.stderr


def test_an_unknown_command_lists_the_known_ones(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, root / "packaging" / "dev.py", "start"], capture_output=True, text=True
    )

    assert done.returncode == 2
    assert "run, test, pictures, lock" in done.stderr


def test_an_older_python_is_told_so_instead_of_failing_to_read_the_file(root: Path) -> None:
    source = (root / "packaging" / "dev.py").read_text()

    ast.parse(source, feature_version=(3, 7))
    assert "__future__" in source
    pretend = "import sys; sys.version_info = (3, 9, 2); sys.argv = ['dev.py', 'run']\n"
    done = subprocess.run(
        [sys.executable, "-c", pretend + "exec(sys.stdin.read())"],
        input=source,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 3
    assert "needs Python 3.11 or newer; this is 3.9.2" in done.stdout
