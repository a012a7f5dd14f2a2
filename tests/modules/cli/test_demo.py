"""`demo reset | feed` and the world that `up --demo` loads: real messages, judged by the real engine."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from entrepot.project.cli import demo as commands
from entrepot.project.cli.frame import Context
from entrepot.project.cli.people import link
from entrepot.project.cli.record import record
from entrepot.project.line import arrivals, demo
from entrepot.project.line.setting import Setting, open_setting
from entrepot.project.practice import world
from entrepot.project.practice.hamburg import CERTIFICATE, ORDER_NO
from entrepot.project.server.folder import DataFolder
from entrepot.project.wording import Refusal
from tests.modules.cli.conftest import Station


def rules_of(owner: psycopg.Connection) -> list[list[str]]:
    """The rules under which each refused list is refused, the lists by their rules."""
    rows = owner.execute(
        "SELECT array_agg(DISTINCT f.rule ORDER BY f.rule) AS rules FROM declarations_work w"
        " JOIN declarations_finding f ON f.list_id = w.list_id WHERE w.state = 'refused' GROUP BY w.list_id"
        " ORDER BY rules"
    )
    return [rules for (rules,) in rows]


@pytest.fixture
def setting(practice: Station) -> Iterator[Setting]:
    with open_setting() as opened:
        yield opened


def counts(owner: psycopg.Connection) -> dict[str, int]:
    return dict(owner.execute("SELECT state, count(*) FROM declarations_work GROUP BY 1").fetchall())


def test_the_world_shows_what_waits_is_refused_and_released_from_the_first_moment(
    practice: Station, setting: Setting, owner: psycopg.Connection
) -> None:
    began = time.monotonic()
    sets = demo.load(setting, now=practice.now)
    assert time.monotonic() - began < 20
    found = counts(owner)
    assert sets == sum(found.values()) == 24
    waits = owner.execute("SELECT waiting_for, count(*) FROM declarations_work WHERE state = 'waiting' GROUP BY 1")
    assert {tuple(kinds): count for kinds, count in waits} == {("waybill",): 3, ("order",): 1}
    assert found["refused"] == 2
    assert found["released"] + found.get("held", 0) == 18
    assert rules_of(owner) == [["E04", "E05"], ["E06"]]
    refused = owner.execute("SELECT rule FROM exchange_fault").fetchall()
    assert refused == [("ceb.not_a_number",)]
    everything = owner.execute("SELECT bool_and(practice) FROM trade_order").fetchone()
    assert everything == (True,)


def test_one_record_is_on_its_way_from_wangtang_to_hamburg(practice: Station, setting: Setting) -> None:
    demo.load(setting, now=practice.now)
    found = practice.run(record, order_no=ORDER_NO, marketplace=None, seller=None)
    assert found["marketplace_name"].startswith("望塘")
    kinds = [entry["kind"] for entry in found["entries"] if entry["kind"] != "reserved"]  # of a warehouse abroad
    assert kinds == [
        "order", "slip", "order", "waybill", "list", "signature", "taken-up", "decision", "answered",
    ]  # fmt: skip
    assert found["entries"][2]["what"] == f"order {ORDER_NO} changed, version 2"
    times = [datetime.fromisoformat(entry["at"]) for entry in found["entries"]]
    assert times == sorted(times)
    assert (practice.now - times[0]).total_seconds() == 7 * 3600
    (one,) = found["lists"]
    assert one["state"] in {"released", "held"}  # the lane is drawn from the seed of the day
    assert one["findings"] == []


def test_a_person_of_each_role_can_sign_in(practice: Station, setting: Setting) -> None:
    demo.load(setting, now=practice.now)
    for username, _, _ in demo.PEOPLE:
        assert practice.run(link, person=username)["minutes"] == 15


def test_reset_begins_again_and_keeps_firms_people_and_the_seed(
    practice: Station, setting: Setting, owner: psycopg.Connection
) -> None:
    query = "SELECT (SELECT count(*) FROM parties_enterprise), (SELECT count(*) FROM parties_person)"
    first = practice.run(commands.reset)
    before, seed = owner.execute(query).fetchone(), owner.execute("SELECT seed FROM declarations_seed").fetchall()
    second = practice.run(commands.reset)
    assert (first["sets"], second["sets"], second["order_no"]) == (161, 161, ORDER_NO)
    assert owner.execute(query).fetchone() == before
    assert owner.execute("SELECT seed FROM declarations_seed").fetchall() == seed
    assert sum(counts(owner).values()) == 161
    grants = owner.execute("SELECT count(*) FROM parties_grant").fetchone()
    assert grants == (2,)


def test_reset_is_refused_outside_practice_and_nothing_is_lost(
    filing: Station, owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from entrepot.project.cli.registry import find

    assert find(["demo", "reset"]) is not None
    with pytest.raises(Refusal) as refused:
        commands.reset(data=filing.path, as_json=True)
    assert str(refused.value).startswith("This command is for practice stations only")
    assert commands.load_if_empty(_context(filing.path)) is False
    assert owner.execute("SELECT count(*) FROM exchange_message").fetchone() == (0,)


def _context(path: Path) -> Context:
    return Context(DataFolder(path), json=True)


def test_feed_sends_new_sets_and_without_workers_judges_them(
    practice: Station, setting: Setting, owner: psycopg.Connection
) -> None:
    demo.load(setting, now=practice.now)
    before = sum(counts(owner).values())
    told: list[int] = []
    sent = demo.feed(
        setting, seconds=4, clock=lambda: practice.now, alone=True, tell=told.append, sleep=lambda _seconds: None
    )
    assert (sent, told) == (20, [1, 1, 1, 1])
    after = counts(owner)
    assert sum(after.values()) - before in {20, 21, 22}  # a list declared twice is one more
    assert after.get("due", 0) == 0
    assert owner.execute("SELECT count(*) FROM exchange_message WHERE state = 'stored'").fetchone() == (0,)


def test_the_sets_that_arrive_come_once_eleven_with_a_fault_of_their_own(
    practice: Station, setting: Setting, owner: psycopg.Connection
) -> None:
    world.register_firms(now=practice.now)
    world.load_editions(setting, now=practice.now)
    told: list[int] = []
    paused: list[float] = []
    sent = arrivals.arrive(setting, clock=lambda: practice.now, tell=told.append, sleep=paused.append)
    assert (sent, len(told), len(paused)) == (137, 137, 137)
    assert sum(paused) == pytest.approx(arrivals.SECONDS)
    demo.settle(setting, now=practice.now)
    assert rules_of(owner) == [
        ["E01"], ["E02"], ["E03"], ["E04", "E05"], ["E05"], ["E06"], ["E06", "F01", "F03"], ["E10"], ["F02"], ["F03"],
        ["F06"],
    ]  # fmt: skip
    found = counts(owner)
    assert found["refused"] == 11
    assert found["released"] + found.get("held", 0) == 126
    assert sum(found.values()) == 137
    again = arrivals.arrive(setting, clock=lambda: practice.now, tell=told.append, sleep=paused.append)
    assert (again, len(told)) == (0, 137)


def test_a_mistyped_price_is_told_with_the_figures_of_both_sides(
    practice: Station, setting: Setting, owner: psycopg.Connection
) -> None:
    demo.load(setting, now=practice.now)
    rows = owner.execute(
        "SELECT f.gnum, f.found::numeric, f.expected::numeric FROM declarations_finding f"
        " WHERE f.rule = 'E04' AND f.field = 'price'"
    ).fetchall()
    ((line, listed, ordered),) = rows
    assert line in {1, 2}
    assert listed != ordered
    assert sorted(f"{listed:.2f}") == sorted(f"{ordered:.2f}")


def test_the_first_record_is_opened_to_a_bank_and_a_partner_who_have_looked(
    practice: Station, setting: Setting, owner: psycopg.Connection
) -> None:
    demo.load(setting, now=practice.now)
    rows = owner.execute(
        "SELECT e.name_en, g.parts, l.parts, l.at > g.created_at FROM parties_grant g"
        " JOIN parties_enterprise e ON e.id = g.to_party_id JOIN parties_look l ON l.grant_id = g.id ORDER BY g.id"
    ).fetchall()
    assert rows == [
        ("Wangtang Bank", ["order", "money"], ["money", "order"], True),
        ("Elbe Trading", ["order", "transport", "customs"], ["customs", "order", "transport"], True),
    ]
    signed = owner.execute("SELECT kind, key_name FROM exchange_message WHERE key_name <> ''").fetchall()
    assert signed == [("list", CERTIFICATE)]
