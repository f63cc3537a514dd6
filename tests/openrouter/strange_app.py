"""A small server of chat completions, strict and odd; the model's name chooses in what way.

It speaks through Starlette and uvicorn, whose HTTP is not ours. What it was last asked is at /last.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

KNOWN = {
    "model", "messages", "stream", "stream_options", "max_tokens", "temperature", "top_p", "top_k",
    "min_p", "frequency_penalty", "presence_penalty", "repetition_penalty", "seed", "stop",
    "logit_bias", "response_format", "provider",
}  # fmt: skip
USAGE = {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}
_last: dict[str, Any] = {}


async def complete(request: Request) -> Response:
    body = json.loads(await request.body())
    _last.update(body)
    if unknown := set(body) - KNOWN:
        detail = [{"loc": ["body", name], "msg": "Extra inputs are not permitted"}
                  for name in sorted(unknown)]  # fmt: skip
        return JSONResponse({"detail": detail}, 422)
    model = body["model"]
    if model == "detail":
        return JSONResponse({"detail": "The model is being loaded"}, 503)
    if model == "problem":
        said = {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "too hot"}
        return JSONResponse(said, 400, media_type="application/problem+json")
    if model == "key":
        return JSONResponse({"detail": "Invalid API key"}, 401)
    if model == "whole":
        message = {"role": "assistant", "content": "In one piece."}
        return JSONResponse({"id": "c-1", "choices": [{"message": message}], "usage": USAGE})
    return StreamingResponse(_stream(model), media_type="text/event-stream")


async def _stream(model: str) -> AsyncIterator[str]:
    for word in ("No ", "role, ", "no finish."):
        yield _event({"choices": [{"delta": {"content": word}}]})
        await asyncio.sleep(0)
    if model == "cut":
        return
    if model == "usage":
        yield _event({"choices": [{"delta": {}}], "usage": USAGE})
    yield "data: [DONE]\n\n"


def _event(value: object) -> str:
    return f"data: {json.dumps(value)}\r\n\r\n"


async def last(_: Request) -> Response:
    return JSONResponse(_last)


app = Starlette(
    routes=[
        Route("/v1/chat/completions", complete, methods=["POST"]),
        Route("/last", last),
    ]
)
