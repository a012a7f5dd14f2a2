"""What commands that act for a firm share: in whose name, amounts and days as typed, refusals in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.wording import Refusal, Text, as_said

if TYPE_CHECKING:
    from entrepot.modules.parties.api import Acting

AS_HELP = Text("Code of the firm in whose name", "以哪家企业的名义（编码）")
WRONG_AMOUNT = Text("Expected an amount such as 1200.50, found “{found}”.", "应为形如 1200.50 的金额，实为“{found}”。")
WRONG_DAY = Text("Expected a day such as 2026-06-30, found “{found}”.", "应为形如 2026-06-30 的日期，实为“{found}”。")

As = Annotated[str, typer.Option("--as", metavar="CODE", help=AS_HELP.say())]


@contextmanager
def refusals() -> Iterator[None]:
    """A refusal of an operation as one of the command line."""
    from entrepot.modules.parties import api as parties

    try:
        yield
    except parties.Unable as error:
        raise Refusal(as_said(error.sentence("en"), error.sentence("zh"))) from error


def in_name_of(code: str) -> "Acting":
    """The firm with this code, acting through whoever runs commands on the machine."""
    from entrepot.modules.parties import api as parties

    with refusals():
        return parties.Acting(parties.party_of_code(code, using="owner"))


def amount(text: str) -> Decimal:
    """An amount as typed."""
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise Refusal(WRONG_AMOUNT, found=text) from error


def day(text: str) -> date:
    """A day as typed, ISO 8601."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(WRONG_DAY, found=text) from error
