"""People: one name each, a password worth the name, a place in a firm."""

from datetime import date, timedelta

import psycopg
import pytest
from django.db import DatabaseError

from entrepot.modules.parties import api, commands
from entrepot.modules.parties.operations.passwords import Cost
from tests.modules.parties.world import NOW, PASSWORD, SELLER_CODE, TODAY, World, make_world, reader


@pytest.fixture
def world(owner: psycopg.Connection) -> World:
    return make_world()


def _refused(**person: str) -> str:
    with pytest.raises(api.UnableToChangePeople) as error:
        api.create_person(**({"username": "dora", "name": "Dora"} | person), now=NOW)
    return error.value.reason


@pytest.mark.parametrize("username", ["", "a b", "a@b", "x" * 61, "\t"])
def test_refuses_a_username_of_another_form(owner: psycopg.Connection, username: str) -> None:
    assert _refused(username=username) == "username_form"
    assert owner.execute("SELECT count(*) FROM parties_person").fetchone() == (0,)


def test_refuses_a_name_or_an_address_that_somebody_has(owner: psycopg.Connection) -> None:
    api.create_person(username="dora", name="Dora", email="dora@example.org", now=NOW)
    assert _refused(username="DORA") == "username_taken"
    assert _refused(username="dora2", email="Dora@example.org") == "username_taken"
    assert owner.execute("SELECT username, email FROM parties_person").fetchall() == [("dora", "dora@example.org")]


@pytest.mark.parametrize("password", ["short", "qwertyuiop", "1234567890", "dora.dora.dora"])
def test_refuses_a_weak_password(owner: psycopg.Connection, password: str) -> None:
    assert _refused(username="dora.dora", password=password) == "password_weak"
    assert owner.execute("SELECT count(*) FROM parties_person").fetchone() == (0,)


def test_the_password_is_kept_as_the_hash_of_a_costly_hash(owner: psycopg.Connection, cheap_passwords: Cost) -> None:
    api.create_person(username="dora", name="Dora", password=PASSWORD, now=NOW)
    ((salt, verifier, row),) = owner.execute("SELECT salt, verifier, p::text FROM parties_password p").fetchall()
    assert (len(salt), len(verifier)) == (16, 32)
    assert PASSWORD not in row
    # OWASP password storage cheat sheet: argon2id with at least 19 MiB and two passes
    assert (cheap_passwords.memory_kib >= 19 * 1024, cheap_passwords.passes >= 2) == (True, True)


def test_a_person_changes_its_own_password_and_no_other(world: World) -> None:
    with api.reading(reader(world.anna)):
        api.set_password(person_id=world.anna, password=PASSWORD, now=NOW)
    assert api.sign_in(name="anna", password=PASSWORD, address="192.0.2.1", now=NOW) == world.anna
    with pytest.raises((api.Person.DoesNotExist, DatabaseError)), api.reading(reader(world.bo)):
        api.set_password(person_id=world.anna, password="another quiet harbour", now=NOW)
    assert api.sign_in(name="anna", password=PASSWORD, address="192.0.2.1", now=NOW) == world.anna


def test_an_administrator_lets_people_in_and_out(world: World) -> None:
    dora = api.create_person(username="dora", name="Dora", now=NOW)
    acting = api.Acting(world.seller, world.anna)
    with api.reading(reader(world.anna)):
        api.add_member(acting=acting, person_id=dora, place="staff", valid_from=TODAY, now=NOW)
        assert [row.person.username for row in api.members_of(world.seller)] == ["anna", "dora"]
    assert reader(dora).party_ids == (world.seller,)
    with api.reading(reader(world.anna)):
        api.end_membership(acting=acting, person_id=dora, now=NOW)
    assert reader(dora).party_ids == ()


def test_staff_lets_nobody_in(world: World) -> None:
    dora = api.create_person(username="dora", name="Dora", now=NOW)
    api.add_member(
        acting=api.Acting(world.seller), person_id=dora, place="staff", valid_from=TODAY, now=NOW, using="owner"
    )
    with pytest.raises(api.UnableToAct) as error, api.reading(reader(dora)):
        api.add_member(
            acting=api.Acting(world.seller, dora), person_id=world.bo, place="staff", valid_from=TODAY, now=NOW
        )
    assert error.value.facts == {"needed": "administrator·管理员", "held": "staff·业务人员"}
    assert reader(world.bo).party_ids == (world.broker,)


def test_nobody_acts_as_the_web_role_without_a_person(world: World) -> None:
    with pytest.raises(api.UnableToAct), api.reading(reader(world.anna)):
        api.give_power(
            acting=api.Acting(world.seller), agent_id=world.broker, valid_from=TODAY, valid_until=None, now=NOW
        )


@pytest.mark.parametrize(
    ("day", "seen"), [(date(2026, 3, 9), False), (TODAY, True), (date(2026, 3, 19), True), (date(2026, 3, 20), False)]
)
def test_a_membership_holds_on_its_last_day_and_not_on_the_day_after(world: World, day: date, *, seen: bool) -> None:
    api.add_member(
        acting=api.Acting(world.carrier),
        person_id=world.anna,
        place="staff",
        valid_from=TODAY,
        valid_until=date(2026, 3, 20),
        now=NOW,
        using="owner",
    )
    then = api.reader_of(person_id=world.anna, now=NOW + (day - TODAY))
    assert then.party_ids == ((world.seller, world.carrier) if seen else (world.seller,))


def test_refuses_a_second_membership_in_the_same_days(owner: psycopg.Connection, world: World) -> None:
    for valid_from, valid_until in ((TODAY, None), (date(2019, 1, 1), None), (date(2019, 1, 1), date(2021, 1, 1))):
        with pytest.raises(api.UnableToChangePeople) as error:
            api.add_member(
                acting=api.Acting(world.seller),
                person_id=world.anna,
                place="staff",
                valid_from=valid_from,
                valid_until=valid_until,
                now=NOW,
                using="owner",
            )
        assert error.value.reason == "member_already"
    assert owner.execute("SELECT count(*) FROM parties_membership WHERE person_id = %s", (world.anna,)).fetchone() == (
        1,
    )


def test_the_command_line_adds_a_person_and_gives_a_link(world: World) -> None:
    dora = commands.create_person(username="Dora", name="Dora", firm_code=SELLER_CODE, now=NOW)
    assert reader(dora).party_ids == (world.seller,)
    path = commands.link(username="dora", now=NOW)
    assert path.startswith("/sign-in/")
    token = path.removeprefix("/sign-in/").rstrip("/")
    assert api.use_link(token=token, now=NOW + timedelta(minutes=14)) == dora


def test_the_command_line_adds_nobody_to_a_firm_it_does_not_know(owner: psycopg.Connection) -> None:
    with pytest.raises(api.UnableToUseCode) as error:
        commands.create_person(username="dora", name="Dora", firm_code=SELLER_CODE, now=NOW)
    assert error.value.reason == "code_unknown"
    assert owner.execute("SELECT count(*) FROM parties_person").fetchone() == (0,)
