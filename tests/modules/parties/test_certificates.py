"""Certificates on file: filed and ended by who runs the station, read by the firm alone."""

from datetime import UTC, date, datetime

import psycopg
import pytest
from django.db import ProgrammingError, connections

from entrepot.modules.parties import api
from entrepot.modules.parties.models import Certificate
from tests.modules.parties.world import NOW, TODAY, UNKNOWN_CODE, World, make_world, reader

UNTIL = date(2026, 7, 1)
ONE, OTHER = b"\x01" * 32, b"\x02" * 32


@pytest.fixture
def world(owner: psycopg.Connection) -> World:
    return make_world()


def _filed(party: int, sha256: bytes = ONE, until: date = UNTIL) -> tuple[int, bool]:
    return api.file_certificate(
        party_id=party, number="01A2", sha256=sha256, valid_from=TODAY, valid_until=until, now=NOW
    )


@pytest.mark.parametrize(("day", "holds"), [
    (date(2026, 3, 9), False), (TODAY, True), (date(2026, 6, 30), True), (UNTIL, False),
])  # fmt: skip
def test_a_certificate_holds_from_its_first_day_to_its_last(
    owner: psycopg.Connection, world: World, day: date, *, holds: bool
) -> None:
    _filed(world.seller)
    found = api.certificates_on_file(owner, [world.seller, world.broker], day)
    assert found == [api.OnFile(world.seller, "01A2", ONE, in_force=holds)]


def test_an_ended_certificate_no_longer_holds_on_that_day_but_held_before(
    owner: psycopg.Connection, world: World
) -> None:
    number, _ = _filed(world.seller)
    # 00:30 on 21 April in China, still the 20th in UTC
    at = datetime(2026, 4, 20, 16, 30, tzinfo=UTC)
    api.end_certificate(party_id=world.seller, certificate_id=number, now=at)
    held = [api.certificates_on_file(owner, [world.seller], date(2026, 4, day))[0].in_force for day in (20, 21)]
    assert held == [True, False]
    with pytest.raises(api.UnableToRegister) as error:
        api.end_certificate(party_id=world.seller, certificate_id=number, now=at)
    assert error.value.reason == "already_ended"
    assert _filed(world.seller)[1] is True  # and may be filed again


def test_nobody_ends_the_certificate_of_another(owner: psycopg.Connection, world: World) -> None:
    number, _ = _filed(world.seller)
    with pytest.raises(api.UnableToRegister):
        api.end_certificate(party_id=world.broker, certificate_id=number, now=NOW)
    assert api.certificates_on_file(owner, [world.seller], TODAY)[0].in_force is True


def test_a_certificate_is_on_file_once_and_not_with_two_periods(world: World) -> None:
    first, again = _filed(world.seller), _filed(world.seller)
    assert (first[1], again) == (True, (first[0], False))
    with pytest.raises(api.UnableToRegister) as error:
        _filed(world.seller, until=date(2027, 1, 1))
    assert (error.value.reason, error.value.facts["last"]) == ("certificate_known", date(2026, 6, 30))
    with pytest.raises(api.UnableToRegister) as error:
        _filed(world.seller, OTHER, until=TODAY)
    assert error.value.reason == "period_empty"
    assert Certificate.objects.using("owner").count() == 1


def test_filing_and_ending_are_audited(world: World) -> None:
    number, _ = _filed(world.seller)
    api.end_certificate(party_id=world.seller, certificate_id=number, now=NOW)
    rows = api.Audit.objects.using("owner").filter(subject=f"certificate:{number}").order_by("id")
    assert list(rows.values_list("what", "party_id", "facts")) == [
        ("certificate_filed", world.seller, {"number": "01A2"}),
        ("certificate_ended", world.seller, {}),
    ]


def test_the_certificate_of_a_party_follows_it_to_the_firm_that_it_was(owner: psycopg.Connection, world: World) -> None:
    provisional = api.party_of_code(UNKNOWN_CODE, using="owner")
    number, _ = _filed(provisional)
    filed = api.Filed(world.customs, "customs", "2026-1", TODAY)
    api.add_code(party_id=world.seller, code=UNKNOWN_CODE, filed=filed, now=NOW)
    found = api.certificates_on_file(owner, [world.seller], TODAY)
    assert [(one.party_id, one.in_force) for one in found] == [(world.seller, True)]
    assert [one.pk for one in api.certificates_of(world.seller, using="owner")] == [number]


def test_a_firm_reads_its_own_and_no_web_role_files_one(world: World) -> None:
    _filed(world.seller)
    _filed(world.broker, OTHER)
    with api.reading(reader(world.anna)):
        seen = Certificate.objects.values_list("enterprise_id", flat=True)
        assert list(seen) == [world.seller]
    insert = (
        "INSERT INTO parties_certificate (enterprise_id, number, sha256, valid_from, valid_until, filed_at)"
        f" VALUES ({world.seller}, 'x', '\\x03', '2026-01-01', '2027-01-01', now())"
    )
    for statement in (insert, "UPDATE parties_certificate SET valid_until = '2099-01-01'"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            api.reading(reader(world.anna)),
            connections["default"].cursor() as cursor,
        ):
            cursor.execute(statement)
