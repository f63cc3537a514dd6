"""What every test of the house lives under.

- Nothing touches the user's own folders: HOME and the XDG folders are new for each run.
- A log record of WARNING or worse that the test did not announce fails the test; so do Python
  warnings and messages of Qt (pyproject.toml).
- Nothing connects to another machine.
- When the run has finished, everything it left behind is searched for the one key the tests use.
"""

from __future__ import annotations

import contextlib
import gc
import ipaddress
import logging
import os
import re
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from canary import CANARY_KEY, search
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
_OWN_RUN = "SCOUT_TEST_ROOT" not in os.environ
_RUN = Path(os.environ.get("SCOUT_TEST_ROOT") or tempfile.mkdtemp(prefix="scout-test-")).resolve()
# Workers find the run of the process that started them, and live each in a folder of its own there.
os.environ["SCOUT_TEST_ROOT"] = str(_RUN)
_RUN /= os.environ.get("PYTEST_XDIST_WORKER", "")
_leaks: list[str] = []


def _hear_control_c() -> None:
    """Take Ctrl+C as it is meant, also where a script started the run in the background.

    Shells let such jobs ignore it, programs inherit that, and ours rightly keep to it: a test that
    stops one would wait for ever.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


_hear_control_c()


def _move_in() -> None:
    """Give this process and its children a home of their own."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    folders = {
        "HOME": "home",
        "XDG_DATA_HOME": "home/.local/share",
        "XDG_CONFIG_HOME": "home/.config",
        "XDG_STATE_HOME": "home/.local/state",
        "XDG_CACHE_HOME": "home/.cache",
        "XDG_RUNTIME_DIR": "run",
        "TMPDIR": "tmp",
        "HYPOTHESIS_STORAGE_DIRECTORY": "hypothesis",
    }
    for name, folder in folders.items():
        (_RUN / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ[name] = str(_RUN / folder)
    tempfile.tempdir = None
    for name in [n for n in os.environ if n.startswith(("SCOUT_DESKTOP_", "OPENROUTER_"))]:
        del os.environ[name]
    # A bus below /run/user is the user's own, with the user's own keyring behind it.
    if "/run/user/" in os.environ.get("DBUS_SESSION_BUS_ADDRESS", ""):
        del os.environ["DBUS_SESSION_BUS_ADDRESS"]


_move_in()


def _stay_on_this_machine(event: str, details: tuple[Any, ...]) -> None:
    """Refuse a connection that would leave the machine, whoever asks for it."""
    if event != "socket.connect" or not isinstance(details[1], tuple):
        return
    host = str(details[1][0])
    with contextlib.suppress(ValueError):
        address = ipaddress.ip_address(host.split("%", maxsplit=1)[0])
        if address.is_loopback or address.is_unspecified or address.is_reserved:
            return
        if any(address in net for net in _DOCUMENTATION if address.version == net.version):
            return
        raise PermissionError(f"a test tried to connect to {host}")


# Addresses that RFC 5737 and 3849 set aside for examples: no machine answers there.
_DOCUMENTATION = [
    ipaddress.ip_network(net)
    for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
]
sys.addaudithook(_stay_on_this_machine)


# How fast the machine happens to be says nothing about a law.
settings.register_profile(
    "house", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Put the tests' temporary folders where the search at the end looks."""
    config.addinivalue_line(
        "markers", "expects_log(pattern): a warning or error in the log that belongs to the story"
    )
    if config.option.basetemp is None:
        config.option.basetemp = str(_RUN / "pytest")


@pytest.fixture
def canary_key() -> str:
    """The one key that tests use; it must not be found anywhere when the run is over."""
    return CANARY_KEY


@pytest.fixture
def root() -> Path:
    """The checkout."""
    return ROOT


class _Watch(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def expected_log(request: pytest.FixtureRequest) -> Iterator[Callable[[str], None]]:
    """Announce a log record: ``expected_log("regular expression")``. Any other fails the test."""
    patterns = [str(m.args[0]) for m in request.node.iter_markers("expects_log")]
    watch = _Watch()
    logging.getLogger().addHandler(watch)
    yield patterns.append
    logging.getLogger().removeHandler(watch)
    surprises = [s for s in watch.lines if not any(re.search(p, s) for p in patterns)]
    missing = [p for p in patterns if not any(re.search(p, s) for s in watch.lines)]
    assert not surprises, "not announced in the log: " + "; ".join(surprises)
    assert not missing, "announced, but not in the log: " + "; ".join(missing)


# Left to itself, the collector runs in whatever thread allocates, and destroys widgets of finished
# tests there: Qt crashes later, in another test. The program keeps it to the GUI thread; so do we.
gc.disable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Collect between tests, in this thread, the generations whose time has come."""
    yield
    gc.disable()  # a test of the program may have handed it back
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            break


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Search what the run left behind for the key; a hit fails the run."""
    if hasattr(session.config, "workerinput"):
        return
    _leaks.extend(search([_RUN, ROOT / ".pytest_cache"]))
    if _leaks:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say where the key was found."""
    if _leaks:
        terminalreporter.section("the key leaked", red=True)
        for leak in _leaks:
            terminalreporter.line(leak)


def pytest_unconfigure() -> None:
    """Clear up a run folder that nobody handed in."""
    if _OWN_RUN and not _leaks:
        shutil.rmtree(_RUN, ignore_errors=True)
