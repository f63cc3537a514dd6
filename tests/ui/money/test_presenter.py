"""The foot says what the ledger says, to the last digit, after real turns over a real socket."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QDialog, QPushButton

from scout_desktop.assembly import Options, build
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import RateLimited
from scout_desktop.practice import PracticeServer, Reply, Script
from scout_desktop.ui import loop
from scout_desktop.ui.money.foot import Foot
from scout_desktop.ui.money.presenter import MoneyPresenter
from scout_desktop.ui.tasks import Tasks
from tests.bench.big_library import make


@pytest.fixture
def tell(theme, qapp, tmp_path):
    def run(story, *replies: Reply) -> None:
        async def main() -> int:
            async with PracticeServer(Script(replies=replies), as_service=True) as server:
                core = await build(Options(data_dir=tmp_path / "d", base_url=server.base_url))
                foot, tasks = Foot(theme), Tasks()
                foot.show()
                money = MoneyPresenter(
                    foot, bill=core.bill, account=core.account, tasks=tasks, theme=theme
                )
                try:
                    await story(core, foot, money)
                finally:
                    await tasks.close()
                    await core.close()
                    foot.close()
                    foot.deleteLater()
            return 0

        assert loop.run(main) == 0

    return run


def button(foot: Foot, name: str) -> QPushButton:
    return next(b for b in foot.findChildren(QPushButton) if b.accessibleName() == name)


async def ask(core, text: str) -> str:
    chat = core.chats.new()
    async for _ in core.turns.ask(chat.id, Draft(text)):
        pass
    return chat.id


async def until(true) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 -- what a window shows sets no event
            await asyncio.sleep(0.005)


def test_the_sum_is_the_servers_own(tell) -> None:
    bills = (Decimal("0.00015416"), Decimal("0.000000000000000000000123"))

    async def story(core, foot, money) -> None:
        await ask(core, "one")
        second = await ask(core, "two")
        third = await ask(core, "three")
        money.refresh(second)
        cost = button(foot, "Running cost")
        await until(lambda: "All time" in cost.accessibleDescription())

        lines = cost.accessibleDescription().splitlines()
        assert lines[0] == f"This chat: {bills[1]:f} USD"
        assert lines[3] == f"All time: {sum(bills):f} USD, and 1 request of unknown cost"
        money.refresh(third)
        await until(lambda: "This chat: 0 USD, and 1" in cost.accessibleDescription())
        cost.click()
        assert foot.findChild(QDialog).isVisible()
        cost.click()
        assert len(foot.findChildren(QDialog)) == 1

    tell(story, Reply(bill=bills[0]), Reply(bill=bills[1]), Reply(usage="none"))


def test_years_of_bills_are_added_up_in_view_and_never_pose_as_the_whole(
    tell, tmp_path, monkeypatch
) -> None:
    make(tmp_path / "d", 20, 400)
    monkeypatch.setattr("scout_desktop.session.bill._OFTEN", 0.0)

    async def story(core, foot, money) -> None:
        pages = core.bill._ledger._pages
        monkeypatch.setattr(pages, "read_on", lambda _, on=pages.read_on: on(0))
        cost, said, whole = button(foot, "Running cost"), [], []
        usual = foot.show_totals

        def show(totals) -> None:
            usual(totals)
            said.append((totals.read, cost.accessibleDescription()))
            if totals.read < 1:
                cost.click()
                assert foot.findChild(QDialog) is None

        foot.show_totals = show
        money.added_up.connect(lambda: whole.append(True))
        money.refresh(None)
        await until(lambda: said and said[-1][0] >= 1)
        assert len(said) > 5
        assert all("Still adding up" in words for read, words in said if read < 1)
        assert "Still adding up" not in said[-1][1]
        assert whole == [True]
        money.refresh(None)
        await until(lambda: said[-2][0] >= 1)
        assert whole == [True]

    tell(story)


def test_the_connection_is_what_the_last_turn_left(tell) -> None:
    async def story(core, foot, money) -> None:
        assert button(foot, "Connection").text() == "Ready"
        await ask(core, "one")
        money.refresh(None)
        assert button(foot, "Connection").text() == "Rate limited"
        money.note_failure(RateLimited(retry_after=42.0))
        assert button(foot, "Connection").text() == "Rate limited  0:42"
        await core.account.start_practice()
        money.refresh(None)
        assert button(foot, "Connection").text() == "Practice"

    limited = Reply(status=429, body=b'{"error":{"code":429,"message":"Slow down."}}')
    tell(story, limited)
