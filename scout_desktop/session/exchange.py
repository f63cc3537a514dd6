"""One request out and its events in: pictures' bytes, the key and the client, put together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from scout_desktop.chat.address import Address
from scout_desktop.chat.errors import KeyMissing, KeyRejected, PictureError, PictureUnreadable
from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.request import ChatRequest
from scout_desktop.chat.secret import Secret
from scout_desktop.chat.turn import WireEvent
from scout_desktop.storage.media import Media

from .account import Account
from .diet.tiles import ADVICE
from .disk import Disk
from .pictures.plain import Plain


@dataclass(frozen=True, slots=True)
class Prepared:
    """A body that is ready to go, and where to."""

    body: bytes
    address: Address
    key: Secret | None
    request: ChatRequest
    """What the body says: other than what was asked for where a picture had to be made anew."""


class Exchange:
    """Sends requests to the account's address."""

    def __init__(self, account: Account, media: Media, disk: Disk, plain: Plain) -> None:
        self._account = account
        self._media = media
        self._disk = disk
        self._plain = plain

    async def prepare(self, request: ChatRequest) -> Prepared:
        """Read the key, fetch the pictures and write the body off the GUI thread.

        No picture leaves with more than its pixels, wherever it came from.
        Raises KeyProblem, PictureError or DiskError; nothing has been sent then.
        """
        address = self._account.address
        key = await self._account.key()
        sent: dict[str, ImagePart] = {}
        pictures: dict[str, bytes] = {}
        for image in request.images:
            # One by address is fetched by the service and never by us.
            if not image.url and image.sha256 not in sent:
                sent[image.sha256], data = await self._fetch(image, request)
                pictures[sent[image.sha256].sha256] = data
        request = request.with_sent(sent)
        body = await asyncio.to_thread(_body, request, address, pictures)
        return Prepared(body, address, key, request)

    async def _fetch(self, image: ImagePart, request: ChatRequest) -> tuple[ImagePart, bytes]:
        try:
            data = await self._disk.run(self._media.fetch, image.sha256)
            return await self._plain.of(image, data)
        except PictureError as gone:
            named = f"“{image.name}”" if image.name else "without a name"
            answered = next(m for m in reversed(request.messages) if m.role == "user")
            if image in answered.images:
                raise PictureUnreadable(
                    f"The picture {named} cannot be sent. {gone.headline}",
                    "Edit the message and add the picture again, or remove it.",
                ) from gone
            raise PictureUnreadable(
                f"The earlier picture {named} cannot be sent again. {gone.headline}", ADVICE
            ) from gone

    async def stream(
        self, request: ChatRequest, prepared: Prepared
    ) -> AsyncGenerator[WireEvent, None]:
        """Yield what the service answers; raises ServiceError, NetworkError or KeyMissing."""
        client = await self._account.client(prepared.address, prepared.key)
        try:
            async with aclosing(client.stream(request, prepared.body)) as events:
                async for event in events:
                    yield event
        except KeyRejected as error:
            if prepared.key is not None:
                raise
            # A server on this computer was tried without one; there is no key to replace.
            raise KeyMissing(status=error.status, detail=error.detail) from error


def _body(request: ChatRequest, address: Address, pictures: dict[str, bytes]) -> bytes:
    from scout_desktop.openrouter.body import request_body

    return request_body(request, pictures, address.host)
