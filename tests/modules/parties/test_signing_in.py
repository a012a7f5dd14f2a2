"""Signing in: what fits, what does not, and how often one may try."""

import threading
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from entrepot.modules.parties import api
from entrepot.modules.parties.operations import passwords, signing_in
from entrepot.modules.parties.operations.signing_in import LINK_MINUTES, PER_ACCOUNT, PER_ADDRESS, SPAN
from tests.modules.parties.world import NOW, PASSWORD

HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def anna(owner: psycopg.Connection) -> int:
    return api.create_person(
        username="anna", name="Anna", email="anna@example.org", password=PASSWORD, now=NOW - timedelta(days=1)
    )


def _refused(name: str, password: str, at: datetime, address: str = HERE) -> api.UnableToSignIn:
    with pytest.raises(api.UnableToSignIn) as error:
        api.sign_in(name=name, password=password, address=address, now=at)
    return error.value


def _reason(name: str, password: str, at: datetime, address: str = HERE) -> str:
    return _refused(name, password, at, address).reason


def test_signs_in_by_name_or_address_however_it_is_typed(anna: int) -> None:
    names = ["anna", "ANNA", " anna ", "ａｎｎａ", "Anna@Example.org"]
    assert [api.sign_in(name=name, password=PASSWORD, address=HERE, now=NOW) for name in names] == [anna] * 5


WRONG = [
    ("anna", PASSWORD + " "), ("anna", ""), ("nobody", PASSWORD), ("", ""), ("anna' OR true --", PASSWORD),
    ("a\0", "\ud800"), ("\ud800", "\0"),
]  # fmt: skip


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(anna: int) -> None:
    errors = [_refused(name, password, NOW) for name, password in WRONG]
    assert [(error.reason, error.facts) for error in errors] == [("sign_in_wrong", {})] * len(WRONG)


def test_an_unknown_name_takes_the_work_of_a_known_one_and_always_the_same_salt(
    anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    derived: list[tuple[bytes, passwords.Cost]] = []

    def derive(password: str, salt: bytes, cost: passwords.Cost) -> bytes:
        derived.append((salt, cost))
        return passwords.derive(password, salt, cost)

    monkeypatch.setattr(signing_in, "derive", derive)
    for name in ("anna", "nobody", "nobody", "somebody"):
        assert _reason(name, "wrong", NOW) == "sign_in_wrong"
    (known, cost), (unknown, _), *_ = derived
    assert [entry[1] for entry in derived] == [cost] * 4
    assert derived[2] == (unknown, cost)
    assert {len(salt) for salt, _ in derived} == {16}
    assert len({known, unknown, derived[3][0]}) == 3


def test_somebody_shut_out_cannot_sign_in(owner: psycopg.Connection, anna: int) -> None:
    owner.execute("UPDATE parties_person SET is_active = false")
    assert _reason("anna", PASSWORD, NOW) == "sign_in_wrong"


def test_after_five_failures_the_name_waits_even_with_the_right_password(anna: int) -> None:
    for minute in range(PER_ACCOUNT):
        assert _reason("anna", "wrong", NOW + timedelta(minutes=minute), f"198.51.100.{minute}") == "sign_in_wrong"
    later = NOW + timedelta(minutes=6)
    error = _refused("anna", PASSWORD, later, ELSEWHERE)
    assert (error.reason, error.retry_at) == ("sign_in_too_many", NOW + SPAN)
    assert error.sentence("en") == "Too many tries. The next one is possible at 2026-03-10 10:15:00 UTC+8."
    assert error.sentence("zh-hans") == "尝试次数过多。2026-03-10 10:15:00 UTC+8 起可再次尝试。"
    assert api.sign_in(name="anna", password=PASSWORD, address=ELSEWHERE, now=NOW + SPAN) == anna


def test_waiting_is_the_same_for_a_name_that_nobody_has(anna: int) -> None:
    reasons = [_reason("nobody", "wrong", NOW) for _ in range(PER_ACCOUNT + 1)]
    assert reasons == ["sign_in_wrong"] * PER_ACCOUNT + ["sign_in_too_many"]


def test_a_success_clears_the_failures_of_the_name(anna: int) -> None:
    for _ in range(3):
        for _ in range(PER_ACCOUNT - 1):
            assert _reason("anna", "wrong", NOW) == "sign_in_wrong"
        assert api.sign_in(name="anna", password=PASSWORD, address=HERE, now=NOW) == anna


def test_an_address_waits_when_it_tries_many_names(owner: psycopg.Connection, anna: int) -> None:
    assert _reason("anna", "wrong", NOW) == "sign_in_wrong"
    owner.execute(
        "INSERT INTO parties_attempt (at, account, address, succeeded)"
        " SELECT at, account || int4send(n), address, false FROM parties_attempt, generate_series(2, %s) n",
        (PER_ADDRESS,),
    )  # fmt: skip
    assert _reason("anna", PASSWORD, NOW) == "sign_in_too_many"
    assert api.sign_in(name="anna", password=PASSWORD, address=ELSEWHERE, now=NOW) == anna


def test_a_network_of_ipv6_is_one_address(owner: psycopg.Connection, anna: int) -> None:
    for last in ("1", "2", "ffff:ffff"):
        assert _reason("anna", "wrong", NOW, f"2001:db8:1:2::{last}") == "sign_in_wrong"
    assert _reason("anna", "wrong", NOW, "2001:db8:1:3::1") == "sign_in_wrong"
    assert owner.execute("SELECT count(DISTINCT address) FROM parties_attempt").fetchone() == (2,)


def test_tries_side_by_side_cannot_pass_the_limit(anna: int) -> None:
    reasons: list[str] = []
    threads = [threading.Thread(target=lambda: reasons.append(_reason("anna", "wrong", NOW))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(reasons) == ["sign_in_too_many"] * (12 - PER_ACCOUNT) + ["sign_in_wrong"] * PER_ACCOUNT


def test_names_and_addresses_are_kept_as_hashes_for_a_day(owner: psycopg.Connection, anna: int) -> None:
    _refused("anna", "wrong", NOW - timedelta(days=1))
    _refused("anna", "wrong", NOW)
    ((at, account, address),) = owner.execute("SELECT at, account, address FROM parties_attempt").fetchall()
    assert (at, len(account), len(address)) == (NOW, 32, 32)


def test_a_link_signs_in_once(anna: int) -> None:
    token = api.make_link(username="anna", now=NOW)
    assert api.use_link(token=token, now=NOW) == anna
    with pytest.raises(api.UnableToSignIn) as error:
        api.use_link(token=token, now=NOW)
    assert error.value.reason == "link_spent"


@pytest.mark.parametrize(("minutes", "works"), [(LINK_MINUTES - 1, True), (LINK_MINUTES, False), (-1, False)])
def test_a_link_works_for_fifteen_minutes(anna: int, minutes: int, *, works: bool) -> None:
    token = api.make_link(username="anna", now=NOW)
    at = NOW + timedelta(minutes=minutes)
    if works:
        assert api.use_link(token=token, now=at) == anna
    else:
        with pytest.raises(api.UnableToSignIn):
            api.use_link(token=token, now=at)


def test_of_two_who_use_a_link_at_once_one_gets_in(anna: int) -> None:
    token = api.make_link(username="anna", now=NOW)
    inside: list[int] = []
    refused: list[str] = []
    start = threading.Barrier(4)

    def use() -> None:
        from django.db import connections

        start.wait()
        try:
            inside.append(api.use_link(token=token, now=NOW))
        except api.UnableToSignIn as error:
            refused.append(error.reason)
        connections.close_all()

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (inside, refused) == ([anna], ["link_spent"] * 3)


def test_the_link_itself_is_not_kept(owner: psycopg.Connection, anna: int) -> None:
    token = api.make_link(username="anna", now=NOW)
    ((row,),) = owner.execute("SELECT l::text FROM parties_sign_in_link l").fetchall()
    assert token not in row


def test_links_that_sign_nobody_in_any_more_are_forgotten_and_others_work_on(
    owner: psycopg.Connection, anna: int
) -> None:
    for minutes in (0, 1):
        api.make_link(username="anna", now=NOW - timedelta(minutes=LINK_MINUTES + minutes))
    token = api.make_link(username="anna", now=NOW - timedelta(minutes=LINK_MINUTES) + timedelta(seconds=1))
    api.forget_links(now=NOW)
    assert owner.execute("SELECT count(*) FROM parties_sign_in_link").fetchone() == (1,)
    assert api.use_link(token=token, now=NOW) == anna


def test_no_link_for_nobody(anna: int) -> None:
    with pytest.raises(api.UnableToChangePeople) as error:
        api.make_link(username="anna.", now=datetime(2026, 1, 1, tzinfo=UTC))
    assert error.value.reason == "person_unknown"
