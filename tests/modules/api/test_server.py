"""The real server: a program posts a message over a socket and reads what became of it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping

import pytest

from tests.factories.api import MARKETPLACE, XML, Station, sets_now
from tests.factories.line import messages_of


@pytest.fixture
def port(station: Station) -> Iterator[int]:
    """The web server on a free port of this machine, with the database of this test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(number),
        "--blocking-threads",
        "2",
        "--no-ws",
        "--log-level",
        "warning",
        "entrepot.project.wsgi:application",
    ]
    server = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", number)) == 0:
                break
        time.sleep(0.1)
    yield number
    server.terminate()
    server.wait(20)


def ask(port: int, method: str, address: str, body: bytes | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, address, body, dict(headers))
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def first_line(port: int, *head: str) -> bytes:
    """What the server answers to these lines, before any body is sent."""
    with socket.create_connection(("127.0.0.1", port), 30) as line:
        every = ("POST /api/v1/messages HTTP/1.1", f"Host: localhost:{port}", f"Content-Type: {XML}", *head, "", "")
        line.sendall("\r\n".join(every).encode())
        return line.recv(4096).partition(b"\r\n")[0]


def test_over_a_socket_messages_are_kept_and_told_of_and_wrong_ones_refused_unread(station: Station, port: int) -> None:
    token = {"Authorization": f"Bearer {station.token(MARKETPLACE)}"}
    ((_, body),) = messages_of(sets_now(1), "order")
    kind = {"Content-Type": XML}
    assert ask(port, "POST", "/api/v1/messages", body, kind)[0] == 401
    status, content = ask(port, "POST", "/api/v1/messages", body, token | kind)
    assert (status, content) == (202, b'{"id": 1, "status": "/api/v1/messages/1"}')
    assert ask(port, "POST", "/api/v1/messages", body, token | kind)[0] == 200
    station.read()
    status, content = ask(port, "GET", "/api/v1/messages/1", None, token)
    assert (status, b'"outcomes": ["accepted"]' in content) == (200, True)
    assert b"entrepot_messages_to_read 0.0" in ask(port, "GET", "/metrics", None, {})[1]
    assert ask(port, "GET", "/metrics", None, {"X-Forwarded-For": "203.0.113.9"})[0] == 401
    bearer = f"Authorization: {token['Authorization']}"
    assert first_line(port, bearer, "Content-Length: 3000000000").startswith(b"HTTP/1.1 413 ")
    assert first_line(port, bearer, "Transfer-Encoding: chunked").startswith(b"HTTP/1.1 411 ")
