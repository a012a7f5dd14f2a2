"""From an enquiry to an order: who asks, who answers, and that it becomes one order, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import psycopg
import pytest

from entrepot.modules.marketing import api as marketing
from entrepot.modules.marketing.errors import UnableToMarket
from entrepot.modules.parties import api as parties
from entrepot.project.line import quoted
from entrepot.project.line.intake import read_stored
from entrepot.project.line.replies import answer_intake
from entrepot.project.line.setting import Setting, open_setting
from entrepot.shell import timeline
from entrepot.store import connection
from tests.databases import Database
from tests.factories.showroom import BEAR, KEY, MUG, NOW, SIGN, Fair, ask, eyes, make_fair, quote, wish

GUEST = marketing.Guest("Greta Guest", "greta@example.com")


def as_guest(item: str = MUG, quantity: str = "20", *, key: str = KEY, guest: marketing.Guest = GUEST) -> int:
    with eyes():
        return marketing.ask(wish=wish(item, quantity, key=key), buyer=None, guest=guest, now=NOW)


def rows(owner: psycopg.Connection) -> list[tuple[object, ...]]:
    query = "SELECT id, item_no, quantity, state, price, order_no, guest_mail FROM marketing_enquiry ORDER BY id"
    return owner.execute(query).fetchall()


def placed(fair: Fair, number: int) -> tuple[marketing.Quote, int]:
    with open_setting() as setting:
        return quoted.place(setting, fair.seller, number, now=NOW)


def taken_in() -> None:
    with open_setting() as setting:
        read_stored(setting, now=NOW, limit=10, after=answer_intake)


def test_buyer_and_seller_see_an_enquiry_and_nobody_else(db: Database) -> None:
    fair = make_fair(db)
    number = ask(fair)
    seen = {}
    for name, firm in (("buyer", fair.buyer), ("seller", fair.seller), ("other", fair.other)):
        with eyes(firm):
            seen[name] = marketing.enquiry(number) is not None
    with eyes():
        assert marketing.enquiry(number) is None
    assert seen == {"buyer": True, "seller": True, "other": False}


def test_the_same_form_asks_once(db: Database, owner: psycopg.Connection) -> None:
    fair = make_fair(db)
    assert ask(fair) == ask(fair)
    assert len(rows(owner)) == 1
    assert ask(fair, key="another form, another key") != ask(fair)


@pytest.mark.parametrize(
    ("item", "quantity", "reason"),
    [(MUG, "9.99999", "enquiry_least"), (SIGN, "20", "enquiry_ware"), (MUG, "0", "enquiry_quantity"),
     (MUG, "1.000001", "enquiry_quantity")],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(
    db: Database, owner: psycopg.Connection, item: str, quantity: str, reason: str
) -> None:
    fair = make_fair(db)
    with pytest.raises(UnableToMarket) as refused:
        ask(fair, item, quantity)
    assert refused.value.reason == reason
    assert rows(owner) == []


def test_nobody_asks_in_a_hall_that_it_may_not_enter(db: Database, owner: psycopg.Connection) -> None:
    fair = make_fair(db, opened_to="invited")
    with pytest.raises(UnableToMarket) as refused:
        ask(fair)
    assert refused.value.reason == "hall_unknown"
    with pytest.raises(UnableToMarket) as refused:
        as_guest()
    assert refused.value.reason == "hall_unknown"
    assert rows(owner) == []


def test_a_guest_reads_the_answer_with_its_key_and_nothing_else(db: Database, owner: psycopg.Connection) -> None:
    fair = make_fair(db)
    number = as_guest()
    quote(fair, number)
    with eyes():
        asked = marketing.asked_with(KEY)
        assert marketing.asked_with("a key that nobody asked with") is None
    assert asked is not None
    assert (asked.id, asked.state, asked.price) == (number, "quoted", Decimal("4.20000"))
    marketing.decline(acting=fair.acting, enquiry_id=number, reply="sold out", now=NOW, using="owner")
    assert owner.execute("SELECT guest_name, guest_mail, state FROM marketing_enquiry").fetchall() == [
        ("", "", "declined")
    ]


@pytest.mark.parametrize(
    "guest", [marketing.Guest("", "a@b.c"), marketing.Guest("Greta", "nowhere"), marketing.Guest("G", "@")]
)
def test_a_guest_gives_a_name_and_an_address(db: Database, owner: psycopg.Connection, guest: marketing.Guest) -> None:
    make_fair(db)
    with pytest.raises(UnableToMarket) as refused:
        as_guest(guest=guest)
    assert refused.value.reason == "enquiry_guest"
    assert rows(owner) == []


def test_guests_cannot_fill_a_hall_with_enquiries(
    db: Database, owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from entrepot.modules.marketing.operations import enquiries

    fair = make_fair(db)
    monkeypatch.setattr(enquiries, "MOST_GUESTS", 2)
    first, _second = (as_guest(key=f"{KEY} {number}") for number in range(2))
    with pytest.raises(UnableToMarket) as refused:
        as_guest(key=f"{KEY} 3")
    assert refused.value.reason == "enquiry_many"
    assert ask(fair, key="a firm may still ask") > first
    assert len(rows(owner)) == 3


def test_a_quote_becomes_an_order_on_the_record_that_tells_where_it_came_from(
    db: Database, owner: psycopg.Connection
) -> None:
    fair = make_fair(db)
    number = ask(fair, BEAR, "12")
    quote(fair, number, "9.5")
    placed_quote, _ = placed(fair, number)
    taken_in()
    order = owner.execute(
        "SELECT order_no, marketplace_id, seller_id, order_type, goods_value, currency, note FROM trade_order"
    ).fetchall()
    note = f"enquiry {number} · 询价 {number}"
    assert order == [(placed_quote.order_no, fair.marketplace, fair.seller, "B", Decimal("114.00000"), "502", note)]
    line = owner.execute("SELECT item_no, qty, price, total_price, unit FROM trade_order_line").fetchall()
    assert line == [(BEAR, Decimal("12.00000"), Decimal("9.50000"), Decimal("114.00000"), "007")]
    told = {}
    for firm in (fair.seller, fair.buyer, fair.other, fair.marketplace):
        with eyes(firm):
            told[firm] = [entry.sentence for entry in timeline.contributed(placed_quote.order_no, fair.marketplace)]
    whole = [f"Asked for a quote of {BEAR}: enquiry {number}", f"Quoted for enquiry {number}",
             f"Enquiry {number} became this order"]  # fmt: skip
    assert told == {fair.seller: whole, fair.buyer: whole, fair.other: [], fair.marketplace: []}


def test_of_sixteen_that_order_the_same_quote_one_does(db: Database, owner: psycopg.Connection) -> None:
    from django.db import connections

    fair = make_fair(db)
    number = ask(fair)
    quote(fair, number)

    def attempt(setting: Setting) -> str:
        try:
            quoted.place(setting, fair.seller, number, now=NOW)
        except UnableToMarket as refused:
            return refused.reason
        finally:
            connections.close_all()
        return "ordered"

    with open_setting() as setting, ThreadPoolExecutor(16) as threads:
        outcomes = sorted(threads.map(attempt, [setting] * 16))
    assert outcomes == ["ordered", *["ordered_before"] * 15]
    assert owner.execute("SELECT count(*) FROM exchange_message").fetchall() == [(1,)]


def test_only_an_answer_that_holds_becomes_an_order(db: Database, owner: psycopg.Connection) -> None:
    fair = make_fair(db)
    number = ask(fair)
    with pytest.raises(UnableToMarket, match="found number"):
        placed(fair, number)
    said = marketing.Answer(Decimal("4.20"), parties.china_day(NOW), "")
    marketing.answer(acting=fair.acting, enquiry_id=number, said=said, now=NOW, using="owner")
    with open_setting() as setting, pytest.raises(UnableToMarket) as refused:
        quoted.place(setting, fair.seller, number, now=NOW + timedelta(days=1))
    assert refused.value.reason == "quote_over"
    with open_setting() as setting, pytest.raises(UnableToMarket) as refused:
        quoted.place(setting, fair.other, number, now=NOW)
    assert refused.value.reason == "enquiry_unknown"
    assert owner.execute("SELECT count(*) FROM exchange_message").fetchall() == [(0,)]


def test_the_web_role_of_a_buyer_answers_nothing_itself(db: Database) -> None:
    fair = make_fair(db)
    number = ask(fair)
    with connection.web(reader_ids=(fair.buyer,)) as theirs:
        changed = theirs.execute("UPDATE marketing_enquiry SET state = 'quoted', price = 0.01 WHERE id = %s", (number,))
        assert changed.rowcount == 0
    with connection.web(reader_ids=(fair.seller,)) as own, pytest.raises(psycopg.errors.InsufficientPrivilege):
        own.execute("UPDATE marketing_enquiry SET quantity = 1000000 WHERE id = %s", (number,))
