"""How webhooks are sent: to the address that was checked, no further."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from entrepot.project.api import destinations
from entrepot.project.api.destinations import NotTaken, send


class Taker(BaseHTTPRequestHandler):
    """Answers by the path: /200 with 200, /302 with a redirect to /200, /silent with nothing."""

    asked: list[tuple[str, str, bytes]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((self.path, self.headers["Host"], body))
        if self.path == "/silent":
            self.close_connection = True
            return
        self.send_response(int(self.path[1:]))
        self.send_header("Location", "/200")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A receiver on this machine, which the setting allows."""
    monkeypatch.setenv(destinations.PRIVATE, "1")
    monkeypatch.setattr(Taker, "asked", [])
    server = HTTPServer(("127.0.0.1", 0), Taker)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_body_arrives_with_its_headers(port: int) -> None:
    assert send(f"http://localhost:{port}/200", b'{"a": 1}', {"Content-Type": "application/json"}) == 200
    assert Taker.asked == [("/200", f"localhost:{port}", b'{"a": 1}')]


def test_a_redirect_is_not_followed(port: int) -> None:
    assert send(f"http://127.0.0.1:{port}/302", b"{}", {}) == 302
    assert [path for path, *_ in Taker.asked] == ["/302"]


def test_no_answer_is_not_taken(port: int) -> None:
    with pytest.raises(NotTaken, match="RemoteDisconnected"):
        send(f"http://127.0.0.1:{port}/silent", b"{}", {})
    with pytest.raises(NotTaken):
        send(f"https://127.0.0.1:{port}/200", b"{}", {})


def test_a_closed_port_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(destinations.PRIVATE, "1")
    with pytest.raises(NotTaken, match="refused"):
        send("http://127.0.0.1:1/", b"{}", {})


def test_the_address_is_checked_each_time_it_is_used(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(destinations.PRIVATE)
    with pytest.raises(NotTaken, match="private network"):
        send(f"http://localhost:{port}/200", b"{}", {})
    assert Taker.asked == []
