"""The practice world: firms, editions, people, and sets that come in as messages, some with one taught fault each.

First one record on its way, document by document over some hours, shared with a bank and a partner abroad; then some
sets of its seller, of which two are refused and some wait for a document; and a message of which one document is
refused. A hundred sets and more arrive afterwards, while somebody looks (arrivals.py).
"""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from decimal import Decimal

import polars as pl
import psycopg

from entrepot import rulebook
from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.declarations import api as declarations
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Incoming
from entrepot.modules.parties import api as parties
from entrepot.project.line.intake import read_stored
from entrepot.project.line.replies import answer_intake
from entrepot.project.line.setting import Setting, day_in_china
from entrepot.project.line.worker import Worker
from entrepot.project.practice import faults, goods, hamburg, lending, showroom, world
from entrepot.project.practice.firms import (
    BANK,
    BROKER,
    BUYER,
    CARRIERS,
    CUSTOMS,
    MARKETPLACE,
    PAYMENT_FIRM,
    SELLERS,
    Firm,
)
from entrepot.project.practice.messages import FRAMES, KINDS, messages_of
from entrepot.project.practice.pilot_zones import count_and_grant
from entrepot.project.practice.sets import SECONDS_USED, Sets, generate_sets
from entrepot.store.emptying import empty

SETS_THAT_ARRIVE = 137  # numbers 1 to 137 of the seed
_AT_FIRST = 90  # numbers looked through for sets of the first seller, about a quarter of them
SETS_A_SECOND = 5
_TRIES = 5  # running workers may stand in the way of emptying their tables
# The first words of the tables that begin again: all that stands on records or is planted; firms, people, goods stay.
_EMPTIED = (
    "trade", "declarations", "exchange", "ledgers", "logistics", "warehouses", "market", "pilot", "marketing",
    "quality", "payments", "finance", "academy", "insights",
)  # fmt: skip
_STAYS = ("declarations_seed", "exchange_webhook", "exchange_webhook_secret", "pilot_zones_counted")
SEED = 2021
_FAULTY = Decimal("0.08")  # eleven of 137
_REFUSED_AT_FIRST = ("E04", "E06")  # a price and a weight: understood without knowing the rules
_NEEDS_COMPANY = ("E02",)  # planted with the parcel of another order of the same seller, which five sets may not have
# what further sets lack, each: the first lists wait for a waybill, the last for its order
_LACKING = ("waybill", "waybill", "waybill", "order")
PEOPLE = (
    ("officer", "练习关员 · Practice officer", CUSTOMS),
    ("seller", "练习电商企业 · Practice seller", SELLERS[0]),
    ("broker", "练习报关员 · Practice broker", BROKER),
    ("marketplace", "练习平台 · Practice marketplace", MARKETPLACE),
    ("carrier", "练习承运人 · Practice carrier", CARRIERS[0]),
    ("payment", "练习支付员 · Practice payment clerk", PAYMENT_FIRM),
    ("bank", "练习银行 · Practice bank", BANK),
    ("partner", "练习境外伙伴 · Practice partner abroad", BUYER),
)


@dataclass(frozen=True)
class Opened:
    """Parts of the first record that its seller opens to a firm so long before now; the firm looks a little later."""

    to: Firm
    parts: tuple[str, ...]
    before: timedelta


OPENED = (
    Opened(BANK, ("order", "money"), timedelta(minutes=100)),
    Opened(BUYER, ("order", "transport", "customs"), timedelta(minutes=90)),
)
_LOOKS_AFTER = timedelta(minutes=20)
_OPEN_FOR = timedelta(days=365)
_GOODS_BEFORE = timedelta(hours=8)


def is_empty(setting: Setting) -> bool:
    """Whether nothing has come into this folder yet."""
    return exchange.last_number(setting.lookups) == 0


def begin_again(setting: Setting) -> None:
    """Empty the folder of all that came in; firms, people, goods and editions stay, and the day's published seed."""
    for left in reversed(range(_TRIES)):
        try:
            with setting.connection.transaction():
                empty(setting.connection, _EMPTIED, but=_STAYS)
        except (psycopg.errors.DeadlockDetected, psycopg.errors.LockNotAvailable):
            if not left:
                raise
        else:
            return


def load(setting: Setting, *, now: datetime) -> int:
    """Firms, editions, people, goods and the first sets, decided; returns the number of sets."""
    world.register_firms(now=now)
    world.load_editions(setting, now=now)
    make_people(now=now)
    world.plant_slices(now=now)
    seller = party_of(SELLERS[0])
    _empower(seller, now=now)
    with setting.connection.transaction():
        change = catalogue.Change(goods.BY, goods.REASON, now - _GOODS_BEFORE, practice=True)
        catalogue.keep_goods(setting.connection, goods.goods_of(seller), change)
    showroom.plant(now=now)
    for at, messages in hamburg.steps(now):
        store(setting, messages, now=at)
        settle(setting, now=at)
    for each in OPENED:
        _open(each, seller, now=now)
    first = _first_sets(setting, now)
    send(setting, first, now=now)
    store(setting, [*_lacking(now), _broken(now), *lending.messages(now)], now=now)
    settle(setting, now=now)
    count_and_grant(now=now)
    return 2 + first.orders.height + len(_LACKING)


def party_of(firm: Firm) -> int:
    """A practice firm that was taken into the books."""
    found = parties.known_code(firm.customs_code, using="owner")
    if found is None:
        raise LookupError(f"expected the practice firm {firm.customs_code} in the books, found none")
    return found


def _empower(seller: int, *, now: datetime) -> None:
    """The seller lets the broker act for it, unless it did so before."""
    broker = party_of(BROKER)
    if not any(power.agent_id == broker for power in parties.powers_of(seller, using="owner")):
        parties.give_power(
            acting=parties.Acting(seller), agent_id=broker, valid_from=day_in_china(now) - timedelta(days=365),
            valid_until=None, now=now, using="owner",
        )  # fmt: skip


def _open(each: Opened, seller: int, *, now: datetime) -> None:
    """Open these parts of the first record, unless they are open already, and look at them as that firm."""
    to, marketplace = party_of(each.to), party_of(MARKETPLACE)
    if any(given.grant.to_party_id == to and given.is_open(now)
           for given in parties.grants_given([seller], hamburg.ORDER_NO, marketplace, using="owner")):  # fmt: skip
        return
    at = now - each.before
    grant = parties.share(
        acting=parties.Acting(seller), order_no=hamburg.ORDER_NO, marketplace_id=marketplace, parts=each.parts,
        to_party=to, valid_until=now + _OPEN_FOR, now=at, using="owner",
    )  # fmt: skip
    eyes = parties.reader_of(person_id=None, firms=(to,), now=at + _LOOKS_AFTER, using="owner")
    with parties.reading(eyes, using="owner"):
        declarations.look_at(reader=eyes, grant_id=grant, parts=each.parts, now=at + _LOOKS_AFTER, using="owner")


def _first_sets(setting: Setting, now: datetime) -> Sets:
    """Sets of the first seller, two of them refused: what its people find on their first morning."""
    many = generate_sets(_AT_FIRST, SEED, first_no=SETS_THAT_ARRIVE + 10, at=now - timedelta(hours=1))
    wanted = pl.col("seller_code") == SELLERS[0].customs_code
    own = many.orders.filter(wanted).select("message_no", "document_no")
    sets = Sets(
        **{each.name: getattr(many, each.name).join(own, on=own.columns, how="semi", maintain_order="left")
           for each in fields(Sets)}
    )  # fmt: skip
    rate = Decimal(len(_REFUSED_AT_FIRST)) / sets.orders.height
    return spoilt(setting, sets, _REFUSED_AT_FIRST, rate=rate, seed=SEED, now=now)


def settle(setting: Setting, *, now: datetime) -> None:
    """Read and judge at `now` until nothing is left to do."""
    while read_stored(setting, now=now, limit=40, after=answer_intake) is not None:
        pass
    Worker(setting, lambda: now).until_idle()


def _lacking(now: datetime) -> list[tuple[str, bytes]]:
    messages: list[tuple[str, bytes]] = []
    for place, kind in enumerate(_LACKING, SETS_THAT_ARRIVE + 1):
        sets = generate_sets(1, SEED, first_no=place, at=now - timedelta(hours=1))
        messages += messages_of(sets, tuple(one for one in KINDS if one != kind))
    return messages


def _broken(now: datetime) -> tuple[str, bytes]:
    """A message of two orders, of which the first names no amount that could be read."""
    sets = generate_sets(2, SEED, first_no=SETS_THAT_ARRIVE + len(_LACKING) + 1, at=now - timedelta(hours=1))
    ((code, body),) = messages_of(sets, ("order",))
    return code, re.sub(rb"<ceb:goodsValue>[^<]*<", b"<ceb:goodsValue>12,50<", body, count=1)


def make_people(*, now: datetime) -> None:
    """One person a role; they sign in by link (`entrepot link officer`)."""
    for username, name, firm in PEOPLE:
        if not parties.Person.objects.using("owner").filter(username=username).exists():
            parties.commands.create_person(
                username=username, name=name, firm_code=firm.customs_code, place="administrator", now=now
            )


def rules_taught(now: datetime) -> list[str]:
    """The rules of which a fault can be planted in messages that come today."""
    book = rulebook.load()
    return sorted(faults.rules_looking(book, book.at(day_in_china(now))) - faults.REFUSED_AS_MESSAGE)


def faulty_sets(
    setting: Setting, count: int, rules: Sequence[str], *, first_no: int, now: datetime, rate: Decimal = _FAULTY
) -> Sets:
    """Sets submitted in the hour before `now`; the share `rate` of them has one fault each, of these rules in turn."""
    sets = sound_sets(count, first_no=first_no, now=now)
    return spoilt(setting, sets, rules, rate=rate, seed=SEED + first_no, now=now)


def sound_sets(count: int, *, first_no: int, now: datetime) -> Sets:
    """The same without a fault."""
    round_the_day = timedelta(seconds=(first_no - 1) % SECONDS_USED)  # generated sets follow each other by the second
    return generate_sets(count, SEED, first_no=first_no, at=now - timedelta(hours=1) - round_the_day)


def spoilt(setting: Setting, sets: Sets, rules: Sequence[str], *, rate: Decimal, seed: int, now: datetime) -> Sets:
    """The sets, of which the share `rate` has one fault each, of these rules in turn."""
    editions = catalogue.references(setting.lookups, day_in_china(now)).editions
    complete = [kind for kind, edition in editions.items() if edition.complete]
    plan = faults.plan_faults(sets.orders, rate, seed, rules, complete)
    changed: dict[str, pl.DataFrame] = {}
    keys = sets.orders.select("message_no", "document_no", "order_no", "marketplace_code")
    for heads_name, lines_name in FRAMES.values():
        heads = getattr(sets, heads_name)
        added = [c for c in ("order_no", "marketplace_code") if c not in heads.columns]
        beside = keys.select("message_no", "document_no", *added)
        named = heads.join(beside, on=["message_no", "document_no"]) if added else heads
        lines = getattr(sets, lines_name) if lines_name else sets.order_lines.clear()
        planted, planted_lines = faults.plant(heads_name, named, lines, plan)  # type: ignore[arg-type]
        changed[heads_name] = planted.drop(added)
        if lines_name:
            changed[lines_name] = planted_lines
    return replace(sets, **changed)


def send(setting: Setting, sets: Sets, *, now: datetime) -> int:
    """Store the sets' messages as their senders'; workers read them. Returns the number of messages."""
    return store(setting, list(messages_of(sets)), now=now)


def store(setting: Setting, messages: Sequence[tuple[str, bytes]], *, now: datetime) -> int:
    """Store messages as those of the firms whose codes stand beside them; returns their number."""
    codes = parties.resolve(setting.lookups, [(code, code, "") for code, _ in messages])
    incoming = [Incoming("message", codes[code], body, "practice") for code, body in messages]
    with setting.connection.transaction():
        exchange.store_messages(setting.connection, incoming, now=now, practice=True)
    return len(messages)


def feed(
    setting: Setting,
    *,
    seconds: int,
    clock: Callable[[], datetime],
    alone: bool,
    tell: Callable[[int], None],
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """Send some new sets every second, for so many seconds; returns the number of sets.

    alone: no workers are running, so they are read and judged here.
    """
    start = 1000 + (int(clock().timestamp()) % 100_000_000) * SETS_A_SECOND
    taught = [rule for rule in rules_taught(clock()) if rule not in _NEEDS_COMPANY]
    for second in range(seconds):
        now, rule = clock(), taught[second // 2 % len(taught)]
        first_no = start + SETS_A_SECOND * second
        rate = Decimal(second % 2) / SETS_A_SECOND  # one fault every other second
        sets = faulty_sets(setting, SETS_A_SECOND, [rule], first_no=first_no, now=now, rate=rate)
        send(setting, sets, now=now)
        if alone:
            settle(setting, now=now)
        tell(1)
        sleep(1.0)
    return SETS_A_SECOND * seconds
