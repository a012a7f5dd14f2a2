"""The station of the HTTP bench, in its scratch database: `python -m entrepot.project.bench.station prepare|work`.

prepare: practice firms, practice editions, a token for every firm that sends; prints code → token as JSON.
work: a worker as `up` runs it, until SIGTERM.
"""

import json
import signal
import sys
import threading
from datetime import UTC, datetime

import django


def prepare() -> None:
    """Make the practice world's books and a token a sender."""
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.setting import open_setting
    from entrepot.project.practice import world
    from entrepot.project.practice.firms import FIRMS

    now = datetime.now(UTC)
    with open_setting() as setting:
        world.register_firms(now=now)
        world.load_editions(setting, now=now)
    tokens = {}
    for number, firm in enumerate(FIRMS):
        username, code = f"bench{number}", firm.customs_code
        parties.commands.create_person(username=username, name="Bench", firm_code=code, place="administrator", now=now)
        tokens[code] = parties.commands.make_token(
            username=username, firm_code=code, name="bench", scopes=["messages:write"], days=1, now=now
        ).token
    print(json.dumps(tokens), flush=True)


def work() -> None:
    """Read and judge what comes."""
    from entrepot.project.line import run_worker

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    run_worker(stop)


if __name__ == "__main__":
    django.setup()
    {"prepare": prepare, "work": work}[sys.argv[1]]()
