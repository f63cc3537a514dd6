"""The sentences of a batch, made of values; pure, in plain text."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from scout_desktop.chat.estimate import TYPICAL_REPLY_TOKENS
from scout_desktop.chat.money import dollars, exact_product, show_dollars
from scout_desktop.session.batch.forecast import REPLY_UNDER_CAP
from scout_desktop.ui.controls.dates import day_words, local

if TYPE_CHECKING:
    from scout_desktop.chat.batch import BatchSpec, BatchTotals
    from scout_desktop.chat.estimate import Prices
    from scout_desktop.session.batch.batches import AskedBefore

_NAMED = 3
"""Files named one by one before the rest is only counted."""


def several(count: int, one: str, many: str = "") -> str:
    """`1 picture`, `2 pictures`, `1,452 tokens`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def counts_words(totals: BatchTotals) -> str:
    """How far a batch is: 143 of 200 done, 4 failed, 4 on their way."""
    said = [f"{totals.done:,} of {totals.items:,} done"]
    said += [f"{totals.failed:,} failed"] if totals.failed else []
    said += [f"{totals.running:,} on {_their(totals.running)} way"] if totals.running else []
    return ", ".join(said)


def cost_words(totals: BatchTotals, cap: Decimal | None) -> str:
    """What it has cost so far, to the last digit, and of how much."""
    spent = spent_words(totals.usd)
    said = f"{spent} of {cap_words(cap)}" if cap is not None else f"{spent} USD"
    return f"{said} + {totals.unknown:,} of unknown cost" if totals.unknown else said


def spent_words(usd: Decimal) -> str:
    """Money to the last digit, without its unit; nothing spent is 0.00."""
    return dollars(usd) if usd else "0.00"


def cap_words(cap: Decimal) -> str:
    """A cap as a person writes it: 0.50 USD, 2.00 USD, 0.125 USD."""
    whole, _, cents = dollars(cap).partition(".")
    return f"{whole}.{cents.ljust(2, '0')} USD"


def along_words(spec: BatchSpec) -> str:
    """What comes along from the chat; empty for nothing."""
    said = [several(len(spec.parameters), "changed parameter")] if spec.parameters else []
    said += ["the system prompt"] if spec.system.strip() else []
    return f"From the chat come along: {' and '.join(said)}." if said else ""


def forecast_words(pictures: int, prompt_tokens: int, spec: BatchSpec, prices: Prices) -> str:
    """What a batch would use, as an estimate: tokens in, the price of them, and of the answers."""
    limit = spec.parameters.get("max_tokens")
    reply = limit if isinstance(limit, int) else TYPICAL_REPLY_TOKENS
    prompt_usd = exact_product(prices.prompt, prompt_tokens)
    reply_usd = exact_product(prices.completion, reply * pictures)
    listed = " (listed prices)" if prices.listed else ""
    return (
        f"{several(pictures, 'picture')}, about {several(prompt_tokens, 'token')} in, "
        f"{show_dollars(prompt_usd)} + up to {show_dollars(reply_usd)}{listed}"
    )


def forecast_explained(spec: BatchSpec) -> str:
    """How the forecast was made, for the tooltip."""
    limit = spec.parameters.get("max_tokens")
    if isinstance(limit, int):
        return f"The second amount is for answers of {several(limit, 'token')}, your Max tokens."
    reply = several(TYPICAL_REPLY_TOKENS, "token")
    said = f"The second amount is for answers of {reply}; Max tokens sets a limit."
    bound = " Further attempts come on top; the cost cap bounds all of it together."
    return said + (bound if spec.max_usd is not None else " Further attempts come on top.")


def before_words(before: AskedBefore) -> str:
    """That the same was asked before, when, and how far that came."""
    what = "these pictures" if before.chosen > 1 else "this picture"
    if before.asked < before.chosen:
        what = f"{before.asked:,} of these pictures"
    then = local(before.created)
    day = f" on {day_words(then.date(), datetime.now().astimezone().date())}" if then else ""
    answered = f"{before.done:,} of {before.asked:,} have their answer"
    if before.asked == 1:
        answered = "it has its answer" if before.done else "it has no answer yet"
    said = f"The same was asked of {what}{day}; {answered}."
    if before.others:
        others = several(before.others, "other picture waits", "other pictures wait")
        said += f" In that batch {others}, too."
    return said


def too_low_words(pictures: int, prompt_tokens: int, spec: BatchSpec, prices: Prices) -> str:
    """That a cost cap bears not even one picture with its longest reply; empty where it does."""
    if spec.max_usd is None or not pictures:
        return ""
    limit = spec.parameters.get("max_tokens")
    reply = limit if isinstance(limit, int) else REPLY_UNDER_CAP
    prompt = exact_product(prices.prompt, -(-prompt_tokens // pictures))
    answer = exact_product(prices.completion, reply)
    if prompt + answer <= spec.max_usd:
        return ""
    cap, most = cap_words(spec.max_usd), show_dollars(prompt + answer)
    longest = f"its longest answer, {several(reply, 'token')},"
    return f"A cap of {cap} lets nothing be asked: one picture with {longest} may cost {most}."


def forecast_asides(unreadable: tuple[str, ...], too_many: int, cap: str = "") -> str:
    """What of the pictures will not come to an answer; empty where all is well."""
    said = [cap] if cap else []
    if unreadable:
        names = ", ".join(f"“{_short(name)}”" for name in unreadable[:_NAMED])
        more = len(unreadable) - _NAMED
        rest = f" and {more:,} more" if more > 0 else ""
        what = "a picture" if len(unreadable) == 1 else "pictures"
        said.append(f"{names}{rest} cannot be read as {what}.")
    if too_many:
        said.append(
            f"{several(too_many, 'picture is', 'pictures are')} beyond what one batch takes."
        )
    return " ".join(said)


def attempts_words(attempts: int, unknown: int) -> str:
    """How often it was asked."""
    if not attempts:
        return "Not asked yet"
    said = several(attempts, "attempt")
    return f"{said}, {unknown:,} of unknown cost" if unknown else said


def _their(count: int) -> str:
    return "its" if count == 1 else "their"


def _short(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:39]}…"
