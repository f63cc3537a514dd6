"""The one gate for addresses: what passes, what is shown, and that nothing opens unasked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from scout_desktop.ui.links import checked_address, open_url, readable_address, warning_about

PASS = [
    "https://example.org",
    "HTTPS://Example.ORG/Path?q=1#f",
    "http://example.org/",
    "https://example.org:8443/a",
    "https://[2001:db8::1]/",
    "https://example.org/%2e%2e/%00",
    "https://example.org/a%20b?q=%22x%22",
    "https://xn--pple-43d.com/",
    "https://zh.wikipedia.org/wiki/猫",
    "https://bücher.example/",
    "https://example.org/?next=javascript:alert(1)",
    "mailto:someone@example.org",
    "mailto:someone@example.org?subject=Hi",
    "https://localhost/",
    "https://127.0.0.1/",
]
REFUSED = [
    "",
    " ",
    "example.org",
    "//example.org/",
    "///etc/passwd",
    "/etc/passwd",
    "./x",
    "#top",
    "?q",
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "file:\\\\server\\share",
    "\\\\server\\share",
    "\\\\?\\C:\\x",
    "C:\\Windows\\x.exe",
    "smb://server/share",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\tjavascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "about:blank",
    "chrome://settings",
    "ms-msdt:/id",
    "ms-settings:",
    "search-ms:query=x",
    "steam://run/1",
    "ssh://host",
    "telnet://host",
    "ftp://host/file",
    "tel:+1",
    "sms:1",
    "ldap://host",
    "jar:https://example.org!/",
    "view-source:https://example.org",
    "blob:https://example.org/1",
    "filesystem:https://example.org/x",
    "intent://x#Intent;end",
    "res://x",
    "help:x",
    "apt:x",
    "qrc:/x",
    "https:",
    "https:/",
    "https://",
    "https:///path",
    "https:example.org",
    "https:/example.org",
    "https:\\\\example.org",
    "https://\\example.org",
    "https://good.example\\@evil.example/",
    "https://user@example.org/",
    "https://user:word@example.org/",
    "https://example.org@evil.example/",
    "https://exa mple.org/",
    "https://example.org/%E2%80%AEgnp.exe",
    "https://example.org/a b",
    "https://example.org/\n",
    "https://example.org/\r\nHost: x",
    "https://example.org/\x00",
    "https://example.org/\u202egnp.exe",
    "https://exam\u200bple.org/",
    "https://example.org/\u2066x",
    "https://[::1",
    "https://example.org:99999/",
    "https://example.org:port/",
    "https://%65xample.org:x/",
    "http://" + "a" * 3000,
    "mailto:",
    "mailto://host",
    " javascript:alert(1)",
    "https\u200b://example.org",
]


@pytest.mark.parametrize("href", PASS)
def test_web_and_mail_pass(href: str) -> None:
    assert checked_address(href) is not None


@pytest.mark.parametrize("href", REFUSED)
def test_everything_else_is_refused(href: str) -> None:
    assert checked_address(href) is None


def test_there_are_many_of_them() -> None:
    assert len(REFUSED) >= 60


class _Browser(QObject):
    """Stands where the system's browser would."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser():
    made = _Browser()
    for scheme in ("https", "http", "mailto", "file", "javascript"):
        QDesktopServices.setUrlHandler(scheme, made, "take")
    yield made
    for scheme in ("https", "http", "mailto", "file", "javascript"):
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture
def window(qtbot, theme) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def _press(dialog, text: str) -> None:
    next(button for button in dialog.findChildren(QPushButton) if button.text() == text).click()


def test_an_address_opens_only_after_a_yes(window, browser) -> None:
    dialog = open_url(window, "https://example.org/a%20b?q=1")
    assert browser.opened == []
    assert dialog.findChild(QPlainTextEdit).toPlainText() == "https://example.org/a b?q=1"
    _press(dialog, "Open")

    assert browser.opened == ["https://example.org/a b?q=1"]


@pytest.mark.parametrize("way", ["Cancel", "Copy address"])
def test_no_is_no(window, browser, way) -> None:
    dialog = open_url(window, "https://example.org/")
    _press(dialog, way)
    dialog.reject()

    assert browser.opened == []
    if way == "Copy address":
        assert QGuiApplication.clipboard().text() == "https://example.org/"


@pytest.mark.parametrize("href", ["file:///etc/passwd", "javascript:alert(1)", "<img src=x>"])
def test_another_kind_is_shown_and_cannot_be_opened(window, browser, href) -> None:
    dialog = open_url(window, href)
    names = [button.text() for button in dialog.findChildren(QPushButton)]
    dialog.reject()

    assert "Open" not in names
    assert dialog.findChild(QPlainTextEdit).toPlainText() == href
    assert browser.opened == []


def test_a_name_in_foreign_letters_is_spelled_out() -> None:
    url = checked_address("https://xn--pple-43d.com/")
    assert url is not None
    assert "xn--pple-43d.com" in warning_about(url)
    assert warning_about(QUrl("http://example.org/"))
    assert not warning_about(QUrl("https://example.org/"))
    assert readable_address("https://zh.wikipedia.org/wiki/%E7%8C%AB").endswith("/猫")
