"""Journeys: the real window, on a desktop of its own, used as a person uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys import desktop as desktop_module
from tests.journeys.desktop import Desktop
from tests.journeys.stand_in import StandIn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_desktops = pytest.StashKey[Desktop]()


@pytest.fixture(scope="session")
def _tools() -> None:
    reason = desktop_module.missing()
    if reason:
        pytest.skip(reason)


@pytest.fixture
def desktop(request: pytest.FixtureRequest, tmp_path: Path, _tools: None) -> Iterator[Desktop]:
    """A new desktop with its own home, bus and unlocked keyring."""
    with Desktop(tmp_path / "desktop") as desktop:
        request.node.stash[_desktops] = desktop
        yield desktop


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """A service to give as --base-url."""
    with StandIn() as stand_in:
        yield stand_in


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Beside a failure, show what was on the screen and what the programs said."""
    report = yield
    desktop = item.stash.get(_desktops, None)
    if desktop and report.when == "call" and report.failed:
        try:
            report.sections.append(("on the screen", desktop.eyes.tree()))
            picture = desktop.hands.screenshot(desktop.folder / "failure.png")
            report.sections.append(("picture", str(picture)))
        except Exception as error:  # noqa: BLE001  the failure itself matters more than its picture
            report.sections.append(("on the screen", f"could not be read: {error}"))
        for log in sorted(desktop.folder.glob("*.log")):
            report.sections.append((log.name, log.read_text(errors="replace")[-6000:]))
    return report
