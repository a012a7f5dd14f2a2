"""A party that documents named is claimed by a filing that the authority approved; all as the web role."""

import psycopg
import pytest
from django.db import ProgrammingError, connections

from entrepot.modules.parties import api
from entrepot.modules.parties.models import Filing
from entrepot.modules.parties.queries.filings import authorities
from tests.modules.parties.world import NOW, SELLER_CREDIT, TODAY, UNKNOWN_CODE, World, make_world, reader


@pytest.fixture
def world(owner: psycopg.Connection) -> World:
    return make_world()


@pytest.fixture
def dora(owner: psycopg.Connection) -> int:
    """Somebody who works nowhere yet."""
    return api.create_person(username="dora", name="Dora", now=NOW)


def _apply(person: int, code: str, world: World, for_party: int | None = None) -> int:
    with api.reading(reader(person)):
        return api.apply_for_filing(
            person_id=person, code=code, authority_id=world.customs, kind="customs", for_party=for_party, now=NOW
        )


def _approve(world: World, filing: int) -> None:
    with api.reading(reader(world.chen)):
        api.approve_filing(
            acting=api.Acting(world.customs, world.chen), filing_id=filing, number="2026-1", valid_from=TODAY,
            name_zh="云杉家居有限公司", roles=["seller"], now=NOW,
        )  # fmt: skip


def test_an_approved_filing_claims_the_party_and_makes_the_applicant_its_administrator(
    owner: psycopg.Connection, world: World, dora: int
) -> None:
    party = api.resolve(owner, [(UNKNOWN_CODE, "云杉", "seller")])[UNKNOWN_CODE]
    filing = _apply(dora, UNKNOWN_CODE, world)
    assert reader(dora).party_ids == ()
    _approve(world, filing)
    assert reader(dora).party_ids == (party,)
    assert api.places_of(dora, party, now=NOW, using="owner") == {"administrator"}
    assert api.firms([party], using="owner")[party].name_zh == "云杉家居有限公司"
    assert api.roles_of(party, TODAY, using="owner") == {"seller"}
    assert owner.execute("SELECT provisional FROM parties_enterprise WHERE id = %s", (party,)).fetchone() == (False,)


def test_a_refused_filing_changes_nothing_else(owner: psycopg.Connection, world: World, dora: int) -> None:
    party = api.resolve(owner, [(UNKNOWN_CODE, "云杉", "seller")])[UNKNOWN_CODE]
    filing = _apply(dora, UNKNOWN_CODE, world)
    with api.reading(reader(world.chen)):
        api.refuse_filing(
            acting=api.Acting(world.customs, world.chen), filing_id=filing, reason=" The licence names another. ",
            now=NOW,
        )  # fmt: skip
    assert Filing.objects.using("owner").get(pk=filing).reason == "The licence names another."
    assert reader(dora).party_ids == ()
    assert api.firms([party], using="owner")[party].provisional is True
    with pytest.raises(api.UnableToRegister) as error:
        _approve(world, filing)
    assert error.value.reason == "filing_decided"
    assert api.firms([party], using="owner")[party].provisional is True


def test_the_second_code_of_a_firm_brings_what_was_named_under_it(owner: psycopg.Connection, world: World) -> None:
    other = api.resolve(owner, [(SELLER_CREDIT, "青禾", "seller")])[SELLER_CREDIT]
    _approve(world, _apply(world.anna, SELLER_CREDIT, world, for_party=world.seller))
    assert api.resolve(owner, [(SELLER_CREDIT, "", "")]) == {SELLER_CREDIT: world.seller}
    assert reader(world.anna).party_ids == tuple(sorted([world.seller, other]))
    assert api.firms([world.seller], using="owner")[world.seller].name_zh == "青禾礼品"


def test_nobody_squats_on_the_code_of_another_firm(owner: psycopg.Connection, world: World) -> None:
    filing = _apply(world.bo, "9999961001", world, for_party=world.broker)  # the seller's
    with pytest.raises(api.UnableToUseCode) as error:
        _approve(world, filing)
    assert error.value.reason == "code_taken"
    assert api.resolve(owner, [("9999961001", "", "")]) == {"9999961001": world.seller}
    assert Filing.objects.using("owner").get(pk=filing).state == "applied"


def test_a_filing_about_a_claimed_firm_lets_nobody_in(owner: psycopg.Connection, world: World, dora: int) -> None:
    _approve(world, _apply(dora, "9999961001", world))
    assert reader(dora).party_ids == ()
    assert api.firms([world.seller], using="owner")[world.seller].name_zh == "青禾礼品"


def test_nobody_applies_for_a_firm_it_does_not_administer(world: World, dora: int) -> None:
    with pytest.raises(api.UnableToAct):
        _apply(dora, UNKNOWN_CODE, world, for_party=world.seller)
    assert not Filing.objects.using("owner").exists()


def test_nobody_files_with_an_authority_of_its_own_making(world: World, dora: int) -> None:
    with pytest.raises(api.UnableToRegister) as error, api.reading(reader(dora)):
        api.apply_for_filing(person_id=dora, code=UNKNOWN_CODE, authority_id=world.broker, kind="customs", now=NOW)
    assert error.value.reason == "no_authority"
    row = {"enterprise_id": world.seller, "code": UNKNOWN_CODE, "authority_id": world.broker, "kind": "customs"}
    with pytest.raises(ProgrammingError, match="row-level security"), api.reading(reader(dora)):
        Filing.objects.create(**row, applicant_id=dora, applied_at=NOW)
    assert not Filing.objects.using("owner").exists()


def test_only_the_authority_decides(world: World, dora: int) -> None:
    filing = _apply(dora, UNKNOWN_CODE, world)
    for acting in (api.Acting(world.broker, world.bo), api.Acting(world.customs, world.bo)):
        assert acting.person_id is not None
        with pytest.raises((api.UnableToRegister, api.UnableToAct)), api.reading(reader(acting.person_id)):
            api.approve_filing(acting=acting, filing_id=filing, number="1", valid_from=TODAY, now=NOW)
    assert Filing.objects.using("owner").get(pk=filing).state == "applied"


@pytest.mark.parametrize("statement", [
    "INSERT INTO parties_code (enterprise_id, scheme, code) VALUES ({broker}, 'customs10', '9999961002')",
    "INSERT INTO parties_role (enterprise_id, role, valid_from) VALUES ({broker}, 'authority', '2020-01-01')",
    "INSERT INTO parties_enterprise (name_zh) VALUES ('x')",
    "DELETE FROM parties_code",
])  # fmt: skip
def test_the_web_role_cannot_go_round_the_filing(world: World, statement: str) -> None:
    with pytest.raises(ProgrammingError), api.reading(reader(world.bo)), connections["default"].cursor() as cursor:
        cursor.execute(statement.format(broker=world.broker))


def test_a_refusal_says_why_and_an_approval_has_its_number(world: World, dora: int) -> None:
    filing, acting = _apply(dora, UNKNOWN_CODE, world), api.Acting(world.customs, world.chen)
    refused = []
    with api.reading(reader(world.chen)):
        for reason in (" ", "x" * 1001):
            with pytest.raises(api.UnableToRegister) as error:
                api.refuse_filing(acting=acting, filing_id=filing, reason=reason, now=NOW)
            refused.append(error.value.reason)
        with pytest.raises(api.UnableToRegister) as error:
            api.approve_filing(acting=acting, filing_id=filing, number=" ", valid_from=TODAY, now=NOW)
    assert [*refused, error.value.reason] == ["filing_reason", "filing_reason_long", "filing_number"]
    assert Filing.objects.using("owner").get(pk=filing).state == "applied"


def test_nobody_asks_twice_for_the_same_before_it_is_answered(world: World, dora: int) -> None:
    _apply(dora, UNKNOWN_CODE, world)
    with pytest.raises(api.UnableToRegister) as error:
        _apply(dora, UNKNOWN_CODE, world)
    assert error.value.reason == "filing_open"
    _apply(world.bo, UNKNOWN_CODE, world)
    assert Filing.objects.using("owner").count() == 2


def test_who_works_nowhere_finds_the_authorities_and_nobody_without_a_name(world: World, dora: int) -> None:
    with api.reading(reader(dora)):
        assert [one.id for one in authorities()] == [world.customs]
    with api.reading(api.Reader((), (), None, frozenset(), ())):
        assert authorities() == []


def test_the_authority_sees_who_applies_and_nobody_else_does(world: World, dora: int) -> None:
    _apply(dora, UNKNOWN_CODE, world)
    seen = {}
    for person, own in ((world.chen, world.customs), (dora, 0), (world.bo, world.broker)):
        with api.reading(reader(person)):
            rows = api.filings_page(person, (own,), after=None, size=9)
            seen[person] = [row.applicant.name if row.applicant else "" for row in rows]
    assert seen == {world.chen: ["Dora"], dora: ["Dora"], world.bo: []}
