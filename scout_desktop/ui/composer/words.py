"""The sentences of the composer, made of values; pure, in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.chat.estimate import TYPICAL_REPLY_TOKENS
from scout_desktop.chat.money import exact_product, show_dollars
from scout_desktop.chat.tiles import tiling

if TYPE_CHECKING:
    from scout_desktop.chat.estimate import Estimate, Prices
    from scout_desktop.chat.message import ImagePart


def several(count: int, one: str, many: str = "") -> str:
    """`1 tile`, `2 tiles`, `1,452 tokens`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def estimate_words(estimate: Estimate) -> str:
    """What the next turn will use, as an estimate."""
    listed = " (listed)" if estimate.prices.listed else ""
    return (
        f"about {several(estimate.prompt_tokens, 'token')} in, "
        f"{show_dollars(estimate.prompt_usd)} + up to {show_dollars(estimate.reply_usd)}{listed}"
    )


def estimate_in_short(estimate: Estimate) -> str:
    """The same for a narrow window."""
    mark = "*" if estimate.prices.listed else ""
    both = f"{show_dollars(estimate.prompt_usd)[:-4]} + {show_dollars(estimate.reply_usd)}{mark}"
    return f"≈ {estimate.prompt_tokens:,} tok, {both}"


def estimate_explained(estimate: Estimate) -> str:
    """How the estimate was made, for the tooltip."""
    said = ["Earlier messages and pictures are sent again and counted."]
    if estimate.image_tokens:
        said.append(f"Pictures take {several(estimate.image_tokens, 'token')} of it.")
    reply = several(estimate.reply_tokens, "token")
    if estimate.reply_tokens == TYPICAL_REPLY_TOKENS:
        said.append(f"The second amount is for a reply of {reply}; Max tokens sets a limit.")
    else:
        said.append(f"The second amount is for a reply of {reply}.")
    if estimate.prices.listed:
        said.append("The prices are the published ones; today's were not fetched yet.")
    return " ".join(said)


def sent_size(image: ImagePart) -> str:
    """The pixels that are sent, and what they were made from if that was more or less."""
    sent = f"{image.width}×{image.height}"
    before = image.original
    sides = {image.width, image.height}
    if before is None or not before.width or {before.width, before.height} == sides:
        return sent
    return f"{before.width}×{before.height} → {sent}"


def tile_words(image: ImagePart) -> str:
    """Tiles and tokens of a picture as it is sent."""
    found = tiling(image.width, image.height)
    return f"{several(found.tiles, 'tile')}, {several(found.tokens, 'token')}"


def only_first_frame(image: ImagePart) -> bool:
    """Whether the picture moved, so that the model sees but its beginning."""
    return image.original is not None and image.original.animated


def picture_price(image: ImagePart, prices: Prices) -> str:
    """What sending the picture once costs."""
    return show_dollars(exact_product(prices.prompt, tiling(image.width, image.height).tokens))


def picture_words(image: ImagePart, prices: Prices) -> str:
    """All of it in one line, for readers and the tooltip."""
    said = [image.name or "Picture", f"{sent_size(image)} pixels sent"]
    said += ["first frame only"] if only_first_frame(image) else []
    said.append(tile_words(image))
    return ", ".join([*said, picture_price(image, prices)])


def drop_words(pictures: int, others: int) -> str:
    """What will happen to what is being dragged over the window."""
    if not others:
        return f"Drop to attach {several(pictures, 'picture')}"
    if not pictures:
        return "Drop to attach the pictures in " + several(others, "file or folder", "files")
    return f"Drop to attach {several(pictures, 'picture')} and look into {several(others, 'other')}"


def left_out_words(folder: str, taken: int, left_out: int) -> str:
    """Why not everything in a folder came along."""
    if not taken:
        return f"There are no pictures in “{folder}”."
    return (
        f"{several(taken, 'picture')} of “{folder}” attached, "
        f"{several(left_out, 'more was', 'more were')} left out: at most {taken} at once."
    )
