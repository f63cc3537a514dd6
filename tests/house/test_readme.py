"""What README promises is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scout_desktop.chat.parameters import markdown_table


@pytest.fixture(scope="module")
def readme() -> str:
    return (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_change_map_names_files_that_exist(root: Path, readme: str) -> None:
    change_map = readme.partition("## Change map\n")[2].partition("\n## ")[0]
    paths = [path for path in re.findall(r"`([^`\s]+)`", change_map) if "/" in path or "." in path]

    assert len(paths) > 5, "the change map is missing"
    assert not [path for path in paths if not (root / path).exists()]


def test_the_parameter_table_is_the_one_of_the_program(readme: str) -> None:
    table = readme.partition("<!-- parameters -->")[2].partition("<!-- /parameters -->")[0]

    assert table.strip() == markdown_table().strip()


def test_pictures_and_links_to_files_lead_somewhere(root: Path, readme: str) -> None:
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", readme)

    assert not [target for target in targets if not (root / target).exists()]


def test_the_two_commands_come_first(readme: str) -> None:
    run = readme.find("python3 packaging/dev.py run")
    test = readme.find("python3 packaging/dev.py test")

    assert 0 < run < 3000
    assert 0 < test < 3000
