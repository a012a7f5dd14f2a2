"""The generator of the HTTP bench: `python -m entrepot.project.bench.load PLAN.json`.

An open loop: each request has its planned moment, whether or not earlier ones were answered. It needs nothing of
Entrepot, so its CPU can be told apart. Prints one JSON object: answers by status, lag behind the plan, CPU seconds.
"""

import http.client
import json
import struct
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 16
_HEADER = struct.Struct(">dHI")


@dataclass(frozen=True)
class Request:
    """One message: seconds from the beginning at which it is planned, the sender's token, its bytes."""

    due: float
    token: str
    body: bytes


def write_requests(path: Path, requests: Iterator[Request]) -> None:
    """To a file, in the order of their moments."""
    with path.open("wb") as file:
        for one in requests:
            token = one.token.encode()
            file.write(_HEADER.pack(one.due, len(token), len(one.body)) + token + one.body)


def read_requests(path: Path) -> list[Request]:
    """From a file."""
    data, found, place = path.read_bytes(), [], 0
    while place < len(data):
        due, token_size, body_size = _HEADER.unpack_from(data, place)
        place += _HEADER.size
        token = data[place : place + token_size].decode()
        place += token_size
        found.append(Request(due, token, data[place : place + body_size]))
        place += body_size
    return found


class Generator:
    """Sends requests at their moments over some connections; a request that finds none free goes out late."""

    def __init__(self, port: int, path: str, begin: float, requests: list[Request]) -> None:
        self.port = port
        self.path = path
        self.begin = begin  # seconds since 1970
        self.waiting = iter(requests)
        self.statuses: Counter[str] = Counter()
        self.lags: list[float] = []
        self._lock = threading.Lock()

    def run(self) -> None:
        """Until every request was answered or failed."""
        threads = [threading.Thread(target=self._send_some) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _send_some(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while True:
            with self._lock:
                request = next(self.waiting, None)
            if request is None:
                break
            time.sleep(max(0.0, self.begin + request.due - time.time()))
            lag = time.time() - self.begin - request.due
            status = self._sent(connection, request)
            with self._lock:
                self.lags.append(lag)
                self.statuses[status] += 1
        connection.close()

    def _sent(self, connection: http.client.HTTPConnection, request: Request) -> str:
        headers = {"Authorization": f"Bearer {request.token}", "Content-Type": "application/xml"}
        try:
            connection.request("POST", self.path, request.body, headers)
            answer = connection.getresponse()
            answer.read()
        except (http.client.HTTPException, OSError) as error:
            connection.close()
            return type(error).__name__
        return str(answer.status)


def main() -> None:
    """Wait for the word on standard input, which is the moment to begin."""
    plan = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    requests = read_requests(Path(plan["requests"]))
    print("ready", flush=True)
    generator = Generator(plan["port"], plan["path"], float(sys.stdin.readline()), requests)
    cpu = time.process_time()
    generator.run()
    lags = sorted(generator.lags)
    told = {
        "statuses": generator.statuses,
        "lag_p99_ms": round(lags[int(len(lags) * 0.99)] * 1000, 1),
        "cpu_s": time.process_time() - cpu,
    }
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
