"""What commands that act for a firm share: in whose name, amounts and days as typed, refusals in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from entrepot.project.cli.record import SEVERAL, no_record
from entrepot.project.wording import Refusal, Text, as_said

if TYPE_CHECKING:
    from entrepot.modules.parties.api import Acting
    from entrepot.modules.trade.api import OrderLine, OrderVersion

AS_HELP = Text("Code of the firm in whose name", "以哪家企业的名义（编码）")
WRONG_AMOUNT = Text("Expected an amount such as 1200.50, found “{found}”.", "应为形如 1200.50 的金额，实为“{found}”。")
WRONG_NUMBER = Text("Expected a number such as 12.50, found “{found}”.", "应为形如 12.50 的数字，实为“{found}”。")
WRONG_DAY = Text("Expected a day such as 2026-06-30, found “{found}”.", "应为形如 2026-06-30 的日期，实为“{found}”。")

As = Annotated[str, typer.Option("--as", metavar="CODE", help=AS_HELP.say())]


class Said(Protocol):
    """An error that says itself in both languages."""

    def sentence(self, language: str, /) -> str:
        """In that language."""
        ...


def refusal(error: Said) -> Refusal:
    """What an operation refused, as the command line says it."""
    return Refusal(as_said(error.sentence("en"), error.sentence("zh")))


@contextmanager
def refusals() -> Iterator[None]:
    """A refusal of an operation as one of the command line."""
    from entrepot.modules.parties import api as parties

    try:
        yield
    except parties.Unable as error:
        raise refusal(error) from error


def in_name_of(code: str) -> "Acting":
    """The firm with this code, acting through whoever runs commands on the machine."""
    from entrepot.modules.parties import api as parties

    return parties.Acting(firm_with(code))


def firm_with(code: str) -> int:
    """The firm with this code; none is made of a code that nobody has. Raises Refusal."""
    from entrepot.modules.parties import api as parties

    found = parties.known_code(code, using="owner")
    if found is None:
        raise refusal(parties.UnableToUseCode("code_unknown", code=code))
    return found


def amount(text: str) -> Decimal:
    """An amount as typed."""
    return number(text, WRONG_AMOUNT)


def number(text: str, wrong: Text = WRONG_NUMBER) -> Decimal:
    """A number as typed; `wrong` says what was expected."""
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise Refusal(wrong, found=text) from error


def day(text: str) -> date:
    """A day as typed, ISO 8601; one that no other follows is none."""
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(WRONG_DAY, found=text) from error
    if found == date.max:
        raise Refusal(WRONG_DAY, found=text)
    return found


def own_order(order_no: str, marketplace: str | None, seller_id: int) -> "tuple[OrderVersion, list[OrderLine]]":
    """The seller's order with this number and its lines, read as its seller."""
    from entrepot.modules.parties import api as parties
    from entrepot.modules.trade import api as trade
    from entrepot.project.line import whole_record
    from entrepot.project.line.setting import open_setting

    with open_setting() as setting:
        places = whole_record.places(setting.lookups, order_no, marketplace=marketplace, seller=None)
    own = [place for place in places if place.seller_id == seller_id]
    if not own:
        raise no_record(order_no, marketplace, None)
    if len(own) > 1:
        raise Refusal(SEVERAL, order_no=order_no, count=len(own))
    with parties.reading(parties.Reader((seller_id,), (), None, frozenset(parties.SCOPES), ())):
        order = trade.current_order(order_no, own[0].marketplace_id)
        if order is None:
            raise no_record(order_no, marketplace, None)
        return order, trade.current_lines(order_no, own[0].marketplace_id)
