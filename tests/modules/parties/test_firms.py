"""Firms come into the books once, under codes that are theirs."""

import polars as pl
import psycopg
import pytest

from entrepot.modules.parties import api
from tests.modules.parties.world import NOW, SELLER_CODE, SELLER_CREDIT, SINCE, TODAY, firm


def _register(name: str, *codes: str, **more: object) -> int:
    return api.register_enterprise(name_zh=name, codes=codes, valid_from=SINCE, now=NOW, **more)  # type: ignore[arg-type]


def _counts(owner: psycopg.Connection) -> tuple[int, ...]:
    row = owner.execute(
        "SELECT (SELECT count(*) FROM parties_enterprise), (SELECT count(*) FROM parties_code),"
        " (SELECT count(*) FROM parties_role), (SELECT count(*) FROM parties_audit)"
    ).fetchone()
    assert row is not None
    return tuple(row)


def test_one_firm_is_known_by_its_customs_code_and_its_credit_code(owner: psycopg.Connection) -> None:
    seller = _register("青禾礼品", SELLER_CODE, SELLER_CREDIT, roles=["seller"], own_codes=["QH-1"])
    known = {SELLER_CODE: seller, SELLER_CREDIT: seller, "QH-1": seller}
    assert api.resolve(owner, [(code, "?", "carrier") for code in known]) == known
    assert api.firms([seller], using="owner")[seller] == api.Firm(
        id=seller, name_zh="青禾礼品", name_en="", provisional=False,
        codes=(("customs10", SELLER_CODE), ("own", "QH-1"), ("uscc18", SELLER_CREDIT)),
    )  # fmt: skip
    assert api.roles_of(seller, TODAY, using="owner") == {"seller"}
    assert api.roles_of(seller, SINCE.replace(year=2019), using="owner") == frozenset()


def test_refuses_a_code_that_another_firm_has(owner: psycopg.Connection) -> None:
    firm(SELLER_CODE, "青禾礼品")
    before = _counts(owner)
    with pytest.raises(api.UnableToUseCode) as error:
        _register("冒名", SELLER_CREDIT, SELLER_CODE)
    assert (error.value.reason, error.value.facts) == ("code_taken", {"code": SELLER_CODE})
    assert _counts(owner) == before


def test_refuses_to_take_over_a_party_that_documents_named_without_a_filing(owner: psycopg.Connection) -> None:
    party = api.resolve(owner, [(SELLER_CODE, "青禾礼品", "seller")])[SELLER_CODE]
    before = _counts(owner)
    with pytest.raises(api.UnableToUseCode) as error:
        _register("冒名", SELLER_CODE)
    assert error.value.reason == "code_provisional"
    assert _counts(owner) == before
    with pytest.raises(psycopg.errors.CheckViolation, match="approved filing"):
        owner.execute("UPDATE parties_enterprise SET provisional = false WHERE id = %s", (party,))


def test_a_filing_claims_the_parties_of_both_codes_and_joins_them(owner: psycopg.Connection) -> None:
    customs = firm("9999965001", "练习海关", "authority")
    named = api.resolve(owner, [(SELLER_CODE, "青禾", "seller"), (SELLER_CREDIT, "青禾礼品", "seller")])
    filed = api.Filed(customs, "customs", "2026-17", SINCE)
    seller = _register("青禾礼品有限公司", SELLER_CODE, SELLER_CREDIT, filed=filed)
    assert seller in named.values()
    assert api.resolve(owner, [(code, "", "") for code in named]) == dict.fromkeys(named, seller)
    (other,) = set(named.values()) - {seller}
    rows = owner.execute(
        "SELECT id, provisional, joined_to_id FROM parties_enterprise WHERE id = ANY (%s)", ([seller, other],)
    ).fetchall()
    assert sorted(rows) == sorted([(seller, False, None), (other, True, seller)])
    # what the other code was named in stays readable and sendable
    assert api.allowed_principals(owner, seller, TODAY) == {seller, other}
    assert api.reader_of(person_id=None, firms=(seller,), now=NOW).party_ids == tuple(sorted([seller, other]))


def test_refuses_what_is_no_official_code(owner: psycopg.Connection) -> None:
    for code in ("123", "91999999MA1PR0017X", "无", "99999610 1"):
        with pytest.raises(api.UnableToUseCode) as error:
            _register("青禾礼品", code)
        assert error.value.reason == "code_form"
    assert _counts(owner) == (0, 0, 0, 0)


def test_an_own_code_never_looks_like_an_official_one(owner: psycopg.Connection) -> None:
    owner.execute("INSERT INTO parties_enterprise (name_zh) VALUES ('x')")
    for code in (SELLER_CODE, SELLER_CREDIT, "无", "two words"):
        with pytest.raises(psycopg.errors.CheckViolation, match="parties_code_form"):
            owner.execute("INSERT INTO parties_code (enterprise_id, scheme, code) VALUES (1, 'own', %s)", (code,))
    assert _counts(owner) == (1, 0, 0, 0)


def test_refuses_an_unknown_role_and_a_firm_without_a_name(owner: psycopg.Connection) -> None:
    with pytest.raises(api.UnableToRegister) as error:
        _register("青禾礼品", SELLER_CODE, roles=["smuggler"])
    assert error.value.reason == "role_unknown"
    with pytest.raises(api.UnableToRegister) as error:
        _register("", SELLER_CODE)
    assert error.value.reason == "name_missing"
    assert _counts(owner) == (0, 0, 0, 0)


def test_a_code_never_moves_to_a_firm_that_its_own_was_not_joined_to(owner: psycopg.Connection) -> None:
    firm(SELLER_CODE, "青禾礼品")
    other = firm("9999961002", "云杉家居")
    with pytest.raises(psycopg.errors.CheckViolation, match="a code stays with its firm"):
        owner.execute("UPDATE parties_code SET enterprise_id = %s WHERE code = %s", (other, SELLER_CODE))


def test_the_marketplace_of_a_seller_without_one_is_never_given_to_another(owner: psycopg.Connection) -> None:
    seller, other = firm(SELLER_CODE, "青禾礼品"), firm("9999961002", "云杉家居")
    own = api.own_marketplaces(owner, [seller])[seller]
    with pytest.raises(psycopg.errors.CheckViolation, match="never changes"):
        owner.execute("UPDATE parties_enterprise SET is_pseudo_marketplace_of_id = %s WHERE id = %s", (other, own))


def test_a_firm_takes_another_code_that_is_free_or_that_its_filing_names(owner: psycopg.Connection) -> None:
    customs, seller = firm("9999965001", "练习海关", "authority"), firm(SELLER_CODE, "青禾礼品")
    api.add_code(party_id=seller, code="9999961012", now=NOW)
    other = api.resolve(owner, [(SELLER_CREDIT, "青禾", "seller")])[SELLER_CREDIT]
    with pytest.raises(api.UnableToUseCode) as error:
        api.add_code(party_id=seller, code=SELLER_CREDIT, now=NOW)
    assert error.value.reason == "code_provisional"
    assert api.resolve(owner, [(SELLER_CREDIT, "", "")]) == {SELLER_CREDIT: other}
    api.add_code(party_id=seller, code=SELLER_CREDIT, filed=api.Filed(customs, "customs", "7", SINCE), now=NOW)
    codes = [SELLER_CODE, "9999961012", SELLER_CREDIT]
    assert api.resolve(owner, [(code, "", "") for code in codes]) == dict.fromkeys(codes, seller)
    with pytest.raises(api.UnableToUseCode) as error:
        api.add_code(party_id=customs, code=SELLER_CREDIT, now=NOW)
    assert error.value.reason == "code_taken"


def test_a_firm_under_two_codes_is_one_to_a_frame(owner: psycopg.Connection) -> None:
    seller = _register("青禾礼品", SELLER_CODE, SELLER_CREDIT)
    frame = pl.DataFrame({"seller_code": [SELLER_CODE, SELLER_CREDIT], "seller_name": ["a", "b"]})
    assert api.with_party_ids(owner, frame, {}, {})["seller_id"].to_list() == [seller, seller]
