"""From a branch and the changed parameters to a request value; pictures are named by hash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import ParameterInvalid, RequestInvalid
from .message import ImagePart, Node
from .parameters import check


@dataclass(frozen=True, slots=True)
class RequestMessage:
    """A message as the service takes it; text goes before pictures, as the service advises."""

    role: str
    text: str
    images: tuple[ImagePart, ...] = ()


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

    @property
    def images(self) -> tuple[ImagePart, ...]:
        """Every picture that goes along, earlier turns included, in order."""
        return tuple(image for message in self.messages for image in message.images)

    def record(self, host: str) -> dict[str, Any]:
        """Return what is stored with the reply: host, model, parameters, routing, system prompt."""
        system = next((m.text for m in self.messages if m.role == "system"), "")
        return {
            "host": host,
            "model": self.model,
            "parameters": dict(self.parameters),
            "provider": None if self.provider is None else dict(self.provider),
            "system": system,
        }


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
) -> ChatRequest:
    """Make the request that asks for the next reply after `branch`.

    Replies without text are left out, tombstones too. `prefill` is a partial reply to continue.
    Raises ParameterInvalid for the first invalid parameter and RequestInvalid when there is
    nothing to answer.
    """
    changed = {name: value for name, value in (parameters or {}).items() if value is not None}
    for name, sentence in check(changed).items():
        raise ParameterInvalid(sentence, "Correct it in the parameters.", facts={"name": name})
    messages = [RequestMessage("system", system)] if system.strip() else []
    messages += [message for node in branch if (message := _message(node)) is not None]
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
    )


def _message(node: Node) -> RequestMessage | None:
    if node.deleted or node.role not in ("user", "assistant", "system"):
        return None
    if node.role == "assistant":
        return RequestMessage("assistant", node.text) if node.text else None
    if not node.text and not node.images:
        return None
    return RequestMessage(node.role, node.text, node.images)
