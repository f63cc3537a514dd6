"""What the dialogs about key, settings and licences say, and how they are left."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QTabWidget, QWidget

from scout_desktop.chat.account import KeyInfo
from scout_desktop.session.preferences import Settings
from scout_desktop.ui.account.about import About
from scout_desktop.ui.account.band import PracticeBand
from scout_desktop.ui.account.first_start import FirstStartSheet
from scout_desktop.ui.account.key_dialog import KeyDialog
from scout_desktop.ui.account.settings_window import SettingsWindow
from scout_desktop.ui.account.words import key_words

FOLDER = Path("a folder") / "scout-desktop"


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def labels(dialog: QWidget) -> str:
    return "\n".join(each.text() for each in dialog.findChildren(QLabel) if each.isVisible())


def press(dialog: QWidget, text: str) -> None:
    next(b for b in dialog.findChildren(QPushButton) if b.text() == text and b.isVisible()).click()


def test_the_first_start_says_where_chats_are_and_needs_nothing(window, theme, qtbot) -> None:
    sheet = FirstStartSheet(theme, FOLDER, window)
    sheet.open()

    assert str(FOLDER) in labels(sheet)
    assert "plain JSON files" in labels(sheet)
    assert "never needs a key or a network" in labels(sheet)
    with qtbot.waitSignal(sheet.practice_chosen):
        press(sheet, "Practice without a key")
    other = FirstStartSheet(theme, FOLDER, window)
    other.open()
    with qtbot.waitSignal(other.key_chosen):
        press(other, "Paste an API key")


def test_escape_leaves_every_dialog(window, theme) -> None:
    for dialog in (
        FirstStartSheet(theme, FOLDER, window),
        KeyDialog(theme, "", "https://openrouter.ai", window),
        SettingsWindow(theme, FOLDER, window),
        About(theme, window),
    ):
        dialog.open()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()


def test_a_key_is_masked_until_it_is_wanted_seen(window, theme, canary_key) -> None:
    dialog = KeyDialog(theme, "", "https://openrouter.ai", window)
    dialog.open()
    field = dialog.findChild(QLineEdit)
    QTest.keyClicks(field, canary_key)

    assert canary_key not in field.displayText()
    reveal = next(w for w in dialog.findChildren(QWidget) if w.accessibleName() == "Show the key")
    reveal.click()
    assert field.displayText() == canary_key
    assert reveal.accessibleName() == "Hide the key"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_enter_uses_the_key(window, theme, qtbot, canary_key) -> None:
    dialog = KeyDialog(theme, "Why a key is wanted.", "https://openrouter.ai", window)
    dialog.open()
    assert "Why a key is wanted." in labels(dialog)
    assert "https://openrouter.ai" in labels(dialog)
    QTest.keyClicks(dialog.findChild(QLineEdit), canary_key)
    with qtbot.waitSignal(dialog.store_requested) as heard:
        QTest.keyClick(dialog.findChild(QLineEdit), Qt.Key.Key_Return)

    assert heard.args == [canary_key, False, True]


def test_without_a_keyring_this_run_is_offered(window, theme, qtbot) -> None:
    dialog = KeyDialog(theme, "", "https://openrouter.ai", window)
    dialog.open()
    dialog.show_no_keyring("This system has no keyring.")
    assert dialog.findChild(QCheckBox).isChecked()
    QTest.keyClicks(dialog.findChild(QLineEdit), "x" * 30)
    dialog.show_problem("The keyring is locked.", "this run")
    with qtbot.waitSignal(dialog.store_requested) as heard:
        press(dialog, "Keep for this run only")

    assert heard.args == ["x" * 30, True, False]


def test_what_the_service_says_of_a_key_is_said(window) -> None:
    info = KeyInfo("sk-or-v1-abc...def", Decimal(5), Decimal("4.2"), "monthly", Decimal("0.8"))

    assert key_words(info).splitlines() == [
        "Key: sk-or-v1-abc...def",
        "Limit: 5 USD, 4.2 USD left (renewed monthly)",
        "Used so far: 0.80 USD",
    ]
    assert "none of its own" in key_words(KeyInfo())


def test_the_settings_show_what_holds_and_say_what_changes(window, theme) -> None:
    heard: list = []
    settings = SettingsWindow(theme, FOLDER, window)
    settings.changed.connect(lambda *change: heard.append(change))
    settings.open()
    settings.show_settings(Settings(enter_sends=False, theme="dark", keep_originals=False))
    pages = settings.findChild(QTabWidget)
    named = {w.accessibleName(): w for w in settings.findChildren(QWidget) if w.accessibleName()}
    assert heard == []
    assert named["Theme: Dark"].isChecked()
    assert named["Send with: Ctrl+Enter"].isChecked()
    named["Theme: Light"].click()
    named["Send with: Enter"].click()
    named["Text size: Large"].click()
    next(b for b in settings.findChildren(QCheckBox) if "60 times" in b.text()).click()
    pages.setCurrentIndex(2)
    originals = next(b for b in settings.findChildren(QCheckBox) if "original" in b.text())
    assert not originals.isChecked()
    originals.click()
    pages.setCurrentIndex(3)
    named["First answer, seconds"].setValue(90)

    assert heard[:5] == [
        ("theme", "light"), ("enter_sends", True), ("text_size", 1.15), ("smooth", True),
        ("keep_originals", True),
    ]  # fmt: skip
    assert heard[5][0] == "patience"
    assert heard[5][1].first_byte == 90


def test_every_control_of_the_settings_has_a_name(window, theme) -> None:
    settings = SettingsWindow(theme, FOLDER, window)
    settings.open()
    for field in settings.findChildren(QLineEdit):
        parent = field.parentWidget()
        assert field.accessibleName() or (parent and parent.accessibleName())


def test_about_says_versions_licences_and_whose_it_is_not(window, theme) -> None:
    about = About(theme, window)
    about.open()
    said = labels(about)

    for words in ("Version", "Python 3", "Qt 6", "Built with Llama", "not affiliated", "MIT"):
        assert words in said
    press(about, "Llama 4 use policy")
    assert "llama.com/llama4/use-policy" in "".join(
        w.toPlainText() for w in about.findChildren(QWidget) if hasattr(w, "toPlainText")
    )


def test_sentences_are_not_cut_off(window, theme) -> None:
    theme.zoom(1.3)
    for dialog in (
        FirstStartSheet(theme, FOLDER, window),
        KeyDialog(theme, "A reason that is long enough to be wrapped. " * 3, "https://x.y", window),
        About(theme, window),
    ):
        dialog.open()
        for label in dialog.findChildren(QLabel):
            if label.isVisible() and label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
        dialog.close()


def test_the_band_says_that_nobody_is_asked(window, theme, qtbot) -> None:
    band = PracticeBand(theme, window)
    band.resize(900, 36)
    band.show()

    assert "No model, no key, no charge" in labels(band)
    for width, said in ((500, "Practice: no model, no key, no charge."), (230, "Practice")):
        band.resize(width, 36)
        assert said in labels(band).splitlines()
    with qtbot.waitSignal(band.leave_requested):
        press(band, "Leave practice")
