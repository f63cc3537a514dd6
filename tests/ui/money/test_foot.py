"""What the foot of the left pane says about money and the way to the service."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from scout_desktop.chat.money import Total
from scout_desktop.session.bill import BillTotals
from scout_desktop.ui.money.foot import Foot
from scout_desktop.ui.money.report import Report
from scout_desktop.ui.money.words import exact, shown, spoken

TOTALS = BillTotals(
    chat=Total(Decimal("0.00015416"), 1),
    today=Total(Decimal("0.0123"), 4, unknown=2),
    month=Total(Decimal("1.2345"), 40, unknown=2, estimated=Decimal("0.01")),
    all_time=Total(
        Decimal("12.345678901234567890123"), 400, unknown=12, upstream=Decimal("0.5"),
        prompt_tokens=1_234_567, completion_tokens=45_678,
    ),
)  # fmt: skip


@pytest.fixture
def foot(theme, qtbot) -> Foot:
    made = Foot(theme)
    qtbot.addWidget(made)
    made.resize(272, 140)
    made.show()
    return made


def named(foot: Foot, name: str) -> QPushButton:
    return next(b for b in foot.findChildren(QPushButton) if b.accessibleName() == name)


def labels(foot: Foot) -> list[str]:
    return [label.text() for label in foot.findChildren(QLabel) if label.isVisible()]


def test_the_four_sums_are_readable_and_exact_beside_it(foot) -> None:
    foot.show_totals(TOTALS)
    cost = named(foot, "Running cost")

    assert "0.000154 USD" in labels(foot)
    assert "12.35 USD" in labels(foot)
    assert "All time: 12.345678901234567890123 USD" in cost.accessibleDescription()
    assert "This chat: 0.00015416 USD" in cost.accessibleDescription()


def test_unknown_stands_beside_the_sum_and_an_estimate_says_so(foot) -> None:
    foot.show_totals(TOTALS)

    assert labels(foot).count("+ 2 unknown") == 2
    assert "+ 12 unknown" in labels(foot)
    assert "≈ 1.23 USD" in labels(foot)
    assert shown(TOTALS.chat) == "0.000154"
    assert "2 requests of unknown cost" in exact(TOTALS.today)
    assert "0.01 USD is our estimate" in exact(TOTALS.month)
    assert "your own provider keys paid 0.5 USD" in exact(TOTALS.all_time)


def test_nothing_known_is_not_zero_before_it_was_read(foot) -> None:
    assert "–" in labels(foot)
    foot.show_totals(BillTotals(Total(), Total(), Total(), Total()))
    assert labels(foot).count("0.00 USD") == 4
    assert "This chat: 0 USD" in spoken(BillTotals(Total(), Total(), Total(), Total()))


AWKWARD = BillTotals(
    chat=Total(Decimal("0.0000000441"), 1, estimated=Decimal("0.0000000001")),
    today=Total(Decimal("1234.56"), 4, unknown=12),
    month=Total(Decimal("98765.43"), 40, unknown=12),
    all_time=Total(Decimal("1234567.89"), 400, unknown=12, estimated=Decimal(1)),
)


@pytest.mark.parametrize("width", [200, 216, 272, 340, 420])
@pytest.mark.parametrize("zoom", [1.0, 1.3])
def test_no_digit_of_a_sum_is_ever_left_out(foot, theme, qtbot, width, zoom) -> None:
    theme.zoom(zoom)
    foot.resize(width, 300)
    foot.show_totals(AWKWARD)
    qtbot.wait(1)

    text = " ".join(labels(foot))
    for amount in ("≈ 0.0000000441", "1,234.56", "98,765.43", "≈ 1,234,567.89"):
        assert amount in text
    assert "USD" in text
    for label in foot.findChildren(QLabel):
        if label.isVisible():
            needed = label.fontMetrics().horizontalAdvance(label.text())
            assert label.width() >= needed, label.text()


def test_where_it_is_narrow_the_unit_moves_to_the_name(foot, qtbot) -> None:
    foot.resize(200, 300)
    foot.show_totals(TOTALS)
    qtbot.wait(1)

    assert "This chat, USD" in labels(foot)
    assert "0.000154" in labels(foot)


def test_it_fits_the_narrowest_pane(foot) -> None:
    foot.show_totals(TOTALS)
    foot.show_connection("Rate limited", "https://openrouter.ai/api/v1", 75)

    assert foot.minimumSizeHint().width() <= 200


@pytest.mark.parametrize(
    "word",
    ["Ready", "No key yet", "Practice", "Offline", "Key rejected", "Out of credit", "Rate limited"],
)
def test_every_state_has_its_word_and_an_icon(foot, word) -> None:
    foot.show_connection(word, "https://openrouter.ai/api/v1")
    button = named(foot, "Connection")

    assert button.text() == word
    assert not button.icon().isNull()
    assert button.accessibleDescription() == f"{word}. https://openrouter.ai/api/v1"


def test_a_rate_limit_counts_down(foot, qtbot) -> None:
    foot.show_connection("Rate limited", "", 71.5)
    assert named(foot, "Connection").text() == "Rate limited  1:12"
    foot.show_connection("Rate limited", "", 0.3)
    qtbot.waitUntil(lambda: named(foot, "Connection").text() == "Rate limited")


def test_presses_ask_for_the_report_and_the_connection(foot, qtbot) -> None:
    with qtbot.waitSignal(foot.report_requested):
        QTest.mouseClick(named(foot, "Running cost"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(foot.connection_pressed):
        QTest.keyClick(named(foot, "Connection"), Qt.Key.Key_Space)


def test_the_report_holds_every_digit(foot, theme) -> None:
    report = Report(theme, TOTALS, foot)
    report.open()
    words = [label.text() for label in report.findChildren(QLabel)]

    assert "12.345678901234567890123" in words
    assert "1,234,567" in words
    assert any("provider keys" in text and "0.5 USD" in text for text in words)
    QTest.keyClick(report, Qt.Key.Key_Escape)
    assert not report.isVisible()
