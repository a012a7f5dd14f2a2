"""A bank and a partner abroad read what a seller opened to them, each by mouse, by keyboard alone, without script and
in Chinese: the parts that are theirs and no other; the seller sees through their eyes what they see.
"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from entrepot.modules.parties.words import PARTS
from tests.browser.journeys import Visitor
from tests.browser.station import FirstRecord, come_in
from tests.factories.newcomer import RECORD

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Reader:
    """firm: in words of the pages; names: in English and Chinese; parts: what is open to them.

    shown: a figure that they see; hidden: what the other reads.
    """

    username: str
    firm: str
    names: tuple[str, str]
    parts: tuple[str, ...]
    shown: str
    hidden: str


BANK = Reader("bank", "Bank", ("Wangtang Bank", "望塘商业银行"), ("order", "money"), "70.84", "WTHAM0000000001")
PARTNER = Reader(
    "partner",
    "Partner abroad",
    ("Elbe Trading", "易北贸易行"),
    ("order", "transport", "customs"),
    "WTHAM0000000001",
    "70.84",
)
EACH = pytest.mark.parametrize("reader", [BANK, PARTNER], ids=lambda reader: reader.username)


def _parts(visitor: Visitor) -> tuple[str, ...]:
    """The parts of the record that stand on the page."""
    keys = {names[visitor.chinese].capitalize(): key for key, names in PARTS.items()}
    return tuple(keys[each] for each in visitor.headings() if each in keys)


@EACH
def test_a_reader_opens_what_is_shared_and_sees_its_parts_alone(
    visitor: Visitor, first: FirstRecord, reader: Reader
) -> None:
    come_in(visitor.page, first, reader.username)
    visitor.follow("Shared with us", part="nav.places")
    expect(visitor.page.locator("main tbody tr").filter(has_text="WT-HAMBURG-0001")).to_have_count(1)
    visitor.follow("WT-HAMBURG-0001", part="main tbody")
    assert visitor.page.url == first.address + RECORD
    assert _parts(visitor) == reader.parts
    visitor.sees_as_is("WT-HAMBURG-0001", reader.shown)
    expect(visitor.page.locator("main")).not_to_contain_text(reader.hidden)
    assert visitor.page.locator(".timeline, .finding, .look-as").count() == 0
    visitor.page.goto(f"{first.address}/lists/")
    expect(visitor.page.locator("main")).not_to_contain_text("WT-LIST-0001")
    answer = visitor.page.goto(first.address + RECORD.replace("HAMBURG-0001", "HAMBURG-0002"))
    assert answer is not None
    assert answer.status == 404
    visitor.sees("Nothing to see at this address")


def test_the_seller_looks_as_each_reader_and_sees_no_more_than_it(visitor: Visitor, first: FirstRecord) -> None:
    come_in(visitor.page, first, "seller")
    visitor.page.goto(first.address + RECORD)
    for reader in (BANK, PARTNER):
        visitor.follow(reader.firm, part=".look-as")
        visitor.sees("You see what the party “%(party)s” sees: %(name)s", part=".look-as",
                     party=visitor.said(reader.firm), name=reader.names[visitor.chinese])  # fmt: skip
        assert _parts(visitor) == reader.parts
        visitor.sees_as_is(reader.shown)
        expect(visitor.page.locator("main")).not_to_contain_text(reader.hidden)
    visitor.follow("Myself", part=".look-as")
    visitor.sees_as_is(BANK.shown, PARTNER.shown)
