"""The disk: chats, journals, pictures, the ledger, settings and the key in the keyring (format.md).

Everything here is synchronous and called by the session from one worker thread; `secrets` alone
brings its own thread. Values come in and go out as those of `chat`; failures are `chat.errors`.
"""
