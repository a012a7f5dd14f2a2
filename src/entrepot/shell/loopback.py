"""Whether a request comes from the very machine that the server runs on."""

from ipaddress import ip_address

from django.http import HttpRequest

_HOSTS = {"localhost", "127.0.0.1", "[::1]"}
_PROXY_HEADERS = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP")


def is_loopback(request: HttpRequest) -> bool:
    """True only for a loopback peer that asks for a loopback host name and passed no proxy.

    The host name counts because a page of a stranger can make a browser on this machine ask us under another name.
    """
    if any(request.META.get(header) for header in _PROXY_HEADERS):
        return False
    host = request.META.get("HTTP_HOST", "")
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    peer = str(request.META.get("REMOTE_ADDR", ""))
    try:
        return name in _HOSTS and ip_address(peer).is_loopback
    except ValueError:  # a unix socket has no address: somebody put a proxy before us
        return False
