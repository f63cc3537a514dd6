"""The service as it speaks: the only room with an HTTP library.

Asking it: `client.Client(address, key=...).stream(request, body)`, with `body` made by
`body.request_body`; the events that come are folded by `chat.turn.Turn`.

Replaying bytes that were recorded, without a network, whatever they are (a stream, a JSON body, in
one piece or cut anywhere):

    turn = Turn()
    for event in unpack.unpacked([body]):      # raises NetworkError when it is no answer at all
        turn = turn.after(event)
    turn.failure()                             # None: complete; else the error with its sentence

The same by hand: `sse.Decoder().feed(bytes)` gives comments and events, `wire.Reader().read(item)`
their values, `Turn.after(value)` the turn. An answer with a status other than 200 is
`failures.refusal(status, headers, body)`. `Turn` then holds text, reasoning, refusal, tools (name,
arguments), finish reasons, usage with its cost in Decimal, provider, model, the error, `comments`
and `chunks` (data events besides [DONE]); the event that brings the usage is a `Chunk` with its own
`choices` and `finish_reason`.
"""
