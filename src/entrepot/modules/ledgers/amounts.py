"""What an account can hold: decimals of at most 15 digits before the point and 5 after it."""

from decimal import Decimal

from entrepot.modules.parties import api as parties

_LIMIT = Decimal(10) ** 15
_STEP = Decimal("0.00001")


def checked(amount: Decimal, refusal: type[parties.Unable]) -> Decimal:
    """The amount, if it is above zero and exact at five places; else `refusal`."""
    if not amount.is_finite() or not 0 < amount < _LIMIT or amount != amount.quantize(_STEP):
        raise refusal("amount_form", found=amount)
    return amount
