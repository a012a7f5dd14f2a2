"""Where webhooks may be told: http and https at addresses that belong to the internet, unless the setting says else.

A name is looked up once and the connection goes to the address that was checked, so that it cannot change in between.
"""

import os
import socket
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from ssl import SSLError
from urllib.parse import SplitResult, urlsplit

from entrepot.project.api.problems import said
from entrepot.project.wording import Text

PRIVATE = "ENTREPOT_PRIVATE_WEBHOOKS"
TIMEOUT_S = 10.0
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
_PORTS = {"http": 80, "https": 443}
_SENTENCES = {
    "form": Text(
        "Expected an address http://… or https://… without user name and #, found {found}; correct it.",
        "地址应以 http:// 或 https:// 开头，且不含用户名和 #，实为 {found}；请更正。",
    ),
    "unknown": Text(
        "Expected a host name that can be found, found none of the name {found}; correct it.",
        "主机名应可解析，{found} 无法解析；请更正。",
    ),
    "private": Text(
        "Expected an address on the internet, found {found}, which lies in a private network or on this machine; "
        "whoever runs the station may allow these with {setting}=1.",
        "应为互联网地址，实为本机或内网地址 {found}；如需使用，请由本站运维人员设置 {setting}=1。",
    ),
}


class Unreachable(Exception):
    """Nothing is told there: `reason` of _SENTENCES."""

    def __init__(self, reason: str, **facts: str) -> None:
        self.reason = reason
        self.facts = facts
        super().__init__(self.sentence("en"))

    def sentence(self, language: str) -> str:
        """What was expected, what was found, what to do."""
        return said(_SENTENCES[self.reason], language, **self.facts)


@dataclass(frozen=True)
class Destination:
    """A checked address: `host` is an IP address, `name` what the address calls it."""

    secure: bool
    host: str
    port: int
    name: str
    target: str


def check_address(address: str) -> Destination:
    """Where the address leads. Raises Unreachable."""
    parts = _parts(address)
    name, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as wrong:
        raise Unreachable("unknown", found=name[:80]) from wrong
    hosts = [str(each[4][0]) for each in found]
    if os.environ.get(PRIVATE) != "1":
        for host in hosts:
            if not _is_public(host):
                raise Unreachable("private", found=host, setting=PRIVATE)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Destination(parts.scheme == "https", hosts[0], port, parts.netloc, target)


def _is_public(host: str) -> bool:
    """Also what an IPv6 address stands for behind a gateway must be public."""
    found = ip_address(host.partition("%")[0])
    behind: list[IPv4Address | IPv6Address] = [found]
    if isinstance(found, IPv6Address):
        behind += [each for each in (found.ipv4_mapped, found.sixtofour) if each is not None]
        if found in _NAT64:
            behind.append(IPv4Address(int(found) & 0xFFFFFFFF))
    return all(each.is_global and not each.is_multicast for each in behind)


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        right = parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0 and not parts.fragment
    except ValueError:
        right = False
    if not right or "@" in parts.netloc or not address.isascii() or not address.isprintable() or " " in address:
        raise Unreachable("form", found="".join(c for c in address[:80] if c.isprintable()))
    return parts


class NotTaken(Exception):
    """The address gave no answer: why."""


def send(address: str, body: bytes, headers: dict[str, str]) -> int:
    """POST to the address; the status of the answer, which is read no further. Follows no redirect. Raises NotTaken."""
    return exchange(address, body, headers, most=0)[0]


def exchange(address: str, body: bytes, headers: dict[str, str], *, most: int) -> tuple[int, bytes]:
    """POST to the address; status of the answer and up to `most` of its bytes. Follows no redirect. Raises NotTaken."""
    try:
        to = check_address(address)
        plain = socket.create_connection((to.host, to.port), TIMEOUT_S)
    except (Unreachable, OSError) as wrong:
        raise NotTaken(str(wrong)) from wrong
    host = to.name.rpartition(":")[0] if to.name.rpartition(":")[2].isdigit() else to.name
    connection: HTTPConnection = HTTPConnection(host, to.port, timeout=TIMEOUT_S)
    try:
        if to.secure:
            context = HTTPSConnection(host)._context  # type: ignore[attr-defined]  # noqa: SLF001 - the default one
            plain = context.wrap_socket(plain, server_hostname=host.strip("[]"))
        connection.sock = plain
        connection.request("POST", to.target, body, {"Host": to.name, **headers})
        answer = connection.getresponse()
        return answer.status, answer.read(most) if most else b""
    except (OSError, SSLError, HTTPException, ValueError) as wrong:
        raise NotTaken(f"{type(wrong).__name__}: {wrong}") from wrong
    finally:
        connection.close()
        plain.close()
