"""Brings the totals and the state of the connection to the foot of the left pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scout_desktop.chat.errors import RateLimited, ScoutError

if TYPE_CHECKING:
    from scout_desktop.session.account import Account
    from scout_desktop.session.bill import Bill, BillTotals
    from scout_desktop.ui.money.foot import Foot
    from scout_desktop.ui.money.report import Report
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.theme.theme import Theme


class MoneyPresenter(QObject):
    """`refresh` after every turn and whenever another chat is shown."""

    connection_pressed = Signal()
    """The user wants to see to the connection: the key dialog or the settings."""

    problem = Signal(object)
    """A `ScoutError`: the totals could not be read."""

    added_up = Signal()
    """What every chat cost is known now; a first start has to read the whole ledger for that."""

    def __init__(
        self, foot: Foot, *, bill: Bill, account: Account, tasks: Tasks, theme: Theme
    ) -> None:
        super().__init__(foot)
        self._foot, self._bill, self._account = foot, bill, account
        self._tasks, self._theme = tasks, theme
        self._chat: str | None = None
        self._totals: BillTotals | None = None
        self._report: Report | None = None
        foot.connection_pressed.connect(self.connection_pressed)
        foot.report_requested.connect(self.show_report)
        self.show_connection()

    def refresh(self, chat_id: str | None) -> None:
        """Show the totals with this chat's, and the connection as it is now."""
        self._chat = chat_id
        self.show_connection()
        self._tasks.start("totals", self._load(chat_id))

    def note_failure(self, error: ScoutError) -> None:
        """Show how a turn failed; the rate limit counts down by itself."""
        self.show_connection(error.retry_after if isinstance(error, RateLimited) else None)

    def show_connection(self, wait: float | None = None) -> None:
        """Show the connection's state; `wait` says for how many seconds it will last."""
        account = self._account
        where = "Answers come from this computer" if account.practice else account.address.url
        self._foot.show_connection(account.connection.value, where, wait)

    def show_report(self) -> None:
        """Open the totals to the last digit, once they are all added up."""
        if self._totals is None or self._totals.read < 1 or self._report is not None:
            return
        from scout_desktop.ui.money.report import Report

        self._report = Report(self._theme, self._totals, self._foot.window())
        self._report.finished.connect(self._forget_report)
        self._report.open()

    def _forget_report(self) -> None:
        self._report = None

    async def _load(self, chat_id: str | None) -> None:
        try:
            async for totals in self._bill.adding_up(chat_id):
                was_whole = self._totals is None or self._totals.read >= 1
                self._totals = totals
                self._foot.show_totals(totals)
                if totals.read >= 1 and not was_whole:
                    self.added_up.emit()
        except ScoutError as error:
            self.problem.emit(error)
