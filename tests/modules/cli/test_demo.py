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
from entrepot.project.line import demo
from entrepot.project.line.setting import Setting, open_setting
from entrepot.project.practice.hamburg import ORDER_NO
from entrepot.project.server.folder import DataFolder
from entrepot.project.wording import Refusal
from tests.modules.cli.conftest import Station


@pytest.fixture
def setting(practice: Station) -> Iterator[Setting]:
    with open_setting() as opened:
        yield opened


def counts(owner: psycopg.Connection) -> dict[str, int]:
    return dict(owner.execute("SELECT state, count(*) FROM declarations_work GROUP BY 1").fetchall())


def test_the_world_shows_every_state_and_a_refusal_of_each_kind(
    practice: Station, setting: Setting, owner: psycopg.Connection
) -> None:
    began = time.monotonic()
    sets = demo.load(setting, now=practice.now)
    assert time.monotonic() - began < 20
    assert sets == 142
    found = counts(owner)
    waits = owner.execute("SELECT waiting_for, count(*) FROM declarations_work WHERE state = 'waiting' GROUP BY 1")
    assert {tuple(kinds): count for kinds, count in waits} == {("waybill",): 3, ("order",): 1}
    assert found["refused"] >= 11
    assert found["released"] > 110
    refused = owner.execute("SELECT rule FROM exchange_fault").fetchall()
    assert refused == [("ceb.not_a_number",)]
    everything = owner.execute("SELECT bool_and(practice) FROM trade_order").fetchone()
    assert everything == (True,)


def test_one_record_is_on_its_way_from_wangtang_to_hamburg(practice: Station, setting: Setting) -> None:
    demo.load(setting, now=practice.now)
    found = practice.run(record, order_no=ORDER_NO, marketplace=None, seller=None)
    assert found["marketplace_name"].startswith("望塘")
    kinds = [entry["kind"] for entry in found["entries"]]
    assert kinds == ["order", "slip", "order", "waybill", "list", "decision"]
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
    assert (first["sets"], second["sets"], second["order_no"]) == (142, 142, ORDER_NO)
    assert owner.execute(query).fetchone() == before
    assert owner.execute("SELECT seed FROM declarations_seed").fetchall() == seed
    assert sum(counts(owner).values()) == 142


def test_reset_is_refused_outside_practice_and_nothing_is_lost(
    filing: Station, owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from entrepot.project.cli.registry import find

    assert find(["demo", "reset"]) is not None
    with pytest.raises(Refusal) as refused:
        commands.reset(data=filing.path, as_json=True)
    assert str(refused.value).startswith("This command is for practice stations only")
    commands.load_if_empty(_context(filing.path))
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
