"""Tax bills on pages: who pays sees his, who filed the list sees it, the office sees all, others nothing."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.portal import Portal

SignedIn = Callable[[str], "Client"]
PAGE = "/tax-bills/"


@pytest.fixture(scope="module")
def bills(portal: "Portal") -> list[tuple[str, str, Decimal]]:
    """Number, order and sum of the bills of two released lists, the highest number first."""
    from tests.factories.tax_bills import billed_imports

    return billed_imports(portal.line, 2)


def _text(client: "Client", path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


@pytest.mark.parametrize("who", ["officer", "wangtang", "tonghui"])  # the office, who pays, who filed the list
def test_whom_a_bill_concerns_sees_it_with_its_lines(
    bills: list[tuple[str, str, Decimal]], signed_in: SignedIn, who: str
) -> None:
    text = _text(signed_in(who), PAGE)
    (last, _, _), (first, order_no, total) = bills
    assert text.index(last) < text.index(first)
    assert order_no in text
    one = _text(signed_in(who), f"{PAGE}{first}/")
    assert one.count('<th scope="row">') == 2
    assert f"{total:,.2f}" in one


@pytest.mark.parametrize("who", ["hongyan", "stranger"])  # the carrier, nobody
def test_others_see_no_bill(bills: list[tuple[str, str, Decimal]], signed_in: SignedIn, who: str) -> None:
    client = signed_in(who)
    text = _text(client, PAGE)
    assert "No tax bill yet" in text
    assert not any(number in text for number, _, _ in bills)
    assert client.get(f"{PAGE}{bills[0][0]}/").status_code == 404


def test_the_record_tells_of_payment_tax_and_bill_and_names_nobody(
    portal: "Portal", bills: list[tuple[str, str, Decimal]], signed_in: SignedIn
) -> None:
    from tests.factories.import_line import some_imports
    from tests.factories.portal import MARKETPLACE

    number, order_no, total = bills[1]
    text = _text(signed_in("wangtang"), f"/records/{MARKETPLACE}/{order_no}/")
    said = re.findall(r"<h3>([^<]+)</h3>", text)
    assert ["Payment", f"Tax computed: {total:,.2f} CNY", f"Tax bill {number}: {total:,.2f} CNY"] == [
        one for one in said if one.startswith(("Payment", "Tax"))
    ]
    (payment,) = some_imports(1, first_no=700).payments.iter_rows(named=True)
    assert payment["pay_transaction_no"] in text
    assert not any(payment[name] in text for name in ("payer_name", "payer_id_number"))


def test_nothing_is_offered_on_an_import_that_is_for_export(
    portal: "Portal", bills: list[tuple[str, str, Decimal]], signed_in: SignedIn
) -> None:
    from tests.factories.portal import MARKETPLACE

    own = "UPDATE trade_order SET seller_id = marketplace_id WHERE order_no = %s"  # goods of the marketplace's own
    portal.line.setting.lookups.execute(own, (bills[1][1],))
    text = _text(signed_in("wangtang"), f"/records/{MARKETPLACE}/{bills[1][1]}/")
    assert [each for each in ("/ship/", "/finance/ask/", "/inspect/") if f'href="{each}' in text] == []


def test_a_page_goes_on_below_the_number_it_ended_with(
    bills: list[tuple[str, str, Decimal]], signed_in: SignedIn
) -> None:
    text = _text(signed_in("officer"), f"{PAGE}?after={bills[0][0]}")
    assert bills[0][0] not in text.partition("<main")[2].partition("</main>")[0]
    assert bills[1][0] in text


def test_a_bill_that_does_not_exist_is_not_found(portal: "Portal", signed_in: SignedIn) -> None:
    assert signed_in("officer").get(f"{PAGE}nothing/").status_code == 404
