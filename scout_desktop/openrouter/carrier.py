"""Carries the HTTP client's requests over our own lines, directly or through a proxy."""

from __future__ import annotations

import ssl

import httpcore

from .line import Lines
from .transport import httpx


class Carrier(httpx.AsyncBaseTransport):
    """For one request at a time; nothing is kept open. Raises the errors of httpcore."""

    def __init__(self, context: ssl.SSLContext, proxy: str | None) -> None:
        """`proxy` is a URL. Raises ValueError for one that cannot be used."""
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            proxy=None if proxy is None else _proxy(httpx.Proxy(proxy)),
            max_connections=1,
            max_keepalive_connections=0,
            network_backend=Lines(),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send and return when the head of the answer is there; `Line.more` gives its body."""
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                request.method,
                _url(request.url),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Closing(answer),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        """Close what is open."""
        await self._pool.aclose()


class _Closing(httpx.AsyncByteStream):
    """Closes an answer whose body is read elsewhere."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def aclose(self) -> None:
        await self._answer.aclose()


def _url(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )


def _proxy(proxy: httpx.Proxy) -> httpcore.Proxy:
    return httpcore.Proxy(
        _url(proxy.url),
        auth=proxy.raw_auth,
        headers=proxy.headers.raw,
        ssl_context=proxy.ssl_context,
    )
