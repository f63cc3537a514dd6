"""The sentences of the composer, made of values; pure, in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from scout_desktop.chat.calibration import error_in_short, error_words
from scout_desktop.chat.estimate import TYPICAL_REPLY_TOKENS
from scout_desktop.chat.money import show_dollars

if TYPE_CHECKING:
    from scout_desktop.chat.estimate import Estimate


def several(count: int, one: str, many: str = "") -> str:
    """`1 tile`, `2 tiles`, `1,452 tokens`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def estimate_words(estimate: Estimate) -> str:
    """What the next turn will use, as an estimate; pictures by address come on top, unknown."""
    listed = " (listed)" if estimate.prices.listed else ""
    unknown = estimate.unknown_pictures
    more = f" + {several(unknown, 'address', 'addresses')}" if unknown else ""
    error = f" {error_in_short(estimate)}" if estimate.error is not None else ""
    return (
        f"about {several(estimate.prompt_tokens, 'token')}{error}{more} in, "
        f"{show_dollars(estimate.prompt_usd)} + up to {show_dollars(estimate.reply_usd)}{listed}"
    )


def estimate_in_short(estimate: Estimate) -> str:
    """The same for a narrow window."""
    more = " + ?" if estimate.unknown_pictures else ""
    return f"≈ {estimate.prompt_tokens:,}{more} tok, {estimate_in_brief(estimate)}"


def estimate_in_brief(estimate: Estimate) -> str:
    """The same where next to nothing fits: the money."""
    mark = "*" if estimate.prices.listed else ""
    more = " + ?" if estimate.unknown_pictures else ""
    prompt = show_dollars(estimate.prompt_usd).removesuffix(" USD")
    return f"{prompt}{more} + {show_dollars(estimate.reply_usd)}{mark}"


def estimate_explained(estimate: Estimate) -> str:
    """How the estimate was made, for the tooltip."""
    said = ["Earlier messages and pictures are sent again and counted."]
    if estimate.unknown_pictures:
        said.append("What a picture by address takes is not known before it is sent.")
    if estimate.image_tokens:
        said.append(f"Pictures take {several(estimate.image_tokens, 'token')} of it.")
    said.append(f"Token counts: {error_words(estimate)}.")
    reply = several(estimate.reply_tokens, "token")
    if estimate.reply_tokens == TYPICAL_REPLY_TOKENS:
        said.append(f"The second amount is for a reply of {reply}; Max tokens sets a limit.")
    else:
        said.append(f"The second amount is for a reply of {reply}.")
    if estimate.prices.listed:
        said.append("The prices are the published ones; today's were not fetched yet.")
    return " ".join(said)


ADDRESS_QUESTION = "Send this address as a picture? The service, not this program, fetches it."


def address_name(url: str) -> str:
    """What to call a picture of which only the address is known: its file, else its machine."""
    found = urlsplit(url)
    return unquote(found.path.rpartition("/")[2]) or found.hostname or url


def attached_from_path(name: str) -> str:
    """What became of a path that was pasted."""
    return f"Attached {name} from the pasted path."


def many_words(taken: int, left_out: int) -> str:
    """What came of so many files at once."""
    if not left_out:
        return f"{several(taken, 'picture')} attached to one question."
    more = several(left_out, "more was", "more were")
    return f"{several(taken, 'file')} attached, {more} left out: at most {taken} at once."
