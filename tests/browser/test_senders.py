"""Marketplace, payment firm and carrier, each by mouse, by keyboard alone, without script and in Chinese: what was
sent, what was refused and why, the reply; sent again, it is taken, and stands on its record.
"""

from itertools import count

import pytest

from tests.browser.journeys import Visitor
from tests.browser.station import sign_in
from tests.browser.world import send_corrected, send_faulty
from tests.factories.portal import MARKETPLACE, Portal

pytestmark = pytest.mark.browser
FREE = count(910, 2)  # numbers of sets that nobody else uses


def _learns_what_was_refused(
    visitor: Visitor, portal: Portal, address: str, kind: str, element: str
) -> tuple[int, str]:
    """From home to the refused document, its fault, and back to the table; (number of the set, document's number)."""
    number = next(FREE)
    sent = send_faulty(portal, kind, number)
    visitor.page.goto(f"{address}/")
    visitor.sees("Messages with something refused")
    visitor.follow("Sent", part="nav.places")
    visitor.follow("With something refused")
    visitor.follow(f"{visitor.said('No. %(number)s', number=sent.message_no)}")
    visitor.sees("Partly refused", part=".verdict")
    visitor.sees("%(accepted)s accepted, %(duplicates)s known already, %(refused)s refused", part=".verdict",
                 accepted=1, duplicates=0, refused=1)  # fmt: skip
    visitor.sees_as_is("ceb.wrong_length", element, "X", part=".finding")
    visitor.sees("Document %(number)s", part="main h3", number=1)
    visitor.sees_as_is(sent.refused, part="main h3")
    visitor.sees_as_is(sent.refused, sent.taken, part="main tbody")
    return number, sent.refused


def _sends_it_again(visitor: Visitor, portal: Portal, kind: str, number: int, reply: bytes) -> None:
    assert reply in visitor.fetch("Download the reply")
    again = send_corrected(portal, kind, number)
    visitor.follow("What we sent")
    visitor.follow(visitor.said("No. %(number)s", number=again))
    visitor.sees("Taken", part=".verdict")
    visitor.sees("Nothing of it was refused.")


def test_a_payment_firm_reads_why_a_slip_was_refused_and_sends_it_again(
    visitor: Visitor, address: str, portal: Portal
) -> None:
    sign_in(visitor.page, address, "huichuan")
    number, order_no = _learns_what_was_refused(visitor, portal, address, "slip", "/CEB403Message/Receipts[1]/currency")
    _sends_it_again(visitor, portal, "slip", number, b"CEB404Message")
    visitor.follow(order_no, part="main tbody")
    assert visitor.page.url == f"{address}/records/{MARKETPLACE}/{order_no}/"
    visitor.sees("Collection slip", part=".timeline")
    assert visitor.page.locator(".timeline h3").count() == 1


def test_a_marketplace_reads_why_an_order_was_refused_and_sends_it_again(
    visitor: Visitor, address: str, portal: Portal
) -> None:
    sign_in(visitor.page, address, "wangtang")
    number, order_no = _learns_what_was_refused(
        visitor, portal, address, "order", "/CEB303Message/Order[1]/OrderHead/currency"
    )
    _sends_it_again(visitor, portal, "order", number, b"CEB304Message")
    visitor.follow("Orders", part="nav.places")
    visitor.sees_as_is(order_no, part="main tbody tr:first-child")


def test_a_carrier_reads_why_a_waybill_was_refused_and_sends_it_again(
    visitor: Visitor, address: str, portal: Portal
) -> None:
    sign_in(visitor.page, address, "hongyan")
    number, waybill_no = _learns_what_was_refused(
        visitor, portal, address, "waybill", "/CEB505Message/Logistics[1]/currency"
    )
    _sends_it_again(visitor, portal, "waybill", number, b"CEB506Message")
    visitor.follow("Waybills", part="nav.places")
    visitor.write("Waybill number", waybill_no)
    visitor.press("Find")
    visitor.follow(waybill_no)
    visitor.sees_as_is(waybill_no, part="h1")
