"""Grants open parts of a record to a named party until a time; every look is kept and shown to the owner."""

from datetime import datetime, timedelta

import psycopg
import pytest
from django.db import connections

from entrepot.modules.parties import api
from tests.modules.parties.world import NOW, World, make_world, member, reader

UNTIL = NOW + timedelta(days=7)


@pytest.fixture
def world(owner: psycopg.Connection) -> World:
    return make_world()


@pytest.fixture
def li(world: World) -> int:
    """Somebody at the carrier."""
    return member("li", world.carrier)


def _share(world: World, *parts: str) -> int:
    with api.reading(reader(world.anna)):
        return api.share(
            acting=api.Acting(world.seller, world.anna),
            order_no="A-1",
            marketplace_id=world.seller,
            parts=parts or ("order", "transport"),
            to_party=world.carrier,
            valid_until=UNTIL,
            now=NOW,
        )


def _opened(world: World, person: int, part: str, **after: float) -> list[tuple[object, ...]]:
    """What the policies of upper modules see."""
    then = api.reader_of(person_id=person, now=NOW + timedelta(**after))
    with api.reading(then), connections["default"].cursor() as cursor:
        cursor.execute("SELECT order_no, marketplace_id, owner_id FROM reader_grants(%s)", (part,))
        return list(cursor.fetchall())


def test_a_grant_opens_its_parts_to_the_named_party_until_its_time(world: World, li: int) -> None:
    _share(world)
    record = ("A-1", world.seller, world.seller)
    assert [_opened(world, li, part) for part in api.PARTS] == [[record], [], [], [record], [], []]
    assert _opened(world, li, "order", days=7, seconds=-1) == [record]
    assert _opened(world, li, "order", days=7) == []
    assert _opened(world, world.bo, "order") == []


def test_a_revoked_grant_opens_nothing(world: World, li: int) -> None:
    grant = _share(world)
    with api.reading(reader(world.anna)):
        api.revoke_grant(acting=api.Acting(world.seller, world.anna), grant_id=grant, now=NOW)
    assert _opened(world, li, "order") == []


def test_only_its_owner_revokes_a_grant(world: World, li: int) -> None:
    grant = _share(world)
    with pytest.raises(api.UnableToShare) as error, api.reading(reader(li)):
        api.revoke_grant(acting=api.Acting(world.carrier, li), grant_id=grant, now=NOW)
    assert error.value.reason == "already_ended"
    assert len(_opened(world, li, "order")) == 1


def test_without_a_reader_no_grant_is_open(world: World, li: int) -> None:
    _share(world)
    with api.reading(None), connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reader_grants('order')")
        assert cursor.fetchone() == (0,)


def test_every_look_is_shown_to_the_owner(world: World, li: int) -> None:
    grant = _share(world)
    with api.reading(reader(li)):
        api.record_look(reader=reader(li), grant_id=grant, parts=["transport"], now=NOW)
    with api.reading(reader(world.anna)):
        ((look,), other) = api.looks_at(world.seller, order_no="A-1"), api.looks_at(world.seller, order_no="A-2")
        assert (look.at, look.by_party_id, look.parts, look.by_party.name_zh) == (
            NOW,
            world.carrier,
            ["transport"],
            "鸿雁物流",
        )
    assert other == []


@pytest.mark.parametrize("parts", [["money"], ["order", "money"], []])
def test_nobody_looks_at_parts_that_were_not_opened(
    owner: psycopg.Connection, world: World, li: int, parts: list[str]
) -> None:
    grant = _share(world)
    with pytest.raises(api.UnableToShare) as error, api.reading(reader(li)):
        api.record_look(reader=reader(li), grant_id=grant, parts=parts, now=NOW)
    assert error.value.reason == "look_not_open"
    assert owner.execute("SELECT count(*) FROM parties_look").fetchone() == (0,)


def test_looks_and_audit_are_never_changed_not_even_by_the_owner_role(
    owner: psycopg.Connection, world: World, li: int
) -> None:
    grant = _share(world)
    with api.reading(reader(li)):
        api.record_look(reader=reader(li), grant_id=grant, parts=["order"], now=NOW)
    for table in ("parties_look", "parties_audit"):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET at = at"):
            with pytest.raises(psycopg.errors.CheckViolation, match="only ever added to"):
                owner.execute(statement)


def test_refuses_a_grant_that_opens_nothing(owner: psycopg.Connection, world: World) -> None:
    def refused(
        parts: tuple[str, ...] = ("order",), to_party: int = world.carrier, valid_until: datetime = UNTIL
    ) -> str:
        with pytest.raises(api.UnableToShare) as error:
            api.share(
                acting=api.Acting(world.seller),
                order_no="A-1",
                marketplace_id=world.seller,
                parts=parts,
                to_party=to_party,
                valid_until=valid_until,
                now=NOW,
                using="owner",
            )
        return error.value.reason

    assert refused(parts=()) == "scope_unknown"
    assert refused(parts=("identity",)) == "scope_unknown"
    assert refused(to_party=world.seller) == "share_with_self"
    assert refused(valid_until=NOW) == "share_over"
    assert owner.execute("SELECT count(*) FROM parties_grant").fetchone() == (0,)


def test_a_record_can_be_shared_with_a_firm_that_has_not_come_yet(world: World) -> None:
    with api.reading(reader(world.anna)):
        party = api.party_of_code("9999961077")
        api.share(
            acting=api.Acting(world.seller, world.anna),
            order_no="A-1",
            marketplace_id=world.seller,
            parts=["order"],
            to_party=party,
            valid_until=UNTIL,
            now=NOW,
        )
    opened = api.reader_of(person_id=None, firms=(party,), now=NOW).grants
    assert [(grant.order_no, grant.owner_id, grant.parts) for grant in opened] == [("A-1", world.seller, ("order",))]


def test_what_was_done_in_the_name_of_a_firm_is_on_its_record(world: World) -> None:
    grant = _share(world)
    with api.reading(reader(world.anna)):
        api.unmasked(acting=api.Acting(world.seller, world.anna), subject="order:A-1", fields=("buyer_name",), now=NOW)
        rows = list(api.Audit.objects.order_by("id").values_list("what", "subject", "person_id", "facts"))
    assert rows[-2:] == [
        ("shared", f"grant:{grant}", world.anna, {"to": world.carrier}),
        ("unmasked", "order:A-1", world.anna, {"fields": ["buyer_name"]}),
    ]
    with api.reading(reader(world.bo)):
        assert not api.Audit.objects.filter(what="unmasked").exists()
