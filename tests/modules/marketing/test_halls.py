"""Who may enter a hall, who reads its prices, and what is put into it."""

from decimal import Decimal

import psycopg
import pytest

from entrepot.modules.marketing import api as marketing
from entrepot.modules.marketing.errors import UnableToMarket
from entrepot.store import connection
from tests.databases import Database
from tests.factories.showroom import ADDRESS, BEAR, MUG, NOW, SIGN, eyes, make_fair, open_hall, png, show, ware


def seen(*firm_ids: int) -> list[tuple[str, Decimal | None]] | None:
    """(item, price) of the hall as people of these firms see it; None where they may not enter."""
    with eyes(*firm_ids):
        if marketing.enter_hall(ADDRESS) is None:
            assert marketing.wares_in(ADDRESS) == []
            return None
        return [(each.item_no, each.price) for each in marketing.wares_in(ADDRESS)]


def test_a_public_hall_is_seen_by_everybody(db: Database) -> None:
    fair = make_fair(db)
    prices = [(MUG, Decimal("4.50000")), (BEAR, Decimal("9.90000"))]
    assert seen() == seen(fair.buyer) == seen(fair.seller) == prices


def test_prices_are_for_the_firm_and_for_those_it_invited(db: Database) -> None:
    fair = make_fair(db, prices_to="invited")
    without = [(MUG, None), (BEAR, None)]
    assert seen() == seen(fair.other) == seen(fair.buyer) == without
    assert marketing.invite(acting=fair.acting, party_id=fair.buyer, now=NOW, using="owner") is True
    assert seen(fair.buyer) == [(MUG, Decimal("4.50000")), (BEAR, Decimal("9.90000"))]
    assert seen(fair.other) == without


def test_a_hall_for_invited_firms_is_there_for_no_one_else(db: Database) -> None:
    fair = make_fair(db, opened_to="invited", prices_to="invited")
    marketing.invite(acting=fair.acting, party_id=fair.buyer, now=NOW, using="owner")
    assert (seen(), seen(fair.other)) == (None, None)
    assert seen(fair.buyer) == seen(fair.seller) == [(MUG, Decimal("4.50000")), (BEAR, Decimal("9.90000"))]
    (invitation,) = marketing.invitations_of(fair.seller, using="owner")
    assert marketing.end_invitation(acting=fair.acting, number=invitation.pk, now=NOW, using="owner") is True
    assert seen(fair.buyer) is None


def test_a_closed_hall_is_its_firms_alone(db: Database) -> None:
    fair = make_fair(db, opened_to="nobody")
    marketing.invite(acting=fair.acting, party_id=fair.buyer, now=NOW, using="owner")
    assert (seen(), seen(fair.buyer)) == (None, None)
    assert seen(fair.seller) is not None


def test_a_picture_is_seen_where_its_ware_is(db: Database) -> None:
    fair = make_fair(db, opened_to="invited")
    show(fair, ware(MUG, picture=png()))
    (digest,) = [row.picture for row in marketing.exhibits_of(fair.seller, using="owner") if row.picture]
    with eyes(fair.seller):
        assert (marketing.picture_in(ADDRESS, digest, small=True) or b"")[8:12] == b"WEBP"
    with eyes(fair.buyer):
        assert marketing.picture_in(ADDRESS, digest, small=True) is None
    open_hall(fair, "public", "public")
    with eyes():
        assert marketing.picture_in(ADDRESS, digest, small=False) is not None
    marketing.put_away(acting=fair.acting, item_no=MUG, now=NOW, using="owner")
    with eyes():
        assert marketing.picture_in(ADDRESS, digest, small=False) is None


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (ware("PW-9999"), "ware_unknown"),
        (ware(SIGN, price="0"), "ware_number"),
        (ware(SIGN, least="0.000001"), "ware_number"),
        (marketing.Ware(SIGN, 0, 95, 85, Decimal(1), "502", Decimal(1), "007"), "ware_size"),
        (marketing.Ware(SIGN, 100, 20_001, 85, Decimal(1), "502", Decimal(1), "007"), "ware_size"),
        (marketing.Ware(SIGN, 100, 95, 85, Decimal(1), "USD", Decimal(1), "007"), "ware_code"),
        (ware(BEAR), "ware_twice"),
    ],
)
def test_of_wares_with_a_fault_among_them_none_is_shown(db: Database, wrong: marketing.Ware, reason: str) -> None:
    fair = make_fair(db)
    with pytest.raises(UnableToMarket) as refused:
        show(fair, ware(BEAR, price="1.00"), wrong)
    assert refused.value.reason == reason
    assert seen() == [(MUG, Decimal("4.50000")), (BEAR, Decimal("9.90000"))]


@pytest.mark.parametrize("address", ["ab", "Qinghe", "desk", "a b c", "-ab", "x" * 41])
def test_an_address_that_is_none_is_refused(db: Database, address: str) -> None:
    fair = make_fair(db)
    with pytest.raises(UnableToMarket) as refused:
        marketing.open_hall(
            acting=fair.acting,
            opening=marketing.Opening(address, "public", "public"),
            now=NOW,
            practice=True,
            using="owner",
        )
    assert refused.value.reason == "address_form"
    assert seen() is not None


def test_an_address_belongs_to_one_firm(db: Database) -> None:
    fair = make_fair(db)
    from entrepot.modules.parties import api as parties

    with pytest.raises(UnableToMarket) as refused:
        marketing.open_hall(
            acting=parties.Acting(fair.other), opening=marketing.Opening(ADDRESS, "public", "public"), now=NOW,
            practice=True, using="owner",
        )  # fmt: skip
    assert refused.value.reason == "address_taken"
    assert marketing.hall_of(fair.other, using="owner") is None


def test_the_web_role_of_another_firm_changes_nothing_of_a_hall(db: Database) -> None:
    fair = make_fair(db)
    with connection.web(reader_ids=(fair.other,)) as theirs:
        assert theirs.execute("UPDATE marketing_hall SET opened_to = 'nobody'").rowcount == 0
        assert theirs.execute("UPDATE marketing_exhibit SET price = 1").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            theirs.execute("DELETE FROM marketing_exhibit")
    assert seen() == [(MUG, Decimal("4.50000")), (BEAR, Decimal("9.90000"))]
