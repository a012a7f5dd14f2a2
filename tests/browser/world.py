"""What the pages are looked at on: the practice world of tests/factories with more people and a shared record; and
what its station does while somebody walks through it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from entrepot.modules.parties import api as parties
from entrepot.project.line.intake import read_stored
from entrepot.project.line.replies import answer_intake
from entrepot.project.line.sheets import take_some
from entrepot.project.practice import firms
from tests.factories.line import messages_of, some_sets
from tests.factories.market import make_market
from tests.factories.pilot_zones import make_pilot_zone_world
from tests.factories.portal import Portal, add_person, make_portal, party, share
from tests.factories.received import hand
from tests.factories.storing import MUG, make_storing

# by kind of document: what makes its sender the firm whose person walks through the pages
SENDERS: dict[str, dict[str, object]] = {
    "order": {},
    "slip": {"pay_code": firms.PAYMENT_FIRM.customs_code, "pay_name": firms.PAYMENT_FIRM.filed_name},
    "waybill": {"carrier_code": firms.CARRIERS[0].customs_code, "carrier_name": firms.CARRIERS[0].filed_name},
}


class Sent(NamedTuple):
    """A message that was read: its number at the station, and the numbers of its two documents."""

    message_no: int
    refused: str
    taken: str


def make_world(conninfo: str) -> Portal:
    """On a clean database. "head" administers the seller, "huichuan" works for the payment firm."""
    made = make_portal(conninfo)
    for case in ("clean", "foreign"):  # the second is taken back
        share(made, case, "order", "transport", to="yunshan")
    add_person("head", "qinghe", "administrator")
    make_pilot_zone_world()
    add_person("huichuan", firms.PAYMENT_FIRM.customs_code, "staff")
    parties.apply_for_filing(
        person_id=parties.commands.person_named("stranger"), code="9999961099", authority_id=party("officer"),
        kind="customs", now=datetime.now(UTC), using="owner",
    )  # fmt: skip
    send_faulty(made, "waybill", 900)
    make_market_and_warehouse()
    hand(Ed25519PrivateKey.generate(), "qinghe", station="practice")
    return made


def make_market_and_warehouse() -> None:
    """A deal of "stall" in a container of "dealer"; with "keeper" an order to pick and a shipment that is to come."""
    market = make_market()
    market.load(market.open("PRAC0000001"), market.make())
    storing = make_storing()
    storing.announce("IN-0")
    storing.receive(MUG.barcode, 5, "IN-0")
    storing.reserve(2)
    storing.announce("IN-1")


def send_faulty(portal: Portal, kind: str, number: int) -> Sent:
    """Two documents of sets `number` and after in one message; the first has a currency that is none. Just now."""
    sets = some_sets(2, first_no=number)
    ((sender, body),) = messages_of(sets, kind, **SENDERS[kind])
    column = "waybill_no" if kind == "waybill" else "order_no"
    refused, taken = getattr(sets, "waybills" if kind == "waybill" else "orders")[column]
    return Sent(_send(portal, sender, body.replace(b"currency>", b"currency>X", 1)), refused, taken)


def send_corrected(portal: Portal, kind: str, number: int) -> int:
    """The first document of `send_faulty` again, as it should have been; the number of its message."""
    ((sender, body),) = messages_of(some_sets(1, first_no=number), kind, **SENDERS[kind])
    return _send(portal, sender, body)


def _send(portal: Portal, sender: str, body: bytes) -> int:
    with _today(portal):
        (message_no,) = portal.line.send([(sender, body)]).messages["id"]
    return int(message_no)


def take_what_came(portal: Portal) -> None:
    """What a worker does with sheets and messages, now."""
    now = datetime.now(UTC)
    taken = take_some(portal.line.setting, None, now=now)
    while taken.any:
        taken = take_some(portal.line.setting, taken.job, now=now)
    while read_stored(portal.line.setting, now=now, limit=100, after=answer_intake) is not None:
        pass


@contextmanager
def at_work(portal: Portal) -> Iterator[None]:
    """A worker beside the served pages, as every station has one."""
    stop = threading.Event()

    def work() -> None:
        while not stop.wait(0.1):
            now = datetime.now(UTC)
            if read_stored(portal.line.setting, now=now, limit=100, after=answer_intake) is not None:
                with _today(portal):
                    portal.line.judge()

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join(10)


@contextmanager
def _today(portal: Portal) -> Iterator[None]:
    before, portal.line.now = portal.line.now, datetime.now(UTC)
    yield
    portal.line.now = before
