"""What the machine must have besides Python: libraries for Qt, fonts, the tools of the tests.

Everything is looked for by what it is (a library that loads, a program on the path, a file), so a
machine that got it from elsewhere is left alone. Only what is missing is installed.
"""

from __future__ import annotations

import ctypes
import glob
import os
import shlex
import shutil
import subprocess
import sys

from steps import Trouble, run_step, say

# Library that Qt loads (QtGui and the xcb and wayland platforms) -> Debian package.
LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfreetype.so.6": "libfreetype6",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libbrotlidec.so.1": "libbrotli1",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}

# Scripts the model speaks that DejaVu lacks: a file of the font, a language to ask fontconfig for,
# the Debian package. 12 MB together.
FONTS = [
    ("/usr/share/fonts/truetype/lohit-devanagari/*.ttf", "hi", "fonts-lohit-deva"),
    ("/usr/share/fonts/truetype/tlwg/Loma.ttf", "th", "fonts-tlwg-loma-ttf"),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "ko", "fonts-wqy-microhei"),
    ("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf", "und-zsye", "fonts-noto-color-emoji"),
]

VIRTUAL_DISPLAY = {"Xvfb": "xvfb"}

# What the tests use: a program on the path or, with a slash, a file -> Debian package.
TEST_TOOLS = {
    **VIRTUAL_DISPLAY,
    "xauth": "xauth",
    "dbus-daemon": "dbus-daemon",
    "gnome-keyring-daemon": "gnome-keyring",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "xclip": "xclip",
    "xprop": "x11-utils",
    "pcmanfm": "pcmanfm",
    "import": "imagemagick",
    "strace": "strace",
    "ps": "procps",
    "git": "git",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "/usr/lib/python3/dist-packages/pyatspi": "python3-pyatspi",
    "/usr/lib/*/girepository-1.0/Atspi-2.0.typelib": "gir1.2-atspi-2.0",
}


def on_linux() -> bool:
    """Only there are libraries, fonts and displays a matter for packages of the system."""
    return sys.platform.startswith("linux")


def missing_libraries() -> dict[str, str]:
    """Libraries that the loader cannot find, each with its Debian package."""
    missing = {}
    for soname, package in LIBRARIES.items():
        try:
            ctypes.CDLL(soname)
        except OSError:
            missing[soname] = package
    return missing


def missing_fonts() -> dict[str, str]:
    """Fonts for scripts that no installed font covers, each with its Debian package."""
    missing = {}
    for pattern, language, package in FONTS:
        if glob.glob(pattern):  # noqa: PTH207  the pattern is absolute
            continue
        lister = shutil.which("fc-list")
        command = [lister, f":lang={language}", "file"] if lister else ["false"]
        if not subprocess.run(command, capture_output=True, check=False).stdout.strip():
            missing[f"a font like {package}"] = package
    return missing


def missing_tools(tools: dict[str, str]) -> dict[str, str]:
    """Those of *tools* that are not on this machine, each with its Debian package."""
    return {
        name: package
        for name, package in tools.items()
        if not (glob.glob(name) if "/" in name else shutil.which(name))  # noqa: PTH207  absolute
    }


def missing_venv() -> dict[str, str]:
    """What this Python lacks to make environments, with its Debian package."""
    try:
        import ensurepip  # noqa: F401  Debian keeps it in a package of its own
    except ImportError:
        return {"Python's venv module": f"python3.{sys.version_info.minor}-venv"}
    return {}


def provide(missing: dict[str, str], welcome: dict[str, str]) -> None:
    """Install what is *missing* and, if that is easy, what is *welcome*; or say what to do.

    Both map a name to a Debian package. Without what is welcome the user gets a sentence and goes
    on. Raises Trouble with exit code 3 when something missing is left to the user.
    """
    if not missing and not welcome:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends"]
    install += sorted({*missing.values(), *welcome.values()})
    prefix = _as_root() if shutil.which("apt-get") else None
    if prefix is not None:
        say("$ " + shlex.join([*prefix, *install]))
        try:
            _apt_install(prefix, install)
        except Trouble:
            if missing:
                raise
            say(_WITHOUT + ", ".join(welcome) + ".")
        return
    if not missing:
        say(_WITHOUT + ", ".join(welcome) + ".")
        return
    what = "Missing on this machine: " + ", ".join(missing) + "."
    if shutil.which("apt-get"):
        advice = f"Please type\n    sudo {shlex.join(install)}\nand start this again."
    else:
        advice = "Install what holds them with your system's packages, then start this again."
    raise Trouble(f"{what}\n{advice}", 3)


_WITHOUT = "Going on without (some scripts or emoji will show as boxes): "


def _apt_install(prefix: list[str], install: list[str]) -> None:
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    wait = ["-o", "DPkg::Lock::Timeout=120"]
    update = [*quiet, "apt-get", *wait, "update"]
    install = [*quiet, install[0], *wait, *install[1:]]
    count = len([word for word in install[2:] if not word.startswith("-")])
    label = f"Installing {count} system packages and what they need"
    advice = "Check the network and the package sources of this machine, then start this again."
    if not glob.glob("/var/lib/apt/lists/*Packages*"):  # noqa: PTH207  absolute
        run_step("Fetching the list of system packages", update, advice)
        run_step(label, install, advice)
        return
    try:
        run_step(label, install, advice)
    except Trouble:
        # The list on the machine may name versions that are gone.
        run_step("Fetching a newer list of system packages", update, advice)
        run_step(label, install, advice)


def _as_root() -> list[str] | None:
    """What to put before a command to run it as root; None when that is not possible here."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0:
        return ["sudo", "-n"]
    if sys.stdin.isatty():
        say("The system will ask for your password, to install packages.")
        return ["sudo"]
    return None
