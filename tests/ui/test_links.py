"""The one gate for addresses: what passes, what is shown, and that nothing opens unasked."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget

from scout_desktop.ui.addresses import refusal, visible
from scout_desktop.ui.links import open_url
from tests.ui.written_addresses import PASS, REFUSED


class _Browser(QObject):
    """Stands where the system's programs would, for every scheme in the tables."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))


SCHEMES = {
    found[0].lower()
    for href in (*PASS, *REFUSED)
    if (found := re.match(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)", re.sub(r"[^!-~]", "", href)))
}


@pytest.fixture
def browser():
    made = _Browser()
    for scheme in SCHEMES:
        QDesktopServices.setUrlHandler(scheme, made, "take")
    yield made
    for scheme in SCHEMES:
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture
def window(qtbot, theme) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def _press(dialog, text: str) -> None:
    next(button for button in dialog.findChildren(QPushButton) if button.text() == text).click()


def _shown(dialog) -> str:
    return dialog.findChild(QPlainTextEdit).toPlainText()


def _labels(dialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_the_browser_of_these_tests_hears_what_is_opened(browser) -> None:
    assert {"https", "mailto", "file", "javascript", "data", "smb", "ms-msdt"} <= SCHEMES
    for scheme in SCHEMES:
        QDesktopServices.openUrl(QUrl(f"{scheme}:x"))

    assert len(browser.opened) == len(SCHEMES)


def test_an_address_opens_only_after_a_yes(window, browser) -> None:
    dialog = open_url(window, "https://example.org/a%20b?q=1")
    assert browser.opened == []
    assert _shown(dialog) == "https://example.org/a%20b?q=1"
    assert "It leads to example.org." in _labels(dialog)
    _press(dialog, "Open")

    assert browser.opened == ["https://example.org/a%20b?q=1"]


def test_what_passes_opens_as_it_is_shown(window, browser) -> None:
    for href in PASS:
        dialog = open_url(window, href)
        shown = _shown(dialog)
        assert "Open" in [button.text() for button in dialog.findChildren(QPushButton)], href
        _press(dialog, "Open")
        # Whatever is encoded for the network: it is the address that was read.
        assert unquote(QUrl(browser.opened[-1]).toString()) == unquote(QUrl(shown).toString()), href

    assert len(browser.opened) == len(PASS)


def test_nothing_of_what_is_refused_ever_reaches_another_program(window, browser) -> None:
    for href in REFUSED:
        dialog = open_url(window, href)
        for button in dialog.findChildren(QPushButton):
            assert button.text() in ("Copy address", "Close"), href
            button.click()
        assert refusal(href), href
        assert refusal(href) in _labels(dialog)
        # It says nothing that looks otherwise than it is, and not for ever.
        shown = _shown(dialog)
        assert len(shown) < 20_000
        assert visible(shown) == shown, href
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        dialog.reject()

    assert browser.opened == []


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


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://example.org/", "not encrypted"),
        ("https://127.0.0.1:631/", "this computer"),
        ("https://192.168.0.1/reboot", "your own network"),
        ("https://[::1]/", "this computer"),
        ("https://[::ffff:10.0.0.1]/", "your own network"),
        ("https://printer.local/", "your own network"),
        ("https://localhost./", "this computer"),
        ("https://93.184.216.34/", "a number instead of a name"),
    ],
)
def test_what_a_person_should_know_is_said(window, address, words) -> None:
    dialog = open_url(window, address)

    assert words in _labels(dialog)
    dialog.reject()
