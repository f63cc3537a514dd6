"""What every file of the project keeps to: its size, and nothing of anyone's machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

# A letter in brackets each, so that this file does not hold what it forbids.
_MACHINES = "/roo[t]/|/hom[e]/[a-z]|/wor[k]/|/User[s]/[a-z]|/op[t]/py"
_HOSTS = r"pyp[i]\.org|pythonhoste[d]\.org|deb\.debia[n]\.org|npmj[s]\.(?:org|com)"
FORBIDDEN = re.compile(f"{_MACHINES}|{_HOSTS}")
BARE_SILENCE = re.compile(
    r"#\s*(?:noqa(?::\s*[A-Z0-9, ]+)?|type:\s*ignore(?:\[[\w, -]+\])?)\s*$", re.MULTILINE
)
UNFINISHED = re.compile(r"#.*\b(?:TOD[O]|FIXM[E]|XX[X])\b")
TEXT = {
    ".py",
    ".toml",
    ".md",
    ".txt",
    ".json",
    ".yml",
    ".yaml",
    ".svg",
    ".qrc",
    ".sh",
    ".desktop",
    "",
}


def _tracked(root: Path) -> list[Path]:
    listing = subprocess.run(
        ["git", "-c", f"safe.directory={root}", "ls-files", "--cached", "--others",
         "--exclude-standard", "-z"],
        cwd=root, capture_output=True, text=True,
    )  # fmt: skip
    if listing.returncode:
        pytest.skip("not a git checkout: no list of the project's own files")
    return [root / name for name in listing.stdout.split("\0") if name and (root / name).is_file()]


def _sources(root: Path) -> list[Path]:
    rooms = [root / "scout_desktop", root / "packaging", root / "tests"]
    return [f for f in _tracked(root) if f.suffix == ".py" and any(r in f.parents for r in rooms)]


def test_no_source_file_is_longer_than_three_hundred_lines(root: Path) -> None:
    long = {
        str(file.relative_to(root)): count
        for file in _sources(root)
        if (count := len(file.read_text().splitlines())) > 300
    }

    assert not long


def test_no_file_names_a_machine_or_a_package_host(root: Path) -> None:
    named = [
        f"{file.relative_to(root)}: {match[0]}"
        for file in _tracked(root)
        if file.suffix in TEXT
        for match in FORBIDDEN.finditer(file.read_text(errors="replace"))
    ]

    assert not named


def test_nothing_is_silenced_without_a_reason_and_nothing_left_unfinished(root: Path) -> None:
    lines = [
        f"{file.relative_to(root)}: {match[0]}"
        for file in _sources(root)
        if root / "tests" not in file.parents
        for pattern in (BARE_SILENCE, UNFINISHED)
        for match in pattern.finditer(file.read_text())
    ]

    assert not lines


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (FORBIDDEN, "cd /{}/anna/scout".format("home")),
        (FORBIDDEN, "https://{}.org/simple".format("pypi")),
        (BARE_SILENCE, "import x  # {}: F401".format("noqa")),
        (BARE_SILENCE, "x = y()  # {}: ignore[attr-defined]".format("type")),
        (UNFINISHED, "# {}: think".format("TODO")),
    ],
)
def test_each_rule_notices_what_it_is_for(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


def test_a_reason_beside_it_is_enough() -> None:
    assert not BARE_SILENCE.search("import x  # noqa: F401  Debian keeps it apart")
