"""From a branch and the changed parameters to a request value; pictures are named by hash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .captions import NOT_SENT, caption_words
from .diet import How, Planned
from .errors import ParameterInvalid, RequestInvalid
from .message import ImagePart, Node
from .parameters import check


@dataclass(frozen=True, slots=True)
class RequestMessage:
    """A message as the service takes it; text goes before pictures, as the service advises."""

    role: str
    text: str
    pictures: tuple[ImagePart | str, ...] = ()
    """In order; words stand in the place of a picture that is not sent again."""

    @property
    def images(self) -> tuple[ImagePart, ...]:
        """The pictures that do go along."""
        return tuple(each for each in self.pictures if isinstance(each, ImagePart))

    @property
    def words(self) -> str:
        """All that is said in words, in order, parted by blank lines."""
        said = (self.text, *(each for each in self.pictures if isinstance(each, str)))
        return "\n\n".join(each for each in said if each)


@dataclass(frozen=True, slots=True)
class Altered:
    """A picture of an earlier message that does not go as it stands in the chat."""

    node: str
    place: int
    image: ImagePart
    how: How
    sent: str = ""
    """sha256 of the tile that goes in its stead."""
    caption: str = ""

    def record(self) -> dict[str, Any]:
        """Return what is stored with the reply (format.md, `request.pictures`)."""
        found: dict[str, Any] = {"node": self.node, "place": self.place, "how": self.how}
        found |= {"url": self.image.url} if self.image.url else {"sha256": self.image.sha256}
        found |= {"sent": self.sent} if self.sent else {}
        return found | ({"caption": self.caption} if self.how == "caption" else {})


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """Everything that is sent but the pictures' bytes and the key.

    `parameters` holds only what the user changed, by API name. `provider` is the routing object.
    """

    model: str
    messages: tuple[RequestMessage, ...]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    provider: Mapping[str, Any] | None = None
    session_id: str | None = None
    stream: bool = True
    altered: tuple[Altered, ...] = ()
    """Pictures of the branch that go in another form, or not at all."""
    remade: Mapping[str, str] = field(default_factory=dict)
    """sha256 of pictures that held more than pixels -> sha256 of what goes in their stead."""

    def with_sent(self, sent: Mapping[str, ImagePart]) -> ChatRequest:
        """Return the request with other versions of pictures, by the sha256 they have now."""
        if all(sent.get(image.sha256, image) == image for image in self.images):
            return self
        messages = (
            replace(
                message,
                pictures=tuple(
                    sent.get(each.sha256, each) if isinstance(each, ImagePart) else each
                    for each in message.pictures
                ),
            )
            if message.pictures
            else message
            for message in self.messages
        )
        remade = {own: each.sha256 for own, each in sent.items() if each.sha256 != own}
        return replace(self, messages=tuple(messages), remade={**self.remade, **remade})

    @property
    def images(self) -> tuple[ImagePart, ...]:
        """Every picture that goes along, earlier turns included, in order."""
        return tuple(image for message in self.messages for image in message.images)

    def record(self, host: str) -> dict[str, Any]:
        """Return what is stored with the reply: host, model, parameters, routing, system prompt.

        And what became of pictures that did not go as they stand in the chat; `plain` are those
        of which only the pixels went.
        """
        system = next((m.text for m in self.messages if m.role == "system"), "")
        found: dict[str, Any] = {
            "host": host,
            "model": self.model,
            "parameters": dict(self.parameters),
            "provider": None if self.provider is None else dict(self.provider),
            "system": system,
        }
        remade = [
            {"how": "plain", "sent": sent, "sha256": own} for own, sent in self.remade.items()
        ]
        if self.altered or remade:
            found["pictures"] = [*(each.record() for each in self.altered), *remade]
        return found


def is_openrouter(host: str) -> bool:
    """Whether a host is OpenRouter's own; some fields are understood only there."""
    host = host.lower().rstrip(".")
    return host == "openrouter.ai" or host.endswith(".openrouter.ai")


def build_request(
    branch: Iterable[Node],
    *,
    model: str,
    system: str = "",
    parameters: Mapping[str, Any] | None = None,
    host: str,
    session_id: str | None = None,
    routing: Mapping[str, Any] | None = None,
    prefill: str = "",
    plan: Iterable[Planned] = (),
    tiles: Mapping[str, ImagePart] | None = None,
) -> ChatRequest:
    """Make the request that asks for the next reply after `branch`.

    Replies without text are left out, tombstones too. `prefill` is a partial reply to continue.
    `plan` says how the pictures of the branch go; those it does not name go as they are. `tiles`
    maps the sha256 of a picture to its version of one tile; without one it goes as it is.
    Raises ParameterInvalid for the first invalid parameter and RequestInvalid when there is
    nothing to answer.
    """
    changed = {name: value for name, value in (parameters or {}).items() if value is not None}
    for name, sentence in check(changed).items():
        raise ParameterInvalid(sentence, "Correct it in the parameters.", facts={"name": name})
    messages = [RequestMessage("system", system)] if system.strip() else []
    other = _other_forms(plan, tiles or {})
    by_node: dict[str, dict[int, _Form]] = {}
    for form in other:
        by_node.setdefault(form.altered.node, {})[form.altered.place] = form
    messages += [
        message for node in branch if (message := _message(node, by_node.get(node.id))) is not None
    ]
    if not any(message.role == "user" for message in messages):
        raise RequestInvalid("There is nothing to send yet.", "Type a message or add a picture.")
    if prefill:
        messages.append(RequestMessage("assistant", prefill))
    provider = dict(routing) if routing else None
    if changed.get("structured_outputs") is True:
        # Without this the service may route to a provider that ignores the schema.
        provider = {**(provider or {}), "require_parameters": True}
    if not is_openrouter(host):
        # The boolean is OpenRouter's own; strict servers refuse unknown fields.
        changed.pop("structured_outputs", None)
    return ChatRequest(
        model=model,
        messages=tuple(messages),
        parameters=changed,
        provider=provider,
        session_id=session_id if is_openrouter(host) else None,
        altered=tuple(form.altered for form in other),
    )


@dataclass(frozen=True, slots=True)
class _Form:
    """What goes in the place of a picture: another one, words, or nothing."""

    altered: Altered
    stand_in: ImagePart | str


def _other_forms(plan: Iterable[Planned], tiles: Mapping[str, ImagePart]) -> list[_Form]:
    found = []
    for each in plan:
        made = Altered(each.node, each.place, each.image, each.how)
        if each.how == "drop":
            found.append(_Form(made, ""))
        elif each.how == "caption":
            made = replace(made, caption=each.caption)
            found.append(_Form(made, caption_words(each.image.name, each.caption)))
        elif each.how == "tile":
            tile = tiles.get(each.image.sha256, each.image)
            if tile.sha256 != each.image.sha256:
                found.append(_Form(replace(made, sent=tile.sha256), tile))
    return found


def _message(node: Node, forms: Mapping[int, _Form] | None) -> RequestMessage | None:
    if node.deleted or node.role not in ("user", "assistant", "system"):
        return None
    text = node.text
    if node.role == "assistant":
        return RequestMessage("assistant", text) if text else None
    images = node.images
    if not text and not images:
        return None
    if not forms:
        return RequestMessage(node.role, text, images)
    found = (
        forms[place].stand_in if place in forms else image for place, image in enumerate(images)
    )
    pictures = tuple(each for each in found if each)
    # A message must not vanish: what follows would then answer something else.
    return RequestMessage(node.role, text if text or pictures else NOT_SENT, pictures)
