#!/usr/bin/env python3
"""The commands of a checkout; they need nothing but Python 3.11 or newer.

    python3 packaging/dev.py run [-- ARGUMENTS OF SCOUT DESKTOP]
    python3 packaging/dev.py test [-- ARGUMENTS OF PYTEST]
    python3 packaging/dev.py pictures [FOLDER]
    python3 packaging/dev.py lock [-- ARGUMENTS OF UV]

run: install what is missing, then open the window. Without a display it says so and does the same
job in the terminal; no system libraries are installed for a window that cannot be shown.
test: install what is missing, then run every test on a virtual display, session bus and keyring.
pictures: render the window in its states into a folder (default: build/pictures).
lock: write the locked requirements anew (for whoever changes the dependencies; needs uv).

Exit codes: those of the program or of pytest; 1 a step failed, 2 bad usage, 3 something must be
installed by hand first (the line to type is printed).
"""

from __future__ import annotations

import os
import sys

MINIMUM = (3, 11)
NEEDS_NO_WINDOW = {
    "ask", "batch", "list", "show", "search", "export", "import", "check", "cost", "practice-demo",
    "--help", "-h", "--version",
}  # fmt: skip


def main(words: list[str]) -> int:
    """Do what the command line says; give the exit code."""
    if sys.version_info < MINIMUM:
        running = ".".join(map(str, sys.version_info[:3]))
        print(f"Scout Desktop needs Python 3.11 or newer; this is {running}.")
        return 3
    verb, arguments = (words[0], words[1:]) if words else ("--help", [])
    if arguments[:1] == ["--"]:
        arguments = arguments[1:]
    if verb in {"-h", "--help"}:
        print(__doc__)
        return 0 if words else 2
    verbs = {"run": run, "test": test, "pictures": pictures, "lock": lock}
    if verb not in verbs:
        print(f"There is no command {verb!r}; there are: {', '.join(verbs)}.", file=sys.stderr)
        return 2
    from steps import Trouble

    try:
        return verbs[verb](arguments)
    except Trouble as trouble:
        print(trouble.sentence, file=sys.stderr)
        return trouble.code
    except KeyboardInterrupt:
        return 130


def run(arguments: list[str]) -> int:
    """Set up and become Scout Desktop."""
    from dependencies import python
    from steps import become, say

    env = _environment()
    selftest = "--selftest" in arguments
    opens_window = not selftest and not NEEDS_NO_WINDOW.intersection(arguments)
    command = [str(python()), "-m", "scout_desktop", *arguments]
    _set_up("run", window=selftest or (opens_window and _has_display()))
    if _has_display():
        return become(command, env)
    if selftest:
        env["QT_QPA_PLATFORM"] = "offscreen"
    elif opens_window:
        say(
            "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window "
            "can open.\nInstead: a practice exchange about a sample picture, in this terminal."
        )
        command.append("practice-demo")
    return become(command, env)


def test(arguments: list[str]) -> int:
    """Set up and run the tests at a virtual desk; give pytest's exit code."""
    from dependencies import python
    from desk import run_tests
    from machine import on_linux
    from steps import Trouble

    if not on_linux():
        raise Trouble("The tests need Linux: they bring up an X display, a bus and a keyring.")
    _set_up("test", window=True)
    return run_tests(python(), _environment(), arguments)


def pictures(arguments: list[str]) -> int:
    """Set up and render the window's states on a virtual display."""
    from dependencies import ROOT, python
    from desk import run_on_display

    _set_up("pictures", window=True)
    folder = arguments or [str(ROOT / "build" / "pictures")]
    command = [str(python()), str(ROOT / "packaging" / "pictures.py"), *folder]
    return run_on_display(command, _environment())


def lock(arguments: list[str]) -> int:
    """Write the locked requirements anew."""
    import dependencies

    dependencies.lock(arguments)
    return 0


def _set_up(verb: str, *, window: bool) -> None:
    """Install what *verb* misses on this machine, first of the system, then of Python."""
    import dependencies
    import machine

    what = "test" if verb == "test" else "run"
    missing: dict[str, str] = {}
    fonts: dict[str, str] = {}
    if not dependencies.ready(what) and not dependencies.can_make():
        missing |= machine.missing_venv()
    if window and machine.on_linux():
        missing |= machine.missing_libraries()
        tools = {"test": machine.TEST_TOOLS, "pictures": machine.VIRTUAL_DISPLAY}
        missing |= machine.missing_tools(tools.get(verb, {}))
        # Reading is not held up for fonts: they are asked for once, and never insisted on.
        if verb != "run" or not dependencies.remembers("fonts-seen"):
            fonts = machine.missing_fonts()
    if verb == "run":
        machine.provide(missing, welcome=fonts)
    else:
        machine.provide({**missing, **fonts}, welcome={})
    dependencies.prepare(what)
    if window and verb == "run":
        dependencies.remember("fonts-seen")


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _environment() -> dict[str, str]:
    """The caller's environment, with the checkout first on Python's path."""
    from dependencies import ROOT

    path = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
