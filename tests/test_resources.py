from __future__ import annotations

import pytest

from scout_desktop import resources


def test_what_ships_with_the_program_can_be_read():
    assert resources.read_text("icons/pin.svg").startswith("<svg")
    assert resources.read_bytes("icons/pin.svg") == resources.path("icons/pin.svg").read_bytes()


@pytest.mark.parametrize(
    "name", ["../pyproject.toml", "/etc/hosts", "icons/../../x", "icons\\pin.svg"]
)
def test_a_name_cannot_leave_the_folder(name: str):
    with pytest.raises(ValueError, match="resources folder"):
        resources.path(name)


def test_a_missing_file_says_so():
    with pytest.raises(FileNotFoundError):
        resources.read_text("icons/none.svg")


def test_an_installed_wheel_is_read_before_a_checkout(tmp_path, monkeypatch):
    (tmp_path / "_resources" / "icons").mkdir(parents=True)
    (tmp_path / "_resources" / "icons" / "pin.svg").write_text("from the wheel")
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    assert resources.read_text("icons/pin.svg") == "from the wheel"
