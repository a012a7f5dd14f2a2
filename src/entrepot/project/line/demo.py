"""The practice world: firms, editions, people, and sets that come in as messages, some with one taught fault each."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import polars as pl

from entrepot import rulebook
from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Incoming
from entrepot.modules.parties import api as parties
from entrepot.project.line.intake import read_stored
from entrepot.project.line.replies import answer_intake
from entrepot.project.line.setting import Setting, day_in_china
from entrepot.project.line.worker import Worker
from entrepot.project.practice import faults, world
from entrepot.project.practice.firms import BROKER, CARRIERS, CUSTOMS, MARKETPLACE, SELLERS
from entrepot.project.practice.messages import FRAMES, messages_of
from entrepot.project.practice.sets import Sets, generate_sets

SETS_AT_FIRST = 137
SEED = 2021
_FAULTY = Decimal("0.08")  # eleven of 137
PEOPLE = (
    ("officer", "练习关员 · Practice officer", CUSTOMS),
    ("seller", "练习卖家 · Practice seller", SELLERS[0]),
    ("broker", "练习报关员 · Practice broker", BROKER),
    ("marketplace", "练习平台 · Practice marketplace", MARKETPLACE),
    ("carrier", "练习承运人 · Practice carrier", CARRIERS[0]),
)


def is_empty(setting: Setting) -> bool:
    """Whether nothing has come into this folder yet."""
    return exchange.last_number(setting.lookups) == 0


def load(setting: Setting, *, now: datetime) -> int:
    """Firms, editions, people and the first sets, decided; returns the number of sets."""
    world.register_firms(now=now)
    world.load_editions(setting, now=now)
    make_people(now=now)
    send(setting, faulty_sets(setting, SETS_AT_FIRST, first_no=1, now=now), now=now)
    while read_stored(setting, now=now, limit=40, after=answer_intake) is not None:
        pass
    Worker(setting, lambda: now).until_idle()
    return SETS_AT_FIRST


def make_people(*, now: datetime) -> None:
    """One person a role; they sign in by link (`entrepot link officer`)."""
    for username, name, firm in PEOPLE:
        if not parties.Person.objects.using("owner").filter(username=username).exists():
            parties.commands.create_person(
                username=username, name=name, firm_code=firm.customs_code, place="administrator", now=now
            )


def faulty_sets(setting: Setting, count: int, *, first_no: int, now: datetime) -> Sets:
    """Sets submitted in the hour before `now`; about one in twelve has one fault."""
    sets = generate_sets(count, SEED, first_no=first_no, at=now - timedelta(hours=1))
    book, day = rulebook.load(), day_in_china(now)
    editions = catalogue.references(setting.lookups, day).editions
    rules = faults.rules_looking(book, book.at(day)) - faults.REFUSED_AS_MESSAGE
    complete = [kind for kind, edition in editions.items() if edition.complete]
    plan = faults.plan_faults(sets.orders, _FAULTY, SEED + first_no, rules, complete)
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
    messages = list(messages_of(sets))
    codes = parties.resolve(setting.lookups, [(code, code, "") for code, _ in messages])
    incoming = [Incoming("message", codes[code], body, "practice") for code, body in messages]
    with setting.connection.transaction():
        exchange.store_messages(setting.connection, incoming, now=now, practice=True)
    return len(messages)


def feed(
    setting: Setting, *, seconds: int, clock: Callable[[], datetime], sleep: Callable[[float], None] = time.sleep
) -> int:
    """Send some new sets every second, for so many seconds; returns the number of sets."""
    start = 1000 + int(clock().timestamp()) % 100_000_000
    for second in range(seconds):
        send(setting, faulty_sets(setting, 5, first_no=start + 5 * second, now=clock()), now=clock())
        sleep(1.0)
    return 5 * seconds
