"""Numbers of deals and declarations: short enough to be read out on the telephone, telling nothing of others."""

import secrets
from collections.abc import Callable

from entrepot.modules.market_procurement.models import Deal, Declaration

_DIGITS = 8


def fresh_number(letter: str, taken: Callable[[str], bool]) -> str:
    """A letter and eight digits that are not taken as far as the caller sees; the database refuses a true repeat."""
    while True:
        number = f"{letter}{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
        if not taken(number):
            return number


def deal_taken(using: str) -> Callable[[str], bool]:
    """Whether a deal has the number."""
    return lambda number: Deal.objects.using(using).filter(deal_no=number).exists()


def declaration_taken(using: str) -> Callable[[str], bool]:
    """Whether a declaration has the number."""
    return lambda number: Declaration.objects.using(using).filter(declaration_no=number).exists()
