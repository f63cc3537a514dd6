"""Which pictures of earlier messages go along with the next question, and in what form. Pure.

The choices are one register of the chat (`pictures`, format.md). The pictures of the message that
is being answered always go as they are; the diet is about those before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, TypeAlias, cast

from .captions import caption_from, head_of
from .conversation import Conversation
from .message import ImagePart, Node, number

How: TypeAlias = Literal["keep", "tile", "caption", "drop"]
"""As it was sent, as one tile, as words in its place, or not at all."""
Why: TypeAlias = Literal["usual", "chosen", "beyond", "answered"]
"""Nothing said otherwise, chosen for this picture, further back than the last N messages, or of
the message that is being answered."""

REGISTER: Final = "pictures"
HOWS: Final[tuple[How, ...]] = ("keep", "tile", "caption", "drop")
_MOST_MESSAGES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user decided about one picture; `caption` is what stands in its place.

    An empty caption stands for the usual one, made of the reply that followed.
    """

    how: How = "keep"
    caption: str = ""

    def record(self) -> dict[str, Any]:
        """Return the choice as it is stored."""
        return {"how": self.how} | ({"caption": self.caption} if self.caption else {})


@dataclass(frozen=True, slots=True)
class Diet:
    """The chat's setting. Nothing set means that everything is sent again, as always."""

    last: int | None = None
    """Pictures of the last so many messages of the user go along (the new one counts as the first);
    those further back are dropped unless something else was chosen for them. None: of all."""
    choices: Mapping[str, Choice] = field(default_factory=dict)
    """By `place_of(node id, place among the pictures of that message)`."""
    foreign: Mapping[str, Any] = field(default_factory=dict)
    """What another program wrote into the register and we do not know; kept for it."""

    def record(self) -> dict[str, Any]:
        """Return the register's value."""
        choices = {
            **self.foreign.get("choices", {}),
            **{place: choice.record() for place, choice in self.choices.items()},
        }
        found = {name: value for name, value in self.foreign.items() if name != "choices"}
        found |= {} if self.last is None else {"last": self.last}
        return found | ({"choices": choices} if choices else {})


@dataclass(frozen=True, slots=True)
class Planned:
    """How one picture of the branch goes along with the next request, and why so."""

    node: str
    place: int
    """Its place among the pictures of its message, from 0."""
    image: ImagePart
    how: How
    why: Why
    given: str = ""
    """The caption that the user wrote; empty for the usual one."""
    reply: str = ""
    """How the reply begins that followed its message."""

    @property
    def caption(self) -> str:
        """What stands in its place where it goes as a caption, name and brackets not counted."""
        return self.given or caption_from(self.reply)


def place_of(node_id: str, place: int) -> str:
    """Return the key of a picture: the same picture sent twice may be treated differently."""
    return f"{node_id}/{place}"


def diet_of(conversation: Conversation) -> Diet:
    """Read a chat's setting with care: what makes no sense counts as not there."""
    value = conversation.value(REGISTER)
    if not isinstance(value, Mapping):
        return Diet()
    last, listed = number(value.get("last")), value.get("choices")
    listed = listed if isinstance(listed, Mapping) else {}
    choices = {place: choice for place, raw in listed.items() if (choice := _choice(raw))}
    foreign = {name: each for name, each in value.items() if name not in ("last", "choices")}
    odd = {place: raw for place, raw in listed.items() if place not in choices}
    return Diet(
        last=last if last is not None and 1 <= last <= _MOST_MESSAGES else None,
        choices=choices,
        foreign=foreign | ({"choices": odd} if odd else {}),
    )


def holds_picture(node: Node) -> bool:
    """Whether a node has pictures; asked of each message of a long chat, so without reading it."""
    # Lists and dictionaries, as JSON gives them: to ask for abstract ones takes far longer.
    parts = node.record.get("parts")
    if not isinstance(parts, list):
        return False
    return any(isinstance(part, dict) and part.get("type") == "image" for part in parts)


def plan(branch: Sequence[Node], diet: Diet, *, coming: bool = False) -> tuple[Planned, ...]:
    """Return how every picture of a branch goes along, in order.

    `coming` says that another message of the user will be put behind the branch. Without it the
    last message of the user is the one being answered: its pictures go as they are.
    """
    found: list[Planned] = []
    turns = int(coming)
    replies: list[Node] = []
    for node in reversed(branch):
        role = node.record.get("role")
        if role == "assistant":
            replies.append(node)
            continue
        if node.deleted or role not in ("user", "system"):
            continue
        turns += role == "user"
        if holds_picture(node):
            # Of several the one that followed most closely.
            reply = next((each.text for each in reversed(replies) if each.text), "")
            answered = role == "user" and turns == 1
            beyond = diet.last is not None and turns > diet.last
            how: How = "drop" if beyond and not answered else "keep"
            why: Why = "answered" if answered else "beyond" if beyond else "usual"
            planned = [
                _as_chosen(
                    Planned(node.id, place, image, how, why, reply=head_of(reply)),
                    diet.choices.get(place_of(node.id, place)),
                )
                for place, image in enumerate(node.images)
            ]
            found.extend(reversed(planned))
        if role == "user":
            replies.clear()
    return tuple(reversed(found))


def with_choice(
    diet: Diet, branch: Sequence[Node], node_id: str, place: int, choice: Choice
) -> Diet:
    """Return the diet after the user chose for a picture of a branch that a new message follows.

    What would happen anyway needs no choice, so that the chat's setting goes on to rule over it.
    """
    return with_choices(diet, branch, {place_of(node_id, place): choice})


def with_choices(diet: Diet, branch: Sequence[Node], chosen: Mapping[str, Choice]) -> Diet:
    """Return the diet after the user chose for several pictures, by `place_of`."""
    others = {each: known for each, known in diet.choices.items() if each not in chosen}
    bare = replace(diet, choices=others)
    usual = {
        place_of(each.node, each.place): Choice(each.how)
        for each in plan(branch, bare, coming=True)
    }
    fresh = {each: choice for each, choice in chosen.items() if choice != usual.get(each)}
    return replace(bare, choices=others | fresh)


def moved(value: object, ids: Mapping[str, str]) -> object:
    """Return the register's value for a copy of the chat whose messages have other ids."""
    listed = value.get("choices") if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or not isinstance(listed, Mapping):
        return value
    places = (place.rpartition("/") for place in listed)
    renamed = {
        f"{ids.get(node, node)}/{place}": each
        for (node, _, place), each in zip(places, listed.values(), strict=True)
    }
    return {**value, "choices": renamed}


def moved_sent(listed: object, ids: Mapping[str, str]) -> object:
    """Return the same of what a reply says was sent (`request.pictures`)."""
    if not isinstance(listed, list):
        return listed
    return [
        {**each, "node": ids[each["node"]]}
        if isinstance(each, dict) and isinstance(each.get("node"), str) and each["node"] in ids
        else each
        for each in listed
    ]


def _as_chosen(usual: Planned, choice: Choice | None) -> Planned:
    if choice is None:
        return usual
    if usual.why == "answered":
        return replace(usual, given=choice.caption)
    # What we never load we cannot reduce.
    how = "keep" if choice.how == "tile" and usual.image.url else choice.how
    return replace(usual, how=how, why="chosen", given=choice.caption)


def _choice(record: object) -> Choice | None:
    if not isinstance(record, Mapping) or record.get("how") not in HOWS:
        return None
    caption = record.get("caption")
    return Choice(cast("How", record["how"]), caption if isinstance(caption, str) else "")
