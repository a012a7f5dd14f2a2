"""A guarantee is set by officers of the deciding office; its firm reads it and cannot move it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import psycopg
import pytest

from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.store import connection as connections
from tests.modules.ledgers.sets import NOW, counted, sides, wishes

CODE = "BROKER"
OTHER = "BROKER2"  # of the same firm


@dataclass(frozen=True)
class World:
    """An office with an officer and a viewer, and a firm."""

    office: int
    broker: int
    officer: int
    viewer: int

    def set(self, limit: str, why: str = "bank letter 12", acting: parties.Acting | None = None) -> int:
        """As the command line does."""
        by = acting or parties.Acting(self.office)
        return ledgers.set_guarantee(acting=by, code=CODE, limit=Decimal(limit), why=why, now=NOW, using="owner")


@pytest.fixture
def world(owner: psycopg.Connection) -> World:
    """An office whose station this is."""
    office, broker = (
        parties.register_enterprise(
            name_zh=names[0], name_en="", codes=[], own_codes=names, roles=[role], valid_from=date(2020, 1, 1), now=NOW
        )
        for names, role in ((["OFFICE"], "authority"), ([CODE, OTHER], "declarant"))
    )
    parties.create_station(kind="deciding", owner_id=office, signing_key="0" * 64, now=NOW)
    people = []
    for place in ("staff", "viewer"):
        person = parties.create_person(username=place, name=place, password="a quiet harbour at dawn", now=NOW)
        parties.add_member(
            acting=parties.Acting(office), person_id=person, place=place, valid_from=date(2020, 1, 1), now=NOW,
            using="owner",
        )  # fmt: skip
        people.append(person)
    return World(office, broker, *people)


def test_a_firm_has_one_guarantee_under_whichever_of_its_codes(owner: psycopg.Connection, world: World) -> None:
    account = world.set("1000")
    by = parties.Acting(world.office)
    again = ledgers.set_guarantee(acting=by, code=OTHER, limit=Decimal(1200), why="letter 13", now=NOW, using="owner")
    assert again == account
    assert ledgers.guarantees_of(owner, [OTHER, CODE, "OFFICE", "nobody"]) == {CODE: account, OTHER: account}
    for code in (CODE, OTHER):
        one = ledgers.guarantee_of(owner, code, using="owner")
        assert one is not None
        assert (one.key, one.balance.limit) == (CODE, Decimal(1200))
    assert ledgers.guarantee_of(owner, "OFFICE", using="owner") is None


def test_an_officer_opens_raises_and_lowers_a_guarantee_as_far_as_it_is_free(
    owner: psycopg.Connection, world: World
) -> None:
    account = world.set("1000")
    assert world.set("1000") == account
    ledgers.reserve_together(owner, wishes([("a", account, "700")]), now=NOW)
    world.set("900.50", "part returned")
    assert sides(owner, account) == counted(owner, account) == (Decimal("200.5"), Decimal(700), Decimal(0))
    assert [(one.source, one.amount, one.why) for one in ledgers.movements(owner, account) if one.key != "a"] == [
        ("outside", Decimal(1000), "bank letter 12"), ("free", Decimal("99.5"), "part returned"),
    ]  # fmt: skip
    with pytest.raises(ledgers.UnableToKeepAccount, match=r"at most 200\.5 CNY to be taken out, found 201"):
        world.set("699.50")
    assert sides(owner, account)[0] == Decimal("200.5")
    told = parties.Audit.objects.using("owner").filter(what="guarantee_set").order_by("pk")
    assert [(row.subject, row.facts) for row in told] == [
        ("guarantee:BROKER", {"limit": "1000"}), ("guarantee:BROKER", {"limit": "900.50"}),
    ]  # fmt: skip


def test_nobody_else_sets_one(owner: psycopg.Connection, world: World) -> None:
    with pytest.raises(ledgers.UnableToKeepAccount, match="the office that decides"):
        world.set("1000", acting=parties.Acting(world.broker))
    with pytest.raises(parties.UnableToAct):
        world.set("1000", acting=parties.Acting(world.office, world.viewer))
    with pytest.raises(ledgers.UnableToKeepAccount, match="why the limit is set"):
        world.set("1000", " ")
    with pytest.raises(ledgers.UnableToKeepAccount, match="above zero"):
        world.set("-1")
    assert owner.execute("SELECT count(*) FROM ledgers_account").fetchone() == (0,)
    assert world.set("1000", acting=parties.Acting(world.office, world.officer)) > 0


def test_a_firm_reads_its_guarantee_and_cannot_raise_or_use_it(owner: psycopg.Connection, world: World) -> None:
    account = world.set("1000")
    with connections.web([world.broker], person_id=99) as web:
        assert [one.key for one in ledgers.kept(web, "guarantee", size=5)] == [CODE]
        assert [one.why for one in ledgers.latest_movements(web, account, size=5)] == ["bank letter 12"]
        with pytest.raises(ledgers.UnableToKeepAccount, match="that you keep"):
            ledgers.put_in(web, account, Decimal(1), key="more", why="more", now=NOW)
        with pytest.raises(ledgers.UnableToMove, match="that you keep"):
            ledgers.reserve_together(web, wishes([("a", account, "1")]), now=NOW)
        with pytest.raises(psycopg.errors.InsufficientPrivilege), web.transaction():
            ledgers.open_account(
                web, kind="guarantee", key="OWN", unit="CNY", holder_id=world.broker, amount=Decimal(5), now=NOW
            )
    assert sides(owner, account)[0] == 1000
    with connections.web([world.office], person_id=world.officer) as web:
        ledgers.put_in(web, account, Decimal(1), key="more", why="more", now=NOW)
    assert sides(owner, account)[0] == 1001


def test_a_page_of_movements_and_the_uses_of_an_account(owner: psycopg.Connection, world: World) -> None:
    account = world.set("1000")
    ledgers.reserve_together(owner, wishes([(str(at), account, "1") for at in range(4)]), now=NOW)
    ledgers.commit(owner, [(account, "2")], now=NOW)
    newest = ledgers.latest_movements(owner, account, size=2)
    assert [(one.key, one.source, one.target) for one in newest] == [("2", "held", "spent"), ("3", "free", "held")]
    older = ledgers.latest_movements(owner, account, before=newest[-1].number, size=2)
    assert [one.key for one in older] == ["2", "1"]
    assert [(one.key, one.state) for one in ledgers.uses(owner, account, size=3)] == [
        ("3", "held"), ("2", "spent"), ("1", "held"),
    ]  # fmt: skip
