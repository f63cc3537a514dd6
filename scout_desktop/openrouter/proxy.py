"""Which proxy a request goes through, as the system is set up; one decision for all who ask."""

from __future__ import annotations

from urllib.parse import urlsplit

from scout_desktop.chat.address import Address


def proxy_url(address: Address) -> str | None:
    """Return the proxy's URL, which may hold a password; None for a direct connection.

    This computer is never reached through a proxy: over plain http the proxy would read the key.
    """
    if address.is_loopback:
        return None
    # Here because it loads TLS, which nothing needs before the first frame.
    from urllib.request import getproxies, proxy_bypass

    proxies = getproxies()
    found = proxies.get(address.scheme) or proxies.get("all")
    if not found or proxy_bypass(address.host):
        return None
    return found if "://" in found else f"http://{found}"


def proxy_for(address: Address) -> str | None:
    """Return the proxy's host and port for the status line, without any password."""
    found = proxy_url(address)
    if found is None:
        return None
    try:
        parts = urlsplit(found)
        port = "" if parts.port is None else f":{parts.port}"
    except ValueError:
        return "a proxy"
    return f"{parts.hostname or 'a proxy'}{port}"
