"""The station of the HTTP benches, in its scratch database: `python -m entrepot.project.bench.station WHAT`.

prepare: practice firms, practice editions, a token for every firm that sends; prints code → token as JSON.
teach: the same, and the practice sets that arrive in the first five minutes, judged; prints what corrects each refused
list as JSON, before that a sound set that has not come yet, to warm up with.
work: a worker as `up` runs it, until SIGTERM.
"""

import json
import signal
import sys
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from entrepot.project.practice.sets import Sets

_UNSEEN = 1_000  # the number of a set that is none of those that arrive


def prepare() -> None:
    """Make the practice world's books and a token a sender."""
    from entrepot.project.line.setting import open_setting
    from entrepot.project.practice import world

    now = datetime.now(UTC)
    with open_setting() as setting:
        world.register_firms(now=now)
        world.load_editions(setting, now=now)
    print(json.dumps(_tokens(now)), flush=True)


def _tokens(now: datetime) -> dict[str, str]:
    """Code of each practice firm → a token to send messages with."""
    from entrepot.modules.parties import api as parties
    from entrepot.project.practice.firms import FIRMS

    tokens = {}
    for number, firm in enumerate(FIRMS):
        username, code = f"bench{number}", firm.customs_code
        parties.commands.create_person(username=username, name="Bench", firm_code=code, place="administrator", now=now)
        tokens[code] = parties.commands.make_token(
            username=username, firm_code=code, name="bench", scopes=["messages:write"], days=1, now=now
        ).token
    return tokens


def teach() -> None:
    """Send the sets that arrive, eleven of them with a fault, and judge them; then say what corrects each."""
    from entrepot.project.line import arrivals, demo
    from entrepot.project.line.setting import open_setting
    from entrepot.project.practice import world
    from entrepot.project.practice.corrected import correction
    from entrepot.project.practice.messages import messages_of

    now = datetime.now(UTC)
    with open_setting() as setting:
        world.register_firms(now=now)
        world.load_editions(setting, now=now)
        spoilt = arrivals.sets_that_arrive(setting, now=now)
        demo.send(setting, spoilt, now=now)
        demo.settle(setting, now=now)
        rows = setting.lookups.execute(
            "SELECT w.order_no, array_agg(DISTINCT f.rule ORDER BY f.rule)"
            "  FROM declarations_work w JOIN declarations_finding f USING (order_no, list_id)"
            " WHERE w.state = 'refused' AND f.outcome = 'failed' GROUP BY w.order_no"
        ).fetchall()
    refused = {str(order_no): [str(rule) for rule in rules] for order_no, rules in rows}
    wrong = _by_order(spoilt)
    right = _by_order(demo.sound_sets(demo.SETS_THAT_ARRIVE, first_no=1, now=now))
    ((first, unseen),) = _by_order(demo.sound_sets(1, first_no=_UNSEEN, now=now)).items()
    tokens, told = _tokens(now), []

    def tell(number: str, rules: list[str], messages: Iterable[tuple[str, bytes]]) -> None:
        sent = [(tokens[code], body.decode()) for code, body in messages]
        told.append({"order_no": number, "rules": rules, "messages": sent})

    tell(first, [], messages_of(unseen))
    for number, rules in refused.items():
        tell(number, rules, correction(right[number], wrong[number], now=datetime.now(UTC)))
    print(json.dumps(told), flush=True)


def _by_order(sets: "Sets") -> dict[str, "Sets"]:
    from entrepot.project.line.arrivals import one_by_one

    return {str(one.orders["order_no"].item()): one for one in one_by_one(sets)}


def work() -> None:
    """Read and judge what comes."""
    from entrepot.project.line import run_worker

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    run_worker(stop)


if __name__ == "__main__":
    django.setup()
    {"prepare": prepare, "teach": teach, "work": work}[sys.argv[1]]()
