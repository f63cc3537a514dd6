"""The locked requirements: complete, checkable, and free of any host."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ["requirements.txt", "requirements-test.txt"]


def _entries(lock: Path) -> dict[str, tuple[Requirement, list[str]]]:
    """Each locked package: its requirement, and the rest of its lines."""
    entries = {}
    for block in re.split(r"\n(?=\S)", lock.read_text().strip()):
        first, *rest = (line.strip(" \\") for line in block.splitlines())
        requirement = Requirement(first)
        entries[canonicalize_name(requirement.name)] = (requirement, rest)
    return entries


@pytest.fixture
def project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text())


@pytest.mark.parametrize("name", LOCKS)
def test_each_package_has_one_exact_version_and_hashes(root: Path, name: str) -> None:
    entries = _entries(root / "packaging" / name)

    assert len(entries) > 20
    for requirement, rest in entries.values():
        assert [s.operator for s in requirement.specifier] == ["=="], requirement
        assert rest, requirement
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in rest), rest


@pytest.mark.parametrize("name", LOCKS)
def test_no_host_index_or_path_is_named(root: Path, name: str) -> None:
    text = (root / "packaging" / name).read_text()

    assert not re.search(r"://|file:|@|^-|/|\.whl|\.tar", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("lock", "groups"), [("requirements.txt", []), ("requirements-test.txt", ["test"])]
)
def test_the_lock_satisfies_pyproject(
    root: Path, project: dict, lock: str, groups: list[str]
) -> None:
    entries = _entries(root / "packaging" / lock)
    wanted = [Requirement(line) for line in project["project"]["dependencies"]]
    wanted += [Requirement(line) for g in groups for line in project["dependency-groups"][g]]

    for requirement in wanted:
        locked, _hashes = entries[canonicalize_name(requirement.name)]
        (version,) = (s.version for s in locked.specifier)
        assert requirement.specifier.contains(version), f"{requirement} is locked as {version}"


def test_the_tests_run_on_the_versions_that_users_run(root: Path) -> None:
    run, test = (_entries(root / "packaging" / name) for name in LOCKS)

    assert {n: run[n][0].specifier for n in run} == {n: test[n][0].specifier for n in run}


def test_qt_is_not_the_release_that_loses_references_to_none(project: dict) -> None:
    (qt,) = (
        Requirement(line)
        for line in project["project"]["dependencies"]
        if line.startswith("PySide6")
    )

    assert not qt.specifier.contains("6.12.0")
    assert qt.specifier.contains("6.11.3")
